"""What users see at upload or in a failed job is said here first, with its line and in plain words.

Each test is named by a symptom and quotes the platform's message. These symptoms are not in a file, or
belong to other families of rules:

- flagged by moderation, blocked by a safety evaluation after the training: about meanings;
- "still being processed", `suffix` is null, a missing key of an integration, an internal error of the
  platform: about the upload and the job;
- people, faces and children in a picture, which is dropped for them: about what it shows;
- `model_grader_server_error` and errors in the code of a python grader: about the job.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from seeded.clean import CHATS, IMAGES, PAIRS, PREFERENCES, REINFORCED, SEARCHES, TOOLS
from seeded.defect import Data, lines, text
from seeded.pictures import INLINE, SVG, data_url, png

from dataprep import validate
from dataprep.errors import UsageError
from dataprep.model import Finding, Severity

MODEL = "openai/gpt-4.1-mini"
OPEN, CLOSED = "2026-03-01", "2026-06-01"  # before and after the platform closed to newcomers

Check = Callable[..., list[Finding]]


@pytest.fixture
def check(tmp_path: Path) -> Check:
    """``check(rows or bytes, ...)``: the errors and warnings for one model."""

    def run(content: Any, *, least: Severity = Severity.WARNING, **options: Any) -> list[Finding]:
        file = tmp_path / "train.jsonl"
        file.write_bytes(content if isinstance(content, bytes) else lines(content))
        given = {"target": MODEL, "today": OPEN, **options}
        return [one for one in validate(file, **given).findings if one.severity >= least]

    return run


def edited(rows: Any, number: int, edit: Callable[[Any], object]) -> list[Data]:
    """Return a copy of rows of which one, by its line, is changed."""
    made = copy.deepcopy(list(rows))
    edit(made[number - 1])
    return made


def said(found: list[Finding]) -> list[tuple[str, int | None, str]]:
    """Return code, line and message of each finding."""
    return [(one.code, one.location.line, one.message) for one in found]


def places(found: list[Finding]) -> list[tuple[str, int | None]]:
    """Return code and line of each finding."""
    return [(one.code, one.location.line) for one in found]


PRETTY = b"".join(json.dumps(row, indent=2).encode() + b"\n" for row in CHATS)


@pytest.mark.parametrize(
    ("content", "code", "line", "message"),
    [
        (PRETTY, "JSN004", 1, "objects are written over several lines"),
        (text(list(CHATS)), "JSN003", 1, "the whole file is one JSON array of 14 elements"),
        (b"\xef\xbb\xbf" + lines(CHATS), "JSN006", None, "byte order mark"),
        (lines(CHATS).decode().encode("utf-16"), "JSN007", None, "UTF-16"),
    ],
    ids=["pretty", "array", "mark", "utf-16"],
)
def test_line_1_is_not_a_dictionary(
    check: Check, content: bytes, code: str, line: int | None, message: str
) -> None:
    """'Expected file to have JSONL format, where every line is a JSON dictionary. Line 1 is not a
    dictionary (HINT: line starts with: "{…")': pretty JSON, an array, a mark, another encoding."""
    [found] = check(content)
    assert (found.code, found.location.line) == (code, line)
    assert message in found.message
    assert found.help


@pytest.mark.parametrize(
    ("line", "code", "message"),
    [
        (text(CHATS[0])[:-1] + b",}", "JSN001", "a comma too many"),
        (text(CHATS[0]) + b",", "JSN001", "comma"),
        (b"", "JSN005", "the line is empty"),
        (b"second half:", "JSN001", "the line is text, not JSON"),
    ],
    ids=["comma-in-object", "comma-after-row", "blank", "garbage"],
)
def test_every_line_is_a_valid_json_dictionary(
    check: Check, line: bytes, code: str, message: str
) -> None:
    """'… where every line is a valid JSON dictionary': a trailing comma, a blank or garbage line."""
    [found] = check([*CHATS[1:6], line, *CHATS[6:]])
    assert places([found]) == [(code, 6)]
    assert message in found.message


