"""Where rows of JSON come from: what every finding about them needs to know."""

from typing import NamedTuple

from dataprep.readers.encoding import TextEncoding


class Origin(NamedTuple):
    """Where rows come from; travels with every block.

    Attributes:
        name: the input as the user named it.
        encoding: how its bytes were read.
        keys: see `json/explode.explode`.
        texts: a text is a row too, and becomes ``{"text": ...}``.
    """

    name: str
    encoding: TextEncoding
    keys: tuple[str, ...] = ()
    texts: bool = False

    @property
    def recoded(self) -> bool:
        """Whether rows are not the bytes of the file but a translation to UTF-8."""
        return self.encoding.codec != "utf-8"

    @property
    def shift(self) -> int:
        """How many bytes of the file stand before the content that is read."""
        return 0 if self.recoded else self.encoding.bom
