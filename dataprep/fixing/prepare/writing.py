"""The files: everything is made and looked at under other names, and gets its own at the very end."""

from __future__ import annotations

import shutil
from pathlib import Path

from dataprep.engine.validation.api import carry_out as validate
from dataprep.engine.validation.run import Inputs
from dataprep.errors import OutputError
from dataprep.fixing.prepare.asking import asking_lines
from dataprep.fixing.prepare.closing import cost_lines, left_lines, next_commands
from dataprep.fixing.prepare.placing import free_names
from dataprep.fixing.prepare.result import PrepareResult
from dataprep.fixing.prepare.walk import Made, Setting
from dataprep.readers.source import Source
from dataprep.rules.wording import counted
from dataprep.writing.staging import staging


def write(setting: Setting, made: Made, spool: Path, output: Path | None) -> PrepareResult:
    """Write what a walk made, and say what it comes to.

    Args:
        made: by `walk`.
        spool: a folder for everything in between.
        output: a folder; None for that of the input.

    Raises:
        OutputError: the place cannot be written.
    """
    tell, target = setting.tell, setting.options.target
    names = free_names(setting.name, output, len(made.parts) > 1)
    finals = [names.train, *([names.validation] if names.validation is not None else [])]
    result = PrepareResult(task=made.task.name, fixed=made.fixed, options=setting.options)
    with staging(names.train) as stage:
        sources = []
        for number, (part, final) in enumerate(zip(made.parts, finals, strict=True)):
            copy = stage.folder / f"{number}.lines"
            shutil.copyfile(part, copy)
            sources.append(Source(copy, str(final)))
        with setting.watch(sum(one.path.stat().st_size for one in sources)) as progress:
            result.report = validate(
                Inputs(sources[:1], sources[1:]), setting.rules, spool, progress=progress
            )
        own, jobs = setting.rules.own_targets, setting.rules.jobs
        told = list(cost_lines(sources[0], target, own, jobs))
        told += asking_lines(made.parts, made.task, made.system, made.cut)
        if made.rejects.stat().st_size:
            copy = stage.folder / "rejects"
            shutil.copyfile(made.rejects, copy)
            stage.put(copy, names.rejects)
            result.rejects = names.rejects
        # Last: once the rows have their name, everything beside them has.
        for source, final in zip(sources, finals, strict=True):
            stage.put(source.path, final)
        if free_names(setting.name, output, len(made.parts) > 1) != names:
            raise OutputError(f"{names.train}: was made by somebody else meanwhile", "run again")
        stage.commit()
    for final, entry in zip(finals, result.report.files, strict=True):
        result.outputs[final] = entry["rows"]
        tell(f"wrote {final} ({counted(entry['rows'], 'row')})")
    if result.rejects is not None:
        tell(f"wrote {result.rejects} (what was left out, each row with its reason)")
    for line in (*left_lines(result.report), *told):
        tell(line)
    for command in next_commands(names, target, own):
        tell(f"next: {command}")
    return result
