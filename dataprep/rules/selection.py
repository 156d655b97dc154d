"""Which rules speak, for whom, and how loudly: codes, prefixes and names to sets of codes.

A rule may be meant by its name, its code, a prefix of its code, `DEFAULT` or `ALL`. The most specific
word about a rule wins; of two equally specific ones, to ignore wins.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence

from dataprep.errors import UsageError
from dataprep.model import Severity
from dataprep.rules.base import Rule
from dataprep.rules.registry import rules

Known = Mapping[str, type[Rule]]
PerFile = tuple[tuple[str, frozenset[str]], ...]
"""Absolute globs, each with the codes that are silent for the files that fit."""

_EVERYTHING = ("ALL", "DEFAULT")
_NAMED = 6  # as specific as a code


def select(
    select: Iterable[str] | None = None,
    ignore: Iterable[str] = (),
    extend_select: Iterable[str] = (),
    known: Known | None = None,
) -> frozenset[str]:
    """Return the codes of the rules that speak.

    Args:
        select: words for rules; None is ``DEFAULT``.
        ignore: words for rules that are silent.
        extend_select: words for rules beside those of `select`.
        known: code -> rule, where it is not all rules.

    Raises:
        UsageError: a word means no rule.
    """
    known = rules() if known is None else known
    asked = (*(("DEFAULT",) if select is None else select), *extend_select)
    wanted = _weights(asked, known, selecting=True)
    unwanted = _weights(ignore, known)
    return frozenset(code for code in wanted if wanted[code] > unwanted.get(code, -1))


def overrides(table: Mapping[str, str], known: Known | None = None) -> dict[str, Severity | None]:
    """Return the severities of a table by code; None for rules that are off.

    Args:
        table: a word for rules -> ``error``, ``warning``, ``info``, ``off``.
        known: as for `select`.

    Raises:
        UsageError: a word means no rule.
    """
    known = rules() if known is None else known
    found: dict[str, tuple[int, Severity | None]] = {}
    for word, severity in table.items():
        level = None if severity == "off" else Severity[severity.upper()]
        for code, weight in _meant(word, known):
            if code not in found or weight >= found[code][0]:
                found[code] = (weight, level)
    return {code: level for code, (_, level) in found.items()}


def per_file(table: Mapping[str, Sequence[str]], known: Known | None = None) -> PerFile:
    """Return the globs of a configuration, each with the codes that it ignores.

    Args:
        table: absolute glob -> words for rules.
        known: as for `select`.

    Raises:
        UsageError: a word means no rule.
    """
    known = rules() if known is None else known
    return tuple((glob, frozenset(_weights(words, known))) for glob, words in table.items())


def words(given: Iterable[str]) -> tuple[str, ...]:
    """Return the words of options that hold several, separated by commas."""
    return tuple(word.strip() for one in given for word in one.split(",") if word.strip())


def ignored(path: str, table: PerFile) -> frozenset[str]:
    """Return the codes that are silent for a file."""
    if not table:
        return frozenset()
    whole = os.path.abspath(path)
    return frozenset().union(*(codes for glob, codes in table if fits(whole, glob)))


def fits(path: str, pattern: str) -> bool:
    """Whether a path, or a folder that it is in, fits a glob.

    ``*`` and ``?`` stay within one part of the path, ``**`` stands for any number of parts.
    """
    from fnmatch import fnmatchcase

    wanted = _parts(pattern)
    if wanted and wanted[-1] == "**":
        wanted[-1] = "*"  # what is in a folder that fits, fits
    # Every place in the pattern where the parts so far may have led: linear for any pattern.
    places = _past_stars({0}, wanted)
    for part in _parts(path):
        following = set()
        for place in places:
            if place < len(wanted) and wanted[place] == "**":
                following.add(place)
            elif place < len(wanted) and fnmatchcase(part, wanted[place]):
                following.add(place + 1)
        places = _past_stars(following, wanted)
        if len(wanted) in places:
            return True
    return False


def _parts(path: str) -> list[str]:
    return [part for part in path.replace(os.sep, "/").split("/") if part]


def _past_stars(places: set[int], wanted: list[str]) -> set[int]:
    """Return the places, and those to which ``**`` leads by standing for no part."""
    for place in range(min(places, default=0), len(wanted)):
        if place in places and wanted[place] == "**":
            places.add(place + 1)
    return places


def _weights(words: Iterable[str], known: Known, selecting: bool = False) -> dict[str, int]:
    """Return the codes that the words mean, each with how specific the closest word is."""
    found: dict[str, int] = {}
    for word in words:
        for code, weight in _meant(word, known):
            # What is off unless asked for is asked for by its own name or by ALL, not by its family's.
            if selecting and not known[code].default and 0 < weight < _NAMED:
                continue
            found[code] = max(weight, found.get(code, 0))
    return found


def _meant(word: str, known: Known) -> Iterator[tuple[str, int]]:
    """Yield the codes that a word means, with how specific it is."""
    if word in _EVERYTHING:
        yield from ((code, 0) for code, rule in known.items() if word == "ALL" or rule.default)
        return
    named = [code for code, rule in known.items() if word in (code, rule.name)]
    if named:
        yield named[0], _NAMED
        return
    fitting = [code for code in known if word and code.startswith(word)]
    if not fitting:
        raise UsageError(f"no rule is called `{word}`", _hint(word, known))
    yield from ((code, len(word)) for code in fitting)


def _hint(word: str, known: Known) -> str:
    from difflib import get_close_matches

    names = [*_EVERYTHING, *known, *(rule.name for rule in known.values())]
    families = sorted({code[:3] for code in known})
    if word.upper() in (*families, *known, *_EVERYTHING):
        return f"did you mean `{word.upper()}`?"
    close = get_close_matches(word, [*families, *names], 1)
    return f"did you mean `{close[0]}`?" if close else "see them with: dataprep rules"