def test_example_cannot_be_parsed(check: Check) -> None:
    """'Invalid file format. Example 1273 cannot be parsed. Error: line contains invalid json: Expecting
    ',' delimiter: line 1 column 79 (line 1273)': an unescaped quote inside a text, far down."""
    row = text(CHATS[0]).replace(b"My brakes", b'My "old" brakes')
    many = [
        {"messages": [{"role": "user", "content": f"Double {one}."},
                      {"role": "assistant", "content": str(2 * one)}]}
        for one in range(1300)
    ]  # fmt: skip
    [found] = check([*many[:1272], row, *many[1272:]])
    assert places([found]) == [("JSN001", 1273)]
    assert found.location.column == row.index(b"old") + 1
    assert "a quote inside a text that is not escaped" in found.message


def test_training_file_has_7_examples(check: Check) -> None:
    """'Training file has 7 example(s), but must have at least 10 examples'; blank lines do not count."""
    [blank, found] = check([*CHATS[:3], b"", *CHATS[3:7]])
    assert blank.code == "JSN005"
    assert said([found]) == [("SET001", None, "the dataset has 7 rows, the minimum is 10")]
    assert found.help == "add at least 3 rows"


def test_discriminator_role_is_missing(check: Check) -> None:
    """'Example 100, message 2 Discriminator 'role' is missing in value': a message without a role."""
    [found] = check(edited(CHATS, 9, lambda row: row["messages"][2].pop("role")))
    assert places([found]) == [("CHT001", 9)]
    assert found.location.json_path == "$.messages[2]"


@pytest.mark.parametrize("key", ["weight", "metadata", "id", "source"])
def test_example_contains_an_extra_key(check: Check, key: str) -> None:
    """'Example 1 contains an extra "weight"': a key of the row that the platform does not know."""
    [found] = check(edited(CHATS, 1, lambda row: row.update({key: 1})))
    assert places([found]) == [("SCH002", 1)]
    assert f"`{key}`" in found.message


def test_example_contains_an_extra_tools(check: Check) -> None:
    """'Example 536 contains an extra "tools"': tools on one row only, or where none are taken."""
    mixed = edited(CHATS, 5, lambda row: row.update(tools=TOOLS[0]["tools"]))
    found = check(mixed, least=Severity.INFO)
    assert ("SCH007", None, "1 of 14 rows has `tools`") in said(found)
    [extra] = check(mixed, target="bedrock-nova")
    assert places([extra]) == [("SCH002", 5)]
    assert "`tools`" in extra.message


@pytest.mark.parametrize(
    ("row", "word"),
    [
        ({"chat": CHATS[0]["messages"]}, "dataprep convert"),
        ({"conversations": [{"from": "human", "value": "Hi"}]}, "ShareGPT"),
        ({"instruction": "Say hi.", "input": "", "output": "Hi"}, "Alpaca"),
    ],
    ids=["chat", "sharegpt", "alpaca"],
)
def test_example_is_missing_key_messages(check: Check, row: Data, word: str) -> None:
    """'Example X is missing key 'messages'': another key, or the rows of another dialect."""
    [found] = check([*CHATS[:10], row])
    assert places([found]) == [("SCH001", 11)]
    assert "`messages` is missing" in found.message
    assert word in found.message + found.help


@pytest.mark.parametrize("rows", [CHATS, PAIRS], ids=["chats", "pairs"])
def test_example_1_is_missing_key_input(check: Check, rows: Any) -> None:
    """'Example 1 is missing key 'input'': a supervised file given to a job for preferences."""
    [found] = check(rows, method="dpo")
    assert places([found]) == [("SCH005", 1)]
    assert "dpo" in found.message


