"""What servers say of bad files, and the rules that find the same."""

from __future__ import annotations

import pytest

from dataprep.rules.registry import rules
from dataprep.training.known_errors import known, lines_of

MESSAGES = [
    (
        "Expected file to have JSONL format, where every line is a JSON dictionary. Line 1 is not a "
        'dictionary (HINT: line starts with: "{...")',
        "JSN004",
        (1,),
    ),
    ('... Line 1 is not a dictionary (HINT: line starts with: "[...")', "JSN003", (1,)),
    ('... Line 1 is not a dictionary (HINT: line starts with: "\ufeff{...")', "JSN006", (1,)),
    ('... Line 7 is not a dictionary (HINT: line starts with: "12")', "JSN002", (7,)),
    (
        "Expected file to have JSONL format, where every line is a valid JSON dictionary",
        "JSN001",
        (),
    ),
    (
        "Invalid file format. Example 1273 cannot be parsed. Error: line contains invalid json: "
        "Expecting ',' delimiter: line 12 column 79 (line 1273)",
        "JSN001",
        (1273,),
    ),
    ("Training file has 7 example(s), but must have at least 10 examples", "SET001", ()),
    ("file-abc1 has 5 example(s), but must have at least 10 examples", "SET001", ()),
    ("Example 100, message 2 Discriminator 'role' is missing in value", "CHT001", (100,)),
    (
        'The job failed due to a file format error. Example 1 contains an extra "weight"',
        "SCH002",
        (1,),
    ),
    ('Example 536 contains an extra "tools"', "SCH002", (536,)),
    ("Example 3 is missing key 'messages'", "SCH001", (3,)),
    (
        "Input file file-1 is in the fine-tune-chat format, but the specified fine-tuning job is not "
        "using 'supervised' as the training method (provided method=dpo)",
        "SCH005",
        (),
    ),
    (
        "Unexpected file format, expected either prompt/completion pairs or chat messages.",
        "SCH001",
        (),
    ),
    ("Example 6174 message contains an invalid token: <|fim_suffix|>", "TOK003", (6174,)),
    ("Model gpt-9 is not available for fine-tuning or does not exist.", "TGT004", ()),
    (
        "OpenAI is winding down the fine-tuning platform and your organization is no longer able to "
        "create new fine-tuning training jobs.",
        "TGT005",
        (),
    ),
    ("invalid_variable_error", "RFT003", ()),
]


@pytest.mark.parametrize(("message", "code", "lines"), MESSAGES)
def test_a_known_message_has_its_rule(message: str, code: str, lines: tuple[int, ...]) -> None:
    """The message leads to the rule that finds the same, which exists, and to the lines it names."""
    found = known(message)
    assert found is not None
    assert (found.code, found.lines) == (code, lines)
    assert found.advice == f"dataprep explain {code}"
    assert code in rules()


@pytest.mark.parametrize(
    ("message", "lines", "advice"),
    [
        (
            "This file failed moderation safety checks. Flagged lines: 4, 13, 14 ...",
            (4, 13, 14),
            "take these rows out",
        ),
        (
            "This training file was blocked because too many examples were flagged by our moderation "
            "API. categories: hate",
            (),
            "take these rows out",
        ),
        (
            "Error while running moderation eval refusals_v3 for snapshot ft:x: category hate",
            (),
            "safety evaluation",
        ),
        ("File 'file-1' is still being processed and is not ready to be used", (), "wait a minute"),
    ],
)
def test_a_known_message_without_a_rule(message: str, lines: tuple[int, ...], advice: str) -> None:
    """What no file can be checked for has an advice, and no rule."""
    found = known(message)
    assert found is not None
    assert (found.code, found.lines) == ("", lines)
    assert advice in found.advice


def test_the_code_counts_as_well() -> None:
    """A message in other words is known by its code."""
    found = known("too few", "invalid_n_examples")
    assert found is not None
    assert found.code == "SET001"


@pytest.mark.parametrize("message", ["", "The job failed due to an internal error", "x" * 100_000])
def test_an_unknown_message_is_not_known(message: str) -> None:
    """Nothing is made of what nobody has seen, however long it is."""
    assert known(message) is None


def test_lines_are_few() -> None:
    """A message that names thousands of lines gives the first of them, each once."""
    assert lines_of("Flagged lines: " + ", ".join(map(str, range(1, 500)))) == tuple(range(1, 51))
    assert lines_of("Line 3 ... line 3 ... examples 10") == (3, 10)
