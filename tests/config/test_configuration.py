"""The configuration: which file counts, what it may say, and what is said about its faults."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path

import pytest

from dataprep import schemas
from dataprep.config import Config, DatasetConfig, configuration, find, load
from dataprep.errors import UsageError
from dataprep.model import Severity
from dataprep.targets import catalog

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "configuration.md").read_text("utf-8")


def write(folder, text, name="dataprep.toml"):
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_text(text, "utf-8")
    return path


def fault(path):
    with pytest.raises(UsageError) as caught:
        load(path)
    return caught.value.message.removeprefix(str(path)), caught.value.hint


def test_the_nearest_file_counts(tmp_path):
    """A hidden file before the open one, that before pyproject.toml, a near one before a far one."""
    deep = tmp_path / "a" / "b"
    deep.mkdir(parents=True)
    write(tmp_path, "[tool.dataprep]\n", "pyproject.toml")
    assert find(deep) == tmp_path / "pyproject.toml"
    write(tmp_path, "")
    assert find(deep) == tmp_path / "dataprep.toml"
    write(tmp_path, "", ".dataprep.toml")
    assert find(deep) == tmp_path / ".dataprep.toml"
    write(tmp_path / "a", "")
    assert find(deep) == tmp_path / "a" / "dataprep.toml"


def test_a_project_that_does_not_speak_of_us_is_passed_over(tmp_path):
    """Even where it mentions the package, or could not be parsed."""
    write(tmp_path, "[tool.dataprep]\n", "pyproject.toml")
    write(tmp_path / "a", 'dependencies = ["dataprep-finetune"]\n', "pyproject.toml")
    assert find(tmp_path / "a") == tmp_path / "pyproject.toml"
    write(tmp_path / "a", "not toml", "pyproject.toml")
    assert find(tmp_path / "a") == tmp_path / "pyproject.toml"
    write(tmp_path / "a", "[tool.dataprep\n", "pyproject.toml")
    with pytest.raises(UsageError, match=r"pyproject\.toml:1 is not valid TOML: expected"):
        find(tmp_path / "a")


def test_which_configuration_is_in_use(tmp_path, monkeypatch):
    """A named one, the nearest one, or none."""
    path = write(tmp_path, "notice-days = 1\n")
    other = write(tmp_path, "notice-days = 2\n", "other.toml")
    monkeypatch.chdir(tmp_path)
    assert configuration(None, False, tmp_path).path == path
    assert configuration("other.toml", False, tmp_path).path == other
    assert configuration(None, True, tmp_path) == Config(root=tmp_path)
    assert Config().notice_days == 60


def test_one_value_may_stand_without_brackets(tmp_path):
    """A text is a list of one."""
    config = load(write(tmp_path, 'target = "azure"\nselect = ["A", "B"]\nignore = []\n'))
    assert (config.target, config.select, config.ignore) == (("azure",), ("A", "B"), ())
    assert load(write(tmp_path, "")).select is None


def test_paths_are_relative_to_the_file(tmp_path, monkeypatch):
    """Also below a folder whose name looks like a glob; what is found is named from here."""
    folder = tmp_path / "a[1]"
    path = write(
        folder,
        'tokenizer = "tok"\nvalidation-file = "v.jsonl"\n'
        '[datasets.x]\ntrain = ["d/*.jsonl", "./one.jsonl"]\nmethod = "dpo"\n',
    )
    for name in ("d/b.jsonl", "d/a.jsonl", "v.jsonl"):
        write((folder / name).parent, "", Path(name).name)
    monkeypatch.chdir(folder)
    config = load(path)
    assert config.root == folder
    assert config.tokenizer == str(folder / "tok")
    assert config.dataset("x").method == "dpo"
    assert config.files(config.validation_file) == ("v.jsonl",)
    monkeypatch.chdir(tmp_path)
    train = config.files(config.dataset("x").train)
    assert train == ("a[1]/d/a.jsonl", "a[1]/d/b.jsonl", "a[1]/one.jsonl")


def test_a_glob_that_fits_nothing_is_an_error(tmp_path):
    """A plain path is left to who reads it."""
    config = load(write(tmp_path, '[datasets.x]\ntrain = ["*.jsonl"]\nvalidation = "v.jsonl"\n'))
    with pytest.raises(UsageError, match=r"no file fits `.*/\*\.jsonl`"):
        config.files(config.dataset("x").train)
    assert config.files(config.dataset("x").validation) == (str(tmp_path / "v.jsonl"),)


def test_an_unknown_dataset_is_told_with_the_nearest(tmp_path):
    """The message names the file."""
    config = load(write(tmp_path, '[datasets.support]\ntrain = "a"\n'))
    with pytest.raises(UsageError, match=r"no dataset is called `suport` in .*toml") as caught:
        config.dataset("suport")
    assert caught.value.hint == "did you mean `support`?"
    with pytest.raises(UsageError, match="in the configuration") as caught:
        Config().dataset("x")
    assert caught.value.hint == "define it with a table [datasets.NAME]"


def test_extending_another_file(tmp_path):
    """The file's own keys win, tables are merged key by key, each path is relative to its file."""
    write(
        tmp_path,
        'fail-on = "info"\nselect = ["A"]\nnotice-days = 5\ntokenizer = "tok"\n'
        '[severity]\nA = "off"\nB = "info"\n[per-file-ignores]\n"*.x" = "A"\n"d/*" = "A"\n'
        '[datasets.x]\ntrain = "t"\n',
        "base.toml",
    )
    path = write(
        tmp_path / "sub",
        'extends = "../base.toml"\nselect = ["B"]\n[severity]\nB = "error"\n'
        '[per-file-ignores]\n"*.y" = ["C"]\n',
    )
    config = load(path)
    assert (config.fail_on, config.select, config.notice_days) == ("info", ("B",), 5)
    assert config.severity == {"A": "off", "B": "error"}
    assert config.tokenizer == str(tmp_path / "tok")
    assert config.datasets == {"x": DatasetConfig(train=(str(tmp_path / "t"),))}
    assert config.per_file_ignores == {
        f"{tmp_path}/**/*.x": ("A",),
        f"{tmp_path}/d/*": ("A",),
        f"{tmp_path}/sub/**/*.y": ("C",),
    }
    assert config.root == tmp_path / "sub"