def test_file_is_in_the_chat_format_but_the_method_is_not_supervised(check: Check) -> None:
    """'Input file … is in the fine-tune-chat format, but the specified fine-tuning job is not using
    'supervised' as the training method (provided method=dpo)', and the other way round."""
    [found] = check(CHATS, method="dpo")
    assert found.code == "SCH005"
    assert "supervised" in found.message + found.help
    [found] = check(PREFERENCES, method="supervised")
    assert found.code == "SCH005"
    assert "dpo" in found.message + found.help


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"Once upon a time there was a workshop.\nIt had a cat.\n" * 6, "JSN014"),
        (b"question,answer\nWhen?,Now\n" * 6, "JSN014"),
        (b'{"one": 1}\n' * 1 + b'{"two": 2}\n' * 1, "SCH001"),
    ],
    ids=["prose", "csv", "other-keys"],
)
def test_expected_either_prompt_completion_pairs_or_chat_messages(
    check: Check, content: bytes, code: str
) -> None:
    """'Unexpected file format, expected either prompt/completion pairs or chat messages.'"""
    found = check(content)
    assert places(found)[0] == (code, 1)
    assert found[0].help


@pytest.mark.parametrize(
    "token",
    ["<|fim_suffix|>", "<|endoftext|>", "<|endofprompt|>", "<|im_start|>", "<|fim_prefix|>"],
)
def test_message_contains_an_invalid_token(check: Check, token: str) -> None:
    """'Example 6174 message contains an invalid token: <|fim_suffix|>'"""
    [found] = check(
        edited(CHATS, 8, lambda row: row["messages"][1].update(content=f"Say {token}."))
    )
    assert places([found]) == [("TOK003", 8)]
    assert token in found.message


def test_the_organisation_is_closed_out(check: Check) -> None:
    """'training_not_available': the platform takes no jobs from new customers any more."""
    [found] = check(CHATS, today=CLOSED)
    assert places([found]) == [("TGT005", None)]
    assert "2026-05-07" in found.message


def test_model_is_not_available_for_fine_tuning(check: Check) -> None:
    """'Model gpt-9 is not available for fine-tuning or does not exist.': unknown, or shut down."""
    [found] = check(CHATS, target="openai/gpt-9")
    assert places([found]) == [("TGT004", None)]
    assert "`gpt-9`" in found.message
    gone = check(CHATS, target="openai/gpt-3.5-turbo", today="2026-11-20")
    assert "TGT001" in [one.code for one in gone]


def test_internal_error_for_arguments_that_are_objects(check: Check) -> None:
    """'The job failed due to an internal error': calls of functions with arguments as objects."""

    def unquote(row: Data) -> None:
        function = row["messages"][1]["tool_calls"][0]["function"]
        function["arguments"] = json.loads(function["arguments"])

    [found] = check(edited(TOOLS, 4, unquote))
    assert places([found]) == [("TLS001", 4)]
    assert found.fix == "safe"


def test_rows_are_cut_at_the_end_without_an_error(check: Check) -> None:
    """No error, a worse model: rows above 65,536 tokens lose their end, which is the answer."""
    long = edited(CHATS, 7, lambda row: row["messages"][1].update(content=" a" * 66_000))
    [found] = check(long)
    assert places([found]) == [("TOK001", 7)]
    assert "65,536" in found.message
    assert "answer" in found.message + found.help


def test_one_conversation_is_spread_over_several_lines(check: Check) -> None:
    """'format error': the system message alone in line 1, the question in line 2 ..."""
    pieces = [{"messages": [one]} for row in CHATS for one in row["messages"]]
    found = check(pieces, least=Severity.ERROR)
    assert [one.location.line for one in found] == list(range(1, len(pieces) + 1))
    assert {one.code for one in found} == {"CHT016"}
    assert "one row" in found[0].help


def _weigh(weight: Any, role: str = "assistant") -> Callable[[Data], None]:
    def edit(row: Data) -> None:
        for message in row["messages"]:
            if message["role"] == role:
                message["weight"] = weight

    return edit


