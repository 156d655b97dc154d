"""What every worker must know to judge rows; plain data, made once in the parent."""

from collections.abc import Mapping
from typing import NamedTuple

from dataprep.model import Severity
from dataprep.rules.base import NearRule, Rule, of_layer
from dataprep.rules.registry import rules
from dataprep.targets import Target


class Plan(NamedTuple):
    """The judgement that was asked for.

    Attributes:
        targets: at least one.
        codes: of the rules that are on.
        severities: code -> the user's word; None turns a rule off.
        ignored: for each file, the codes that are off in it.
        method: training method, None to go by the rows.
        tokens: ``limits``, ``exact`` or ``off``.
        cap: how many findings of a code are kept in full; None for all.
        excerpts: whether findings carry what stands at their place.
        rule_files: Python files of the user's own rules.
        repairs: which repairs are wanted; the lines that need one are noted then.
        cache: whether token counts of earlier runs are used, and these kept.
    """

    targets: tuple[Target, ...]
    codes: frozenset[str]
    severities: Mapping[str, Severity | None] = {}
    ignored: tuple[frozenset[str], ...] = ()
    method: str | None = None
    tokens: str = "limits"
    cap: int | None = None
    excerpts: bool = False
    rule_files: tuple[str, ...] = ()
    repairs: frozenset[str] = frozenset()
    cache: bool = True

    def rules(self) -> list[Rule]:
        """Return the rules that are on, in the order of their codes."""
        return [
            kind()
            for code, kind in rules().items()
            if code in self.codes and self.severities.get(code, kind.severity) is not None
        ]

    def near_rules(self) -> list[NearRule]:
        """Return the rules that are on about rows that are nearly the same."""
        return of_layer(self.rules(), NearRule)

    def severity(self, rule: Rule, said: Severity | None, target: Target | None) -> Severity:
        """Return how bad a problem is: the user's word, the problem's, the target's, the rule's."""
        own = self.severities.get(rule.code)
        if own is not None:
            return own
        if said is not None:
            return said
        found = None if target is None else target.severities.get(rule.code)
        return rule.severity if found is None else found


def encoding_of(target: Target) -> str:
    """Return the encoding that a target counts in; o200k_base stands in for an unknown one."""
    return str(target.value("encoding") or "o200k_base")
