"""Real files get the verdict that they deserve: what is wrong is named, what is right is accepted.

The files stand beside the checkout and are not part of the project; without them these tests skip.
"""

from __future__ import annotations

import csv
import shlex
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from dataprep import validate
from dataprep.engine.validation.report import Report
from dataprep.model import Finding, Severity

OPEN = "2026-03-01"
BAD = "real_bad_jsonl"
FOUNDRY = "microsoft_foundry_share"
SUPERVISED = f"{FOUNDRY}/Sample_Datasets/Supervised_Fine_Tuning"
PREFERENCE = f"{FOUNDRY}/Sample_Datasets/Direct_Preference_Optimization/orca_dpo_pairs"
TASKS = f"{FOUNDRY}/Demos/RFT_Countdown/data/countdown_valid_15.jsonl"
SHAREGPT = (
    "profsynapse_share/behavior_datasets/error_recovery/pairs_v1.0.jsonl",
    "profsynapse_share/tools_datasets/agentManager/tools_v1.0.jsonl",
)

# The file -> the code that names its defect, its line where it has one, and words of the message.
DEFECTS = {
    "FastChat__26f83294f9__reviewer.jsonl": ("JSN001", 1, "a key without quotes"),
    "FastChat__7a272e7322__dummy_conversation.json": ("JSN014", 1, "merge conflict"),
    "OpenPipe__6f0d2563b3__train.jsonl": ("JSN002", 1, "array"),
    "Toolset-Training__c561b3c464__scored_batch_21.jsonl": ("JSN001", 13, 'found `"`'),
    "axolotl__73a2b89d4b__data.jsonl": ("JSN001", 1, "the line is text, not JSON"),
    "data-juicer__9df0c2513e__demo-dataset.jsonl": ("JSN003", 1, "one JSON array of 29 elements"),
    "evals__148b2f4838__samples.jsonl": ("JSN001", 19, "a text that is not escaped"),
    "evals__19612fdd29__test.jsonl": ("JSN001", 1, "single quotes are Python's notation"),
    "evals__39e25301c8__samples.json": ("JSN011", None, "the name ends in `.json`"),
    "evals__9fc1116d09__samples.jsonl": ("JSN004", 1, "several objects stand on one line"),
    "evals__a3732d1402__samples.jsonl": ("JSN014", 1, "YAML"),
    "evals__b09b453fc5__samples.jsonl": ("JSN001", 2, "typographic quotes"),
    "grade-school-math__a0cbffd1d9__test.jsonl": ("JSN001", 120, "without its opening quote"),
    "self-instruct__e69de29bb2__trec_fine_grained_ABBR.jsonl": ("JSN013", None, "empty"),
}


def judged(path: Path, **options: Any) -> Report:
    """Return the report about a file."""
    return validate(path, **{"today": OPEN, **options})


def errors(report: Report) -> list[Finding]:
    """Return the errors alone."""
    return [one for one in report.findings if one.severity == Severity.ERROR]


def loud(report: Report) -> list[str]:
    """Return errors and warnings, to be read in a failing test."""
    return [
        f"{one.location.line}: {one.code} {one.message} {one.targets}"
        for one in report.findings
        if one.severity > Severity.INFO
    ]


def index(shared: Path) -> dict[str, dict[str, str]]:
    """Return what is known about the bad files: name -> columns."""
    with (shared / BAD / "INDEX.tsv").open(encoding="utf-8") as file:
        return {row["file"]: row for row in csv.DictReader(file, delimiter="\t")}


@pytest.mark.parametrize("name", sorted(DEFECTS))
def test_a_real_bad_file_is_named_at_its_first_bad_line(shared: Path, name: str) -> None:
    """Each file that a strict parser refuses is refused here, with the cause and the right line."""
    code, line, words = DEFECTS[name]
    known = index(shared)[name]["first_bad"]
    report = judged(shared / BAD / name)
    found = [one for one in report.findings if one.code == code]
    assert found, loud(report)
    assert found[0].location.line == line
    assert words in found[0].message
    assert found[0].help
    if known:
        assert line == int(known)
        assert not report.ok


def test_every_bad_file_has_its_verdict(shared: Path) -> None:
    """The table above names all of them."""
    assert set(index(shared)) == set(DEFECTS)


@pytest.mark.parametrize("name", sorted(DEFECTS))
def test_a_defect_of_the_layout_is_said_once(shared: Path, name: str) -> None:
    """Of the lines of a file that is no JSON Lines file nothing else is said."""
    if DEFECTS[name][0] in ("JSN003", "JSN004", "JSN013", "JSN014"):
        assert len(judged(shared / BAD / name).findings) == 1