def _turn(row: Data) -> None:
    row["messages"] += [
        {"role": "user", "content": "Sure?"}, {"role": "assistant", "content": "Yes.", "weight": 0},
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("edit", "code"),
    [
        (lambda row: row["messages"].append({"role": "user", "content": "Thanks"}), "CHT006"),
        (lambda row: row["messages"].__delitem__(slice(2, None)), "CHT005"),
        (_weigh(2), "CHT011"),
        (_weigh(1, "user"), "CHT011"),
        (_weigh(0), "CHT012"),
        (_turn, "CHT013"),
    ],
    ids=["last-is-user", "no-assistant", "weight-2", "weight-on-user", "all-zero", "last-zero"],
)
def test_format_error_of_turns_and_weights(check: Check, edit: Any, code: str) -> None:
    """'format error': the last message is not the assistant's, none is, weights that are none."""
    [found] = check(edited(CHATS, 3, edit))
    assert places([found]) == [(code, 3)]
    assert found.severity == Severity.ERROR


@pytest.mark.parametrize(
    ("edit", "code"),
    [
        (lambda row: row["messages"][1]["tool_calls"][0].pop("id"), "SCH001"),
        (lambda row: row["messages"][1]["tool_calls"][0].pop("type"), "SCH001"),
        (lambda row: row["messages"][2].pop("tool_call_id"), "TLS005"),
        (lambda row: row["messages"].pop(1), "TLS005"),
    ],
    ids=["call-without-id", "call-without-type", "result-without-id", "result-without-call"],
)
def test_format_error_of_calls_and_results(check: Check, edit: Any, code: str) -> None:
    """'format error': a call without id or type, a tool message without its call."""
    [found] = check(edited(SEARCHES, 6, edit))
    assert places([found]) == [(code, 6)]
    assert found.severity == Severity.ERROR


def test_azure_wants_a_byte_order_mark_and_has_a_size_limit(check: Check) -> None:
    """Azure: a job fails for a file without BOM; ours is no error with it, and only info without."""
    azure = {"target": "azure/gpt-4.1-mini", "least": Severity.INFO}
    assert "JSN006" not in [one.code for one in check(b"\xef\xbb\xbf" + lines(CHATS), **azure)]
    without = [one for one in check(CHATS, **azure) if one.code == "JSN006"]
    assert [one.severity for one in without] == [Severity.INFO]


def test_windows_default_encoding_corrupts_the_text(check: Check) -> None:
    """No error, bad data: a file written in cp1252, the default of an editor or a script."""
    content = lines(CHATS).decode().replace("ö", "ö–").encode("cp1252")
    found = check(content)
    assert {one.code for one in found} == {"JSN007"}
    assert found[0].location.line == 5
    assert "cp1252" in found[0].message.lower().replace("windows-1252", "cp1252")


def test_validation_rows_that_are_trained_duplicates_and_system_prompts(
    check: Check, tmp_path: Path
) -> None:
    """No error: train and validation overlap, rows that come twice, a system prompt that some lack."""
    held = tmp_path / "held-out.jsonl"
    held.write_bytes(lines([CHATS[0], CHATS[5]]))
    [leak] = check(CHATS[1:], validation=[held])
    assert places([leak]) == [("DUP004", 2)]
    assert leak.location.path == str(held)
    assert places(check([*CHATS, CHATS[2]])) == [("DUP001", 15)]
    lacking = edited(CHATS, 6, lambda row: row["messages"].pop(0))
    assert ("SET006", 6) in places(check(lacking, least=Severity.INFO))


@pytest.fixture
def held(tmp_path: Path) -> Path:
    """Two tasks that are not trained."""
    file = tmp_path / "held-out.jsonl"
    file.write_bytes(lines(REINFORCED[10:]))
    return file


def test_reinforcement_rows_end_with_the_user(check: Check, held: Path) -> None:
    """'format error': tasks without answers in a supervised job; they are right for reinforcement,
    where an answer at the end is the error."""
    found = check(REINFORCED, target="generic", method="supervised")
    assert {one.location.line for one in found} == set(range(1, 13))
    tasks = {"target": "generic", "method": "reinforcement", "validation": [held]}
    assert not check(REINFORCED[:10], **tasks)
    answer = {"role": "assistant", "content": "63"}
    [found] = check(edited(REINFORCED[:10], 5, lambda row: row["messages"].append(answer)), **tasks)
    assert places([found]) == [("RFT002", 5)]
    assert found.severity == Severity.ERROR


