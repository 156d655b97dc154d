"""`dataprep targets`: the table, one target, JSON, and targets of a configuration."""

import json
import sys
from pathlib import Path

import pytest

from dataprep.targets import names

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "scripts"))

import write_targets_doc  # noqa: E402


@pytest.fixture(autouse=True)
def nowhere(tmp_path, monkeypatch):
    """A folder without any configuration."""
    monkeypatch.chdir(tmp_path)


def test_the_table_has_every_platform(run):
    """One line each, under the headings."""
    done = run("targets", "--isolated")
    lines = done.stdout.splitlines()

    assert done.code == 0
    assert lines[0].split("  ")[0] == "platform"
    assert [line.split()[0] for line in lines[1:] if line and "  " in line] == names()


def test_one_target_shows_each_figure_with_its_origin(run):
    """The value, then the page and the date."""
    lines = run("targets", "show", "azure/gpt-4.1-mini").stdout.splitlines()
    at = next(i for i, line in enumerate(lines) if line.startswith("max_row_tokens "))

    assert lines[:2] == [
        "azure/gpt-4.1-mini: Azure OpenAI (Microsoft Foundry)",
        "also called gpt-4.1-mini-2025-04-14",
    ]
    assert lines[at].split() == ["max_row_tokens", "65,536"]
    assert lines[at + 1].strip() == "Azure, training example context by model, 2026-11-20"


def test_a_platform_shows_its_models_with_their_ends(run):
    """And whose limit was chosen."""
    shown = run("targets", "show", "azure").stdout

    assert "32,768 (of gpt-4.1-nano, the tightest here)" in shown
    assert "  gpt-4o-mini: supervised; training ends 2027-04-01; shut down 2027-10-01\n" in shown


@pytest.mark.parametrize("arguments", [("show", "openai/gpt-4o", "--json"),
                                       ("--json", "show", "openai/gpt-4o")])  # fmt: skip
def test_json_says_the_same(run, arguments):
    """Every figure with value, source and date."""
    data = json.loads(run("targets", *arguments).stdout)

    assert data["model"] == "gpt-4o"
    assert data["figures"]["shutdown"] == {
        "value": "2027-01-14",
        "source": "OpenAI, deprecations, entry of 2026-10-14",
        "verified": "2026-11-10",
    }
    assert list(data["models"]) == ["gpt-4o"]


def test_an_unknown_platform_is_told(run):
    """On standard error, with the near miss, and exit code 2."""
    done = run("targets", "show", "azur")

    assert done.code == 2
    assert "error: no target is called `azur`\nhelp: did you mean `azure`?" in done.stderr


def test_own_targets_are_listed(run, tmp_path):
    """Those of the configuration, unless it is not to be looked at."""
    path = tmp_path / "dataprep.toml"
    path.write_text(
        '[targets.house]\nextends = "azure"\n[targets.house.limits]\nmax_row_tokens = 4096\n'
    )
    shown = run("targets", "show", "house", "--config", str(path)).stdout

    assert "max_row_tokens            4,096\n" in shown
    assert "your configuration\n" in shown
    assert "\nhouse " in run("targets", "--config", str(path)).stdout
    assert run("targets", "show", "house", "--isolated").code == 2


def test_the_page_of_the_documentation_is_current():
    """docs/targets.md is what scripts/write_targets_doc.py writes."""
    page = (ROOT / "docs" / "targets.md").read_text("utf-8")

    assert page == write_targets_doc.page()
