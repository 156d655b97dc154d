"""The other tools that `table.py` measures: what each needs, and how it is asked about a file.

Each gets an environment of its own, made once. Those that check chat files are given the file and the
target that is nearest to ours; that they find something is no failure.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Collection, Iterable
from pathlib import Path
from typing import NamedTuple

from environments import NotInstalled, environment

_HERE = Path(__file__).resolve().parent
_FOUND_SOMETHING = (0, 1)


class Peer(NamedTuple):
    """Another tool.

    Attributes:
        input: the input of `table.py` that it takes.
        needs: what its environment holds; nothing for the one that runs this.
        command: the folder of programs and the file -> what is run.
        exits: the codes with which it ends when it could do its work.
    """

    input: str
    needs: tuple[str, ...]
    command: Callable[[Path, Path], list[str]]
    exits: Collection[int] = (0,)


def _checker(name: str) -> Callable[[Path, Path], list[str]]:
    return lambda programs, path: [
        str(programs / "python"), str(_HERE / "checkers.py"), name, str(path),
    ]  # fmt: skip


def _program(name: str, *options: str) -> Callable[[Path, Path], list[str]]:
    """Return what runs a program; ``FILE`` among its options is the file."""
    return lambda programs, path: [
        str(programs / name), *(str(path) if one == "FILE" else one for one in options),
    ]  # fmt: skip


def _bare(programs: Path, path: Path) -> list[str]:
    return [sys.executable, str(_HERE / "loops.py"), "openpyxl", str(path)]


_OLD = ("openai[datalib]==1.109.1", "openpyxl")
_AS_OURS = ("--format", "openai-chat", "--max-seq-len", "65536", "--json")
_PREPARE = _program("openai", "tools", "fine_tunes.prepare_data", "-f", "FILE", "-q")
PEERS: dict[str, Peer] = {
    "cookbook": Peer("chat", ("tiktoken==0.14.0", "numpy"), _checker("cookbook")),
    "tiktoken": Peer("chat", ("tiktoken==0.14.0", "numpy"), _checker("tiktoken")),
    "together": Peer("chat", ("together==2.14.0", "pyarrow"), _checker("together")),
    "cleanllm": Peer(
        "chat",
        ("cleanllm==4.0.0",),
        _program("cleanllm", "preflight", "FILE", "--framework", "trl"),
        _FOUND_SOMETHING,
    ),
    "parallelogram": Peer(
        "chat",
        ("parallelogram==0.4.2",),
        _program("parallelogram", "check", "FILE", *_AS_OURS),
        _FOUND_SOMETHING,
    ),
    "convmerge": Peer(
        "chat",
        ("convmerge==1.6.5",),
        _program("convmerge", "validate", "-i", "FILE"),
        _FOUND_SOMETHING,
    ),
    "prepare_data": Peer("csv", _OLD, _PREPARE),
    "prepare_data, XLSX": Peer("xlsx", _OLD, _PREPARE),
    "openpyxl": Peer("xlsx", (), _bare),
}
"""Name -> what it is; docs/performance.md says what each does."""

ENVIRONMENT = {"OPENAI_API_KEY": "none", "PYTHONPATH": ""}
"""The old tool wants to see a key before it starts; it speaks with nobody. No peer sees our packages."""


def programs(cache: Path, names: Iterable[str]) -> tuple[dict[str, Path], dict[str, str]]:
    """Return peer -> the folder of its programs, and of those that do not install, why.

    Args:
        cache: where environments are made and found again.
        names: of the peers.
    """
    found: dict[str, Path] = {}
    missing: dict[str, str] = {}
    for name in names:
        needs = PEERS[name].needs
        folder = cache / "-".join(re.sub(r"\W+", "-", one) for one in needs)
        try:
            found[name] = environment(folder, needs) if needs else Path(sys.executable).parent
        except NotInstalled as error:
            missing[name] = str(error)
    return found, missing