def test_a_reinforcement_job_needs_a_validation_file(check: Check) -> None:
    """Both files are required: the job is rejected without held-out tasks."""
    [found] = check(REINFORCED, target="generic", method="reinforcement")
    assert said([found]) == [
        ("RFT001", None,
         "no validation file was named, and the method `reinforcement` requires one"),
    ]  # fmt: skip


def _grader(reference: str) -> str:
    return json.dumps({
        "type": "string_check", "name": "same", "operation": "eq",
        "input": "{{ sample.output_text }}", "reference": reference,
    })  # fmt: skip


def test_invalid_variable_error(check: Check, held: Path) -> None:
    """'invalid_variable_error': the grader reads what a row, or every row, does not have."""
    tasks = {"target": "generic", "method": "reinforcement", "validation": [held]}
    right = {**tasks, "grader": _grader("{{ item.answer }}")}
    assert not check(REINFORCED[:10], **right)
    [found] = check(edited(REINFORCED[:10], 7, lambda row: row.pop("answer")), **right)
    assert places([found]) == [("RFT003", 7)]
    assert "`{{ item.answer }}`" in found.message
    every = check(REINFORCED[:10], **tasks, grader=_grader("{{ item.anwser }}"))
    assert {one.code for one in every} == {"RFT003"}
    assert len(every) == 12  # those that are held out are graded too
    assert "did you mean `answer`?" in every[0].help
    with pytest.raises(UsageError, match="names no variable"):
        check(REINFORCED, **tasks, grader=_grader("{{ answer }}"))


@pytest.mark.parametrize(
    ("url", "fact"),
    [
        (data_url(png(colour=0)), "colour mode L"),
        (data_url(SVG, "image/svg+xml"), "SVG by its bytes"),
        (data_url(png() + bytes(10_485_760)), "the limit is 10,485,760"),
        (data_url(png(end=False)), "is cut off"),
    ],
    ids=["grey", "svg", "large", "cut"],
)
def test_images_are_skipped_without_an_error(check: Check, url: str, fact: str) -> None:
    """No error, images silently skipped: above 10 MB, not JPEG, PNG or WEBP, another colour mode."""
    if "colour" in fact:
        pytest.importorskip("PIL", reason="the extra `images` reads the colour mode")

    def show(row: Data) -> None:
        row["messages"][0]["content"][1]["image_url"]["url"] = url

    assert not check(INLINE, target="openai/gpt-4o")
    [found] = check(edited(INLINE, 4, show), target="openai/gpt-4o")
    assert places([found]) == [("IMG003", 4)]
    assert fact in found.message
    assert found.severity == Severity.ERROR


def test_an_image_on_the_web_may_be_unreachable(check: Check) -> None:
    """No error, images silently skipped: an address that cannot be reached; it is named as not seen."""
    found = check(IMAGES, target="openai/gpt-4o", least=Severity.INFO)
    assert [one.location.line for one in found if one.code == "IMG005"] == list(range(1, 15))


def test_chosen_and_rejected_are_the_same_and_references_never_differ(
    check: Check, held: Path
) -> None:
    """No error: identical chosen and rejected answers, a grader value that is always the same."""

    def same(row: Data) -> None:
        row["non_preferred_output"] = row["preferred_output"]

    [found] = check(edited(PREFERENCES, 9, same), method="dpo")
    assert places([found]) == [("PRF002", 9)]
    constant = [{**row, "answer": "42"} for row in REINFORCED[:10]]
    tasks = {"target": "generic", "method": "reinforcement", "validation": [held]}
    assert said(check(constant, **tasks)) == [
        ("RFT004", None, "all 10 rows have the same `answer` (`42`)")
    ]