def test_a_circle_of_files_is_told(tmp_path):
    """With the way it goes."""
    write(tmp_path, 'extends = "b.toml"\n', "a.toml")
    write(tmp_path, 'extends = "./a.toml"\n', "b.toml")
    with pytest.raises(UsageError, match=r"extends itself: a\.toml -> b\.toml -> a\.toml"):
        load(tmp_path / "a.toml")


LISTED = "a string or an array of strings"


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        ('\nfail_on = "error"\n', ":2: unknown key `fail_on`", "did you mean `fail-on`?"),
        ('x = 1\nselects = "A"\n', ":1: unknown key `x`", "choose one of: extends, select, ignore"),
        ("[tool.dataprep]\n", ":1: unknown key `tool`", "choose one of"),
        (
            '[datasets.x]\ntrain = "a"\nvalidations = "b"\n',
            ":3: unknown key `validations` in [datasets.x]",
            "did you mean `validation`?",
        ),
        ('datasets.x = { train = "a", tain = 1 }', ":1: unknown key `tain` in [datasets.x]", "did"),
        ('[datasets."a.b"]\nvalidation = "v"', ":1: [datasets.a.b] has no `train`", "add the key"),
        ("target = 3\n", f":1: `target` is an integer, and must be {LISTED}", ""),
        ("select = ['a', 1.5]\n", ":1: `select[1]` is a number, and must be a string", ""),
        ("#\n'max-per-rule' = '5'", ":2: `max-per-rule` is a string, and must be an integer", ""),
        ("notice-days = true", ":1: `notice-days` is a boolean, and must be an integer", ""),
        ("max-per-rule = -1", ":1: `max-per-rule` is -1, below 0", ""),
        ("fail-on = 3", ":1: `fail-on` is an integer, and must be a string", ""),
        ("fail-on = 'fatal'", ":1: `fail-on` is `fatal`", "choose one of: error, warning, info"),
        (
            "[severity]\nCHT005 = 'none'",
            ":2: `severity.CHT005` is `none`",
            "choose one of: error, warning, info, off",
        ),
        (
            "[per-file-ignores]\n'a.jsonl' = 1",
            f":2: `per-file-ignores.a.jsonl` is an integer, and must be {LISTED}",
            "",
        ),
        ("severity = []", ":1: `severity` is an array, and must be a table", ""),
        ("a = \n", ":1 is not valid TOML: invalid value", "correct the line"),
        ("a = 1\na = 2\n", ":2 is not valid TOML: cannot overwrite a value", "correct the line"),
        ("[a", " is not valid TOML", "correct the line"),
    ],
)  # fmt: skip
def test_a_fault_is_told_with_its_line(tmp_path, text, message, hint):
    """The file, the line, the key, and the way out."""
    said, way_out = fault(write(tmp_path, text))
    assert said.startswith(message) or (message.startswith(" ") and message in said)
    assert way_out.startswith(hint) and bool(way_out) == bool(hint)


