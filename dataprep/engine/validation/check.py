"""The map of a validation: a chunk of lines in; findings, counts and keyed facts out."""

from collections import Counter
from typing import TYPE_CHECKING, Any, NamedTuple

from dataprep.engine.validation.counting import RowTally
from dataprep.engine.validation.judge import Judge
from dataprep.engine.validation.lines import LineChunk
from dataprep.engine.validation.odd_lines import OddLines
from dataprep.engine.validation.plan import Plan
from dataprep.engine.validation.report import Counted
from dataprep.engine.validation.work import Work
from dataprep.model import Finding
from dataprep.rules.own import blaming
from dataprep.rules.registry import rules, use

if TYPE_CHECKING:
    from dataprep.engine.near.sketch import Sketches


class Checked(NamedTuple):
    """What one chunk leaves.

    Attributes:
        number: of the file.
        size: bytes of the chunk.
        findings: about its rows, in order.
        counts: of all findings, those that were not kept included.
        tally: its counts.
        foreign: whether a row is not UTF-8 in a file of which only the beginning was known to be.
        facts: for each row that parses: hash of the example, hash of the prompt, offset, line.
        repairs: the lines for which a repair is wanted, 64 bits each.
        sketches: of the same rows, where near-duplicates are looked for.
    """

    number: int
    size: int
    findings: list[Finding]
    counts: Counter[Counted]
    tally: RowTally
    facts: tuple[bytes, bytes, bytes, bytes]
    foreign: bool = False
    repairs: bytes = b""
    sketches: "Sketches | None" = None


class Check:
    """Judges the rows of a chunk. Picklable: what it compiles is made again in each process."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self._judge: Judge | None = None

    def __getstate__(self) -> dict[str, Any]:
        return {"plan": self.plan, "_judge": None}

    @property
    def judge(self) -> Judge:
        """The rules, compiled for this process."""
        if self._judge is None:
            use(self.plan.rule_files)  # a worker process knows nothing of them yet
            self._judge = Judge(self.plan)
        return self._judge

    def __call__(self, chunk: LineChunk) -> Checked:
        judge = self.judge
        # Here, because what an exception tells of its place stays behind in a worker process.
        with blaming(rules()):
            work = Work(self.plan, judge, chunk)
            if chunk.oversized:
                OddLines(work).oversized()
            else:
                work.lines()
        found = work.found
        return Checked(
            chunk.number,
            chunk.length,
            found.findings,
            found.counts,
            work.tally,
            work.keys.facts(),
            work.foreign and chunk.file.assumed,
            work.repairs.tobytes(),
            work.sketching.sketches() if work.sketching else None,
        )
