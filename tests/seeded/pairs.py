"""Defects of prompt-completion data: PRC."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from seeded.clean import PAIRS, SEPARATOR, STOP
from seeded.defect import Data, edited, replaced, whole

_DAVINCI = {"target": "openai/davinci-002"}


def _each(change: Callable[[str, str], tuple[str, str]]) -> Callable[[list[Data]], list[Data]]:
    """Return a change of all rows; it gets what is between the marks of a prompt and a completion."""

    def make(rows: list[Data]) -> list[Data]:
        return [_pair(*change(*_bare(row))) for row in rows]

    return make


def _pair(prompt: str, completion: str) -> Data:
    return {"prompt": prompt, "completion": completion}


def _bare(row: Data) -> tuple[str, str]:
    return row["prompt"].removesuffix(SEPARATOR), row["completion"].removesuffix(STOP).strip()


def _marked(prompt: str, completion: str) -> tuple[str, str]:
    return prompt + SEPARATOR, f" {completion}{STOP}"


def _renamed(**names: str) -> Callable[[Data], Any]:
    return lambda row: {names.get(key, key): value for key, value in row.items()}


DEFECTS = (
    whole("no-separator", "PRC001", PAIRS, _each(lambda one, two: (one, _marked(one, two)[1]))),
    edited("separator-missing-once", "PRC001", PAIRS, lambda row: row.update(prompt=_bare(row)[0])),
    edited("separator-inside", "PRC002", PAIRS,
           lambda row: row.update(prompt="Two dishes" + SEPARATOR + row["prompt"])),
    whole("long-separator", "PRC003", PAIRS,
          _each(lambda one, two: (f"{one}\n\n=== here is the answer ===\n\n", _marked(one, two)[1]))),
    whole("no-stop", "PRC004", PAIRS, _each(lambda one, two: (_marked(one, two)[0], f" {two}"))),
    edited("stop-missing-once", "PRC004", PAIRS, lambda row: row.update(completion=f" {_bare(row)[1]}")),
    edited("stop-inside", "PRC005", PAIRS,
           lambda row: row.update(completion=f" Either bread{STOP}, or{row['completion']}")),
    whole("no-leading-space", "PRC006", PAIRS,
          _each(lambda one, two: (_marked(one, two)[0], two + STOP)), 1, options=_DAVINCI),
    edited("no-leading-space-once", "PRC006", PAIRS,
           lambda row: row.update(completion=row["completion"].strip()), options=_DAVINCI),
    whole("shared-instruction", "PRC007", PAIRS,
          _each(lambda one, two: _marked(f"Give me a recipe, in a few words: {one}", two))),
    whole("shared-opening", "PRC008", PAIRS, _each(lambda one, two: _marked(one, f"I suggest {two}"))),
    edited("empty-completion", "PRC009", PAIRS, lambda row: row.update(completion="")),
    edited("white-completion", "PRC009", PAIRS, lambda row: row.update(completion=" \n")),
    whole("capital-prompts", "PRC010", PAIRS, _each(lambda one, two: _marked(one.upper() * 2, two))),
    whole("capital-completions", "PRC010", PAIRS, _each(lambda one, two: _marked(one, two.upper()))),
    whole("one-prompt", "PRC011", PAIRS, _each(lambda one, two: _marked("Name a dish", two)),
          companions={("DUP003", 2): "a prompt that is always the same has many answers"}),
    whole("one-completion", "PRC012", PAIRS, _each(lambda one, two: _marked(one, "Soup, as always"))),
    replaced("capital-keys", "PRC013", PAIRS, _renamed(prompt="Prompt", completion="Completion")),
    replaced("capital-key", "PRC013", PAIRS, _renamed(completion="COMPLETION")),
)  # fmt: skip
