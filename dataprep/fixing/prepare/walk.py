"""The walk: look, say what the rows are for, repair what is wanted, and divide them."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from dataprep.engine.progress import Progress
from dataprep.engine.validation.options import ValidateOptions
from dataprep.errors import InputError
from dataprep.fixing.prepare.dropped import Dropped
from dataprep.fixing.prepare.looking import Watch, look
from dataprep.fixing.prepare.old_tool import rows_like_it
from dataprep.fixing.prepare.placing import prepared_name
from dataprep.fixing.prepare.plan import Options
from dataprep.fixing.prepare.questions import Ask, Tell
from dataprep.fixing.prepare.repairing import repaired
from dataprep.fixing.prepare.splitting import question as split_question
from dataprep.fixing.prepare.splitting import split
from dataprep.fixing.prepare.tasks import Task, task_of
from dataprep.targets import get


@contextmanager
def unwatched(size: int) -> Iterator[Progress]:
    """Watch over nothing."""
    yield lambda rows, read: None


class Setting(NamedTuple):
    """What a walk is given.

    Attributes:
        name: of the file.
        options: the user's own.
        rules: what decides the findings.
        ask: who answers; `tell` takes what is said in between.
        watch: shows the progress of long work.
    """

    name: str
    options: Options
    rules: ValidateOptions
    ask: Ask
    tell: Tell
    watch: Watch = unwatched


class Made(NamedTuple):
    """What a walk made, before it is written.

    Attributes:
        parts: all rows, or those for training and those for validation.
        rejects: the rows that were left out; may be empty.
        task: what the rows are for.
        system: the system prompt that all of them have.
        cut: side of a pair -> the beginning that was cut from all.
        fixed: code -> how many findings were repaired.
    """

    parts: tuple[Path, ...]
    rejects: Path
    task: Task
    system: str
    cut: dict[str, str]
    fixed: Counter[str]


def walk(setting: Setting, spool: Path) -> Made:
    """Walk until nothing is left but to write.

    Args:
        spool: a folder for everything in between.

    Raises:
        InputError: the file cannot be read, or holds no pairs.
        UsageError: options or answers do not fit the file.
    """
    name, options, ask, tell = setting.name, setting.options, setting.ask, setting.tell
    if name == "-":
        raise InputError(
            "standard input has no name for what is made of it",
            "name a file; dataprep convert reads streams",
        )
    if Path(name).is_dir():
        raise InputError(
            f"{name}: is a folder, and one file is prepared at a time",
            "name a file; dataprep convert takes folders",
        )
    fixed: Counter[str] = Counter()
    cut: dict[str, str] = {}
    rejects = spool / "rejects"
    rejects.touch()
    if options.compat:
        looked = rows_like_it(name, spool, ask, tell)
        _append(looked.rejects, rejects)
        rows = looked.path
    else:
        target = get(options.target, setting.rules.own_targets)
        looked = look(name, options, target, spool, ask, tell, setting.watch, setting.rules.jobs)
        _append(looked.rejects, rejects)
        tell(f"- it looks like {task_of(looked.path).told()}")
        called, dropped = prepared_name(name), Dropped(rejects, looked.origins)
        rows, cut = repaired(
            looked, called, setting.rules, spool, ask, tell, setting.watch, fixed, dropped
        )
    task = task_of(rows)
    if not task.rows:
        raise InputError(f"{name}: no row is left", "accept fewer repairs, or add rows")
    asked = split_question(task)
    if asked is not None and ask(asked):
        return Made(split(rows, task, spool), rejects, task, looked.system, cut, fixed)
    return Made((rows,), rejects, task, looked.system, cut, fixed)


def _append(path: Path | None, to: Path) -> None:
    if path is not None:
        with path.open("rb") as lines, to.open("ab") as file:
            shutil.copyfileobj(lines, file, 1 << 20)
