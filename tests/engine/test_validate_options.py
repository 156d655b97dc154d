"""What decides a validation: the command line over the dataset, the configuration, the defaults."""

from __future__ import annotations

import pickle
from datetime import date

import click
import pytest

from dataprep.cli.grouped import GroupedCommand
from dataprep.cli.validate_options import validate_options
from dataprep.config import Config, DatasetConfig, load
from dataprep.engine.validation.options import merge, resolve
from dataprep.errors import UsageError
from dataprep.model import Severity
from dataprep.rules.registry import rules
from dataprep.rules.selection import ignored

TODAY = {"today": "2026-11-20"}


@pytest.fixture(autouse=True)
def no_settings(monkeypatch):
    monkeypatch.delenv("DATAPREP_TODAY", raising=False)


def merged(config=None, **given):
    return merge(TODAY | given, config or Config())


def test_the_defaults():
    """Without a word from anybody."""
    said = merged()
    assert (said["target"], said["tokens"], said["fail_on"]) == (("generic",), "limits", "error")
    assert (said["max_per_rule"], said["notice_days"], said["jobs"]) == (20, 60, 0)
    assert (said["paths"], said["validation_file"], said["method"]) == ((), (), None)
    options = resolve(said, Config())
    assert options.codes == {code for code, rule in rules().items() if rule.default}
    assert options.today == date(2026, 11, 20)
    assert pickle.loads(pickle.dumps(options)) == options


def test_each_word_over_the_next():
    """Command line, dataset, configuration, default."""
    config = Config(
        target=("azure",), method="supervised", tokens="exact", max_per_rule=5, fail_on="info",
        datasets={"x": DatasetConfig(train=("/t.jsonl",), method="dpo")},
    )  # fmt: skip
    said = merged(config, dataset="x", tokens="off", max_per_rule=None, target=())
    assert (said["target"], said["method"], said["tokens"]) == (("azure",), "dpo", "off")
    assert (said["max_per_rule"], said["fail_on"], said["paths"]) == (5, "info", ("/t.jsonl",))
    said = merged(config, dataset="x", target=("trl",), method="reinforcement", paths=["a"])
    assert (said["target"], said["method"], said["paths"]) == (("trl",), "reinforcement", ("a",))


def test_a_dataset_has_its_own_validation_part():
    """That of the configuration belongs to the files of the command line."""
    config = Config(
        validation_file=("/v.jsonl",), datasets={"x": DatasetConfig(train=("/t.jsonl",))}
    )
    assert merged(config)["validation_file"] == ("/v.jsonl",)
    assert merged(config, dataset="x")["validation_file"] == ()
    assert merged(config, dataset="x", validation_file="w")["validation_file"] == ("w",)


def test_zero_and_machines_have_no_most():
    """Machine formats are complete; 0 folds nothing."""
    assert merged(max_per_rule=0)["max_per_rule"] is None
    assert merged(output_format="json", max_per_rule=3)["max_per_rule"] is None
    assert merged(output_format="concise", max_per_rule=3)["max_per_rule"] == 3
    assert merged(Config(max_per_rule=0))["max_per_rule"] is None


def test_selecting_on_the_command_line():
    """To ignore adds to the configuration; to select replaces what it says about rules."""
    config = Config(select=("JSN", "TOK"), ignore=("JSN001",), extend_select=("TOK005",))

    def codes(**given):
        return resolve(merged(config, **given), config).codes

    assert {"JSN002", "TOK005"} <= codes() and "JSN001" not in codes()
    assert codes() - codes(ignore=["JSN002,TOK"]) == {"JSN002"} | {
        code for code in codes() if code.startswith("TOK") and code != "TOK005"
    }
    assert codes(select=("JSN001",)) == {"JSN001"}
    assert codes(select="JSN001, JSN002", ignore="JSN002") == {"JSN001"}


def test_what_travels_to_workers(tmp_path):
    """Severities and ignores of the configuration by code."""
    (tmp_path / "dataprep.toml").write_text(
        '[severity]\nJSN005 = "off"\ninvalid-json = "info"\n'
        '[per-file-ignores]\n"*.x" = ["JSN00"]\n[targets.mine]\nextends = "generic"\n'
    )
    config = load(tmp_path / "dataprep.toml")
    options = resolve(merged(config), config)
    assert options.severities == {"JSN005": None, "JSN001": Severity.INFO}
    silent = ignored(str(tmp_path / "a" / "b.x"), options.per_file_ignores)
    assert "JSN003" in silent and "JSN010" not in silent
    assert options.own_targets == {"mine": {"extends": "generic"}}


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ('select = ["JSN999"]', "select"),
        ('extend-select = ["JSN999"]', "extend-select"),
        ('[severity]\nJSN999 = "off"', "severity"),
        ('[per-file-ignores]\n"*" = "JSN999"', "per-file-ignores"),
    ],
)
def test_a_rule_of_the_configuration_that_does_not_exist(tmp_path, text, key):
    """The message names the file and the key, even where the command line overrides it."""
    path = tmp_path / "dataprep.toml"
    path.write_text(text)
    config = load(path)
    with pytest.raises(UsageError) as caught:
        resolve(merged(config, select="JSN001"), config)
    assert caught.value.message == f"{path}: `{key}`: no rule is called `JSN999`"


@pytest.mark.parametrize(
    ("given", "message", "hint"),
    [
        ({"tokens": "all"}, "`tokens` is `all`", "choose one of: limits, exact, off"),
        ({"output_format": "xml"}, "`output-format` is `xml`", "choose one of: full, concise"),
        ({"tokeniser": 1}, "no option is called `tokeniser`", "did you mean `tokenizer`?"),
        ({"today": "20.11.2026"}, "`20.11.2026` is no date", "write it as 2026-11-20"),
        ({"dataset": "x"}, "no dataset is called `x` in the configuration", "define it"),
    ],
)
def test_a_value_that_does_not_exist(given, message, hint):
    """For the Python API, which has no parser before it."""
    with pytest.raises(UsageError) as caught:
        merged(**given)
    assert caught.value.message == message and caught.value.hint.startswith(hint)


def test_the_date_of_the_environment(monkeypatch):
    """It counts where no date is given."""
    monkeypatch.setenv("DATAPREP_TODAY", "2027-01-02")
    assert merge({}, Config())["today"] == date(2027, 1, 2)
    assert merged()["today"] == date(2026, 11, 20)


def test_the_options_of_the_command_line():
    """Each option has a key of `merge` or chooses the configuration; none has a default."""
    seen = {}

    @click.command(cls=GroupedCommand)
    @click.argument("paths", nargs=-1)
    @validate_options
    def command(config, isolated, **options):
        seen.update(options, config=config, isolated=isolated)

    command.main(["a", "--target", "azure", "--target", "trl"], standalone_mode=False)
    given = {key: seen[key] for key in seen if key not in ("config", "isolated")}
    assert {key for key, value in given.items() if value not in (None, ())} == {"paths", "target"}
    said = merge(given | TODAY, Config())
    assert (said["paths"], said["target"]) == (("a",), ("azure", "trl"))
    # These make several runs of one, each with options of its own, or one of two commands.
    runs = {"all_datasets", "per_file", "fix", "unsafe_fixes"}
    assert given.keys() - runs == merge(TODAY, Config()).keys()
    command.main(["--validation", "v", "-q", "--no-excerpt"], standalone_mode=False)
    assert (seen["validation_file"], seen["quiet"], seen["no_excerpt"]) == (("v",), True, True)
