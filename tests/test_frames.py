"""pandas in and out."""

import json

import pytest

import dataprep
from dataprep.errors import InputError

pandas = pytest.importorskip("pandas")


def test_a_frame_becomes_a_dataset(tmp_path):
    """The rows of a DataFrame are converted like those of a file; times become ISO texts."""
    frame = pandas.DataFrame(
        {
            "question": ["who?", "when?", "how many?", "empty?"],
            "answer": ["me", pandas.Timestamp("2026-01-02"), 3, None],
            "topic": ["a", "b", None, "d"],
        }
    )
    result = dataprep.from_dataframe(frame, tmp_path / "x.jsonl", to="prompt-completion")

    rows = [json.loads(line) for line in (tmp_path / "x.jsonl").read_text().splitlines()]
    assert rows == [
        {"prompt": "who?", "completion": "me"},
        {"prompt": "when?", "completion": "2026-01-02"},
        {"prompt": "how many?", "completion": "3"},
    ]
    assert result.rejected == {"empty-completion": 1}
    assert str(result.findings[0].location) == "<dataframe>:4"


def test_numbers_keep_their_spelling():
    """Whole numbers stay whole, and text that looks like a number stays text."""
    frame = pandas.DataFrame({"prompt": [1, 2], "completion": ["007", "NA"], "x": [1.5, None]})
    result = dataprep.from_dataframe(frame, to="prompt-completion", keep=["x"])

    assert result.rows == [
        {"prompt": "1", "completion": "007", "x": 1.5},
        {"prompt": "2", "completion": "NA", "x": None},
    ]


def test_a_dataset_becomes_a_frame(tmp_path):
    """Texts stay texts, and messages stay lists."""
    path = tmp_path / "x.jsonl"
    path.write_text('{"prompt":"007","completion":"NA"}\n\n{"prompt":"b","completion":"c","n":1}\n')
    frame = dataprep.to_dataframe(path)

    assert list(frame["prompt"]) == ["007", "b"]
    assert list(frame["completion"]) == ["NA", "c"]
    assert list(frame["n"]) == [None, 1]


@pytest.mark.parametrize(
    ("content", "message"),
    [('{"a": 1}\nnope\n', "x.jsonl:2: is not JSON"), ("[1]\n", "x.jsonl:1: is not a JSON object")],
)
def test_a_frame_is_not_made_of_something_else(tmp_path, content, message):
    """A line that is no object is an error with its place."""
    path = tmp_path / "x.jsonl"
    path.write_text(content)

    with pytest.raises(InputError, match=message):
        dataprep.to_dataframe(path)
