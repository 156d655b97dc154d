"""Named hypothesis strategies: texts as people write them, the rows of formats, the records of layouts.

Texts hold no lone surrogates. Rows are in the key order in which dataprep writes them, so that they can
be compared as bytes too. Nothing here is shared between two examples: a test may change what it draws.
"""

from __future__ import annotations

import json
from typing import Any, NamedTuple

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

Data = dict[str, Any]

SCRIPTS = (
    "abcXYZ 0123",
    "äöüßéçñøÅ’“”…",
    "αβγςΣάώ",
    "Яблоко ёъ",
    "שלום עולם",
    "مرحبا ٠١٢ هـ",
    "नमस्ते दुनिया",
    "สวัสดีครับ",
    "你好，世界。漢字",
    "こんにちはカタカナｶﾅ",
    "안녕하세요 ᄒ",
    "😀👩‍👩‍👧🇩🇪👍🏽",
)
AWKWARD = (
    "", " ", "\n", "\r\n", "\r", "\t", "\x00", "\x07", "\x1b[31m", "\x7f", "\x85", "\xa0", "\xad",
    "\u0301", "e\u0301", "\u200b", "\u200d", "\u202e", "\u2028", "\ufeff", "\ufffd", "\ufffe",
    "\U0010ffff", '"', "\\", "\\n", "{", "}", "{{x}}", "{column}", "%s", "&amp;", "&amp;lt;",
    "&#13;", "â€™", "Ã©", "ﬁ", "Ⅳ", "İ", "<|endoftext|>", "###", "\n\n###\n\n", "\n\n##", " ->", " =>",
    " END", "***", "NULL", "NaN", "1e5", "007", "=1+1", "<script>", "'; DROP TABLE x;--",
)  # fmt: skip

_words = st.sampled_from(
    [*SCRIPTS, *(word for script in SCRIPTS for word in script.split()), *AWKWARD]
)
_any_characters = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
_texts = st.one_of(
    _words, _any_characters, st.lists(_words | _any_characters, max_size=4).map("".join)
)


def texts(min_size: int = 0) -> SearchStrategy[str]:
    """Texts in many scripts with awkward characters between, of `min_size` characters at least."""
    return _texts.filter(lambda text: len(text) >= min_size) if min_size else _texts


def answers() -> SearchStrategy[str]:
    """Texts with something to learn in them."""
    return texts().filter(lambda text: bool(text.strip()))


def names() -> SearchStrategy[str]:
    """Names of people and functions, as the platforms allow them."""
    return st.text("abcdefghijklmnopqrstuvwxyz0123456789_", min_size=1, max_size=12)


def json_values() -> SearchStrategy[Any]:
    """Any JSON value, integers beyond 64 bits among them, without fractions."""
    leaves = st.none() | st.booleans() | st.integers() | st.just(2**70) | texts()
    return st.recursive(
        leaves,
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts(), inner, max_size=3),
        max_leaves=8,
    )


@st.composite
def messages(draw: st.DrawFn, role: str) -> Data:
    """One message of a role that says something: now and then with a name or a weight."""
    made: Data = {"role": role, "content": draw(answers())}
    if draw(st.integers(0, 5)) == 0:
        made["name"] = draw(names())
    if role == "assistant" and draw(st.integers(0, 3)) == 0:
        made["weight"] = draw(st.sampled_from((0, 1)))
    return made


@st.composite
def tool_rounds(draw: st.DrawFn, number: int) -> list[Data]:
    """An assistant's calls and their results, tied by ids."""
    calls = [
        {
            "id": f"call_{number}_{index}",
            "type": "function",
            "function": {"name": draw(names()), "arguments": json.dumps({"x": draw(texts())})},
        }
        for index in range(draw(st.integers(1, 2)))
    ]
    return [
        {"role": "assistant", "content": draw(st.none() | texts()), "tool_calls": calls},
        *({"role": "tool", "content": draw(texts()), "tool_call_id": call["id"]} for call in calls),
    ]


def tool_definitions() -> SearchStrategy[Data]:
    """Definitions of tools."""
    return st.builds(
        lambda name, text: {
            "type": "function",
            "function": {
                "name": name,
                "description": text,
                "parameters": {"type": "object", "properties": {"x": {"type": "string"}}},
            },
        },
        names(),
        texts(),
    )


