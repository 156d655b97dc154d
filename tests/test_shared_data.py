"""Real files of many origins: each is read, or refused with one clear error.

The files stand beside the checkout and are not part of the project; without them these tests skip.
"""

import csv
import json
from pathlib import Path

import pytest

import dataprep
from dataprep.errors import DataprepError, InputError, UsageError
from dataprep.model import Reject
from dataprep.readers import open_source
from dataprep.readers.options import ReadOptions
from dataprep.readers.source import Source

SHARED = Path(__file__).resolve().parents[1].parent / "shared" / "data"
pytestmark = pytest.mark.skipif(not SHARED.is_dir(), reason="shared data absent")

# Files that hold no records for us: what the one error says.
REFUSED = {
    "frictionless_data/innerpath.package.zip": "the zip archive holds 11 files; one is needed",
    "frictionless_data/package-invalid.zip": "the zip archive holds 3 files; one is needed",
    "frictionless_data/package.zip": "the zip archive holds 3 files; one is needed",
    "frictionless_data/resource.zip": "the zip archive holds 2 files; one is needed",
    "frictionless_data/table-multiple-files.zip": "the zip archive holds 2 files; one is needed",
    "frictionless_data/zipped-resources/ogd10_catalogs.zip": "holds 2 files; one is needed",
}
FOLDERS = ("frictionless_data", "csvkit_examples", "xlsxwriter_share", "parquet_share")
FILES = sorted(
    path for folder in FOLDERS for path in (SHARED / folder).rglob("*")
    if path.is_file() and path.name != "README.md"
)  # fmt: skip


def items(path, **options):
    reading = open_source(Source.of(path), ReadOptions(**options))
    return [item for block in reading.blocks for item in block.records()], reading


def records(path, **options):
    found, _ = items(path, **options)
    assert not [item for item in found if isinstance(item, Reject)]
    return [item.data for item in found]


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(SHARED)))
def test_every_file_is_read_or_refused_with_one_clear_error(path):
    """No file crashes; a refusal names the file and the way out, and is one of a known table."""
    name = str(path.relative_to(SHARED))
    try:
        found, reading = items(path)
    except DataprepError as error:
        assert REFUSED[name] in error.message and str(path) in error.message and error.hint
        return
    assert name not in REFUSED
    assert reading.description
    assert found or reading.notes
    for item in found:
        if isinstance(item, Reject):
            assert item.finding.message and item.finding.location.path


@pytest.mark.parametrize("case", [
    "comma_in_quotes", "empty", "empty_crlf", "escaped_quotes", "json", "location_coordinates",
    "newlines", "newlines_crlf", "quotes_and_newlines", "simple", "simple_crlf", "utf8",
])  # fmt: skip
def test_csv_dialects_give_their_expected_rows(case):
    """The twelve cases equal their JSON, whatever the line ends and quotes."""
    expected = json.loads((SHARED / f"csv_spectrum/json/{case}.json").read_text("utf-8"))
    expected = expected if isinstance(expected, list) else [expected]
    found = records(SHARED / f"csv_spectrum/csvs/{case}.csv")
    if case == "location_coordinates":
        # The published pair disagrees with itself: the two files hold different telephone numbers.
        assert found[0].pop("Contact Phone Number") == "2095257564"
        assert expected[0].pop("Contact Phone Number") == "1234567890"
    if (
        case.endswith("_crlf")
        and b"\r" not in (SHARED / f"csv_spectrum/csvs/{case}.csv").read_bytes()
    ):
        # This copy of the files lost its carriage returns; the expected rows still have them.
        expected = json.loads(json.dumps(expected).replace("\\r\\n", "\\n"))

    assert expected == found


@pytest.mark.parametrize("name", ["synthetic", "language-names"])
def test_mojibake_is_repaired_as_given(tmp_path, name):
    """--fix-mojibake makes of each published case the published repair of its encoding."""
    cases = json.loads((SHARED / f"ftfy_share/test-cases/{name}.json").read_text("utf-8"))
    cases = [case for case in cases if case["expect"] == "pass"]
    source = tmp_path / "in.jsonl"
    source.write_text("".join(json.dumps({"text": one["original"]}) + "\n" for one in cases))
    result = dataprep.convert(source, to="text", fix_mojibake=True, lf=False, reject_empty=False)

    expected = [case.get("fixed-encoding", case["fixed"]) for case in cases]
    assert expected == [row["text"] for row in result.rows]


def test_naughty_strings_come_back_unchanged(tmp_path):
    """The lines of the text, and the same strings from JSON, arrive as they are."""
    path = SHARED / "naughty_strings/blns.txt"
    lines = [line for line in path.read_bytes().decode("utf-8").split("\n") if line]
    result = dataprep.convert(
        path, tmp_path / "x.jsonl", text="lines", to="text", trim="none", lf=False,
        reject_empty=False,
    )  # fmt: skip
    again = dataprep.convert(tmp_path / "x.jsonl", lf=False, to="text", reject_empty=False)

    assert lines == [
        json.loads(line)["text"] for line in (tmp_path / "x.jsonl").read_bytes().splitlines()
    ]
    assert lines == [row["text"] for row in again.rows]
    assert result.rejected == {}

    strings = json.loads((SHARED / "naughty_strings/blns.json").read_text("utf-8"))
    from_json = dataprep.convert(
        SHARED / "naughty_strings/blns.json", to="text", lf=False, reject_empty=False
    )
    assert strings == [row["text"] for row in from_json.rows]


