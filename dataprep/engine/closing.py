"""The end of a conversion: rows to their files, what is said about them, rejects and manifest."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import Any

import orjson

from dataprep.codes import CODES, finding
from dataprep.engine.inputs import SAMPLE, Input
from dataprep.engine.job import Job
from dataprep.engine.parts import Rows, Spool
from dataprep.engine.placing import place
from dataprep.engine.result import ConvertResult, read_rows
from dataprep.errors import InputError, OutputError
from dataprep.model import Finding, Location
from dataprep.normalization.affixes import AffixSurvey
from dataprep.normalization.pipeline import Pipeline
from dataprep.version import __version__
from dataprep.writing.manifest import manifest_bytes, previous_outputs, sha256
from dataprep.writing.names import manifest_path, rejects_path
from dataprep.writing.staging import Staging


class Digests:
    """The SHA-256 of every input, made beside the work: hashing lets other threads run."""

    def __init__(self, inputs: Sequence[Input]) -> None:
        self._pool = ThreadPoolExecutor(1, "sha256")
        self._made = {one.source: self._pool.submit(sha256, one.source.path) for one in inputs}

    def __enter__(self) -> Digests:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._pool.shutdown(wait=False, cancel_futures=True)

    def of(self, one: Input) -> str:
        """Return the digest of an input.

        Raises:
            InputError: the file has gone, or cannot be read any more.
        """
        try:
            return self._made[one.source].result()
        except OSError as error:
            raise InputError(
                f"{one.source.name}: vanished or changed while it was read ({error.strerror})",
                "run again when the file is complete",
            ) from error


def finished(
    job: Job, stage: Staging, spool: Spool, pipeline: Pipeline, digests: Digests
) -> ConvertResult:
    """Place the rows of a spool, make rejects and manifest, and return the result.

    Raises:
        InputError: none of the rows can be used; carries the findings.
    """
    spool.close()
    tally = spool.tally
    if not tally.examples:
        (code, _), *_ = tally.rejected.most_common(1)
        raise InputError(
            f"none of the {tally.rows:,} rows can be used; most of them: {CODES[code].name}",
            next(one.help for one in tally.findings if one.code == code),
            tally.findings,
        )
    suggested = _suggested(spool, job)
    output = job.output or stage.folder / "rows.jsonl"
    rows = Rows(spool)
    placed = place(spool, rows, output, job.settings, [one.source.name for one in job.inputs])
    rows.close()
    spool.close()
    if job.places is not None:
        shutil.copyfile(spool.path("places"), job.places)
    result = ConvertResult(
        tally, job.settings.to or "", [_described(one, digests) for one in job.inputs], placed.counts,
        duplicates=placed.duplicates, inference=_inference(pipeline, tally.systems),
    )  # fmt: skip
    notes = [note for one in job.inputs for note in one.notes]
    result.findings = (
        notes + tally.findings + placed.findings + suggested
        + _dropped(tally.dropped_columns, job)
    )  # fmt: skip
    for final, made in placed.made.items():
        stage.put(made, final)
    if job.output is None:
        _hand_over(job, result, list(placed.made.values()))
    else:
        _put_sidecars(job, stage, spool, result, placed.made)
    return result


def _hand_over(job: Job, result: ConvertResult, made: list[Path]) -> None:
    """Give the rows to the caller where no file was asked for."""
    if job.sink is None:
        result.rows = read_rows(made)
        return
    try:
        for path in made:
            with path.open("rb") as file:
                shutil.copyfileobj(file, job.sink, 1 << 20)
        job.sink.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        raise OutputError(
            f"standard output: cannot be written ({error.strerror})",
            "write to a file with -o FILE.jsonl",
        ) from error


def _put_sidecars(
    job: Job, stage: Staging, spool: Spool, result: ConvertResult, placed: dict[Path, Path]
) -> None:
    """Plan the files beside the dataset: rejects and manifest; and what an earlier run left."""
    output = job.output
    assert output is not None
    rejects = spool.path("rejects")
    if rejects.exists():
        stage.put(rejects, rejects_path(output))
        result.rejects = [rejects_path(output)]
    else:
        stage.remove(rejects_path(output))
    manifest = manifest_path(output)
    for stale in previous_outputs(manifest):
        if stale not in placed:
            stage.remove(stale)
    made = stage.folder / "manifest"
    made.write_bytes(manifest_bytes(_manifest(job, result, placed)))
    stage.put(made, manifest)
    result.manifests = [manifest]


def _described(one: Input, digests: Digests) -> dict[str, Any]:
    return {
        "path": one.source.name,
        "sha256": digests.of(one),
        "bytes": one.source.path.stat().st_size,
        "read_as": one.description,
        "dialect": one.binding.describe() if one.binding else None,
    }


def _everywhere(job: Job) -> Location:
    """Return the place of what concerns the inputs as a whole."""
    return Location(job.inputs[0].source.name if len(job.inputs) == 1 else "all inputs")


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
            _everywhere(job),
            f"keep one in the rows with --keep '{first}', or use it: --user '... {{{first}}} ...'"
            if first
            else "",
        )
    ]


def _suggested(spool: Spool, job: Job) -> list[Finding]:
    """Return the advice to mark where prompts end, judged by the first rows, when nobody decided."""
    switched = job.settings.steps.keys() & {"separator", "stop", "leading_space"}
    if job.settings.to != "prompt-completion" or switched:
        return []
    survey = AffixSurvey("prompt", ())
    with spool.path("lines").open("rb") as lines:
        for line in islice(lines, SAMPLE):
            survey.observe(orjson.loads(line))
    if survey.rows < 2 or survey.suffix != "":  # prompts that are all empty have no suffix at all
        return []
    return [
        finding(
            "CNV017",
            "the prompts end in no common separator",
            _everywhere(job),
            "a model without a chat template needs to see where the answer begins and ends: "
            "--separator auto --stop auto --leading-space (--separator none to say that it is meant)",
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
        "options": dict(job.options),
        "format": result.format,
        "inputs": result.inputs,
        "outputs": [
            {"path": final.name, "examples": result.outputs[final],
             "bytes": path.stat().st_size}
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
