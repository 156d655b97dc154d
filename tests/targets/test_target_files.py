"""The target files: valid, sourced, and with a schema entry for every figure that code asks for."""

import ast
import datetime
import tomllib
from pathlib import Path

import pytest

from dataprep import schemas
from dataprep.targets import get, names
from dataprep.tokens import encoding_for_model

jsonschema = pytest.importorskip("jsonschema")
ROOT = Path(__file__).resolve().parents[2]
FILES = sorted((ROOT / "dataprep" / "targets").glob("*.toml"))
SCHEMA = schemas.load("target")
PLATFORMS = {
    "generic", "openai", "azure", "together", "fireworks", "mistral", "nebius", "bedrock-nova",
    "bedrock-claude", "bedrock-llama", "vertex-gemini", "trl",
}  # fmt: skip


def plain(value):
    """TOML data as JSON has it."""
    if isinstance(value, dict):
        return {key: plain(one) for key, one in value.items()}
    if isinstance(value, list):
        return [plain(one) for one in value]
    return value.isoformat() if isinstance(value, datetime.date) else value


def faults(data, part="#"):
    schema = {"$ref": f"#/$defs/{part}", "$defs": SCHEMA["$defs"]} if part != "#" else SCHEMA
    return [one.message for one in jsonschema.Draft202012Validator(schema).iter_errors(data)]


def test_every_platform_is_there():
    """The twelve platforms have their file."""
    assert set(names()) == PLATFORMS


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_file_is_valid(path):
    """Each file fits the schema, which asks for source and date at every figure."""
    assert faults(plain(tomllib.loads(path.read_text("utf-8")))) == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_figure_has_source_and_date(path):
    """Not by the schema alone: what the catalog gives out is sourced, and read in the past."""
    target = get(path.stem)
    tables = [target.figures, *(model.figures for model in target.models.values())]
    for figures in tables:
        for key, figure in figures.items():
            assert figure.source.strip() and figure.source != "your configuration", key
            assert datetime.date(2024, 1, 1) < figure.verified <= datetime.date(2026, 11, 20), key


@pytest.mark.parametrize("missing", ["source", "verified"])
def test_a_figure_without_its_origin_is_none_of_ours(missing):
    """A shipped file must say where a figure is from; a configuration need not."""
    figure = {"value": 10, "source": "a page", "verified": "2026-11-20"}
    data = {"title": "X", "rows": {}, "limits": {"min_examples": figure}}

    assert faults(data) == []
    del figure[missing]
    assert faults(data) == [f"'{missing}' is a required property"]
    assert faults(data, "own") == []
    assert faults({"limits": {"min_examples": 10}}, "own") == []
    assert faults({"title": "X", "rows": {}, "limits": {"min_examples": 10}}) != []


@pytest.mark.parametrize(
    "table",
    [
        {"limits": {"min_exampels": 10}},
        {"limits": {"min_examples": "10"}},
        {"limits": {"over_limit": "cut"}},
        {"quirks": {"developer": "fatal"}},
        {"lifecycle": {"jobs_closed": "soon"}},
        {"models": {"m": {"aliases": "x"}}},
        {"severity": {"CHT7": "error"}},
        {"limits": {"min_examples": {"value": 10, "note": "x"}}},
    ],
)
def test_the_schema_refuses(table):
    """An unknown key, another type, a word that is none of the choices."""
    assert faults(table, "own")


def asked():
    """Yield the keys of figures that any code asks a target for, with the file."""
    places = {"value": 0, "figure": 0, "whose": 0, "severity": 1}
    for path in sorted((ROOT / "dataprep").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
                continue
            owner = ast.unparse(node.func.value)
            at = places.get(node.func.attr)
            if at is None or "target" not in owner.lower() or len(node.args) <= at:
                continue
            key = node.args[at]
            if isinstance(key, ast.Constant) and isinstance(key.value, str) and key.value:
                yield key.value, path.relative_to(ROOT).as_posix()


def test_every_figure_that_is_asked_for_is_in_the_schema():
    """A rule that asks for a key that no file can hold would be silent for ever."""
    # `--grader` lays what it reads over the targets of a run (see `engine/grader.py`).
    known = {*SCHEMA["$defs"]["model"]["properties"], "grader_variables"}
    found = list(asked())

    assert len(found) > 5
    assert [pair for pair in found if pair[0] not in known] == []


def test_tables_of_a_platform_hold_different_keys():
    """Figures are flat in a target, so that two tables must not share a key."""
    seen = {}
    for table in ("rows", "limits", "quirks", "lifecycle", "prices", "training"):
        for key in SCHEMA["$defs"][table]["properties"]:
            assert seen.setdefault(key, table) == table


@pytest.mark.parametrize("platform", ["openai", "azure"])
def test_encodings_are_those_of_the_tokenizer(platform):
    """The figure of each model of OpenAI's is what the tokens package says of its name."""
    for model in get(platform).models.values():
        if model.name.startswith(("gpt", "o4", "ada", "babbage", "curie", "davinci")):
            stated = get(f"{platform}/{model.name}").value("encoding")
            assert stated == encoding_for_model(model.name), model.name


def test_names_of_models_are_unambiguous():
    """No name and no alias stands for two models of a platform."""
    for name in names():
        models = get(name).models.values()
        called = [one.lower() for model in models for one in (model.name, *model.aliases)]
        assert len(called) == len(set(called))


@pytest.mark.parametrize(
    ("name", "key", "value"),
    [
        ("azure", "byte_order_mark", "wanted"),
        ("azure", "max_total_tokens", 2_000_000_000),
        ("azure", "max_file_bytes", 512 * 2**20),
        ("azure/gpt-4.1-nano", "max_row_tokens", 32_768),
        ("azure/llama-3.3-70b-instruct", "encoding", None),
        ("openai/gpt-3.5-turbo-0613", "max_row_tokens", 4_096),
        ("openai/gpt-3.5-turbo-1106", "max_row_tokens", 16_385),
        ("openai/gpt-4o", "training_price", 25.0),
        ("openai/davinci", "training_price", 30.0),
        ("openai", "jobs_closed", datetime.date(2027, 1, 6)),
        ("bedrock-nova", "min_examples", 8),
        ("bedrock-claude", "forbidden_text", ["\nHuman:", "\nAssistant:"]),
        ("together", "repeated_role", "error"),
        ("mistral", "call_id_pattern", "^[a-zA-Z0-9]{9}$"),
        ("fireworks", "max_examples", 3_000_000),
        ("nebius", "max_file_bytes", 5 * 2**30),
        ("vertex-gemini", "max_row_tokens", 131_072),
        ("trl", "arguments", "object"),
    ],
)
def test_published_figures(name, key, value):
    """Figures that the platforms publish."""
    assert get(name).value(key) == value
