"""The conversion: look at every input, survey where needed, map, bring facts together, write.

    look -> [fold] -> [survey] -> map -> duplicates, splits -> rename

What is decided before the first row is written (formats, layouts, columns) is an error when it is
wrong; what a row turns out to be is a reject.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, BinaryIO

from dataprep import __version__
from dataprep.codes import CODES, finding
from dataprep.engine.chunks import Chunk, chunks
from dataprep.engine.folding import KeyMap, conversations
from dataprep.engine.inputs import Input
from dataprep.engine.maps import ConvertMap, SurveyMap
from dataprep.engine.parts import Rows, Spool, run_parts
from dataprep.engine.placing import place
from dataprep.engine.pool import run
from dataprep.engine.result import ConvertResult, read_rows
from dataprep.engine.rows import RowMaker
from dataprep.engine.settings import Settings
from dataprep.errors import InputError, UsageError
from dataprep.formats import get
from dataprep.model import Finding, Location
from dataprep.normalization.pipeline import Pipeline
from dataprep.writing.manifest import manifest_bytes, previous_outputs, sha256
from dataprep.writing.names import manifest_path, rejects_path
from dataprep.writing.staging import Staging

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Job:
    """One output and what goes into it.

    Attributes:
        inputs: after the look.
        output: the dataset's file, or None to return the rows.
        settings: with `to` decided.
        jobs: processes.
        command: what the user typed, for the manifest.
        progress: called with (rows, bytes) as the input is read.
        sink: where the finished rows are copied when there is no output file.
    """

    inputs: Sequence[Input]
    output: Path | None
    settings: Settings
    jobs: int = 1
    command: str = ""
    progress: Progress | None = None
    sink: BinaryIO | None = None


def decide_format(inputs: Sequence[Input], settings: Settings) -> Settings:
    """Return the settings with the output format decided.

    Text without an answer side becomes completions with an empty prompt; anything else becomes chat.
    """
    if settings.to is not None:
        return settings
    bound = [one.binding for one in inputs if one.binding is not None]
    answered = any(binding.has_answer for binding in bound) or not bound
    return replace(settings, to="chat" if answered else "prompt-completion")


def convert_job(job: Job, stage: Staging) -> ConvertResult:
    """Carry out one conversion in a working folder; whoever made the folder commits it.

    Raises:
        InputError: no input has a row, or none of the rows can be used.
        UsageError: an option does not fit the format.
        OutputError: the output is an input, or cannot be written.
    """
    settings = job.settings
    form = get(settings.to or "chat")
    if settings.system is not None and form.name == "text":
        raise UsageError("--system has no place in text rows", "leave it out, or write --to chat")
    for column in settings.keep:
        if column in form.keys:
            raise UsageError(
                f"--keep {column}: {form.name} rows use that key themselves",
                "rename the column in the source",
            )
    pipeline = Pipeline.make(dict(settings.steps), form)
    if not any(one.binding for one in job.inputs):
        names = ", ".join(one.source.name for one in job.inputs)
        raise InputError(f"{names}: no rows to convert", "check that it is the right file")
    folded = _fold(job, stage) if settings.group_by else None
    pipeline = _surveyed(job, RowMaker(settings, form, pipeline), folded)
    work = ConvertMap(RowMaker(settings, form, pipeline), settings.split)
    spool = Spool(stage.folder)
    if folded is not None:
        spool.adopt(folded[0])
    for part in run_parts(work, _chunks(job, folded), job.jobs, stage.folder):
        spool.append(part)
    result = _finished(job, stage, spool, pipeline)
    stage.tidy()
    return result


def _chunks(job: Job, folded: tuple[Spool, list[Chunk]] | None) -> Any:
    settings = job.settings
    if folded is None:
        return chunks(job.inputs, settings, job.progress)
    assert settings.group_by is not None
    return conversations(*folded, settings.group_by, settings.order_by)


def _fold(job: Job, stage: Staging) -> tuple[Spool, list[Chunk]]:
    """Run the map that brings the rows of each key together."""
    settings = job.settings
    assert settings.group_by is not None
    folder = stage.folder / "fold"
    folder.mkdir()
    spool = Spool(folder)
    work = KeyMap(settings.group_by, settings.order_by)
    read = chunks(job.inputs, settings, job.progress)
    for part in run_parts(work, read, job.jobs, folder):
        spool.append(part)
    spool.close()
    likes = [
        Chunk(0, number, one.source.name, one.binding, block=None)  # type: ignore[arg-type]
        for number, one in enumerate(job.inputs)
        if one.binding is not None
    ]
    return spool, likes


def _surveyed(job: Job, maker: RowMaker, folded: tuple[Spool, list[Chunk]] | None) -> Pipeline:
    """Return the pipeline with every step settled, after a first pass where one is needed."""
    total = maker.pipeline.surveys()
    if not total:
        return maker.pipeline
    for found in run(SurveyMap(maker, dict(total)), _chunks(job, folded), job.jobs):
        total = {number: total[number] + found[number] for number in total}
    return maker.pipeline.decided(total)


def _finished(job: Job, stage: Staging, spool: Spool, pipeline: Pipeline) -> ConvertResult:
    """Place the rows, write rejects and manifest, and return the result."""
    spool.close()
    tally = spool.tally
    if not tally.examples:
        (code, _), *_ = tally.rejected.most_common(1)
        raise InputError(
            f"none of the {tally.rows:,} rows can be used; most of them: {CODES[code].name}",
            next(one.help for one in tally.findings if one.code == code),
            tally.findings,
        )
    output = job.output or stage.folder / "rows.jsonl"
    rows = Rows(spool)
    placed = place(spool, rows, output, job.settings, [one.source.name for one in job.inputs])
    rows.close()
    spool.close()
    result = ConvertResult(
        tally, job.settings.to or "", [_described(one) for one in job.inputs], placed.counts,
        duplicates=placed.duplicates, inference=_inference(pipeline, tally.systems),
    )  # fmt: skip
    notes = [note for one in job.inputs for note in one.notes]
    result.findings = (
        notes + tally.findings + placed.findings + _dropped(tally.dropped_columns, job)
    )
    for final, made in placed.made.items():
        stage.put(made, final)
    if job.output is None:
        if job.sink is None:
            result.rows = read_rows(list(placed.made.values()))
        else:
            for made in placed.made.values():
                with made.open("rb") as file:
                    shutil.copyfileobj(file, job.sink, 1 << 20)
            job.sink.flush()
        return result
    rejects = spool.path("rejects")
    if rejects.exists():
        stage.put(rejects, rejects_path(output))
        result.rejects = [rejects_path(output)]
    else:
        stage.remove(rejects_path(output))
    manifest = manifest_path(output)
    for stale in previous_outputs(manifest):
        if stale not in placed.made:
            stage.remove(stale)
    made = stage.folder / "manifest"
    made.write_bytes(manifest_bytes(_manifest(job, result, placed.made)))
    stage.put(made, manifest)
    result.manifests = [manifest]
    return result


def _described(one: Input) -> dict[str, Any]:
    path = one.source.path
    return {
        "path": one.source.name,
        "sha256": sha256(path),
        "bytes": os.path.getsize(path),
        "read_as": one.description,
        "dialect": one.binding.describe() if one.binding else None,
    }


def _dropped(columns: dict[str, int], job: Job) -> list[Finding]:
    """Return the one notice about columns that no example uses."""
    if not columns:
        return []
    names = ", ".join(f"`{name}`" for name in sorted(columns)[:12])
    more = f" and {len(columns) - 12} more" if len(columns) > 12 else ""
    first = min((name for name in columns if "[" not in name), default="")
    return [
        finding(
            "CNV005",
            f"columns without a place in the examples: {names}{more}",
            Location(job.inputs[0].source.name if len(job.inputs) == 1 else "all inputs"),
            f"keep one in the rows with --keep '{first}', or use it: --user '... {{{first}}} ...'"
            if first
            else "",
        )
    ]


def _inference(pipeline: Pipeline, systems: tuple[str | None, ...]) -> dict[str, str]:
    """Return what must be repeated when the trained model is asked."""
    repeated = pipeline.inference()
    if len(systems) == 1 and systems[0]:
        repeated["system_prompt"] = systems[0]
    return repeated


def _manifest(job: Job, result: ConvertResult, made: dict[Path, Path]) -> dict[str, Any]:
    tally = result.tally
    return {
        "tool": "dataprep",
        "version": __version__,
        "command": job.command,
        "format": result.format,
        "inputs": result.inputs,
        "outputs": [
            {"path": final.name, "examples": result.outputs[final],
             "bytes": os.path.getsize(path), "sha256": sha256(path)}
            for final, path in made.items()
        ],
        "rows_in": tally.rows,
        "examples": result.examples,
        "rejected": result.rejected,
        "duplicates": result.duplicates,
        "changed": dict(sorted(tally.changed.items())),
        "dialects": dict(sorted(tally.dialects.items())),
        "dropped_columns": dict(sorted(tally.dropped_columns.items())),
        "seed": job.settings.split.seed if job.settings.split else None,
        "at_inference": result.inference,
    }  # fmt: skip
