"""What makes two rows the same example, and two rows the same prompt.

A row is written in a canonical form, in two parts: the prompt (the messages before the last run of the
assistant, with the tools) and the rest. The key of the prompt is the hash of the first part; that of the
example hashes the second with the first as its seed.

Key order, white space between values, escapes, and 1 or 1.0 make no difference. Everything else does:
each character of a text, the order of messages and tools, a key that is absent or null, true or 1.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any

import orjson
import xxhash

from dataprep.jsontext import dumps

_SORTED = orjson.OPT_SORT_KEYS
# Before the first of these, nobody has asked anything: equal instructions are no equal prompts.
_INSTRUCTIONS = ("system", "developer")

Canonical = tuple[bytes, bytes, int]
"""The prompt of a row, empty where nothing is asked; the rest; the colons of the whole row as JSON.

A line that has more colons than that says something that the parser dropped: a key that comes twice.
"""


def keys(data: dict[str, Any], kind: str) -> tuple[int, int, int]:
    """Return the key of the example, the key of its prompt, and the colons of the canonical form.

    The prompt of a row that asks nothing has the example's key, so that it makes no group of its own.
    """
    prompt, rest, colons = canonical(data, kind)
    if not prompt:
        example = xxhash.xxh3_64_intdigest(rest)
        return example, example, colons
    seed = _plainly_asked(data) if kind == "chat" else None
    if seed is None:
        seed = xxhash.xxh3_64_intdigest(prompt)
    return xxhash.xxh3_64_intdigest(rest, seed), seed, colons


def plain_keys(roles: tuple[str, ...], texts: list[str]) -> tuple[int, int, int]:
    """Return `keys` of a chat row that is nothing but messages of a role and a text each.

    No canonical form is written for these, which most rows are: the texts themselves are hashed. A
    row is always looked at in the same way, so equal rows have equal keys.

    Args:
        roles: of the messages.
        texts: their contents.
    """
    start, seed, answered = _order(roles)
    rest = _joined(texts[start:])
    colons = colons_of(rest) + 2 * len(texts) + 1
    if not start:
        example = xxhash.xxh3_64_intdigest(rest, seed)
        return example, example, colons
    asked = _joined(texts[:start])
    prompt = xxhash.xxh3_64_intdigest(asked, seed)
    example = xxhash.xxh3_64_intdigest(rest, prompt ^ answered)
    return example, prompt, colons + colons_of(asked)


def colons_of(text: bytes) -> int:
    """Return how many colons are in a text."""
    # Where they are few this takes a third of the time of `count`, which looks at byte after byte.
    return len(text) - len(text.replace(b":", b""))


def _joined(texts: list[str]) -> bytes:
    # What stands between them need not be unknown to texts: a hash is no proof either.
    joined = "\0".join(texts)
    try:
        return joined.encode()
    except UnicodeEncodeError:  # a lone surrogate, which no parsed line holds
        return joined.encode("utf-8", "surrogatepass")


def _plainly_asked(data: dict[str, Any]) -> int | None:
    """Return the key of a prompt of plain messages, as `plain_keys` makes it; None for another one.

    The answer may be anything: the same prompt has the same key before a text and before a call.
    """
    if "tools" in data:
        return None
    messages = data["messages"]
    roles = roles_of(messages)
    asked = messages[: answer_start(roles)]
    texts = [one.get("content") for one in asked if type(one) is dict and len(one) == 2]
    said = [text for text in texts if type(text) is str]
    named = tuple(role for role in roles if type(role) is str)
    if len(said) != len(asked) or len(named) != len(roles):
        return None
    start, seed, _ = _order(named)
    return xxhash.xxh3_64_intdigest(_joined(said), seed) if start else None


@lru_cache(4096)
def _order(roles: tuple[str, ...]) -> tuple[int, int, int]:
    """Return where the answer begins, 0 where nothing is asked, and two hashes of the roles.

    The first covers the roles up to the answer: what is asked is the same whatever is answered. The
    second covers those from there on: what follows an answer need not be said by the assistant.
    """
    start = answer_start(roles)
    if all(role in _INSTRUCTIONS for role in roles[:start]):
        start = 0
    asked = roles[:start] or roles
    return start, _hash_of(asked), _hash_of(roles[start:])


def _hash_of(roles: tuple[str, ...]) -> int:
    return xxhash.xxh3_64_intdigest("\0".join(roles).encode("utf-8", "surrogatepass"))


def example_key(data: dict[str, Any], kind: str) -> int:
    """Return a hash of the whole row."""
    return keys(data, kind)[0]


def prompt_key(data: dict[str, Any], kind: str) -> int:
    """Return a hash of what the row asks."""
    return keys(data, kind)[1]


def canonical(data: dict[str, Any], kind: str) -> Canonical:
    """Return a row in canonical form; it may have any shape."""
    if kind == "chat":
        return _chat(data)
    if kind == "reinforcement":
        return _parts(data, _asks(data.get("messages")), ("messages", "tools"))
    if kind == "preference":
        given = data.get("input")
        return _parts(data, isinstance(given, dict) and _asks(given.get("messages")), ("input",))
    if kind == "prompt-completion":
        prompt = data.get("prompt")
        if not isinstance(prompt, str):
            return _parts(data, bool(prompt), ("prompt",))
        texts = len(data) == 2 and type(data.get("completion")) is str
        return _parts(data, bool(prompt.strip()), ("prompt",), _quickly if texts else written)
    return _whole(data)


def answer_start(roles: Sequence[Any]) -> int:
    """Return where the last run of the assistant begins; the number of messages if there is none."""
    end = len(roles)
    while end and roles[end - 1] != "assistant":
        end -= 1
    if not end:
        return len(roles)
    while end and roles[end - 1] == "assistant":
        end -= 1
    return end


def roles_of(messages: list[Any]) -> list[Any]:
    """Return the role of each message, None where it has none."""
    return [one.get("role") if isinstance(one, dict) else None for one in messages]


def _chat(data: dict[str, Any]) -> Canonical:
    messages = data.get("messages")
    if not isinstance(messages, list):
        return _whole(data)
    roles = roles_of(messages)
    start = answer_start(roles)
    asked, answer = messages[:start], messages[start:]
    if not start or (roles[start - 1] in _INSTRUCTIONS and not _asks(asked)):
        return _whole(data)
    if len(data) == 1:
        prompt, rest = written(asked), written(answer)
        return prompt, rest, prompt.count(b":") + rest.count(b":") + 1
    others = {name: one for name, one in data.items() if name not in ("messages", "tools")}
    prompt = written([asked, data["tools"]] if "tools" in data else asked)
    rest = written([answer, others] if others else answer)
    return prompt, rest, prompt.count(b":") + rest.count(b":") + 1 + ("tools" in data)


def _asks(messages: Any) -> bool:
    """Whether somebody speaks in the messages, beside instructions."""
    return isinstance(messages, list) and any(
        role not in _INSTRUCTIONS for role in roles_of(messages)
    )


def _parts(
    data: dict[str, Any],
    asks: bool,
    names: tuple[str, ...],
    write: Callable[[Any], bytes] | None = None,
) -> Canonical:
    """Return a row whose prompt is what stands under some names."""
    if not asks:
        return _whole(data)
    write = write or written
    prompt = write({name: data[name] for name in names if name in data})
    rest = write({name: one for name, one in data.items() if name not in names})
    return prompt, rest, prompt.count(b":") + rest.count(b":")


def _whole(data: Any) -> Canonical:
    line = written(data)
    return b"", line, line.count(b":")


def _quickly(value: Any) -> bytes:
    try:
        return orjson.dumps(value, None, _SORTED)
    except TypeError:  # a lone surrogate, which no parsed line holds
        return dumps(value, sort_keys=True)


def written(value: Any) -> bytes:
    """Return a value as canonical JSON."""
    line = dumps(value, sort_keys=True)
    # Only where `.0` is written can there be a number to be written otherwise.
    if b".0" not in line:
        return line
    try:
        return dumps(_integral(value), sort_keys=True)
    except RecursionError:
        return line


def _integral(value: Any) -> Any:
    """Return the value with whole numbers as integers."""
    if isinstance(value, float):
        # What is written with an exponent stays: as an integer it would not be the same text.
        return int(value) if value.is_integer() and abs(value) < 1e16 else value
    if isinstance(value, dict):
        return {key: _integral(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_integral(inner) for inner in value]
    return value
