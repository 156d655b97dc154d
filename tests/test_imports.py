"""Starting is quick: nothing heavy is imported before a file asks for it."""

from __future__ import annotations

import ast
import json
import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
HEAVY = ("pandas", "numpy", "openpyxl", "openai", "pyarrow", "tiktoken", "jsonschema")
REPORT = f"""
import atexit, sys
@atexit.register
def report():
    print("loaded:", *(name for name in {HEAVY!r} if name in sys.modules))
"""
# What a clean file needs nothing of: other processes and threads, what reads archives and tables,
# encodings other than UTF-8, other packages' metadata, repairs.
NOT_FOR_A_HOOK = (
    *("concurrent.futures", "logging", "multiprocessing", "subprocess", "traceback", "hashlib"),
    *("pkgutil", "importlib.metadata", "html", "csv", "zipfile", "difflib", "ftfy"),
    *("charset_normalizer", "dataprep.engine.validation.repairs", "dataprep.fixing"),
)
LISTING = """
import json, sys
from dataprep.cli.main import run
code = run(sys.argv[1:])
print("modules:", json.dumps([*sys.modules]))
sys.exit(code)
"""
COMMAND = """
import runpy
sys.argv[0] = "dataprep"
runpy.run_module("dataprep", run_name="__main__", alter_sys=True)
"""


