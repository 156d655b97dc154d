"""Examples and the plan for people, before anything is written."""

from __future__ import annotations

from collections.abc import Iterator

from dataprep.engine.api import Plan
from dataprep.engine.chunks import Chunk
from dataprep.engine.folding import fold_sample
from dataprep.engine.inputs import Input
from dataprep.engine.rows import RowMaker
from dataprep.engine.tally import Tally
from dataprep.formats import get
from dataprep.formats.base import shown
from dataprep.model import Record, Reject
from dataprep.normalization.pipeline import Pipeline
from dataprep.output.terminal import excerpt, safe
from dataprep.readers.base import RecordBlock
from dataprep.writing.names import first_paths


def plan_lines(plan: Plan) -> Iterator[str]:
    """Yield what a conversion would do, line by line."""
    for output, inputs in plan.outputs:
        for one in inputs:
            layout = one.binding.describe() if one.binding else "no layout"
            yield safe(f"read   {one.source.name}: {one.description}, {layout}")
            for note in one.notes:
                yield safe(f"       {note.message}")
        settings = plan.settings
        sharded = settings.shard_size is not None
        paths = map(str, first_paths(output, settings.parts, sharded)) if output else ()
        more = f", a new file every {settings.shard_size:,} examples" if settings.shard_size else ""
        where = ", ".join(paths) or "(nowhere: no -o was given)"
        yield safe(f"write  {where} as {settings.to} rows{more}")
    steps = Pipeline.make(dict(plan.settings.steps), get(plan.settings.to or "chat")).steps
    yield "steps  " + (", ".join(step.name for step in steps) or "none")
    yield "dry run: nothing is written"


def examples(plan: Plan, number: int) -> Iterator[str]:
    """Yield `number` examples of each output, readably; records where no layout is known yet."""
    for _, inputs in plan.outputs:
        left = number
        for one in inputs:
            for title, pairs in _shown(one, plan, left):
                left -= bool(pairs)
                yield safe(f"--- {title}")
                for label, text in pairs:
                    lines = excerpt(text, 1000).split("\n")
                    yield safe(f"{label}: ") + lines[0]
                    yield from (f"    {line}" for line in lines[1:])
            if left <= 0:
                break


def _shown(one: Input, plan: Plan, number: int) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    name = one.source.name
    if one.binding is None:
        yield "no known layout fits these records; say which column is which side with --map", []
        for record in one.sample[:number]:
            pairs = [(str(key), shown(cell)) for key, cell in record.data.items()]
            yield f"record {record.location(name)}", pairs
        return
    form = get(plan.settings.to or "chat")
    pipeline = Pipeline.make(dict(plan.settings.steps), form)
    maker = RowMaker(plan.settings, form, pipeline.undecided(pipeline.surveys()))
    sample: list[Record | Reject] = list(one.sample)
    if plan.settings.group_by:
        sample = list(fold_sample(one.sample, plan.settings.group_by, plan.settings.order_by))
    chunk = Chunk(0, 0, name, one.binding, RecordBlock(sample))
    for item in maker.rows(chunk, Tally()):
        if number <= 0:
            return
        number -= 1
        if isinstance(item, Reject):
            yield f"rejected {item.finding.location}", [(item.finding.code, item.finding.message)]
        else:
            yield f"example {item[0].location(name)}", form.preview(item[1])
