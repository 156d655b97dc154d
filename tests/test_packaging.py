"""What is installed: a wheel and an editable install bring schemas, vocabularies and the command."""

import configparser
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PROBE = (
    "import dataprep, dataprep.schemas as s, dataprep.tokens as t; "
    "print(s.load('chat')['title'], t.count_tokens('hello world'), dataprep.__file__)"
)


def test_every_package_of_the_tree_is_listed():
    """setup.cfg writes the packages out; a new folder must be added there."""
    config = configparser.ConfigParser()
    config.read(ROOT / "setup.cfg")
    listed = set(config["options"]["packages"].split())
    found = {
        ".".join(path.parent.relative_to(ROOT).parts)
        for path in ROOT.glob("dataprep/**/__init__.py")
    }

    assert listed == found | {"dataprep.schema_files"}


def test_a_bare_checkout_finds_its_data(tmp_path):
    """Without any install, from another folder."""
    done = probe([sys.executable, "-c", PROBE], tmp_path, PYTHONPATH=str(ROOT))

    assert done.startswith("Chat row 2 ")


@pytest.fixture(scope="module")
def source(tmp_path_factory):
    """A copy of the checkout, so that building leaves nothing in it."""
    copy = tmp_path_factory.mktemp("source")
    for name in ("setup.cfg", "pyproject.toml", "README.md", "LICENSE"):
        (copy / name).write_bytes((ROOT / name).read_bytes())
    for folder in ("dataprep", "schemas"):
        for path in (ROOT / folder).rglob("*"):
            if path.is_file() and "__pycache__" not in path.parts:
                target = copy / path.relative_to(ROOT)
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(path.read_bytes())
    return copy


@pytest.mark.parametrize("way", ["wheel", "editable"])
def test_an_install_finds_its_data(tmp_path, source, way):
    """A wheel carries schemas and vocabularies; an editable install finds them in the checkout."""
    pytest.importorskip("setuptools", minversion="77")
    install = [sys.executable, "-m", "pip", "install", "-q", "--no-deps", "--no-build-isolation"]
    install += [
        "--ignore-installed",
        "--disable-pip-version-check",
        "--no-input",
        "--root-user-action=ignore",
    ]
    venv = tmp_path / "venv"
    # The environment's own packages serve as dependencies; only dataprep is installed anew.
    subprocess.run([sys.executable, "-m", "venv", "--system-site-packages", "--without-pip", venv],
                   check=True)  # fmt: skip
    scripts = venv / ("Scripts" if os.name == "nt" else "bin")
    python = scripts / "python"
    site = probe([python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"], tmp_path)
    # Whatever is installed here but dataprep itself, which is put in anew.
    others = tmp_path / "others"
    others.mkdir()
    for folder in sys.path:
        for path in Path(folder).glob("*") if folder.endswith("site-packages") else ():
            if "dataprep" not in path.name and path.suffix != ".pth":
                (others / path.name).symlink_to(path)
    (Path(site) / "others.pth").write_text(str(others))
    if way == "wheel":
        wheels = tmp_path / "wheels"
        build = [sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "--no-build-isolation"]
        subprocess.run([*build, "--disable-pip-version-check", "-w", wheels, source], check=True)
        target = [str(next(wheels.glob("*.whl")))]
    else:
        target = ["-e", str(source)]
    subprocess.run([*install, "--prefix", str(venv), *target], check=True, capture_output=True)
    shown = probe([python, "-c", PROBE], tmp_path)

    assert shown.startswith("Chat row 2 ")
    assert str(venv if way == "wheel" else source) in shown
    assert probe([scripts / "dataprep", "--version"], tmp_path).startswith("dataprep ")


def probe(command, folder, **variables):
    environment = {name: text for name, text in os.environ.items() if name != "PYTHONPATH"}
    done = subprocess.run(
        [str(part) for part in command], cwd=folder, capture_output=True, text=True, check=False,
        env={**environment, **variables},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()
