"""Questions for a trained model: written down one a line, or the rows of a dataset.

The last answer of a row is left off; it is what is expected.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

from dataprep.errors import InputError

_SYSTEM = ("system", "developer")


class Question(NamedTuple):
    """What is asked.

    Attributes:
        text: the question as it is shown: the prompt, or the last message of the user.
        messages: the conversation before the answer; empty for a prompt.
        expected: the answer of the row, without the marks around it; None where there is none.
        extra: what the row says besides: its tools, for instance.
    """

    text: str
    messages: tuple[dict[str, Any], ...] = ()
    expected: str | None = None
    extra: Mapping[str, Any] = MappingProxyType({})


class Manner(NamedTuple):
    """How the rows of a dataset are written, which a question must follow.

    Attributes:
        separator: ends every prompt.
        stop: ends every answer.
        system: begins every conversation.
    """

    separator: str = ""
    stop: str = ""
    system: str = ""


def manner_of(path: Path) -> Manner:
    """Return what the manifest of a dataset says.

    Args:
        path: ``NAME.manifest.json``, as `convert` writes it.

    Raises:
        InputError: it cannot be read, or is no manifest of dataprep.
    """
    hint = "give the manifest that stands beside the dataset, or --system and the marks themselves"
    try:
        content = json.loads(path.read_text("utf-8"))
        said = content["at_inference"] if content["tool"] == "dataprep" else None
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror or error})", hint) from error
    except (ValueError, RecursionError, KeyError, TypeError) as error:
        raise InputError(f"{path}: is no manifest of dataprep", hint) from error
    if not isinstance(said, dict):
        raise InputError(f"{path}: is no manifest of dataprep", hint)
    words = (str(said.get(key) or "") for key in ("separator", "stop_sequence", "system_prompt"))
    return Manner(*words)


def questions_of(name: str, text: str, manner: Manner) -> list[Question]:
    """Return the questions of a file.

    Args:
        name: of the file, for messages; ``.jsonl`` makes its lines rows.
        text: its content.
        manner: of the dataset; its marks are taken off what is expected.

    Raises:
        InputError: a row is none of the formats, or there is no question at all.
    """
    lines = [(n, line) for n, line in enumerate(text.removeprefix("\ufeff").split("\n"), 1)]
    lines = [(n, line) for n, line in lines if line.strip()]
    rows = name.endswith(".jsonl") or (bool(lines) and lines[0][1].lstrip().startswith("{"))
    if not rows:
        found = [Question(line.strip()) for _, line in lines]
    else:
        found = [_of_row(f"{name}:{n}", line, manner) for n, line in lines]
    if not found:
        raise InputError(f"{name}: holds no question", "write one question a line")
    return found


def _of_row(place: str, line: str, manner: Manner) -> Question:
    hint = "a question is a row with messages or with a prompt; a .txt has one question a line"
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise InputError(f"{place}: is no JSON ({error})", hint) from error
    if not isinstance(row, dict):
        raise InputError(f"{place}: is no JSON object", hint)
    if isinstance(prompt := row.get("prompt"), str):
        return Question(prompt, (), _without_marks(row.get("completion"), manner))
    given = row["input"] if isinstance(row.get("input"), dict) else row
    messages = given.get("messages")
    if not isinstance(messages, list) or not all(isinstance(one, dict) for one in messages):
        raise InputError(f"{place}: has neither messages nor a prompt", hint)
    answers = row.get("preferred_output")
    expected = answers[-1] if isinstance(answers, list) and answers else None
    if expected is None and messages and messages[-1].get("role") == "assistant":
        messages, expected = messages[:-1], messages[-1]
    asked = next((one for one in reversed(messages) if one.get("role") == "user"), None)
    if asked is None:
        raise InputError(f"{place}: has no message of the user to answer", hint)
    cleaned = tuple({k: v for k, v in one.items() if k != "weight"} for one in messages)
    extra = {key: given[key] for key in ("tools", "functions") if given.get(key)}
    shown = None if not isinstance(expected, dict) else answer_text(expected)
    return Question(_words(asked.get("content")), cleaned, shown, extra)


def answer_text(message: dict[str, Any]) -> str:
    """Return what a message of the assistant says: its content, or the calls that it makes."""
    if content := message.get("content") or message.get("refusal"):
        return _words(content)
    calls = message.get("tool_calls") or message.get("function_call")
    return json.dumps(calls, ensure_ascii=False) if calls else ""


def begins_with_system(question: Question) -> bool:
    """Whether a question brings its own system prompt."""
    return bool(question.messages) and question.messages[0].get("role") in _SYSTEM


def _words(content: Any) -> str:
    if isinstance(content, list):
        parts = [
            one.get("text") or f"[{one.get('type')}]" for one in content if isinstance(one, dict)
        ]
        return "\n".join(map(str, parts))
    return content if isinstance(content, str) else ""


def _without_marks(completion: Any, manner: Manner) -> str | None:
    if not isinstance(completion, str):
        return None
    return completion.removesuffix(manner.stop).strip()