@pytest.mark.parametrize(
    ("train", "held", "targets", "options"),
    [
        (f"{SUPERVISED}/Text-GSM8K/chat_train.jsonl", f"{SUPERVISED}/Text-GSM8K/chat_validation.jsonl",
         ("azure/gpt-4.1", "openai/gpt-4.1-mini", "generic", "together", "fireworks", "mistral", "trl",
          "nebius", "bedrock-nova"), {}),
        (f"{SUPERVISED}/Tool-Calling/stock_toolcall_validation.jsonl", None,
         ("azure/gpt-4.1", "openai/gpt-4.1-mini", "generic", "together", "fireworks", "nebius"), {}),
        (f"{PREFERENCE}/validation.jsonl", None,
         ("azure/gpt-4.1", "openai/gpt-4.1", "generic", "together", "fireworks"), {"method": "dpo"}),
        (f"{PREFERENCE}/validation.jsonl", None, ("azure/gpt-4.1", "generic"), {}),
        # One file of tasks alone: RFT001 is right that another one must be held out.
        (TASKS, None, ("azure/o4-mini", "generic"),
         {"method": "reinforcement", "ignore": ["RFT001"]}),
        ("pirate_chat/training_set.jsonl", None,
         ("openai/gpt-4o-mini", "azure/gpt-4.1-mini", "generic", "together", "fireworks", "mistral",
          "nebius", "trl", "bedrock-nova"), {}),
        ("openai_cookbook/drone_training.jsonl", None,
         ("openai/gpt-4o", "azure/gpt-4.1", "generic", "nebius"), {}),
    ],
    ids=["gsm8k", "stock-tools", "orca-dpo", "orca-dpo-no-method", "countdown", "pirate", "drone"],
)  # fmt: skip
def test_a_good_file_has_no_error_and_no_warning(
    shared: Path, train: str, held: str | None, targets: Sequence[str], options: dict[str, Any]
) -> None:
    """What a file was made for is accepted by every platform that takes such rows.

    What its texts say is another matter (docs/precision.md): one of them learns to refuse.
    """
    validation = [shared / held] if held else []
    options = {**options, "ignore": [*options.get("ignore", ()), "TXT"]}
    report = judged(shared / train, validation=validation, target=targets, **options)
    assert loud(report) == []
    assert report.ok


def test_the_toy_file_has_too_few_rows_and_no_other_error(shared: Path) -> None:
    """The five rows of the cookbook: `SET001`; of the row without a question a warning is right."""
    report = judged(shared / "openai_cookbook/toy_chat_fine_tuning.jsonl")
    [found] = errors(report)
    assert (found.code, found.location.line) == ("SET001", None)
    assert found.message == "the dataset has 5 rows, the minimum is 10"
    warnings = [one for one in report.findings if one.severity == Severity.WARNING]
    # The long row says one word over and over.
    said = [(one.code, one.location.line) for one in warnings]
    assert said == [("CHT010", 4), ("TXT009", 5)]


def test_tasks_for_reinforcement_fail_as_supervised(shared: Path) -> None:
    """Every row is named, for it has no answer, and the way out is the method."""
    supervised = errors(judged(shared / TASKS, method="supervised"))
    found = [one for one in supervised if one.code == "CHT016"]
    assert [one.location.line for one in found] == list(range(1, 16))
    assert all("--method reinforcement" in one.help for one in found)


def test_tasks_for_reinforcement_are_known_by_their_shape(shared: Path) -> None:
    """Where nobody says what they are for, only what the method asks of the dataset is missing."""
    assert [one.code for one in errors(judged(shared / TASKS))] == ["RFT001"]


@pytest.mark.parametrize("name", SHAREGPT, ids=["pairs", "tools"])
def test_sharegpt_is_named_and_its_command_works(
    shared: Path, tmp_path: Path, run: Callable[..., Any], name: str
) -> None:
    """The dialect is named once a row, and what the help says makes a file without those errors."""
    file = tmp_path / "with a space.jsonl"
    shutil.copyfile(shared / name, file)
    report = judged(file)
    assert {one.code for one in errors(report)} == {"SCH001"}
    first = errors(report)[0]
    assert "ShareGPT" in first.message
    assert f"dataprep convert {shlex.quote(str(file))} -o " in first.help
    command = shlex.split(first.help.partition("`")[2].partition("`")[0])
    ran = run(*command[1:])
    assert ran.code == 0, ran.stderr
    made = judged(Path(command[-1]))
    # Two conversations say nothing that could be learned; the conversion counts them.
    assert set(made.stats["kinds"]) == {"chat"}
    assert 0.99 * report.stats["rows"] < made.stats["rows"] <= report.stats["rows"]
    assert "SCH001" not in {one.code for one in errors(made)}, loud(made)[:5]
