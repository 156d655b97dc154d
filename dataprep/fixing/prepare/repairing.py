"""The repairs: the findings by rule, a question for each that has one, and what was accepted done."""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path

from dataprep.engine.validation.api import carry_out as validate
from dataprep.engine.validation.options import ValidateOptions
from dataprep.engine.validation.run import Inputs
from dataprep.fixing.api import carry_out as fix
from dataprep.fixing.prepare.asking import beginning
from dataprep.fixing.prepare.dropped import Dropped
from dataprep.fixing.prepare.groups import SAMPLES, groups_of, lines_of
from dataprep.fixing.prepare.looking import Looked, Watch
from dataprep.fixing.prepare.questions import Ask, Tell
from dataprep.readers.source import Source
from dataprep.rules.wording import counted

_ROUNDS = 3
"""How often what a repair brought to light is asked about."""
_CUT = {"PRC007": "prompt", "PRC008": "completion"}
"""What cuts a shared beginning, and from which side."""
_LATER = frozenset({"SET007"})
"""What the split is about, which is asked later."""


def repaired(
    looked: Looked, name: str, rules: ValidateOptions, spool: Path, ask: Ask, tell: Tell, watch: Watch,
    fixed: Counter[str], dropped: Dropped,
) -> tuple[Path, dict[str, str]]:  # fmt: skip
    """Show what is wrong with rows, ask what shall be repaired, and repair it.

    Args:
        looked: the rows.
        name: what their file is called in messages.
        fixed: takes code -> how many findings were repaired.
        dropped: takes the rows that were dropped.

    Returns:
        The file of the repaired rows, and side of a pair -> the beginning that was cut from all.
    """
    rules = rules._replace(max_per_rule=SAMPLES, codes=rules.codes - _LATER)
    rows = looked.path
    seen: set[str] = set()
    cut: dict[str, str] = {}
    for turn in range(_ROUNDS):
        inputs = Inputs([Source(rows, name)])
        with watch(os.path.getsize(rows)) as progress:
            report = validate(inputs, rules, spool, excerpts=True, progress=progress)
        groups = [one for one in groups_of(report) if one.code not in seen]
        if groups:
            tell("- after these repairs:" if turn else "- the rows:")
        elif not turn:
            tell("- nothing is wrong with the rows")
        shown = {one.location.line or 0 for group in groups for one in group.samples}
        first = {row: dropped.numbering.first(row) for row in shown if row}
        places = looked.origins.of(set(first.values()))
        known = {row: (number, places[number]) for row, number in first.items() if number in places}
        for group in groups:
            for line in lines_of(group, known):
                tell(f"  {line}")
        seen.update(one.code for one in groups)
        accepted = {one.code for one in groups if one.fix and ask(one.question)}
        if not accepted:
            break
        for side in (side for code, side in _CUT.items() if code in accepted):
            cut[side] = beginning(rows, side)
        output = spool / f"repaired-{turn}.jsonl"
        folder = spool / f"repair-{turn}"
        folder.mkdir()
        with watch(os.path.getsize(rows)) as progress:
            result = fix(
                inputs, rules._replace(codes=frozenset(accepted)), folder, output,
                unsafe=True, progress=progress,
            )  # fmt: skip
        fixed.update(result.fixed)
        tell(f"- repaired: {counted(sum(result.fixed.values()), 'finding')}, "
             f"dropped: {counted(result.dropped, 'row')}")  # fmt: skip
        for path in result.rejects:
            dropped.take(path)
        rows = output
    return rows, cut