def run(program: str, *arguments: str) -> tuple[str, list[str]]:
    """Run a program in a fresh interpreter; return its output and the heavy modules it loaded."""
    done = subprocess.run(
        [sys.executable, "-c", REPORT + program, *arguments],
        env=os.environ | {"PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    output, _, loaded = done.stdout.rpartition("loaded:")
    return output, loaded.split()


@pytest.mark.parametrize("arguments", [["--version"], ["--help"]])
def test_command_starts_light(arguments: list[str]) -> None:
    """`dataprep --version` and `--help` print and import nothing heavy."""
    output, loaded = run(COMMAND, *arguments)
    assert "dataprep" in output
    assert loaded == []


def test_version_is_that_of_the_package() -> None:
    """`dataprep --version` says the version that `dataprep.__version__` holds."""
    output, _ = run(COMMAND, "--version")
    expected, _ = run("import dataprep; print(dataprep.__version__)")
    assert expected.strip() in output


def test_package_imports_light() -> None:
    """`import dataprep` imports nothing heavy."""
    _, loaded = run("import dataprep")
    assert loaded == []


def test_a_heavy_import_is_noticed() -> None:
    """The check sees a heavy module that was imported."""
    _, loaded = run("import tiktoken")
    assert "tiktoken" in loaded


ENDING = """
import atexit, sys
{before}
atexit.register(lambda: print("waited for the end"))
from dataprep.cli.main import main
sys.argv = ["dataprep", "--version"]
{call}
print("goes on")
"""


@pytest.mark.parametrize(
    ("before", "call", "said"),
    [
        ("", "main()", ["dataprep", "waited"]),
        ("sys.setprofile(lambda *event: None)", "main()", ["dataprep", "waited"]),
        ("", "try: main(['--version'])\nexcept SystemExit: pass", ["dataprep", "goes", "waited"]),
        ("sys.stdout = None", "main()", []),
    ],
    ids=["alone", "profiled", "called", "without standard output"],
)
def test_a_process_ends_in_order(before: str, call: str, said: list[str]) -> None:
    """What waits for the end of the process runs, all output is written, a caller keeps control."""
    output, _ = run(ENDING.format(before=before, call=call))
    assert [line.split()[0] for line in output.splitlines()] == said


def modules(*arguments: str) -> set[str]:
    """Run a command in a fresh interpreter; return the names of all modules that it leaves loaded."""
    output, _ = run(LISTING, *arguments)
    return set(json.loads(output.rpartition("modules:")[2]))


def beside_rules(names: set[str]) -> set[str]:
    """Return this project's modules among others; rules come and go, one file each."""
    own = {one for one in names if one.partition(".")[0] == "dataprep"}
    return {one for one in own if not one.startswith("dataprep.rules.")}


@pytest.fixture
def clean(tmp_path: Path) -> str:
    """A file of rows about which there is nothing to say."""
    path = tmp_path / "clean.jsonl"
    with path.open("w", encoding="utf-8") as file:
        for number in range(2, 102):
            turns = ("user", f"How many legs have {number} spiders?"), (
                "assistant", f"They have {8 * number} legs, eight for each of them."
            )  # fmt: skip
            messages = [{"role": role, "content": content} for role, content in turns]
            file.write(json.dumps({"messages": messages}) + "\n")
    return str(path)


def test_the_version_loads_the_group_of_commands_only() -> None:
    """`--version` loads the package, the group, its errors and exit codes: no command, no rule."""
    names = modules("--version")
    assert len(beside_rules(names)) <= 8, sorted(beside_rules(names))
    assert not any(one.startswith("dataprep.rules") for one in names)


def test_a_hook_loads_what_a_clean_file_needs(clean: str) -> None:
    """A clean file is judged by few modules; each costs a tenth of a millisecond of every commit.

    There were 76 beside the rules when this was written. Whoever needs more of them raises the bound,
    after a look at whether the import may wait until a file asks for it.
    """
    names = modules("validate", clean, "--isolated", "--tokens", "off")
    assert len(beside_rules(names)) <= 80, sorted(beside_rules(names))
    assert [one for one in (*NOT_FOR_A_HOOK, *HEAVY) if one in names] == []


def test_named_tuples_are_made_without_compiling_their_fields(clean: str) -> None:
    """No module of a hook both defines named tuples and postpones its annotations.

    A postponed annotation is text, which `typing` compiles for each field of a named tuple when the
    class is made: of the time for all tuples of a hook that took more than the half.
    """
    postponing = []
    for name in sorted(modules("validate", clean, "--isolated", "--tokens", "off")):
        if name.partition(".")[0] != "dataprep":
            continue
        spec = find_spec(name)
        assert spec is not None
        assert spec.origin is not None
        tree = ast.parse(Path(spec.origin).read_bytes())
        later = any(
            isinstance(one, ast.ImportFrom) and one.module == "__future__" for one in tree.body
        )
        tuples = [
            one
            for one in ast.walk(tree)
            if isinstance(one, ast.ClassDef) and "NamedTuple" in map(ast.unparse, one.bases)
        ]
        if later and tuples:
            postponing.append(name)
    assert postponing == []


WITHOUT = """
import sys
sys.modules["openai"] = None
from dataprep.cli.main import run
sys.exit(run(sys.argv[1:]))
"""
# Every command beside training, with arguments that let it do its work.
BESIDE_TRAINING = (
    ("validate", "FILE", "--target", "azure/gpt-4.1-mini"),
    ("fix", "FILE", "--diff"),
    ("convert", "FILE", "-o", "-"),
    ("prepare", "FILE", "-y", "-o", "FOLDER", "--target", "azure/gpt-4.1-mini"),
    ("stats", "FILE"),
    ("explain", "CHT005"),
    ("rules",),
    ("schema", "chat"),
    ("targets",),
    ("completion", "bash"),
    ("train", "--help"),
    ("jobs", "--help"),
)


@pytest.mark.parametrize("arguments", BESIDE_TRAINING, ids=" ".join)
def test_only_training_imports_openai(
    arguments: tuple[str, ...], clean: str, tmp_path: Path
) -> None:
    """No other command loads it, nor the modules that talk to a server."""
    places = {"FILE": clean, "FOLDER": str(tmp_path / "out")}
    names = modules(*(places.get(one, one) for one in arguments))
    assert "openai" not in names
    assert not any(one.startswith("dataprep.training") for one in names)


def test_training_without_the_extra_names_the_install_command(clean: str) -> None:
    """Before a large file is looked at, and without a traceback."""
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT, "train", clean, "--target", "openai/gpt-4.1-mini", "--yes"],
        env=os.environ | {"PYTHONPATH": str(ROOT), "OPENAI_API_KEY": "-".join(("sk", "test"))},
        capture_output=True, encoding="utf-8", check=False, timeout=60,
    )  # fmt: skip
    assert done.returncode == 2
    assert "pip install 'dataprep-finetune[train]'" in done.stderr
    assert "Traceback" not in done.stderr
