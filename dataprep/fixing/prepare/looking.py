"""The first step: what the file is, how it is read, and its rows as rows of training data."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, NamedTuple

from dataprep.engine.api import carry_out, make_plan
from dataprep.engine.inputs import Input
from dataprep.engine.progress import Progress
from dataprep.engine.result import ConvertResult
from dataprep.errors import InputError
from dataprep.fixing.prepare.columns import answers_beside, guess, nested, sample, sample_of
from dataprep.fixing.prepare.origins import Origins
from dataprep.fixing.prepare.plan import Options
from dataprep.fixing.prepare.preferences import are_preferences
from dataprep.fixing.prepare.questions import NOTHING, Ask, Question, Tell
from dataprep.fixing.prepare.sheets import sheets_of
from dataprep.model import Severity
from dataprep.rules.wording import counted
from dataprep.targets import Target
from dataprep.writing.names import rejects_path

Watch = Callable[[int], AbstractContextManager[Progress]]
"""Makes a progress for work on so many bytes."""

_FINDINGS, _COLUMNS = 5, 40


class Looked(NamedTuple):
    """The rows of a file, made training data.

    Attributes:
        path: of the rows, a line each.
        rejects: of the rows that could not be used; None where all could.
        origins: from where each row comes.
        system: the system prompt that all rows have; empty where there is none.
    """

    path: Path
    rejects: Path | None = None
    origins: Origins = Origins(None, "")
    system: str = ""


def look(
    name: str, options: Options, target: Target, spool: Path, ask: Ask, tell: Tell, watch: Watch,
    jobs: int,
) -> Looked:  # fmt: skip
    """Read a file and make training data of it, asking for what its columns do not say.

    Args:
        name: of the file.
        target: whose formats are wanted.
        spool: a folder for the rows.
        jobs: processes; 0 for as many as are worth it.

    Raises:
        InputError: the file cannot be read, or holds no pairs.
        UsageError: the options do not fit the file.
    """
    made = spool / "rows.jsonl"
    given: dict[str, Any] = {"to": options.to or None, "map": dict(options.map)}
    if options.sheet:
        given["sheet"] = [options.sheet]
    one = _seen(name, given, spool)
    if not options.sheet and (chosen := sheets_of(one, ask)):
        given["sheet"] = list(chosen)
        one = _seen(name, given, spool)
    tell(f"- {name}: {one.description}")
    for note in one.notes:
        tell(f"    {note.message}")
    if not one.sample:
        raise InputError(f"{name}: holds no rows", "check that it is the right file")
    if one.binding is None and not options.map:
        answer = guess(one.columns, _rows(one))[1]
        if are_preferences(name, one, answer, target):
            tell("- the rows are preferences already, and stay as they are")
            with one.source.open() as rows, made.open("wb") as copy:
                shutil.copyfileobj(rows, copy, 1 << 20)
            return Looked(made, origins=Origins(None, name))
    if one.binding is None or _is_half(one, options.map):
        one = _asked(name, one, given, spool, ask, tell)
    assert one.binding is not None
    tell(f"- read as {one.binding.describe()}")
    given["to"] = options.to or _format(name, one, target)
    plan = make_plan([name], str(made), given, spool)
    with watch(os.path.getsize(one.source.path)) as progress:
        result = carry_out(plan, jobs, progress=progress, places=spool / "places")
    _tell_result(result, tell)
    rejects = rejects_path(made)
    return Looked(
        made, rejects if rejects.exists() else None, Origins(spool / "places", name),
        result.inference.get("system_prompt", ""),
    )  # fmt: skip


def _seen(name: str, given: dict[str, Any], spool: Path) -> Input:
    return make_plan([name], None, given, spool, lenient=True).inputs[0]


def _asked(
    name: str, one: Input, given: dict[str, Any], spool: Path, ask: Ask, tell: Tell
) -> Input:
    """Return the look at a layout that does not say everything, after the questions about it."""
    rows = _rows(one)
    alone = one.binding is not None
    path = "" if alone else nested(rows)
    question = Question("take-apart", f"the records hold lists in `{path}`: one row of each?", True)
    if path and ask(question):
        given["explode"] = [path]
        one = _seen(name, given, spool)
        if one.binding is not None:
            return one
        rows = _rows(one)
    if given["map"]:  # which names what is not there: the error says what is
        make_plan([name], None, given, spool)
    tell(f"- {'a text and more' if alone else 'no known layout has these columns'}:")
    for number, column in enumerate(one.columns[:_COLUMNS], 1):
        tell(f"    {number}. {sample(column)}: {sample_of(column, rows)}")
    if len(one.columns) > _COLUMNS:
        tell(f"    ... {len(one.columns) - _COLUMNS:,} more")
    columns = tuple(one.columns)
    prompt, answer = guess(columns, rows)
    why = f"{name}: holds no pairs that can be told by its columns: {', '.join(columns[:20])}"
    hint = (
        "say which columns they are: --map prompt=COLUMN --map completion=COLUMN; rows that are one "
        "message each are brought together first: dataprep convert --group-by COLUMN"
    )
    if alone:
        why = f"{name}: it cannot be told which column is learned of the text: {', '.join(columns[:20])}"
        hint = (
            "say which columns they are: --map prompt=COLUMN --map completion=COLUMN; to learn the "
            "texts alone: --map text=COLUMN"
        )
    if not prompt:
        answer = ""
    asked = ask(
        Question("answer-column", "which column is the answer, to be learned?", answer or None,
                 columns, why, hint)
    )  # fmt: skip
    left = tuple(column for column in columns if column != asked)
    asks = ask(
        Question("prompt-column", f"which column is the prompt? {NOTHING} for none",
                 prompt if prompt in left else None, (*left, NOTHING), why, hint)
    )  # fmt: skip
    given["map"] = {"text": asked} if asks == NOTHING else {"user": asks, "assistant": asked}
    return _seen(name, given, spool)


def _format(name: str, one: Input, target: Target) -> str:
    """Return the format that fits the rows and the target.

    Raises:
        InputError: texts without prompts, and the target takes only chats.
    """
    assert one.binding is not None
    taken = target.value("formats", ()) or ("chat", "prompt-completion")
    if not one.binding.has_answer:
        if "prompt-completion" not in taken:
            raise InputError(
                f"{name}: holds texts without prompts, and {target.name} takes {', '.join(taken)}",
                "name the columns with --map prompt=COLUMN --map completion=COLUMN, or choose "
                "another --target",
            )
        return "prompt-completion"
    pairs = one.binding.dialect.name == "prompt-completion"
    if "prompt-completion" in taken and (pairs or "chat" not in taken):
        return "prompt-completion"
    return "chat"


def _is_half(one: Input, named: Mapping[str, str]) -> bool:
    """Whether the rows are read as texts alone, and beside the text stands what looks like a label."""
    if named or one.binding is None or one.binding.has_answer:
        return False
    text = one.binding.parts.get("text", "")
    return answers_beside(text, one.columns, _rows(one))


def _rows(one: Input) -> list[dict[str, Any]]:
    return [record.data for record in one.sample if isinstance(record.data, dict)]


def _tell_result(result: ConvertResult, tell: Tell) -> None:
    tell(f"- {counted(result.rows_in, 'row')} read, {result.examples:,} can be used")
    for reason, count in result.rejected.items():
        tell(f"    {count:,} cannot: {reason}")
    notes = [one for one in result.findings if one.severity >= Severity.WARNING]
    for one in [one for one in notes if one.location.line or one.location.cell][:_FINDINGS]:
        tell(f"    {one.location}: {one.message}")
    for one in result.findings:
        if one.code == "CNV005":
            tell(f"    {one.message}")
