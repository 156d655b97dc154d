"""Tokens of rows: the published vectors, every kind of row, and rows of any shape."""

import base64
import struct
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dataprep.errors import InputError, UsageError
from dataprep.tokens import batches, count_tokens, row_tokens, surviving_answers
from dataprep.tokens import rows as rows_module
from dataprep.tokens.batches import FAILED
from dataprep.tokens.image_size import size_of
from dataprep.tokens.images import image_tokens, tiles

KINDS = ("chat", "prompt-completion", "preference", "reinforcement", "text", "unknown")


def said(*turns):
    return [{"role": role, "content": content} for role, content in turns]


def named(name, content):
    return {"role": "system", "name": name, "content": content}


# Published by OpenAI with the counts that its service reports for them.
JARGON = [
    {
        "role": "system",
        "content": "You are a helpful, pattern-following assistant that translates corporate jargon "
        "into plain English.",
    },
    named("example_user", "New synergies will help drive top-line growth."),
    named("example_assistant", "Things working well together will increase revenue."),
    named(
        "example_user",
        "Let's circle back when we have more bandwidth to touch base on opportunities for increased "
        "leverage.",
    ),
    named("example_assistant", "Let's talk later when we're less busy about how to do better."),
    {
        "role": "user",
        "content": "This late pivot means we don't have time to boil the ocean for the client "
        "deliverable.",
    },
]
WEATHER = {
    "type": "function",
    "function": {
        "name": "get_current_weather",
        "description": "Get the current weather in a given location",
        "parameters": {
            "type": "object",
            "properties": {
                "location": {
                    "type": "string",
                    "description": "The city and state, e.g. San Francisco, CA",
                },
                "unit": {
                    "type": "string",
                    "description": "The unit of temperature to return",
                    "enum": ["celsius", "fahrenheit"],
                },
            },
            "required": ["location"],
        },
    },
}
ASKED = said(
    ("system", "You are a helpful assistant that can answer to questions about the weather."),
    ("user", "What's the weather like in San Francisco?"),
)


def test_the_shortest_published_conversation():
    """`Hello!` and its answer are 23 tokens, 10 of them learned."""
    row = {
        "messages": said(("user", "Hello!"), ("assistant", "Hi there! How can I help you today?"))
    }
    found = row_tokens(row, "chat", "o200k_base")

    assert (found.total, found.low, found.answers) == (23, 23, 10)
    assert found.by_role == {"user": 2, "assistant": 10}
    assert not found.estimate and not found.failure


@pytest.mark.parametrize(("encoding", "total"), [("cl100k_base", 129), ("o200k_base", 124)])
def test_the_published_conversation_with_names(encoding, total):
    """A name is one token more than its text."""
    assert row_tokens({"messages": JARGON}, "chat", encoding).total == total


@pytest.mark.parametrize(("encoding", "total"), [("cl100k_base", 105), ("o200k_base", 101)])
def test_the_published_tools(encoding, total):
    """Tool definitions go by the published formula, and are an estimate above the text in them."""
    found = row_tokens({"messages": ASKED, "tools": [WEATHER]}, "chat", encoding)

    assert found.total == total
    assert found.estimate and found.low < total


def test_tools_as_they_were_written_before_count_alike():
    """`functions` holds the same definitions without the wrapping."""
    old = row_tokens({"messages": ASKED, "functions": [WEATHER["function"]]}, "chat", "o200k_base")
    assert old.total == 101


def test_arguments_inside_arguments_count_too():
    """The published formula stops at the outer arguments; ours goes on."""
    inner = {"type": "object", "properties": {"city": {"type": "string"}}}
    flat, deep = (
        {"name": "f", "parameters": {"properties": {"place": schema}}}
        for schema in ({"type": "object"}, inner)
    )
    flat, deep = (
        row_tokens({"messages": [], "tools": [one]}, "chat", "o200k_base").total
        for one in (flat, deep)
    )
    assert deep == flat + 3 + count_tokens("city:string:")


def test_what_weight_0_covers_is_not_learned():
    """An assistant message of weight 0 counts, and is no answer."""
    row = {"messages": said(("assistant", "one two"), ("assistant", "three"))}
    row["messages"][0]["weight"] = 0
    found = row_tokens(row, "chat", "o200k_base")

    assert found.answers == count_tokens("three")
    assert found.by_role == {"assistant": count_tokens("one two") + count_tokens("three")}


def test_calls_are_answers_and_estimates():
    """The name and the arguments of a call are learned; as text or as an object."""
    text, node = '{"a":1}', {"a": 1}
    for call in ({"function": {"name": "f", "arguments": text}}, {"name": "f", "arguments": node}):
        row = {"messages": [{"role": "assistant", "tool_calls": [call]}]}
        found = row_tokens(row, "chat", "o200k_base")
        assert found.answers == count_tokens("f") + count_tokens(text)
        assert found.estimate and found.low < found.total


