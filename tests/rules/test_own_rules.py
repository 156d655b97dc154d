"""Rules of the user's own: in use everywhere, and clear about what is wrong with them."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

import dataprep
from dataprep.errors import UsageError
from dataprep.rules.registry import built_in, rules, using

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "user-rules.md").read_text("utf-8")
HEAD = """\
from dataprep.model import Severity
from dataprep.rules.base import DatasetRule, Problem, RowRule, TextRule

"""
RULE = '''
class Own(RowRule):
    """Finds rows."""

    code = "ACM001"
    name = "own-rule"
    wakes_on = frozenset({"@always"})

    def check(self, row, target):
        yield Problem("found")
'''
COUNTING = '''
class Tally:
    def __init__(self):
        self.rows = 0

    def add(self, row, place):
        self.rows += 1

    def merge(self, other):
        self.rows += other.rows


class Counting(DatasetRule):
    """Counts rows with a tally of its own."""

    code = "ACM002"
    name = "counted"
    wakes_on = frozenset({"@always"})

    def tally(self):
        return Tally()

    def finish(self, tally, dataset, target):
        yield Problem(f"{tally.rows} rows were counted")
'''


def row(number: int, size: int = 1) -> str:
    turns = [
        {"role": "user", "content": f"How many are {number}?"},
        {"role": "assistant", "content": f"{number} " * size},
    ]
    return json.dumps({"messages": turns}) + "\n"


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """``project(rule_file)``: a folder with a configuration, a file of rules, and two rows."""
    monkeypatch.chdir(tmp_path)

    def make(content: str) -> Path:
        (tmp_path / "dataprep.toml").write_text('rules = ["own.py"]\n')
        (tmp_path / "own.py").write_text(content)
        (tmp_path / "data.jsonl").write_text(row(1) + row(2))
        return tmp_path

    return make


def test_the_example_of_the_page(run, tmp_path: Path, monkeypatch) -> None:
    """docs/user-rules.md, typed in as it stands, prints what it says."""
    blocks = dict(
        re.findall(r"```(\w+)\n(.*?)```", PAGE, re.DOTALL)[::-1]
    )  # the first of each wins
    monkeypatch.chdir(tmp_path)
    (tmp_path / "our_rules.py").write_text(blocks["python"])
    (tmp_path / "dataprep.toml").write_text(blocks["toml"])
    (tmp_path / "data.jsonl").write_text(blocks["json"])
    shown = re.findall(r"```console\n\$ dataprep (.*)\n((?:.*\n)*?)```", PAGE)
    assert len(shown) == 2
    for command, said in shown:
        done = run(*shlex.split(command))
        assert (done.code, done.stdout) == (1, said)


@pytest.mark.parametrize(
    ("edits", "said"),
    [
        ('[Set(("nothing", "here"), 1)]', "cannot be carried out: the row has no ('nothing',)"),
        ("[Set(problem.path, {1})]", "cannot be carried out: Type is not JSON serializable: set"),
        ("1 / 0", "the rule fails: ZeroDivisionError: division by zero"),
    ],
)
def test_a_repair_that_does_not_fit_names_its_rule(run, project, edits: str, said: str) -> None:
    """File and line, what is wrong; and nothing is written."""
    folder = project(
        "from dataprep.rules.base import Problem, RowRule, Set\n\n"
        'class Own(RowRule):\n    """Finds rows."""\n'
        '    code, name, fix = "ACM001", "own-rule", "safe"\n'
        '    wakes_on = frozenset({"@always"})\n\n'
        "    def check(self, row, target):\n"
        '        yield Problem("a row", ("messages",))\n\n'
        f"    def repair(self, problem, row, target):\n        return {edits}\n"
    )
    before = (folder / "data.jsonl").read_bytes()
    done = run("fix", "data.jsonl", "--select", "ACM", "--in-place")

    assert done.code == 2 and "own.py:" in done.stderr and said in done.stderr, done.stderr
    assert (folder / "data.jsonl").read_bytes() == before


def test_it_stands_beside_the_others_in_every_command(run, project) -> None:
    """Selected by code, prefix and name, ignored, explained, listed, turned down."""
    folder = project(HEAD + RULE)

    for word in ("ACM001", "ACM", "own-rule"):
        assert run("validate", "data.jsonl", "--select", word).stdout.count("[ACM001]") == 2
    assert "ACM001" not in run("validate", "data.jsonl", "--ignore", "ACM").stdout
    assert run("explain", "ACM001").stdout.splitlines()[0] == "ACM001 own-rule"
    assert run("explain", "own-rule", "--isolated").code == 2
    assert "\nYour own rules\n  ACM001  own-rule " in run("rules").stdout
    assert json.loads(run("rules", "--select", "ACM", "--json").stdout)[0]["name"] == "own-rule"
    with (folder / "dataprep.toml").open("a") as file:
        file.write('[severity]\nACM001 = "info"\n')
    assert run("validate", "data.jsonl", "--select", "ACM").code == 0


@pytest.mark.parametrize("form", ["sarif", "github", "gitlab", "junit", "json", "jsonl"])
def test_every_form_of_a_report_knows_it(run, project, form: str) -> None:
    """A docstring of one line is documentation enough."""
    project(HEAD + RULE)
    said = run("validate", "data.jsonl", "--select", "ACM", "--output-format", form)

    assert said.code == 1 and "ACM001" in said.stdout


def test_it_is_gone_when_the_command_is_done(run, project) -> None:
    """One configuration's rules are never another one's."""
    project(HEAD + RULE)
    run("validate", "data.jsonl")

    assert rules() == built_in()
    assert "ACM001" not in run("validate", "data.jsonl", "--isolated").stdout


def test_it_works_in_worker_processes(project) -> None:
    """Findings, and tallies of a class that only the file defines, are those of one process."""
    folder = project(HEAD + RULE + COUNTING)
    data = folder / "data.jsonl"
    data.write_text("".join(row(number, 2000) for number in range(3000)))
    program = (
        "import dataprep\n"
        "if __name__ == '__main__':\n"
        "    found = dataprep.validate('data.jsonl', config='dataprep.toml', select='ACM', jobs=2)\n"
        "    print(found.per_code(), found.findings[-1].message)\n"
    )
    (folder / "program.py").write_text(program)
    done = subprocess.run(
        [sys.executable, "program.py"], cwd=folder, capture_output=True, text=True, check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip

    assert done.stdout.strip() == "{'ACM001': 3000, 'ACM002': 1} 3000 rows were counted", (
        done.stderr
    )


def test_an_edit_counts_at_once(project) -> None:
    """In a notebook nobody starts Python again for a changed rule."""
    folder = project(HEAD + RULE)
    before = dataprep.validate("data.jsonl", config="dataprep.toml", select="ACM")
    (folder / "own.py").write_text(HEAD + RULE.replace('"found"', '"found again"'))
    after = dataprep.validate("data.jsonl", config="dataprep.toml", select="ACM")

    assert [one.findings[0].message for one in (before, after)] == ["found", "found again"]
    assert not (folder / "__pycache__").exists()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("x = 1\ny = (\n", "own.py:2: the rules cannot be loaded: SyntaxError: '(' was never"),
        ("\nimport nowhere_at_all\n", "own.py:2: the rules cannot be loaded: ModuleNotFound"),
        ("x = 1\n", "own.py holds no rule"),
        (HEAD + RULE.replace("def check", "def look"), "own.py:5: Own has no `check`"),
        (HEAD + RULE.replace('"ACM001"', '"ACM01"'), "own.py:5: Own has the code `ACM01`, and a"),
        (HEAD + RULE.replace('"ACM001"', '"CHT900"'), "codes with CHT are dataprep's own"),
        (HEAD + RULE.replace('"ACM001"', '"REA900"'), "codes with REA are dataprep's own"),
        (HEAD + RULE.replace("own-rule", "Own Rule"), "Own has the name `Own Rule`, and a name is"),
        (HEAD + RULE.replace("own-rule", "blank-line"), "Own has the name `blank-line` of JSN005"),
        (HEAD + RULE.replace("wakes_on", "woken_by"), "Own has no `wakes_on`, so that no row"),
        (HEAD + RULE.replace('    """Finds rows."""\n', ""), "own.py:5: Own has no docstring"),
        (
            HEAD + RULE.replace("    wakes_on", '    severity = "warning"\n    wakes_on'),
            "Own has the severity 'warning', which is no `Severity`",
        ),
        (
            HEAD + RULE + RULE.replace("Own", "Two").replace("own-rule", "two"),
            "Two has the code ACM001 of Own in ",
        ),
        (
            HEAD + RULE + RULE.replace("Own", "Two").replace("ACM001", "ACM002"),
            "Two has the name `own-rule` of ACM001",
        ),
    ],
)  # fmt: skip
def test_a_rule_that_is_not_well_made_names_its_place(run, project, content, said) -> None:
    """The message is an error of usage, with the file and, where there is one, the line."""
    project(content)
    for command in (("validate", "data.jsonl"), ("rules",), ("explain", "CHT005")):
        done = run(*command)

        assert done.code == 2 and said in done.stderr, done.stderr
        assert "unexpected" not in done.stderr and "\nhelp: " in done.stderr


def test_a_file_that_is_missing_is_named(run, project) -> None:
    """Relative to the configuration, wherever the command is typed."""
    folder = project("")
    (folder / "own.py").unlink()
    done = run("validate", "data.jsonl")

    assert done.code == 2
    assert f"{folder / 'own.py'}: No such file" in done.stderr


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_rule_that_fails_on_a_row_names_its_line(run, project, jobs: str) -> None:
    """It is no bug of dataprep, and a worker process knows the place too."""
    project(HEAD + RULE.replace('Problem("found")', 'Problem(row.data["topic"])'))
    done = run("validate", "data.jsonl", "--jobs", jobs)

    assert done.code == 2
    assert "own.py:13: the rule fails: KeyError: 'topic'" in done.stderr
    assert "help: rules must take rows of any shape" in done.stderr


@pytest.mark.parametrize("jobs", ["1", "2"])
@pytest.mark.parametrize(
    ("body", "said"),
    [
        ('yield "found"', "own.py:13: Own.check yields a str, not a Problem"),
        ("yield Problem(7)", "own.py:13: the message of a Problem is of the type int, not a text"),
        ("return None", "own.py:12: Own.check returns nothing, not problems"),
        ('return "found"', "own.py:12: Own.check returns a str, not problems"),
        ("raise SystemExit(3)", "own.py:13: Own.check ends the program (SystemExit: 3)"),
    ],
)
def test_what_is_no_problem_is_named_with_its_line(run, project, body, said, jobs) -> None:
    """A rule that yields something else, returns nothing or leaves the program is one of usage."""
    project(HEAD + RULE.replace('yield Problem("found")', body))
    done = run("validate", "data.jsonl", "--jobs", jobs)

    assert done.code == 2 and said in done.stderr, done.stderr
    assert "this is a bug" not in done.stderr and "\nhelp: " in done.stderr


def test_a_pattern_that_is_not_taken_is_named_with_its_line(project) -> None:
    """The whole program is asked: RE2 itself prints nothing, and the message names file and line."""
    content = RULE.replace("(RowRule)", "(TextRule)").replace(
        "    def check",
        '    def patterns(self, target):\n        return ["foo(?=bar)"]\n\n    def check',
    )
    folder = project(HEAD + content)
    done = subprocess.run(
        [sys.executable, "-m", "dataprep", "validate", "data.jsonl"], cwd=folder, text=True,
        capture_output=True, check=False, env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip

    assert done.returncode == 2
    said = "own.py:12: Own has the pattern `foo(?=bar)`, which RE2 does not take: "
    assert said in done.stderr and "this is a bug" not in done.stderr
    assert done.stderr.lstrip().startswith("error"), done.stderr
    assert len(done.stderr.strip().splitlines()) == 2


def test_a_file_that_leaves_the_program_is_named(run, project) -> None:
    """`sys.exit` in a file of rules is told with its line."""
    project("import sys\n\nsys.exit(3)\n")
    done = run("validate", "data.jsonl")

    assert done.code == 2
    assert "own.py:3: the rules cannot be loaded: SystemExit: 3" in done.stderr


def test_a_shared_half_is_no_rule(tmp_path: Path) -> None:
    """An abstract class without a code may stand in the file; its children are the rules."""
    file = tmp_path / "own.py"
    file.write_text(
        f"{HEAD}\nclass Half(RowRule):\n    wakes_on = frozenset({{'@always'}})\n\n"
        + RULE.replace("(RowRule)", "(Half)")
    )
    with using((str(file),)):
        assert list(rules())[-1] == "ACM001"


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """``installed(content)``: run a program beside an installed package with that module of rules."""

    def run_beside(content: str, *command: str) -> subprocess.CompletedProcess[str]:
        site = tmp_path / "site"
        described = site / "acme_rules-1.0.dist-info"
        described.mkdir(parents=True)
        (site / "acme_rules.py").write_text(content)
        (described / "METADATA").write_text(
            "Metadata-Version: 2.1\nName: acme-rules\nVersion: 1.0\n"
        )
        (described / "entry_points.txt").write_text("[dataprep.rules]\nacme = acme_rules\n")
        path = os.pathsep.join((str(ROOT), str(site)))
        return subprocess.run(
            [sys.executable, "-m", "dataprep", *command], cwd=tmp_path, text=True,
            capture_output=True, check=False, env={**os.environ, "PYTHONPATH": path},
        )  # fmt: skip

    return run_beside


def test_a_package_adds_rules_by_an_entry_point(installed, tmp_path: Path) -> None:
    """Without any configuration, in worker processes too."""
    (tmp_path / "data.jsonl").write_text(row(1))
    done = installed(HEAD + RULE, "validate", "data.jsonl", "--select", "ACM", "--jobs", "2")

    assert done.returncode == 1 and "error[ACM001] found" in done.stdout, done.stderr


def test_a_package_that_cannot_be_used_is_named(installed) -> None:
    """With its distribution, which is what can be uninstalled."""
    done = installed("import nowhere_at_all\n", "rules")

    assert done.returncode == 2
    assert "the rules `acme_rules` of acme-rules cannot be loaded: ModuleNotFound" in done.stderr


def test_the_error_is_one_of_usage(project) -> None:
    """From Python it is what an unknown rule is."""
    project("x = 1\n")
    with pytest.raises(UsageError, match="holds no rule"):
        dataprep.validate("data.jsonl", config="dataprep.toml")
