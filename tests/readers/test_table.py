"""The header of a table: where it is, whether there is one, and what its columns are called."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dataprep.errors import UsageError
from dataprep.readers.table import choose_header

CELLS = st.sampled_from(["", " ", "name", "id", "12", "2024-01-02", "A. b?", "x" * 90, "\0", "é"])


@pytest.mark.parametrize(
    ("rows", "row"),
    [
        ([["question", "answer"], ["Who?", "Me"]], 0),
        ([["a", "b"], ["1", "2"]], 0),
        ([["1", "2"], ["3", "4"]], -1),
        ([["1", "english"], ["2", "german"]], -1),
        ([["Who is it?", "It is me."], ["Where is it?", "It is there."]], -1),
        ([["user", "Hello"], ["assistant", "Hi"], ["user", "Bye"]], -1),
        ([["KX-204", "bolt"], ["KX-311", "nut"]], -1),
        ([["prompt"], ["Tell me a joke."]], 0),
        ([["id", "100022", "100025"], ["id1", "TRUE", "FALSE"]], 0),
        ([["Museum", "2011", "2010"], ["Old", "23.824", "17.518"]], 0),
        ([["site", "link"], ["one", "https://a.example/x"]], 0),
        ([["3", "german"]], -1),
        ([["first name", "last name"]], 0),
        ([["a", "b"], ["NA", "-"]], 0),
        ([["a", "b", "c"], ["1", "b", "c"], ["2", "b", "c"]], 0),
        ([], -1),
        ([[], [""]], -1),
    ],
)
def test_header_speaks_about_its_columns(rows: list[list[str]], row: int) -> None:
    """A first row is a header when it differs from the rows below, or uses known names."""
    assert choose_header(rows, "auto").row == row


def test_title_and_blank_rows_are_above_the_header() -> None:
    """Rows with few filled cells are passed over, and the ones with text are noted."""
    rows = [
        ["", "", ""],
        ["Report for May", "", ""],
        [],
        ["item", "price", "note"],
        ["bolt", "12", ""],
        ["nut", "3", "x"],
    ]
    header = choose_header(rows, "auto")
    assert (header.row, header.first, header.names) == (3, 4, ["item", "price", "note"])
    assert header.notes == [("REA010", "1 row above the table not read as data: `Report for May`")]


def test_merged_title_counts_as_one_cell() -> None:
    """A title that was filled into all cells of its merged row is a title with `merged`."""
    rows = [["Prices"] * 3, ["item", "size", "price"], ["bolt", "M4", "12"], ["nut", "M5", "3"]]
    assert choose_header(rows, "auto", merged=True).row == 1


def test_sparse_table_below_a_preamble() -> None:
    """A full header above sparse rows is found below a preamble as filled as these."""
    header = ["id", "name", "city", "street", "phone", "note"]
    rows = [["Date:", "today"], header, *[[str(n), "x", "", "", "", ""] for n in range(5)]]
    assert choose_header(rows, "auto").row == 1


def test_a_longer_row_below_is_no_header() -> None:
    """A ragged row of data further down does not turn the rows above it into a preamble."""
    rows = [["id", "name", "age"], ["1", "Al", "3"], ["", "", ""], ["1", "2", "3", "4", "5", "6"]]
    assert choose_header(rows, "auto").row == 0


def test_without_header_data_starts_below_the_preamble() -> None:
    """A preamble above rows without a header is passed over, too."""
    header = choose_header([["exported by me"], ["1", "2", "3"], ["4", "5", "6"]], "auto")
    assert (header.row, header.first) == (-1, 1)
    assert header.names == ["column1", "column2", "column3"]


def test_duplicate_and_empty_names() -> None:
    """Duplicates are numbered around names that exist, empty ones get their position, all noted."""
    header = choose_header([[" a ", "", "a", "a_2", "column2"], ["1", "2", "3", "4", "5"]], "auto")
    assert header.names == ["a", "column2_2", "a_3", "a_2", "column2"]
    assert header.notes == [
        ("REA008", "1 column without a name: read as `column2_2`"),
        ("REA008", "1 column name given twice: read `a` as `a_3`"),
    ]


def test_titles_with_separators_in_them() -> None:
    """Above a wider header, sentences that were cut at their commas are titles, not data."""
    titles = [["Export"], ["All tickets", " open and closed"], ["Sorted by date", " newest first"]]
    rows = [*titles, [], ["prompt", "completion", "by"], *[["a", "b", "c"], ["d", "e", "f"]] * 3]
    header = choose_header(rows, "auto")
    assert (header.row, header.names) == (4, ["prompt", "completion", "by"])
    assert [code for code, _ in header.notes] == ["REA010"]


def test_gaps_in_rows_without_a_header() -> None:
    """Rows with empty cells above full ones stay data where nothing is a header."""
    rows = [["a", "", "5"], ["b", "x", "6"], ["c", "y", "7"], ["d", "z", "8"]]
    assert choose_header(rows, "auto").row == -1


def test_nul_characters_in_names() -> None:
    """A name is read without its NUL characters, and that is said."""
    header = choose_header([["\0\0prompt", "answer"], ["1", "2"]], "auto")
    assert header.names == ["prompt", "answer"]
    assert header.notes == [("REA004", "1 column name with NUL characters: read without them")]


def test_header_by_number_and_none() -> None:
    """The user's row number counts all rows; `none` makes every row data."""
    rows = [["x", "y"], [], ["1", "2"], ["3", "4"]]
    header = choose_header(rows, "3")
    assert (header.row, header.names) == (2, ["1", "2"])
    assert header.notes == [("REA010", "1 row above the table not read as data: `x y`")]
    assert choose_header(rows, "none").names == ["column1", "column2"]
    assert choose_header(rows, "none").row == -1


@pytest.mark.parametrize(
    ("header", "message"),
    [
        ("0", "header `0` is not a row number"),
        ("first", "header `first` is not a row number"),
        ("9" * 30, "is not a row number"),
        ("7", "the header is said to be in row 7, but only 1 rows were found there"),
    ],
)
def test_impossible_header_is_a_usage_error(header: str, message: str) -> None:
    """A header option that names no row is refused with the reason."""
    with pytest.raises(UsageError, match=message):
        choose_header([["a"]], header)


@given(st.lists(st.lists(CELLS, max_size=6), max_size=8), st.booleans())
def test_any_rows_give_unique_names(rows: list[list[str]], merged: bool) -> None:
    """Whatever the rows, names are unique and non-empty, and data starts inside the table."""
    header = choose_header(rows, "auto", merged=merged)
    assert len(set(header.names)) == len(header.names)
    assert all(name.strip() and "\0" not in name for name in header.names)
    assert -1 <= header.row < max(len(rows), 1)
    assert header.first == header.row + 1 or header.row == -1