def test_one_turn_and_text():
    """Rows without messages are their texts and nothing around them."""
    pair = row_tokens(
        {"prompt": "one two ->", "completion": " three"}, "prompt-completion", "o200k_base"
    )
    text = row_tokens({"text": "one two"}, "text", "o200k_base")

    assert pair.total == count_tokens("one two ->") + count_tokens(" three")
    assert pair.answers == count_tokens(" three")
    assert pair.by_role == {"prompt": count_tokens("one two ->"), "completion": pair.answers}
    assert (text.total, text.answers) == (2, 2)


def test_a_preference_row_counts_both_outputs():
    """Both are in the total; the longest sequence is the lower bound; the preferred one is learned."""
    row = {
        "input": {"messages": said(("user", "Hello!"))},
        "preferred_output": said(("assistant", "Hi")),
        "non_preferred_output": said(("assistant", "No, no, no")),
    }
    found = row_tokens(row, "preference", "o200k_base")
    sides = [3 + 1 + count_tokens(text) for text in ("Hello!", "Hi", "No, no, no")]

    assert found.total == sum(sides) + 3
    assert found.low == sides[0] + sides[2] + 3
    assert found.answers == count_tokens("Hi")
    assert found.estimate


def test_a_reinforcement_row_has_no_answers():
    """Nothing in it is learned by heart."""
    row = {"messages": said(("assistant", "one"), ("user", "two"))}
    assert row_tokens(row, "reinforcement", "o200k_base").answers == 0


def test_a_text_that_cannot_be_counted_is_a_failure_and_no_exception(monkeypatch):
    """What the tokenizer gives up on is named; the rest is counted."""

    def count(texts, encoding):
        return [FAILED if text == "!" * 40 else count_tokens(text, encoding) for text in texts]

    monkeypatch.setattr(batches, "count_texts", count)
    monkeypatch.setattr(rows_module, "count_texts", count)
    for more in ({}, {"name": "Ann"}):  # a plain row goes another way
        row = {
            "messages": [{"role": "user", "content": "!" * 40, **more}, *said(("assistant", "Hi"))]
        }
        found = row_tokens(row, "chat", "o200k_base", cached=False)

        assert found.failure == "a text of 40 characters cannot be counted in o200k_base"
        assert found.total == 3 + 3 + 1 + 3 + 1 + 1 + 2 * len(more)


def test_an_unknown_encoding_is_an_error():
    """It would fail for every row."""
    with pytest.raises(UsageError, match="there is no token encoding 'x'"):
        row_tokens({}, "chat", "x")


