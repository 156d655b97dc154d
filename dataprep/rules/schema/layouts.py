"""Which known layout of datasets a row resembles, by its keys alone, and the way out of it."""

from collections.abc import Mapping
from typing import Any, NamedTuple


class Layout(NamedTuple):
    """A layout of rows that is not one of the training formats.

    Attributes:
        name: as people call it.
        help: the next step.
    """

    name: str
    help: str


# The layout is recognised row by row; naming it would reject the rows of another one.
_CONVERT = "run `dataprep convert FILE -o OUTPUT.jsonl`"
_MAP = "run `dataprep convert FILE --map user={} --map assistant={} -o OUTPUT.jsonl`"
_PREFERENCE = (
    "for preference training rename them: `input` holds the messages, `preferred_output` and "
    "`non_preferred_output` one assistant message each"
)
_ONE_MESSAGE = Layout(
    "one message of a conversation",
    "run `dataprep convert FILE --group-by COLUMN -o OUTPUT.jsonl` with the column that names the "
    "conversation",
)
# In this order: any of the first set, all of the second. The more telling layout comes first.
_LAYOUTS: tuple[tuple[tuple[str, ...], tuple[str, ...], Layout], ...] = (
    (("conversations", "conversation", "dialog", "dialogue", "dialogs", "chat"), (),
     Layout("ShareGPT", _CONVERT)),
    (("preferred_completion",), ("non_preferred_completion",),
     Layout("older preference data",
            "rename them to `preferred_output` and `non_preferred_output`")),
    (("chosen",), ("rejected",), Layout("Hugging Face preference data", _PREFERENCE)),
    (("contents",), (), Layout(
        "Gemini", "turn each of `contents` into a message with `role` and `content`, and its "
        "`parts` into the content")),
    (("output", "response", "answer", "completion"), ("instruction",),
     Layout("Alpaca", _CONVERT)),
    (("answer", "a"), ("question",), Layout("question and answer", _CONVERT)),
    (("a",), ("q",), Layout("question and answer", _CONVERT)),
    (("response",), ("query",), Layout("query and response", _CONVERT)),
    (("output", "ideal", "target", "label"), ("input",),
     Layout("input and output", _CONVERT)),
    (("response", "answer", "output", "reply"), ("prompt",),
     Layout("prompt and response", _CONVERT)),
    (("content", "value", "text"), ("role",),
     _ONE_MESSAGE),
    (("value", "content", "text"), ("from",),
     _ONE_MESSAGE),
    (("target",), ("source",), Layout("source and target", _MAP.format("source", "target"))),
    (("response",), ("context",), Layout("context and response",
                                         _MAP.format("context", "response"))),
)  # fmt: skip


def layout_of(row: Mapping[str, Any]) -> Layout | None:
    """Return the layout whose keys a row has, or None. Case makes no difference."""
    keys = {key.lower() for key in row}
    for any_of, all_of, layout in _LAYOUTS:
        if keys.issuperset(all_of) and not keys.isdisjoint(any_of):
            return layout
    return None
