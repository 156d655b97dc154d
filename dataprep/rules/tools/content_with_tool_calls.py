"""TLS013: an assistant message with tool calls and a text beside them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from dataprep.model import Severity
from dataprep.rules.base import Content, Problem, RowRule, Sample, rows
from dataprep.rules.row import Row
from dataprep.rules.tools import calls
from dataprep.targets import Target


def _row(**content: Any) -> Content:
    function = {"name": "get_weather", "arguments": "{}"}
    call = {"id": "D681PevKs", "type": "function", "function": function}
    return rows(
        {
            "messages": [
                {"role": "user", "content": "How warm is it?"},
                {"role": "assistant", "tool_calls": [call], **content},
            ]
        }
    )


class ContentWithToolCalls(RowRule):
    """Finds assistant messages that both say something and call tools.

    What it does: where the target takes either content or tool calls, looks for messages with both.

    Why it matters: the platform rejects the row, or trains on one of the two.

    What to do: keep the calls and remove the content, or move it into a message of its own.

    Source: Mistral, fine-tuning guide (an assistant message with tool calls has no content), 2026-11-20
    """

    code = "TLS013"
    name = "content-with-tool-calls"
    severity = Severity.ERROR
    wakes_on = frozenset({"tool_calls"})
    bad = (Sample(_row(content="Let me see."), target="mistral"),)
    good = (
        Sample(_row(), target="mistral"),
        Sample(_row(content=""), target="mistral"),
        Sample(_row(content="Let me see.")),
    )

    def applies(self, target: Target) -> bool:
        """Whether the platform minds."""
        return target.value("content_with_tool_calls") in ("error", "warning", "info")

    def check(self, row: Row, target: Target) -> Iterator[Problem]:
        """Yield every message with content and calls."""
        if not self.applies(target):
            return
        severity = target.severity(self.code, "content_with_tool_calls")
        for message in row.messages:
            content = message.data.get("content")
            some = isinstance(content, (str, list)) and bool(content)
            if some and message.data.get("tool_calls"):
                count = sum(1 for _ in calls.of_message(message))
                yield Problem(
                    f"the message has content and {count} tool {'call' if count == 1 else 'calls'}; "
                    f"{target.title} takes one or the other",
                    (*message.path, "content"),
                    "remove the content, or move it into a message of its own",
                    severity,
                )
