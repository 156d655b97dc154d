"""Varied text in several languages, the same for the same seed: what the benchmark files are made of.

Sentences are made once, from templates and word lists; passages are drawn from that stock, so that
a gigabyte takes seconds to write and memory does not depend on the size. Every prompt and every
line carries a number of its own, so that no two rows are equal.
"""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from typing import TypeVar

from languages import LANGUAGES, NAMES, SNIPPETS, Language

T = TypeVar("T")
_STOCK = 1500
_SLOT = re.compile(r"\{(\w+)\}")


class Prose:
    """An endless supply of texts.

    Args:
        seed: equal seeds give equal texts, on every machine.
    """

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self._statements = [self._stock(one, one.statements) for one in LANGUAGES]
        self._questions = [self._stock(one, one.questions) for one in LANGUAGES]
        self._codes = [self._snippet() for _ in range(_STOCK)]
        self._tongues = [n for n, one in enumerate(LANGUAGES) for _ in range(one.weight)]
        self._count = 0

    def sentences(self, most: int) -> str:
        """Return one line of 1 to `most` sentences in one language."""
        tongue = self._choose(self._tongues)
        number = 1 + int(self.random.random() * most)
        picked = self.random.choices(self._statements[tongue], k=number)
        return LANGUAGES[tongue].space.join(picked)

    def line(self) -> str:
        """Return a line that no other call returns."""
        return f"{self.sentences(3)} ({self._number()})"

    def question(self) -> str:
        """Return a one-line question, with some sentences in front of it at times."""
        tongue = self._choose(self._tongues)
        start = f"{self.sentences(3)} " if self.random.random() < 0.6 else ""
        return f"{start}[{self._number()}] {self._choose(self._questions[tongue])}"

    def prompt(self) -> str:
        """Return a question as people send it: with a second paragraph or a snippet at times."""
        text, kind = self.question(), self.random.random()
        if kind < 0.25:
            return f"{text}\n\n{self.sentences(4)}"
        return f"{text}\n{self.code()}" if kind < 0.35 else text

    def answer(self) -> str:
        """Return paragraphs, lists and snippets, about a kilobyte on the whole."""
        parts = []
        for _ in range(1 + int(self.random.random() * 4)):
            kind = self.random.random()
            if kind < 0.7:
                parts.append(self.sentences(7))
            elif kind < 0.85:
                parts.append(f"{self.sentences(1)}\n" + "\n".join(self._items()))
            else:
                parts.append(f"```\n{self.code()}\n```")
        return "\n\n".join(parts)

    def code(self) -> str:
        """Return a few lines of a program, a query or a data file."""
        return self._choose(self._codes)

    def _items(self) -> list[str]:
        return [f"- {self.sentences(1)}" for _ in range(2 + int(self.random.random() * 3))]

    def _number(self) -> str:
        self._count += 1
        return f"{self._count:07}"

    def _choose(self, values: Sequence[T]) -> T:
        # Twice as fast as `Random.choice`, and as even as is needed here.
        return values[int(self.random.random() * len(values))]

    def _stock(self, language: Language, templates: tuple[str, ...]) -> list[str]:
        def word(slot: re.Match[str]) -> str:
            return self._choose(language.words[slot[1]])

        return [_SLOT.sub(word, templates[n % len(templates)]) for n in range(_STOCK)]

    def _snippet(self) -> str:
        a, b, c = self.random.sample(NAMES, 3)
        return self._choose(SNIPPETS).format(a=a, b=b, c=c, n=self.random.randrange(2, 999))
