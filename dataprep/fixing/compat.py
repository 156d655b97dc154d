"""What `openai tools fine_tunes.prepare_data` would do to pairs, without what it got wrong.

The tool of openai 1.109.1 looks at all pairs once, offers what it finds, and then carries out what was
accepted, one step after the other. So does this: every decision but that about long rows is taken on
the pairs as they were read, without those that have no completion, and the order is the tool's.

Where the tool's own rows are not what it says that it does, the rows here are:

* A beginning that all completions share and that starts with a space is removed from each completion.
  The tool wrote the text of the whole column into every row.
* Rows above the limit of length are left out. The tool took their positions for their labels: after
  empty or duplicate rows had gone it removed others, or ended with a KeyError.
* Pairs of which none is left are refused. The tool left an empty file.

Its readers lost data too: cells such as ``NA``, ``null``, ``None`` or ``nan`` of CSV, TSV and XLSX files
were read as empty, which left their rows out; a JSON Lines file of one row was an error. Reading is not
done here.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import NamedTuple

from dataprep.errors import InputError
from dataprep.rules.prompt_completion.endings import common_length
from dataprep.rules.prompt_completion.pairs import quoted

OPEN_ENDED, CLASSIFICATION, CONDITIONAL = (
    "open-ended generation",
    "classification",
    "conditional generation",
)
STEPS = (
    "duplicates", "long-rows", "lower-case-prompt", "lower-case-completion", "separator",
    "prompt-prefix", "completion-prefix", "stop", "leading-space",
)  # fmt: skip
"""The steps that can be declined, in the order in which they are carried out."""

_LONGEST = 10_000
_LONG_PROMPT_PREFIX = 12  # a longer one is removed
_LONG_COMPLETION_PREFIX = 5  # one of this length, too
_MOST_VALIDATION = 1_000
_ARROW = " ->"
# The last one is taken when all others occur in some text, whether it does or not.
_SEPARATORS = (
    _ARROW, "\n\n###\n\n", "\n\n===\n\n", "\n\n---\n\n", "\n\n===>\n\n", "\n\n--->\n\n",
    "\n\n### =>\n\n",
)  # fmt: skip
_STOPS = ("\n", ".", " END", "***", "+++", "&&&", "$$$", "@@@", "%%%", " [END]")


class Pair(NamedTuple):
    """A pair and the number of the row that it comes from, from zero."""

    number: int
    prompt: str
    completion: str


class Step(NamedTuple):
    """Something that the tool offers to do.

    Attributes:
        name: one of `STEPS`.
        what: in words.
        run: makes the pairs anew.
    """

    name: str
    what: str
    run: Callable[[list[Pair]], list[Pair]]


class Prepared(NamedTuple):
    """Pairs as the tool would have left them.

    Attributes:
        pairs: those that are left, in their order.
        task: what they are for: `OPEN_ENDED`, `CLASSIFICATION` or `CONDITIONAL`.
        steps: what was offered: name -> in words.
        dropped: number of a row -> why it is not among the pairs: ``empty`` or the name of a step.
    """

    pairs: list[Pair]
    task: str
    steps: dict[str, str]
    dropped: dict[int, str]

    @property
    def train_rows(self) -> int:
        """How many pairs the tool trains on, where it offers a split: in classification only."""
        return max(len(self.pairs) - _MOST_VALIDATION, int(len(self.pairs) * 0.8))


def prepare(rows: Sequence[tuple[str, str]], accepted: Collection[str] = STEPS) -> Prepared:
    """Return pairs as the tool leaves them.

    Args:
        rows: prompt and completion; empty texts where nothing is.
        accepted: names of the steps that are carried out if they are offered, as `-q` does with all.

    Raises:
        InputError: all prompts are the same, all completions are, or none is left; the tool ends here.
    """
    read = [Pair(number, *row) for number, row in enumerate(rows)]
    pairs = [pair for pair in read if pair.completion]
    dropped = {pair.number: "empty" for pair in read if not pair.completion}
    if not pairs:
        raise InputError("no pair has a completion", "fill in the completions, then run again")
    offered = offers(pairs)
    for step in offered:
        if step.name in accepted:
            before, pairs = pairs, step.run(pairs)
            if len(pairs) < len(before):
                left = {pair.number for pair in pairs}
                dropped |= {one.number: step.name for one in before if one.number not in left}
    if not pairs:
        raise InputError(
            f"all {len(rows):,} rows are empty or above {_LONGEST:,} characters",
            "shorten them, then run again",
        )
    return Prepared(pairs, task_of(pairs), {step.name: step.what for step in offered}, dropped)


def task_of(pairs: Sequence[Pair]) -> str:
    """Return what pairs are for: blank prompts, few different completions, or neither."""
    if not any(pair.prompt for pair in pairs):
        return OPEN_ENDED
    if 3 * len({pair.completion for pair in pairs}) < len(pairs):
        return CLASSIFICATION
    return CONDITIONAL


def offers(pairs: Sequence[Pair]) -> list[Step]:
    """Return the steps that the tool offers for pairs, in its order.

    Raises:
        InputError: all prompts, or all completions, are the same where they must not be.
    """
    task = task_of(pairs)
    prompts, completions = [one.prompt for one in pairs], [one.completion for one in pairs]
    found: list[Step] = []

    def offer(name: str, what: str, run: Callable[[list[Pair]], list[Pair]]) -> None:
        found.append(Step(name, what, run))

    if again := len(pairs) - len({pair[1:] for pair in pairs}):
        offer("duplicates", f"remove {again:,} duplicate rows", _once)
    if task != OPEN_ENDED and (long := len(pairs) - len(_short(pairs))):
        offer("long-rows", f"remove {long:,} long examples", _short)
    if _in_capitals(prompts):
        offer("lower-case-prompt", "write the prompts in lower case", _on_prompts(str.lower))
    if _in_capitals(completions):
        lower = _on_completions(str.lower)
        offer("lower-case-completion", "write the completions in lower case", lower)
    if task != OPEN_ENDED:
        if len(set(prompts)) == 1:
            raise InputError(
                f"all {len(pairs):,} prompts are the same: {quoted(prompts[0])}",
                "leave them empty for open-ended generation, or make them different",
            )
        if not _common_suffix(prompts):
            mark = _separator(prompts)
            what = f"end all prompts in the separator {quoted(mark)}"
            offer("separator", what, _on_prompts(lambda text: text + mark))
        prefix = _common_prefix(prompts)
        if len(prefix) > _LONG_PROMPT_PREFIX:
            what = f"remove the beginning {quoted(prefix)} of all prompts"
            offer("prompt-prefix", what, _on_prompts(lambda text: text[len(prefix) :]))
    start = _common_prefix(completions)
    if len(start) >= _LONG_COMPLETION_PREFIX and len(set(completions)) > 1:
        space = " " if start.startswith(" ") else ""
        what = f"remove the beginning {quoted(start)} of all completions"
        offer("completion-prefix", what, _on_completions(lambda text: space + text[len(start) :]))
    if task == CONDITIONAL:
        if len(set(completions)) == 1:
            raise InputError(
                f"all {len(pairs):,} completions are the same: {quoted(completions[0])}",
                "make them different; the model would only repeat them",
            )
        if not _common_suffix(completions):
            stop = _first_free(_STOPS, completions)
            what = f"end all completions in the stop sequence {quoted(stop)}"
            offer("stop", what, _on_completions(lambda text: text + stop))
    if any(not text.startswith(" ") for text in completions):
        offer("leading-space", "begin all completions with a space", _on_completions(_spaced))
    return found


def _once(pairs: list[Pair]) -> list[Pair]:
    seen: dict[tuple[str, str], Pair] = {}
    for pair in pairs:
        seen.setdefault((pair.prompt, pair.completion), pair)
    return list(seen.values())


def _short(pairs: Sequence[Pair]) -> list[Pair]:
    return [pair for pair in pairs if len(pair.prompt) + len(pair.completion) <= _LONGEST]


def _spaced(text: str) -> str:
    return text if text.startswith(" ") else f" {text}"


def _on_prompts(change: Callable[[str], str]) -> Callable[[list[Pair]], list[Pair]]:
    return lambda pairs: [pair._replace(prompt=change(pair.prompt)) for pair in pairs]


def _on_completions(change: Callable[[str], str]) -> Callable[[list[Pair]], list[Pair]]:
    return lambda pairs: [pair._replace(completion=change(pair.completion)) for pair in pairs]


def _in_capitals(texts: Sequence[str]) -> bool:
    """Whether more than a third of the letters that have a case are capitals."""
    upper = sum(char.isupper() and char.isalpha() for text in texts for char in text)
    return 2 * upper > sum(char.islower() and char.isalpha() for text in texts for char in text)


def _separator(prompts: Sequence[str]) -> str:
    one_line = not any("\n" in text for text in prompts)
    return _first_free(_SEPARATORS if one_line else _SEPARATORS[1:], prompts)


def _first_free(marks: Sequence[str], texts: Sequence[str]) -> str:
    free = (mark for mark in marks if not any(mark in text for text in texts))
    return next(free, marks[-1])


def _common_prefix(texts: Sequence[str]) -> str:
    common = texts[0]
    for text in texts:
        if not text.startswith(common):
            common = common[: common_length(common, text)]
    return common


def _common_suffix(texts: Sequence[str]) -> str:
    return _common_prefix([text[::-1] for text in texts])[::-1]
