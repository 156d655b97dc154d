"""What the platforms' own checkers take, dataprep takes for their target, and it rejects what they do.

The checkers are `check_file` of together 2.14.0, which looks at files, and mistral-common 1.13.1 in its
finetuning mode, which looks at rows. They get an environment of their own, in the folder that
ORACLES_CACHE names, or in a temporary one; without a package index the tests are skipped.
"""

from __future__ import annotations

import json
import os
import re
import tempfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import assume, given
from oracles import differences
from oracles.differences import Difference
from oracles.peer import Peer, Unavailable, environment
from seeded import DEFECTS
from strategies import Data, chat_rows, prompt_completion_rows, text_rows

from dataprep import validate
from dataprep.model import Severity

TODAY = "2026-03-01"


class Oracle(NamedTuple):
    """A platform's checker beside our verdict.

    Attributes:
        target: of dataprep.
        peer: the checker.
        by_row: whether it is asked about rows, not about files.
        folder: where files are written.
        we_reject, it_rejects: the known differences.
    """

    target: str
    peer: Peer
    by_row: bool
    folder: Path
    we_reject: Mapping[str, Difference]
    it_rejects: Mapping[str, Difference]

    def difference(self, content: bytes, name: str = "train.jsonl") -> tuple[set[str], str]:
        """Return the codes of our errors, or what the checker says, where only one rejects a file.

        A file for a checker of rows is one row. Both are empty where the two agree.
        """
        path = self.folder / name
        path.write_bytes(content)
        found = validate([path], target=self.target, today=TODAY).findings
        ours = {one.code for one in found if one.severity is Severity.ERROR}
        theirs = self.peer.ask(json.loads(content) if self.by_row else str(path))
        path.unlink()
        return (set(), "") if bool(ours) == bool(theirs) else (ours, theirs or "")


@pytest.fixture(scope="session")
def python() -> Iterator[Path]:
    """The Python of the checkers' environment; tests are skipped where it cannot be made."""
    with tempfile.TemporaryDirectory(prefix="oracles-") as temporary:
        try:
            yield environment(Path(os.environ.get("ORACLES_CACHE") or temporary).resolve())
        except Unavailable as error:
            pytest.skip(f"the package index does not give the checkers: {error}")


@pytest.fixture(scope="session")
def together(python: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Oracle]:
    """Together's checker of files."""
    with Peer(python, "together_answers.py") as peer:
        yield Oracle(
            "together", peer, False, tmp_path_factory.mktemp("together"),
            differences.TOGETHER_WE_REJECT, differences.TOGETHER_IT_REJECTS,
        )  # fmt: skip


@pytest.fixture(scope="session")
def mistral(python: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Oracle]:
    """Mistral's checker of rows."""
    with Peer(python, "mistral_answers.py") as peer:
        yield Oracle(
            "mistral", peer, True, tmp_path_factory.mktemp("mistral"),
            differences.MISTRAL_WE_REJECT, differences.MISTRAL_IT_REJECTS,
        )  # fmt: skip


def seeded_files() -> Iterator[tuple[str, str, bytes]]:
    """Yield title, name and content of each seeded file and of each clean twin, none twice."""
    seen = set()
    for one in DEFECTS:
        twin = f"{one.name} (clean)"
        files = (one.name, one.file, one.content), (twin, "train.jsonl", one.clean)
        for title, name, content in files:
            if (name, content) not in seen:
                seen.add((name, content))
                yield title, name, content


def seeded_rows() -> Iterator[tuple[str, str, bytes]]:
    """Yield title, file name and bytes of each line that Python takes for JSON, none twice."""
    lines = {one.name: one.line for one in DEFECTS}
    seen = set()
    for title, _, content in seeded_files():
        for number, row in enumerate(content.split(b"\n"), 1):
            if row not in seen and parses(row):
                seen.add(row)
                own = lines.get(title) == number
                yield title if own else f"{title}:{number}", "train.jsonl", row + b"\n"


def parses(row: bytes) -> bool:
    """Whether a line is UTF-8, and JSON to the parser that the checkers use."""
    try:
        json.loads(row.decode())
    except (ValueError, RecursionError):
        return False
    return True


def listed(oracle: Oracle) -> set[tuple[str, str]]:
    """Return (ours or theirs, name) of each difference that is known."""
    return {
        (key, name)
        for table in (oracle.we_reject, oracle.it_rejects)
        for key, one in table.items()
        for name in re.findall(r"\S+(?: \(clean\)\S*)?", one.names)
    }


def seen(oracle: Oracle, files: Iterator[tuple[str, str, bytes]]) -> set[tuple[str, str]]:
    """Return the differences as they are listed; what is new stands there in its own words."""
    found = set()
    for title, name, content in files:
        ours, theirs = oracle.difference(content, name)
        found |= {(code, title) for code in ours}
        if theirs:
            found.add((next((one for one in oracle.it_rejects if one in theirs), theirs), title))
    return found


def test_together_agrees_on_each_seeded_file(together: Oracle) -> None:
    """Both take, or both reject, each defective file and each clean twin, but for what is listed."""
    assert seen(together, seeded_files()) == listed(together)


def test_mistral_agrees_on_each_seeded_row(mistral: Oracle) -> None:
    """Both take, or both reject, each row of the seeded files, but for what is listed."""
    assert seen(mistral, seeded_rows()) == listed(mistral)


def check(oracle: Oracle, row: Data) -> None:
    """Assert that a row is taken by both or by none, or that they differ for a listed reason."""
    ours, theirs = oracle.difference(json.dumps(row).encode() + b"\n")
    assert ours <= set(oracle.we_reject), (ours, row)
    assert not theirs or any(one in theirs for one in oracle.it_rejects), (theirs, row)


def taken(row: Data) -> Data:
    """Return a row with ids of nine letters, and without the role that neither platform takes."""
    text = re.sub(r'"call_(\d)_(\d)"', r'"callnum\1\2"', json.dumps(row))
    made: Data = json.loads(text.replace('"role": "developer"', '"role": "system"'))
    return made


@given(row=chat_rows().map(taken) | prompt_completion_rows() | text_rows())
def test_together_agrees_on_generated_rows(together: Oracle, row: Data) -> None:
    """Rows of three formats, valid but for their texts, are taken by both or by none."""
    check(together, row)


@given(row=chat_rows().map(taken))
def test_mistral_agrees_on_generated_rows(mistral: Oracle, row: Data) -> None:
    """Conversations, valid but for their texts, are taken by both or by none."""
    check(mistral, row)


MUTATIONS: tuple[Callable[[list[Any]], object], ...] = (
    lambda turns: turns.pop(),
    lambda turns: turns.pop(0),
    lambda turns: turns.insert(0, turns[-1]),
    lambda turns: turns.append(turns[0]),
    lambda turns: turns[0].pop("content", None),
    lambda turns: turns[-1].update(content=["?"]),
    lambda turns: turns[-1].update(weight=0.5),
    lambda turns: turns[-1].update(role="model"),
    lambda turns: turns[0].update(content=7),
)


@pytest.mark.parametrize("number", range(len(MUTATIONS)))
@given(row=chat_rows().map(taken))
def test_both_agree_on_generated_rows_with_one_defect(
    together: Oracle, mistral: Oracle, number: int, row: Data
) -> None:
    """A conversation with one thing wrong is rejected by both or by none, or for a listed reason."""
    assume(len(row["messages"]) > 1)
    MUTATIONS[number](row["messages"])
    check(together, row)
    check(mistral, row)