LEAVES = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8)
NAMES = (
    "messages", "role", "content", "name", "weight", "tool_calls", "function", "arguments",
    "parameters", "properties", "type", "items", "enum", "description", "tools", "functions",
    "image_url", "url", "detail", "prompt", "completion", "text", "input", "preferred_output",
    "non_preferred_output",
)  # fmt: skip
KEYS = st.sampled_from(NAMES) | st.text(max_size=3)
VALUES = st.recursive(
    LEAVES
    | st.sampled_from(["assistant", "user", "image_url", "data:image/png;base64,iVBORw0KGgo="]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=20,
)


@given(st.dictionaries(KEYS, VALUES, max_size=4), st.sampled_from(KINDS), st.integers(0, 50))
def test_rows_of_any_shape_are_counted(data, kind, limit):
    """Nothing raises; the parts never exceed the whole."""
    found = row_tokens(data, kind, "o200k_base")

    assert 0 <= found.low <= found.total
    assert 0 <= found.answers <= sum(found.by_role.values()) <= found.total
    assert 0 <= surviving_answers(data, kind, "o200k_base", limit) <= limit


@pytest.mark.parametrize(
    ("limit", "left"), [(0, 0), (9, 0), (10, 0), (11, 1), (15, 5), (20, 10), (1000, 10)]
)
def test_a_cut_takes_the_answer_from_its_end(limit, left):
    """3 and 1 and 2 tokens of the question and 3 and 1 around the answer come before it."""
    row = {
        "messages": said(("user", "Hello!"), ("assistant", "Hi there! How can I help you today?"))
    }
    assert surviving_answers(row, "chat", "o200k_base", limit) == left


@pytest.mark.parametrize(
    ("kind", "row", "limit", "left"),
    [
        ("text", {"text": "one two"}, 1, 1),
        ("prompt-completion", {"prompt": "one two", "completion": " three four"}, 3, 1),
        (
            "preference",
            {
                "input": {"messages": said(("assistant", "one"), ("user", "one"))},
                "preferred_output": said(("assistant", "one two three")),
            },
            16,
            2,
        ),
    ],
)
def test_a_cut_of_other_kinds(kind, row, limit, left):
    """The answer is the text, the completion, the preferred output."""
    assert surviving_answers(row, kind, "o200k_base", limit) == left


def url(content, kind="png"):
    return f"data:image/{kind};base64,{base64.b64encode(content).decode()}"


PNG = b"\x89PNG\r\n\x1a\n" + struct.pack(">I4sII", 13, b"IHDR", 640, 480) + zlib.compress(b"x" * 90)
GIF = b"GIF89a" + struct.pack("<HH", 640, 480) + b"\0" * 20
JPEG = (
    b"\xff\xd8\xff\xe1" + struct.pack(">H", 1000) + b"x" * 998
    + b"\xff\xff\xc4" + struct.pack(">H", 4) + b"xx"
    + b"\xff\xc2" + struct.pack(">HBHH", 17, 8, 480, 640) + b"x" * 30
)  # fmt: skip
VP8 = b"RIFF0000WEBPVP8 0000000\x9d\x01\x2a" + struct.pack("<HH", 640, 480)
VP8L = b"RIFF0000WEBPVP8L0000\x2f" + struct.pack("<I", 639 | 479 << 14)
VP8X = b"RIFF0000WEBPVP8X00000000" + (639).to_bytes(3, "little") + (479).to_bytes(3, "little")


@pytest.mark.parametrize("content", [PNG, GIF, JPEG, VP8, VP8L, VP8X])
def test_the_size_of_an_image_stands_in_its_header(content):
    """Each format says it in its own way; a JPEG behind its other segments."""
    assert size_of(url(content + b"\0" * 50)) == (640, 480)


@pytest.mark.parametrize(
    "text",
    [
        "https://example.invalid/a.png", "data:,x", "data:image/png;base64,", url(PNG[:18]),
        url(JPEG[:40]), url(b"\xff\xd8\xff"), "data:image/png;base64,ä€", url(b"RIFF0000WEBPVP9 "),
    ],
)  # fmt: skip
def test_an_image_without_a_size(text):
    """What cannot be told is None, and costs the base."""
    assert size_of(text) is None
    assert image_tokens({"url": text}) == 85


@given(st.binary(max_size=60), st.sampled_from([b"", PNG[:16], GIF[:6], JPEG[:4], VP8[:16]]))
def test_an_image_of_any_bytes(content, head):
    """No header raises."""
    size_of(url(head + content))


def test_a_large_image_is_counted_in_tiles():
    """1024 x 1024 is 2 x 2 tiles after the fit; low detail is the base alone."""
    assert tiles(1024, 1024) == 4 and tiles(2048, 4096) == 6 and tiles(10, 10) == 1
    assert image_tokens({"url": url(PNG)}) == 85 + 170 * 2
    assert image_tokens({"url": url(PNG), "detail": "low"}) == 85
    assert image_tokens(url(PNG)) == 85 + 170 * 2


def test_an_image_makes_the_row_an_estimate():
    """Its base is certain, its tiles are not."""
    part = {"type": "image_url", "image_url": {"url": url(PNG)}}
    row = {"messages": [{"role": "user", "content": [{"type": "text", "text": "one"}, part]}]}
    found = row_tokens(row, "chat", "o200k_base")

    assert found.low == 3 + 3 + 1 + 1 + 85
    assert found.total == found.low + 340
    assert found.by_role == {"user": 1}


@pytest.fixture
def tokenizer(tmp_path):
    """A tokenizer file that counts words, with a template and a cut that must not count."""
    tokenizers = pytest.importorskip("tokenizers")
    model = tokenizers.models.WordLevel({"[UNK]": 0, "one": 1, "[CLS]": 2}, unk_token="[UNK]")
    made = tokenizers.Tokenizer(model)
    made.pre_tokenizer = tokenizers.pre_tokenizers.Whitespace()
    made.post_processor = tokenizers.processors.TemplateProcessing(
        single="[CLS] $A", special_tokens=[("[CLS]", 2)]
    )
    made.enable_truncation(2)
    made.enable_padding(length=9)
    made.save(str(tmp_path / "tokenizer.json"))
    return tmp_path


def test_a_tokenizer_file_counts(tokenizer):
    """Neither the model's special tokens nor its cut nor its padding are in a count."""
    from dataprep.tokens import encoding_of_file

    encoding = encoding_of_file(str(tokenizer))
    assert encoding == f"file:{tokenizer / 'tokenizer.json'}"
    assert encoding_of_file(str(tokenizer / "tokenizer.json")) == encoding
    assert count_tokens("one two three", encoding) == 3
    assert count_tokens("one \ud800", encoding) == 2
    row = {"messages": said(("user", "one two three"))}
    assert row_tokens(row, "chat", encoding).total == 3 + 3 + 1 + 3


def test_a_file_that_is_no_tokenizer(tmp_path):
    """The file is named, and what to give instead."""
    pytest.importorskip("tokenizers")
    from dataprep.tokens import encoding_of_file

    with pytest.raises(InputError, match="there is no tokenizer here"):
        encoding_of_file(str(tmp_path))
    (tmp_path / "tokenizer.json").write_text("{}")
    with pytest.raises(InputError, match="this is no tokenizer"):
        row_tokens({}, "chat", encoding_of_file(str(tmp_path)))
