"""Which layout an input has, found from its keys and values."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import DIALECTS, Sample

from dataprep.dialects import dialects, recognise
from dataprep.errors import UsageError
from dataprep.formats.base import DROPPED


def name_of(*rows: dict[str, Any]) -> str | None:
    """Return the name of the layout of some rows."""
    binding = recognise(list(dict.fromkeys(key for row in rows for key in row)), rows)
    return binding and binding.dialect.name


def turns(example: dict[str, Any]) -> list[tuple[str, str]]:
    """Return (role, text) pairs; the role of plain text is empty."""
    if "text" in example:
        return [("", example["text"])]
    return [(message["role"], message["content"]) for message in example["messages"]]


@given(data=st.data(), name=st.sampled_from(sorted(DIALECTS)))
def test_every_layout_is_recognised_and_read(data: st.DataObject, name: str) -> None:
    """A record is recognised by its own keys, and becomes the example that it stands for."""
    sample: Sample = data.draw(DIALECTS[name])
    binding = recognise(list(sample.record), [sample.record])
    assert binding is not None
    assert binding.dialect.name == name
    example = binding.example(sample.record)
    assert turns(example) == sample.turns
    assert DROPPED not in example


@given(data=st.data(), name=st.sampled_from(sorted(DIALECTS)))
def test_keys_without_meaning_change_nothing(data: st.DataObject, name: str) -> None:
    """Other columns beside those of the layout neither hide it nor get into the example."""
    sample: Sample = data.draw(DIALECTS[name])
    record = {"id": 7, **sample.record, "created at": "2024-01-01"}
    binding = recognise(list(record), [record])
    assert binding is not None
    assert binding.dialect.name == name
    assert turns(binding.example(record)) == sample.turns
    assert not binding.columns & {"id", "created at"}


@pytest.mark.parametrize(
    ("columns", "expected"),
    [
        (("Prompt ", "COMPLETION"), "prompt-completion"),
        (("\ufeffprompt", "completion"), "prompt-completion"),
        (("\ufeff Question", " Answer\t"), "question-answer"),
        (("user-input", "bot response"), "named-pair"),
        (("userMessage", "agentReply"), "named-pair"),
        (("User Message", "Assistant  Message"), "named-pair"),
        (("INSTRUCTION", "Response"), "alpaca"),
        (("instruction", "context", "response", "category"), "alpaca"),
        (("input", "ideal"), "input-output"),
        (("Q", "A"), "question-answer"),
        (("prompt", "reply"), "named-pair"),
        (("title", "Heading", "content"), "section"),
        (("completion",), "text"),
        (("response",), "text"),
        (("document", "source"), "text"),
    ],
)
def test_names_may_be_spelled_oddly(columns: tuple[str, ...], expected: str) -> None:
    """Case, spaces, hyphens, humps and a byte order mark do not matter, nor do synonyms."""
    assert name_of(dict.fromkeys(columns, "some text")) == expected


@pytest.mark.parametrize(
    "row",
    [
        {"prompt": "a", "chosen": "b", "rejected": "c"},
        {"chosen": "b", "rejected": "c"},
        {"prompt": "a", "completion": "b", "rejected": "c"},
        {"prompt": "a", "response": "b", "rejected": "c"},
        {"query": "a", "response": "b", "rejected_response": "c"},
        {"input": "a", "preferred_output": "b", "non_preferred_output": "c"},
        {"text": "a", "rejected": "c"},
        {"prompt": "a", "completion": "b", "label": True},
        {"x": 1, "y": 2.5, "z": 3},
        {"date": "2024-01-01", "amount": "3.50"},
        {"name": "Ann", "output": "text whose question stands in an unknown column"},
        {"Frage": "a", "response": "b"},
        {},
    ],
    ids=str,
)
def test_other_rows_are_not_recognised(row: dict[str, Any]) -> None:
    """Preference data, judged answers, tables and answers without a known question are not taken."""
    assert name_of(row) is None


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ({"messages": 12, "users": 3}, None),
        ({"messages": "see below", "question": "a", "answer": "b"}, "question-answer"),
        ({"chat": "a support chat", "question": "a", "answer": "b"}, "question-answer"),
        ({"conversation": None, "text": "a"}, "text"),
        ({"messages": '[{"role": "user", "content": "a"}]', "question": "a"}, "messages"),
        ({"messages": []}, "messages"),
    ],
)
def test_a_column_of_conversations_holds_lists(row: dict[str, Any], expected: str | None) -> None:
    """A column called `messages` or `chat` that holds prose or numbers is no conversation."""
    assert name_of(row) == expected


def test_the_layout_is_found_when_the_first_rows_are_damaged() -> None:
    """One good row among the sample is enough."""
    good = {"messages": [{"role": "user", "content": "a"}]}
    assert name_of({"messages": None}, {"messages": "?"}, good) == "messages"


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("user", "assistant"), "single-turn"),
        (("Customer", "AGENT ", ""), "single-turn"),
        (("user", "moderator"), "single-turn"),
        (("anna", "ben", "model"), "text"),
        (("anna@x.org", "ben@x.org"), "text"),
        ((None, 3), "text"),
    ],
)
def test_one_message_a_row_is_recognised_by_its_roles(
    words: tuple[Any, ...], expected: str
) -> None:
    """The words of the role column decide: half of them at least must be roles."""
    assert name_of(*({"role": word, "content": "x", "ticket": 1} for word in words)) == expected


def test_the_most_telling_layout_wins() -> None:
    """A chat row that also has a question column is a chat row, an Alpaca row is no input-output."""
    chat = [{"role": "user", "content": "a"}]
    assert name_of({"question": "a", "answer": "b", "messages": chat}) == "messages"
    assert name_of({"instruction": "a", "input": "b", "output": "c"}) == "alpaca"
    ranks = [dialect.rank for dialect in dialects()]
    assert ranks == sorted(set(ranks))


def test_a_forced_layout_is_the_only_one_tried() -> None:
    """--dialect takes one layout or none; an unknown name lists those that there are."""
    row = {"question": "a", "answer": "b", "text": "c"}
    forced = recognise(list(row), [row], "text")
    assert forced is not None and forced.example(row) == {"text": "c"}
    assert recognise(list(row), [row], "alpaca") is None
    with pytest.raises(UsageError, match="no dialect is called `mapped`") as caught:
        recognise(list(row), [row], "mapped")
    assert "question-answer" in caught.value.hint and "mapped" not in caught.value.hint


def test_a_layout_describes_itself() -> None:
    """The summary names the layout and which column plays which part."""
    binding = recognise(["Question", "answer", "system"], [])
    assert binding is not None
    assert binding.describe() == (
        "question-answer (user: `Question`, assistant: `answer`, system: `system`)"
    )
    assert binding.fits({"Question": 1, "answer": 2})
    assert not binding.fits({"question": 1, "answer": 2})


def test_a_question_column_that_is_never_filled_is_not_the_question() -> None:
    """Alpaca rows whose instruction bears another name are not read by their empty input."""
    rows = [{"text": f"q{n}", "input": "", "output": "a"} for n in range(3)]
    assert recognise(list(rows[0]), rows) is None
    completions = [{"prompt": "", "completion": f"c{n}"} for n in range(3)]
    binding = recognise(["prompt", "completion"], completions)
    assert binding is not None and binding.dialect.name == "prompt-completion"


def test_a_text_beside_a_question_is_no_plain_text() -> None:
    """Which side the text is must be said; --dialect text settles it too."""
    rows = [{"title": "t", "question": "q", "text": "a"}]
    assert recognise(list(rows[0]), rows) is None
    assert recognise(list(rows[0]), rows, "text") is not None
