"""Which encoding a model counts in.

A table of model families, as tiktoken and the platform's model pages state them. A dated or sized
model belongs to the longest family that begins its name: ``gpt-4o-mini-2024-07-18`` to ``gpt-4o``.
"""

from __future__ import annotations

from dataprep.errors import UsageError
from dataprep.tokens.vocabulary import ENCODINGS

_FAMILIES = {
    "o200k_base": (
        "gpt-4o", "chatgpt-4o", "gpt-4.1", "gpt-4.5", "gpt-5", "gpt-oss", "o1", "o3", "o4",
        # The minor versions of a family that still grows.
        *(f"gpt-5.{minor}" for minor in range(1, 10)),
    ),
    "cl100k_base": (
        "gpt-4", "gpt-3.5-turbo", "gpt-35-turbo", "babbage-002", "davinci-002",
    ),
    "p50k_base": (
        "text-davinci-002", "text-davinci-003",
    ),
    "r50k_base": (
        "ada", "babbage", "curie", "davinci",
        "text-ada-001", "text-babbage-001", "text-curie-001", "text-davinci-001",
    ),
}  # fmt: skip
_ENCODING_OF = {family: name for name, families in _FAMILIES.items() for family in families}
# A name without a family of its own must not fall into one of an older generation: the
# first-generation base models are these names alone.
_EXACT = frozenset(_FAMILIES["r50k_base"])


def encoding_for_model(model: str) -> str:
    """Return the name of the encoding in which `model` counts tokens.

    Args:
        model: a model of OpenAI's line, dated or not, or a fine-tuned one
            (``ft:gpt-4o-mini-2024-07-18:org::id``, or ``davinci:ft-org-2023-01-30`` of old).

    Raises:
        UsageError: no family of models begins this name.
    """
    base = model.strip().lower().removeprefix("ft:").split(":")[0]
    families = [
        family
        for family in _ENCODING_OF
        if base == family or (base.startswith(f"{family}-") and family not in _EXACT)
    ]
    if families:
        return _ENCODING_OF[max(families, key=len)]
    from difflib import get_close_matches

    near = get_close_matches(base, _ENCODING_OF, n=1)
    hint = f"did you mean {near[0]}? or " if near else ""
    raise UsageError(
        f"the token encoding of model {model!r} is not known",
        f"{hint}name the encoding itself: {', '.join(ENCODINGS)}",
    )
