"""docs/rules.md is what the rules say about themselves."""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "scripts"))

from write_rules_doc import page  # noqa: E402

from dataprep.rules.registry import rules  # noqa: E402


def test_the_page_is_up_to_date():
    """If this fails after a change that is meant: python scripts/write_rules_doc.py"""
    assert (ROOT / "docs" / "rules.md").read_text("utf-8") == page()


def test_every_rule_has_its_place_in_the_table_and_below():
    """The link of the table leads to the rule's heading."""
    text = page()
    for code, rule in rules().items():
        assert f"| [{code}](#{code.lower()}-{rule.name}) |" in text
        assert f"\n### {code} {rule.name}\n" in text