def test_the_line_in_a_pyproject(tmp_path):
    """The table's own keys are meant, not those of another tool."""
    path = write(
        tmp_path, "[tool.other]\nselects = 1\n[tool.dataprep]\nselects = 1\n", "pyproject.toml"
    )
    assert fault(path) == (":4: unknown key `selects`", "did you mean `select`?")


def test_what_cannot_be_read_is_told(tmp_path):
    """Missing, a folder, not UTF-8, without our table."""
    assert fault(tmp_path / "x.toml")[0] == ": No such file or directory"
    assert fault(tmp_path)[0] == ": Is a directory"
    (tmp_path / "y.toml").write_bytes(b"a = '\xff'")
    assert fault(tmp_path / "y.toml")[0] == " is not UTF-8 (byte 6)"
    path = write(tmp_path, "", "pyproject.toml")
    assert fault(path)[0] == " has no table [tool.dataprep]"


def test_a_byte_order_mark_is_no_fault(tmp_path):
    """Some editors write one."""
    (tmp_path / "a.toml").write_bytes(b"\xef\xbb\xbfnotice-days = 1\n")
    assert load(tmp_path / "a.toml").notice_days == 1


def test_the_example_of_the_page_is_a_configuration(tmp_path):
    """It loads, means what it shows, and its own target can be used."""
    (example,) = re.findall(r"^```toml\n(.*?)^```", PAGE, re.DOTALL | re.MULTILINE)
    config = load(write(tmp_path, example))
    assert config.target == ("azure/gpt-4.1-mini", "together")
    assert config.datasets["taste"].method == "dpo"
    assert config.severity["SET006"] == "warning"
    target = catalog.get("in-house", config.targets)
    assert target.value("max_row_tokens") == 8192
    figure = target.figure("max_row_tokens")
    assert figure is not None and figure.verified == date(2026, 11, 20)
    assert target.value("min_examples") == 10


def test_the_page_lists_every_key():
    """In the order of the schema, and the datasets' keys too."""
    schema = schemas.load("config")["properties"]
    keys = re.findall(r"^\| `([\w-]+)` \|", PAGE, re.MULTILINE)
    assert keys == [*schema, *schema["datasets"]["additionalProperties"]["properties"]]


def test_the_schema_helps_editors():
    """Every key and every value has a description, and defaults are those of the program."""

    def walk(node):
        assert node.get("description"), json.dumps(node)[:200]
        for one in node.get("properties", {}).values():
            walk(one)
        if isinstance(node.get("additionalProperties"), dict):
            walk(node["additionalProperties"])

    schema = schemas.load("config")
    walk(schema)
    assert schema["properties"]["notice-days"]["default"] == Config().notice_days
    words = schema["properties"]["severity"]["additionalProperties"]["enum"]
    assert {word for word in words if word != "off"} == {str(one) for one in Severity}
