"""Chunks: the blocks of all inputs of an output, numbered in order, with what a worker must know."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from dataprep.dialects.base import Binding
from dataprep.engine.inputs import Input
from dataprep.engine.settings import Settings
from dataprep.engine.spans import of_block
from dataprep.readers import open_source
from dataprep.readers.base import Block, RecordBlock


@dataclass
class Chunk:
    """One piece of work.

    Attributes:
        index: its number within the run.
        number: the number of its input.
        path: the input's name.
        binding: how its rows become examples.
        block: its records.
    """

    index: int
    number: int
    path: str
    binding: Binding
    block: Block

    @property
    def where(self) -> str:
        """The place of the records, in words."""
        return of_block(self.block, self.path)


def chunks(
    inputs: Sequence[Input], settings: Settings, progress: Callable[[int, int], None] | None = None
) -> Iterator[Chunk]:
    """Yield the chunks of all inputs in order; notes of the readers go to their `Input`.

    Args:
        progress: called with (rows, bytes of input or 0) after each chunk.
    """
    index = 0
    for number, one in enumerate(inputs):
        if one.binding is None:
            continue
        reading = open_source(one.source, settings.read)
        for block in reading.blocks:
            yield Chunk(index, number, one.source.name, one.binding, block)
            index += 1
            if progress is not None:
                progress(*extent(block))
        one.notes = reading.notes
        one.source.__dict__.pop("head", None)


def extent(block: Block) -> tuple[int, int]:
    """Return how many rows and bytes of input a block holds; 0 where it is not known."""
    if isinstance(block, RecordBlock):
        return len(block.items), sum(item.size for item in block.items)
    return 0, int(getattr(block, "length", 0))
