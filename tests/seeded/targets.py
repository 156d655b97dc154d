"""What a target does not offer any more, or never did: TGT."""

from __future__ import annotations

from typing import Any

from seeded.clean import CHATS, PREFERENCES
from seeded.defect import Defect, whole


def _asked(name: str, code: str, target: str, today: str = "2026-03-01", **more: Any) -> Defect:
    """Return a clean dataset for a target that is the defect."""
    return whole(
        name, code, PREFERENCES if more.get("method") == "dpo" else CHATS, list,
        options={"target": target, "today": today, **more}, clean_options={"target": "azure/gpt-4.1"},
    )  # fmt: skip


DEFECTS = (
    _asked("model-gone", "TGT001", "openai/gpt-3.5-turbo", "2026-11-20"),
    _asked(
        "fine-tuned-base-gone", "TGT001", "openai/ft:gpt-4.1-nano-2025-04-14:acme::a1", "2026-11-20"
    ),
    _asked("model-goes-soon", "TGT002", "openai/gpt-4.1", "2026-12-20")._replace(
        companions={("TGT005", None): "the platform closes too, and a week earlier"}
    ),
    _asked("no-dpo", "TGT003", "azure/gpt-4o-mini", method="dpo"),
    _asked("no-dpo-on-platform", "TGT003", "nebius", method="dpo"),
    _asked("misspelt-model", "TGT004", "azure/gpt-41-mini"),
    _asked("invented-model", "TGT004", "openai/gpt-9"),
    _asked("misspelt-base", "TGT004", "openai/ft:gpt-4.1-mni:acme::a1"),
    _asked("closed-to-newcomers", "TGT005", "openai/gpt-4.1-mini", "2026-06-01"),
    _asked("jobs-end", "TGT005", "openai", "2027-02-01"),
)
