"""Plain rows: many at a time, they become what each becomes by itself."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

import dataprep
from dataprep.engine.plain import Lines, PlainRows
from dataprep.errors import DataprepError
from dataprep.formats import get, names
from dataprep.jsontext import dumps
from dataprep.normalization.base import Step, TextStep
from dataprep.normalization.pipeline import Pipeline, steps
from dataprep.readers import blocks

REUSED = settings(
    max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
ODD = ["&lt;", "Ã©", *'"\\\t\n\r\0\x1b\x7f\x85\xa0\u2003\u3000\ufeffé日& ab']
TEXT = st.lists(st.sampled_from(ODD), max_size=8).map("".join) | st.text(max_size=20).filter(
    str.isprintable
)
TOUCHED = {
    "decode_html_entities": True, "fix_mojibake": True, "remove_control_characters": True,
    "remove_invisible_characters": True, "unicode_form": "NFC",
}  # fmt: skip


def converted(file: Path, folder: Path, **options: Any) -> tuple[dict[str, bytes], str]:
    """Return the files that a conversion makes, and what it says."""
    try:
        result = dataprep.convert(file, folder / "x.jsonl", **options)
    except DataprepError as error:
        return {}, str(error)
    made = {path.name: path.read_bytes() for path in folder.iterdir()}
    told = f"{result.tally} {[str(one) for one in result.findings]}"
    for path in folder.iterdir():
        path.unlink()
    return made, told


@given(
    rows=st.lists(st.tuples(TEXT, TEXT, TEXT), min_size=1, max_size=30),
    options=st.sampled_from([{}, TOUCHED, {"lf": False, "reject_empty": False}]),
    form=st.sampled_from(["chat", "prompt-completion", "text"]),
)
@example(
    rows=[("a", "b", "c"), ("a\r\nb", "\u3000", ""), ("\n \t", "b", "\0")], options={}, form="chat"
)
@REUSED
def test_plain_rows_are_rows(
    tmp_path: Path, rows: list[tuple[str, str, str]], options: dict[str, Any], form: str
) -> None:
    """Bytes, counts, places and findings are those of a conversion row by row."""
    rows = [*((f"q{at}", "a", "m") for at in range(4 * len(rows))), *rows]  # else all are looked at
    text = io.StringIO(newline="")
    csv.writer(text, quoting=csv.QUOTE_ALL).writerows([("prompt", "completion", "more"), *rows])
    file = tmp_path / "in.csv"
    file.write_text(text.getvalue(), "utf-8", newline="")
    options = {**options, "to": form, "header": "1", "delimiter": ",", "encoding": "utf-8"}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(blocks, "BLOCK_SIZE", 2000)
        found = converted(file, tmp_path / "made", **options)
        patch.setattr(PlainRows, "of", lambda self, chunk: None)
        assert converted(file, tmp_path / "made", **options) == found


def test_usual_tables_are_plain(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Rows that no step touches are written together; an empty answer goes by itself."""
    file = tmp_path / "in.csv"
    rows = "".join(f'question {number},"an ""answer""\n{number}"\n' for number in range(50))
    file.write_text(f"question,answer\n{rows}last,\n{rows}", "utf-8")
    seen: list[int] = []
    of = PlainRows.of

    def watched(self: PlainRows, chunk: Any) -> Any:
        for piece in of(self, chunk) or ():
            seen.append(len(piece.lines) if isinstance(piece, Lines) else -len(piece))
        return of(self, chunk)

    monkeypatch.setattr(PlainRows, "of", watched)
    result = dataprep.convert(file, tmp_path / "x.jsonl")
    assert seen == [50, -1, 50]
    assert (result.examples, result.rejected) == (100, {"empty-completion": 1})


@pytest.mark.parametrize("every", [2, 3, 50])
def test_many_rows_that_are_not_plain(tmp_path: Path, every: int) -> None:
    """A piece in which many rows are not plain is read record by record from there on."""
    file = tmp_path / "in.csv"
    rows = [f"question {at},{'' if at % every == 0 else 'answer'}\n" for at in range(1000)]
    file.write_text("question,answer\n" + "".join(rows), "utf-8")
    found = converted(file, tmp_path / "made")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(PlainRows, "of", lambda self, chunk: None)
        assert converted(file, tmp_path / "made") == found


@pytest.mark.parametrize("odd", ['"\r\nz",b', 'a "b" \x00,b', '"a" b,c', "a,b,c"])
def test_a_layout_is_found_though_few_rows_are_regular(tmp_path: Path, odd: str) -> None:
    """The rows behind the first piece belong to the sample, however soon that piece ends."""
    file = tmp_path / "a.csv"
    file.write_text(f"prompt,completion\n,y\n{odd}\nq,a\n", newline="")

    assert dataprep.convert(file, tmp_path / "x.jsonl").rows_in == 3


def test_line_ends_in_cells_are_counted(tmp_path: Path) -> None:
    """CRLF inside a cell becomes LF, and each row in which it did counts once."""
    file = tmp_path / "in.csv"
    file.write_bytes(b'question,answer\r\n"a\r\nb","c\r\n\r\nd"\r\n"e\nf",g\r\n')
    result = dataprep.convert(file, to="prompt-completion")
    assert result.rows == [{"prompt": "a\nb", "completion": "c\n\nd"},
                           {"prompt": "e\nf", "completion": "g"}]  # fmt: skip
    assert result.tally.changed == {"line ends to LF": 1}
    kept = dataprep.convert(file, to="prompt-completion", lf=False)
    assert kept.rows is not None and kept.rows[0]["completion"] == "c\r\n\r\nd"


@given(texts=st.tuples(TEXT, TEXT))
@REUSED
def test_the_line_of_a_pair(texts: tuple[str, str]) -> None:
    """What a format says about the line of a pair is how it writes one that says something."""
    for name in names():
        form = get(name)
        if form.pair is None or any(not text or text.isspace() for text in texts):
            continue
        user, assistant = ({"role": role, "content": text} for role, text in
                           zip(("user", "assistant"), texts, strict=True))  # fmt: skip
        row = form.row({"messages": [user, assistant]})
        before, between, after = form.pair
        first, second = (json.dumps(text, ensure_ascii=False)[1:-1].encode() for text in texts)
        assert json.loads(before + first + between + second + after) == row
        written = [dumps(text)[1:-1] for text in texts]
        assert before + written[0] + between + written[1] + after == dumps(row)
        assert form.ordered(row) and form.remark(row) is None and not form.empty_answer(row)


@given(texts=st.lists(TEXT.filter(lambda text: bool(text.strip())), min_size=1, max_size=4))
@REUSED
def test_a_spared_text_is_not_changed(texts: list[str]) -> None:
    """A step that needs nothing of many texts changes none of them."""
    texts = [text.translate(dict.fromkeys([0, 13, 27])) or "x" for text in texts]
    made = Pipeline.make(TOUCHED, get("chat")).steps
    sparing = [step for step in made if type(step).spares is not Step.spares]
    assert len(sparing) >= 6 < len(steps())
    for step in sparing:
        if isinstance(step, TextStep) and step.spares(b"\n".join(dumps(text) for text in texts)):
            assert [step.change(text) for text in texts] == texts
