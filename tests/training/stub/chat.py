"""Answers: chat and legacy completions.

A model says its name and what it was asked, twice with the stop sequence between where one is given
(a server that does not stop is the harder case). Names with ``babbage`` or ``davinci`` complete
prompts only.
"""

from __future__ import annotations

from typing import Any

from .serving import Refused, Request, Stub, now

_OLD = ("babbage", "davinci")
_NOT_CHAT = (
    "This is not a chat model and thus not supported in the v1/chat/completions endpoint. "
    "Did you mean to use v1/completions?"
)


def _old(model: str) -> bool:
    return any(name in model for name in _OLD)


def _said(asked: dict[str, Any], words: str) -> str:
    text = f"{asked['model']} answers: {words}"
    for stop in asked.get("stop") or ():
        text += f"{stop} more {stop}"
    return text


def chat(stub: Stub, request: Request) -> Any:
    """POST /chat/completions"""
    asked = request.json
    if _old(asked["model"]):
        raise Refused(404, _NOT_CHAT, None, "model")
    last = asked["messages"][-1].get("content") or ""
    message = {"role": "assistant", "content": _said(asked, str(last)), "refusal": None}
    return _answer(
        "chat.completion", asked, {"message": message, "finish_reason": "stop", "logprobs": None}
    )


def complete(stub: Stub, request: Request) -> Any:
    """POST /completions"""
    asked = request.json
    if not _old(asked["model"]):
        raise Refused(
            404, "This is a chat model and not supported in v1/completions.", None, "model"
        )
    choice = {"text": _said(asked, asked["prompt"]), "finish_reason": "stop", "logprobs": None}
    return _answer("text_completion", asked, choice)


def _answer(kind: str, asked: dict[str, Any], choice: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": "answer-1",
        "object": kind,
        "created": now(),
        "model": asked["model"],
        "choices": [{"index": 0, **choice}],
        "usage": {"prompt_tokens": 4, "completion_tokens": 5, "total_tokens": 9},
    }


ROUTES = [("POST", "/chat/completions", chat), ("POST", "/completions", complete)]