@st.composite
def chat_rows(draw: st.DrawFn, tools: bool = True) -> Data:
    """Rows of the chat format: a system prompt perhaps, rounds, tool calls if `tools`."""
    turns: list[Data] = []
    if draw(st.booleans()):
        turns.append(
            {"role": draw(st.sampled_from(("system", "developer"))), "content": draw(texts())}
        )
    called = False
    for number in range(draw(st.integers(1, 2))):
        turns.append(draw(messages("user")))
        if tools and draw(st.integers(0, 2)) == 0:
            turns += draw(tool_rounds(number))
            called = True
        turns.append(draw(messages("assistant")))
    row: Data = {"messages": turns}
    if called:
        row["tools"] = draw(st.lists(tool_definitions(), min_size=1, max_size=2))
    return row


def prompt_completion_rows() -> SearchStrategy[Data]:
    """Rows of the prompt-completion format; the prompt may be empty."""
    return st.builds(lambda prompt, completion: {"prompt": prompt, "completion": completion},
                     texts(), answers())  # fmt: skip


def text_rows() -> SearchStrategy[Data]:
    """Rows of the text format."""
    return st.builds(lambda text: {"text": text}, answers())


ROWS = {
    "chat": chat_rows(),
    "prompt-completion": prompt_completion_rows(),
    "text": text_rows(),
}
"""Format -> its rows."""


class Sample(NamedTuple):
    """A record of a layout, and the (role, text) pairs of the example that it stands for."""

    record: Data
    turns: list[tuple[str, str]]


@st.composite
def _pairs(
    draw: st.DrawFn, user: str, assistant: str, extra: str = "", history: bool = False
) -> Sample:
    question, answer = draw(answers()), draw(texts())
    record: Data = {user: question, assistant: answer}
    before: list[tuple[str, str]] = []
    asked = question
    if draw(st.booleans()):
        record["system"] = draw(texts())
        before = [("system", record["system"])] if record["system"] else []
    if extra and draw(st.booleans()):
        record[extra] = draw(texts())
        asked = f"{question}\n\n{record[extra]}" if record[extra] else question
    if history and draw(st.booleans()):
        turns = draw(st.lists(st.lists(texts(), min_size=2, max_size=2), max_size=2))
        record["history"] = draw(st.sampled_from((turns, json.dumps(turns))))
        for old_question, old_answer in turns:
            before += [("user", old_question), ("assistant", old_answer)]
    return Sample(record, [*before, ("user", asked), ("assistant", answer)])


@st.composite
def _conversations(
    draw: st.DrawFn, column: str, keys: tuple[str, str], words: dict[str, tuple[str, ...]]
) -> Sample:
    turns = [("system", draw(texts()))] if draw(st.booleans()) else []
    for _ in range(draw(st.integers(1, 3))):
        turns += [("user", draw(texts())), ("assistant", draw(texts()))]
    written = [{keys[0]: draw(st.sampled_from(words[role])), keys[1]: text} for role, text in turns]
    # A table holds the list as JSON text.
    return Sample({column: draw(st.sampled_from((written, json.dumps(written))))}, turns)


_OPENAI = {"system": ("system",), "user": ("user",), "assistant": ("assistant",)}
_SHAREGPT = {
    "system": ("system", "System"),
    "user": ("human", "user", "Human"),
    "assistant": ("gpt", "assistant", "chatgpt", "bard", "GPT"),
}


@st.composite
def _both_sides(draw: st.DrawFn) -> Sample:
    rounds = draw(st.lists(st.tuples(texts(), texts()), min_size=1, max_size=3))
    return Sample(
        {"conversation": [{"assistant": answer, "human": question} for question, answer in rounds]},
        [
            turn
            for question, answer in rounds
            for turn in (("user", question), ("assistant", answer))
        ],
    )


@st.composite
def _sections(draw: st.DrawFn) -> Sample:
    title, heading, content = draw(answers()), draw(answers()), draw(answers())
    head = title if title == heading else f"{title}\n{heading}"
    return Sample(
        {"title": title, "heading": heading, "content": content}, [("", f"{head}\n\n{content}")]
    )


DIALECTS: dict[str, SearchStrategy[Sample]] = {
    "prompt-completion": _pairs("prompt", "completion"),
    "question-answer": _pairs("question", "answer"),
    "input-output": _pairs("input", "output"),
    "alpaca": _pairs("instruction", "output", "input", history=True),
    "query-response": _pairs("query", "response", history=True),
    "named-pair": _pairs("prompt", "response"),
    "messages": _conversations("messages", ("role", "content"), _OPENAI),
    "sharegpt": st.one_of(
        _conversations("conversations", ("from", "value"), _SHAREGPT),
        _conversations("conversations", ("role", "content"), _SHAREGPT),
        _both_sides(),
    ),
    "section": _sections(),
    "text": texts().map(lambda text: Sample({"text": text}, [("", text)])),
}
"""Dialect -> records of its layout, with what they mean; ``single-turn`` needs rows that are folded."""
