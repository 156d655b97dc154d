"""Defects of lengths and of special tokens: TOK."""

from __future__ import annotations

from typing import Any

from seeded.clean import CHATS, PAIRS, PREFERENCES, TEXTS, TOOLS
from seeded.defect import edited, own_target, whole

_OPENAI = {"target": "openai/gpt-4.1-mini"}
_TIGHT = own_target("tight", max_row_tokens=300)
_MANUAL = "Turn the screw by a quarter, then test the lever. " * 400


def _more(number: int, text: str) -> Any:
    """Return an edit that appends to a message."""

    def edit(row: Any) -> None:
        row["messages"][number]["content"] += text

    return edit


def _manuals(rows: list[Any]) -> list[Any]:
    for row in rows:
        row["messages"][1]["content"] += _MANUAL
    return rows


def _long(tokens: int) -> Any:
    return _more(2, " a" * tokens)


DEFECTS = (
    edited("row-too-long", "TOK001", CHATS, _long(65_600)),
    edited("row-too-long-openai", "TOK001", CHATS, _long(65_600), options=_OPENAI),
    edited("question-too-long", "TOK001", CHATS, _more(1, " a" * 65_600)),
    edited("row-too-long-own-limit", "TOK001", CHATS, _long(300), options=_TIGHT),
    edited("tools-too-long", "TOK001", TOOLS, _more(3, " a" * 65_600)),
    edited("pair-too-long", "TOK001", PAIRS,
           lambda row: row.update(completion=" a" * 65_600 + row["completion"])),
    edited("text-too-long", "TOK001", TEXTS, lambda row: row.update(text=" a" * 65_600)),
    edited("row-nearly-too-long", "TOK002", CHATS, _long(64_000)),
    edited("pair-nearly-too-long", "TOK002", PAIRS,
           lambda row: row.update(completion=" a" * 65_000 + row["completion"])),
    edited("end-of-text", "TOK003", CHATS, _more(2, "<|endoftext|>")),
    edited("end-of-text-in-question", "TOK003", CHATS, _more(1, "<|endoftext|>")),
    edited("fim-suffix", "TOK003", CHATS, _more(2, " x = <|fim_suffix|> + 1"), options=_OPENAI),
    edited("chat-markup", "TOK003", CHATS, _more(1, "<|im_start|>user"), options=_OPENAI),
    edited("end-of-prompt-in-tool", "TOK003", TOOLS, _more(2, "<|endofprompt|>")),
    edited("end-of-text-in-pair", "TOK003", PAIRS,
           lambda row: row.update(prompt="<|endoftext|>" + row["prompt"])),
    edited("end-of-text-in-preferred", "TOK003", PREFERENCES,
           lambda row: row["preferred_output"][0].update(content="Yes.<|endoftext|>")),
    edited("template-marker", "TOK003", CHATS, _more(1, "<|eot_id|>"), options={"target": "together"},
           severity="warning"),
    edited("mistral-marker", "TOK003", CHATS, _more(1, " [INST]"), options={"target": "mistral"}),
    edited("nova-forbidden-text", "TOK003", CHATS, _more(1, " User: hello"),
           options={"target": "bedrock-nova"}, severity="error"),
    whole("too-many-in-all", "TOK004", CHATS, list,
          options={**own_target("capped", max_total_tokens=500), "tokens": "exact"},
          clean_options=own_target("capped", max_total_tokens=5_000_000)),
    whole("tiny-answers", "TOK005", CHATS, _manuals, options={"tokens": "exact"}),
)  # fmt: skip
