"""The encoding of a model is that of its family."""

from __future__ import annotations

import pytest

from dataprep.errors import UsageError
from dataprep.tokens import encoding_for_model


@pytest.mark.parametrize(
    ("model", "encoding"),
    [
        ("gpt-4o", "o200k_base"),
        ("gpt-4o-mini-2024-07-18", "o200k_base"),
        ("gpt-4.1-nano", "o200k_base"),
        ("o1", "o200k_base"),
        ("o4-mini-2025-04-16", "o200k_base"),
        ("gpt-5", "o200k_base"),
        ("gpt-5.2-chat", "o200k_base"),
        ("GPT-4o", "o200k_base"),
        ("ft:gpt-4o-mini-2024-07-18:org:name:id", "o200k_base"),
        ("ft:gpt-4.1-2025-04-14:org::id:ckpt-step-90", "o200k_base"),
        ("gpt-4", "cl100k_base"),
        ("gpt-4-0613", "cl100k_base"),
        ("gpt-3.5-turbo", "cl100k_base"),
        ("gpt-35-turbo-0125", "cl100k_base"),
        ("ft:gpt-3.5-turbo-0125:org::id", "cl100k_base"),
        ("ft:davinci-002:org::id", "cl100k_base"),
        ("babbage-002", "cl100k_base"),
        ("text-davinci-003", "p50k_base"),
        ("text-davinci-002", "p50k_base"),
        ("text-davinci-001", "r50k_base"),
        ("davinci", "r50k_base"),
        ("ada", "r50k_base"),
        ("curie:ft-org-2023-01-30-10-00-00", "r50k_base"),
    ],
)
def test_encoding_of_a_model(model: str, encoding: str) -> None:
    """A model, dated, fine-tuned or neither, counts in the encoding of its family."""
    assert encoding_for_model(model) == encoding


@pytest.mark.parametrize(
    ("model", "hint"),
    [
        ("gpt4o-mini", "did you mean gpt-4o? or name the encoding itself: "),
        ("davincy-002", "did you mean davinci-002? or name the encoding itself: "),
        ("mistral-7b", "name the encoding itself: "),
        ("gpt-4ohm", "did you mean gpt-4o? or name the encoding itself: "),
        ("davinci-003", "did you mean davinci-002? or name the encoding itself: "),
        ("", "name the encoding itself: "),
    ],
)
def test_unknown_model(model: str, hint: str) -> None:
    """A model of no known family is a usage error with the nearest name and the encodings."""
    with pytest.raises(UsageError) as caught:
        encoding_for_model(model)
    assert caught.value.message == f"the token encoding of model {model!r} is not known"
    assert caught.value.hint == hint + "o200k_base, cl100k_base, p50k_base, r50k_base"
