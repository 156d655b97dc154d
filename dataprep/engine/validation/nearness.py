"""Near-duplicates in a validation: the sketches gathered, the rows compared, what is said of them."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

from dataprep.engine.near.clusters import Cluster, clusters
from dataprep.engine.near.columns import Columns
from dataprep.engine.progress import Progress, phase
from dataprep.engine.validation.check import Checked
from dataprep.engine.validation.collecting import Collector
from dataprep.engine.validation.facts import Facts
from dataprep.engine.validation.fingerprints import of_group
from dataprep.engine.validation.plan import Plan
from dataprep.engine.validation.repairs import Repairs
from dataprep.rules.base import Alike, NearRule
from dataprep.rules.duplicates.alike import Speech

LISTED, PLACES = 100, 20
"""How many clusters the report lists, the first ones, and how many places of each."""

_REMEMBERED, _SHORT = 256, 2000


class Nearness:
    """What is gathered about rows that may be alike.

    Args:
        rules: those that are on; without any, nothing is gathered.
        folder: where sketches are written.
        progress: told of the rows that are compared.
    """

    def __init__(
        self, rules: list[NearRule], folder: Path, progress: Progress | None = None
    ) -> None:
        self._progress = progress
        self._rules, self._columns = rules, Columns(folder)

    def append(self, checked: Checked) -> None:
        """Take over the sketches of the next chunk."""
        if checked.sketches is not None:
            self._columns.append(checked.sketches)

    def close(self) -> None:
        """Close the files."""
        self._columns.close()

    def findings(
        self, facts: Facts, plan: Plan, found: Collector, repairs: Repairs | None = None
    ) -> dict[str, Any] | None:
        """Let the rules look at every row that is like another one.

        Args:
            facts: of the same rows.
            found: gets what they say.
            repairs: takes the rows that a repair drops.

        Returns:
            The clusters as the report's statistics hold them; None where none were looked for.
        """
        if not self._rules:
            return None
        stats: dict[str, Any] = {"clusters": 0, "rows": 0, "largest": 0, "listed": []}
        if facts.count < 2:
            return stats
        import numpy as np

        phase(self._progress, "comparing rows that are nearly the same")
        held_out = np.zeros(facts.count, bool)
        for first, end, validation in facts.held_out():
            held_out[first:end] = validation
        examples = np.frombuffer(facts.keys(), np.uint64)
        for one in clusters(
            self._columns, examples, held_out, _Speeches(facts, self._progress).compare
        ):
            _add(stats, one, facts)
            self._ask(one, facts, plan, found, repairs)
        return stats

    def _ask(
        self,
        cluster: Cluster,
        facts: Facts,
        plan: Plan,
        found: Collector,
        repairs: Repairs | None,
    ) -> None:
        first = facts.member(cluster.rows[0])
        for link in cluster.links:
            row = facts.member(link.row)
            pair = Alike(row, facts.member(link.other), first, link.similarity)
            for rule in self._rules:
                for number, target in enumerate(plan.targets):
                    if rule.applies(target):
                        for problem in rule.check(pair, target):
                            found.add(rule, problem, number)
                            if repairs is not None:
                                repairs.drop(rule, row, pair.first)
            found.close(row.place.location(), subject=partial(of_group, "example", row))


def _add(stats: dict[str, Any], cluster: Cluster, facts: Facts) -> None:
    stats["clusters"] += 1
    stats["rows"] += len(cluster.rows)
    stats["largest"] = max(stats["largest"], len(cluster.rows))
    if len(stats["listed"]) < LISTED:
        places = [facts.member(row).place for row in cluster.rows[:PLACES]]
        stats["listed"].append(
            {
                "rows": len(cluster.rows),
                "places": [{"path": place.path, "line": place.line} for place in places],
            }
        )


class _Speeches:
    """What rows say; the rows looked at last are remembered."""

    def __init__(self, facts: Facts, progress: Progress | None) -> None:
        self._facts, self._progress = facts, progress
        self._known: dict[int, Speech] = {}

    def compare(self, one: int, other: int) -> float:
        """Return how alike two rows are, 0 where they are not nearly the same."""
        if self._progress is not None:
            self._progress(1, 0)
        return self._of(one).likeness(self._of(other))

    def _of(self, row: int) -> Speech:
        found = self._known.pop(row, None)
        if found is None:
            found = Speech(self._facts.member(row).load().data)
        if len(found.words) <= _SHORT:
            self._known[row] = found  # again the last one
            if len(self._known) > _REMEMBERED:
                del self._known[next(iter(self._known))]
        return found