def test_sharegpt_becomes_chat():
    """The 500 conversations of the dummy set arrive turn by turn."""
    path = SHARED / "fastchat/data/dummy_conversation.json"
    source = json.loads(path.read_text("utf-8"))
    result = dataprep.convert(path)
    roles = {"human": "user", "gpt": "assistant"}

    assert [
        [{"role": roles[turn["from"]], "content": turn["value"]} for turn in row["conversations"]]
        for row in source
    ] == [row["messages"] for row in result.rows]


def test_the_good_conversation_passes_and_its_bad_twin_is_reported():
    """Missing turns are named with their place."""
    good = dataprep.convert(SHARED / "axolotl_fixtures/conversation.json")
    assert (good.examples, good.rejected) == (1, {})
    with pytest.raises(InputError, match="none of the 1 rows can be used") as caught:
        dataprep.convert(SHARED / "axolotl_fixtures/conversation.missingturns.json")
    assert [one.name for one in caught.value.findings] == ["empty-completion"]
    assert "message 2" in caught.value.findings[0].message


@pytest.mark.parametrize("name", ["test", "test_socratic"])
def test_grade_school_mathematics_to_both_formats(name):
    """Every question and answer, as chat and as prompt-completion."""
    path = SHARED / f"gsm8k_test/{name}.jsonl"
    rows = [json.loads(line) for line in path.read_text("utf-8").split("\n") if line]
    chat = dataprep.convert(path, lf=False)
    pairs = dataprep.convert(path, to="prompt-completion", lf=False)

    assert len(rows) == 1319
    assert [
        [{"role": "user", "content": row["question"]},
         {"role": "assistant", "content": row["answer"]}] for row in rows
    ] == [row["messages"] for row in chat.rows]  # fmt: skip
    assert [{"prompt": row["question"], "completion": row["answer"]} for row in rows] == pairs.rows


WITHOUT_FLAGS = sorted(
    path for folder in ("msswift_tests", "synthetic_data_kit") for path in (SHARED / folder).rglob("*")
    if path.is_file() and path.name != "README.md"
)  # fmt: skip


@pytest.mark.parametrize("path", WITHOUT_FLAGS, ids=lambda path: path.name)
def test_small_files_of_each_format_are_recognised_without_flags(path):
    """Every row becomes an example; what has no answer side becomes completions."""
    result = dataprep.convert(path)

    assert result.examples >= 1 and result.rejected == {}
    answerless = path.name.startswith("swift_pre") or path.name == "sample.txt"
    assert result.format == ("prompt-completion" if answerless else "chat")


def test_one_table_in_four_formats_gives_the_same_bytes(tmp_path):
    """CSV, TSV, JSON Lines and Parquet of the same table are the same dataset."""
    pytest.importorskip("pyarrow")
    folder = SHARED / "datajuicer/tests/format/data/structured"
    files = [folder / f"demo-dataset.{suffix}" for suffix in ("csv", "tsv", "parquet")]
    # The JSON Lines beside them are another table; this one is the same.
    files.append(SHARED / "datajuicer/demos/data/demo-dataset.jsonl")
    found = set()
    for path in files:
        dataprep.convert(path, tmp_path / f"{path.suffix}.jsonl", to="text")
        found.add((tmp_path / f"{path.suffix}.jsonl").read_bytes())

    assert len(found) == 1 and len(found.pop().splitlines()) == 6


def test_a_table_in_an_old_encoding_with_quoted_newlines():
    """The CP1252 file is read with its pound signs, and its newlines stay in their cells."""
    path = SHARED / "openai_cookbook/25000_spend_dataset_current.csv"
    with path.open(encoding="cp1252", newline="") as file:
        rows = list(csv.DictReader(file))
    result = dataprep.convert(
        path, to="prompt-completion", lf=False,
        user="Supplier: {Supplier}\\nValue: {Transaction value (£)}", assistant="{Description}",
    )  # fmt: skip

    assert result.rows == [
        {"prompt": f"Supplier: {row['Supplier']}\nValue: {row['Transaction value (£)']}",
         "completion": row["Description"]} for row in rows
    ]  # fmt: skip
    assert any("\n" in row["completion"] for row in result.rows)
    assert "guessed-encoding" in [one.name for one in result.findings]


def test_articles_by_template():
    """Help-centre articles become chat rows by two templates."""
    path = SHARED / "openai_cookbook/helpcenter_articles.csv"
    result = dataprep.convert(path, user="What is the policy on {policy}?", assistant="{content}")

    assert result.rows[0]["messages"][0]["content"] == (
        "What is the policy on Delete Payment Method?"
    )
    assert (result.examples, result.rejected) == (4, {})


INDEX = SHARED / "real_bad_jsonl/INDEX.tsv"
BAD = (
    list(csv.DictReader(INDEX.read_text("utf-8").splitlines(), delimiter="\t"))
    if INDEX.exists()
    else []
)


@pytest.mark.parametrize("entry", BAD, ids=lambda entry: entry["defect"])
def test_broken_files_are_read_as_far_as_they_can_be(tmp_path, entry):
    """The rows that parse are converted; the first one that does not is named by its line."""
    path = SHARED / "real_bad_jsonl" / entry["file"]
    findings, result = [], None
    try:
        result = dataprep.convert(path, tmp_path / "x.jsonl")
        findings = result.findings
    except InputError as error:
        findings = error.findings
    except UsageError as error:
        assert entry["defect"] == "array_in_jsonl" and "no known layout" in error.message
    bad = [one for one in findings if one.code.startswith("JSN0")]

    rows, broken = int(entry["nonblank_lines"] or 0), entry["bad_lines(strict json, utf-8)"]
    if entry["defect"] in ("array_in_jsonl", "concatenated_objects", "jsonl_named_json"):
        assert bad == []
    elif entry["first_bad"]:
        assert bad[0].location.line == int(entry["first_bad"])
        assert (result.examples if result else 0) == rows - int(broken)
    else:
        assert result is None
