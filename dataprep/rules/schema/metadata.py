"""Keys beside the data that say where a row comes from, and rows whose further keys are for a grader."""

from __future__ import annotations

from typing import Any

_METADATA = frozenset(
    ("id", "_id", "uid", "uuid", "guid", "idx", "index", "row_id", "example_id", "conversation_id",
     "conv_id", "session_id", "thread_id", "message_id", "user_id", "source", "sources",
     "source_url", "url", "origin", "dataset", "dataset_name", "split", "subset", "metadata", "meta",
     "tag", "tags", "category", "lang", "language", "locale", "created", "created_at", "updated",
     "updated_at", "date", "time", "timestamp", "author", "annotator", "annotator_id", "license",
     "version", "hash", "sha256", "md5", "note", "notes", "comment", "comments", "file", "filename",
     "file_name", "model", "model_name", "num_tokens", "token_count")
)  # fmt: skip


def is_metadata(key: str) -> bool:
    """Whether a key only says something about a row. Case and ``-`` make no difference."""
    return key.lower().replace("-", "_") in _METADATA


def is_graded(row: dict[str, Any]) -> bool:
    """Whether a row of messages is one for a grader: it ends with a question, and more stands beside.

    Keys of a supervised row, and metadata, are no sign.
    """
    messages = row.get("messages")
    last = messages[-1] if isinstance(messages, list) and messages else None
    if not isinstance(last, dict) or last.get("role") != "user":
        return False
    return any(not is_metadata(key) and key not in _OF_CHAT for key in row)


_OF_CHAT = frozenset(("messages", "tools", "functions", "parallel_tool_calls", "tool_choice"))
