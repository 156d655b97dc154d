"""The conversion as a function: jobs, conversations, duplicates, rejects, results."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import dataprep
from dataprep.engine import chunks as engine_chunks
from dataprep.errors import InputError, UsageError
from dataprep.readers import blocks as block_sizes

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)


def jsonl(path, rows, newline="\n", last=True):
    body = newline.join(json.dumps(row, ensure_ascii=False) for row in rows)
    path.write_bytes((body + (newline if last else "")).encode())
    return path


def outputs(folder):
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("last", [True, False])
def test_one_job_and_two_give_the_same_bytes(tmp_path, monkeypatch, newline, last):
    """Across chunk borders, with wide characters, bad rows, duplicates and splits."""
    monkeypatch.setattr(block_sizes, "BLOCK_SIZE", 1000)
    rows = [
        {"prompt": f"日本語 {number % 400} é", "completion": "" if number % 50 == 7 else "🙂" * 9}
        for number in range(900)
    ]
    source = jsonl(tmp_path / "rows.jsonl", rows, newline, last)
    with source.open("ab") as file:
        file.write((newline if not last else "").encode() + b'{"prompt": broken' + newline.encode())
    found = []
    for jobs in (1, 2):
        folder = tmp_path / str(jobs)
        result = dataprep.convert(
            source, folder / "x.jsonl", jobs=jobs, split="train=0.8,test=0.2", to="prompt-completion",
            drop_duplicates=True,
        )  # fmt: skip
        found.append((outputs(folder), result.rejected, [str(one) for one in result.findings]))

    assert found[0] == found[1]
    assert found[0][1] == {"duplicate-example": 490, "empty-completion": 18, "invalid-json": 1}


@settings(max_examples=30)
@given(st.lists(st.tuples(texts, texts), min_size=1, max_size=30), st.integers(1, 200))
def test_where_blocks_are_cut_changes_nothing(tmp_path_factory, pairs, size):
    """Any block size gives the same rows and the same rejects."""
    folder = tmp_path_factory.mktemp("cut")
    rows = [{"prompt": prompt, "completion": completion} for prompt, completion in pairs]
    source = jsonl(folder / "in.jsonl", rows)
    found = []
    for block_size in (size, 1 << 20):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(block_sizes, "BLOCK_SIZE", block_size)
            out = folder / str(block_size)
            try:
                dataprep.convert(source, out / "x.jsonl", lf=False)
                found.append(outputs(out))
            except InputError as error:
                found.append(error.message)

    assert found[0] == found[1]


@settings(max_examples=50)
@given(st.lists(st.tuples(texts, texts), min_size=1, max_size=20))
def test_every_row_is_an_example_or_a_reject(tmp_path_factory, pairs):
    """Nothing is lost: rows in = examples out + rejects; texts arrive as they were."""
    folder = tmp_path_factory.mktemp("law")
    rows = [{"prompt": prompt, "completion": completion} for prompt, completion in pairs]
    source = jsonl(folder / "in.jsonl", rows)
    if not any(completion.strip() for _, completion in pairs):
        with pytest.raises(InputError, match=r"none of the .* rows can be used"):
            dataprep.convert(source, folder / "x.jsonl")
        return
    result = dataprep.convert(source, folder / "x.jsonl", to="prompt-completion", lf=False)
    written = [json.loads(line) for line in (folder / "x.jsonl").read_bytes().split(b"\n") if line]
    rejects = folder / "x.jsonl.rejects"
    lost = (
        [json.loads(line) for line in rejects.read_bytes().split(b"\n") if line]
        if (rejects.exists())
        else []
    )

    assert written == [row for row in rows if row["completion"].strip()]
    assert [one["record"] for one in lost] == [row for row in rows if not row["completion"].strip()]
    assert result.rows_in == len(rows) == result.examples + sum(result.rejected.values())


def test_a_dataset_converted_again_is_itself(tmp_path):
    """Chat rows with tools, weights and names pass through unchanged."""
    rows = [
        {
            "messages": [
                {"role": "system", "content": "be brief"},
                {"role": "user", "content": "weather?", "name": "mara"},
                {"role": "assistant", "content": None, "tool_calls": [
                    {"id": "c1", "type": "function",
                     "function": {"name": "weather", "arguments": '{"t": 0.50}'}}]},
                {"role": "tool", "content": "sun", "tool_call_id": "c1"},
                {"role": "assistant", "content": "Sun.", "weight": 1},
            ],
            "tools": [{"type": "function", "function": {"name": "weather", "parameters": {
                "type": "object", "properties": {"t": {"type": "number", "minimum": 0.5}}}}}],
            "parallel_tool_calls": False,
        }
    ]  # fmt: skip
    source = jsonl(tmp_path / "in.jsonl", rows)
    result = dataprep.convert(source, tmp_path / "once.jsonl")
    dataprep.convert(tmp_path / "once.jsonl", tmp_path / "twice.jsonl")

    assert json.loads((tmp_path / "once.jsonl").read_text()) == rows[0]
    assert (tmp_path / "once.jsonl").read_bytes() == (tmp_path / "twice.jsonl").read_bytes()
    assert result.inference == {"system_prompt": "be brief"}


def test_rows_fold_into_conversations(tmp_path):
    """--group-by brings rows together from anywhere, --order-by orders them, by number or text."""
    log = [
        (7, 10, "user", "third"), (8, 1, "user", "other"), (7, 2, "user", "first"),
        (8, 2, "assistant", "answer"), (7, 9, "assistant", "second"), (7, 11, "assistant", "fourth"),
    ]  # fmt: skip
    rows = [dict(zip(("ticket", "turn", "role", "text"), entry, strict=True)) for entry in log]
    result = dataprep.convert(
        jsonl(tmp_path / "log.jsonl", rows), group_by="ticket", order_by="turn",
        map={"role": "role", "content": "text"},
    )  # fmt: skip

    assert [[turn["content"] for turn in row["messages"]] for row in result.rows] == [
        ["first", "second", "third", "fourth"], ["other", "answer"],
    ]  # fmt: skip
    assert result.rows_in == 6


@pytest.mark.parametrize("jobs", [1, 2])
def test_folding_spills_and_keeps_the_order_of_first_rows(tmp_path, monkeypatch, jobs):
    """Many groups over many chunks and partitions: conversations come in the order they begin."""
    from dataprep.engine import facts

    monkeypatch.setattr(facts, "PARTITION", 64)
    monkeypatch.setattr(block_sizes, "BLOCK_SIZE", 2000)
    rows = [
        {"id": f"t{number % 250}", "role": ("user", "assistant")[number // 250 % 2], "content": "x"}
        for number in range(1000)
    ]
    result = dataprep.convert(
        jsonl(tmp_path / "log.jsonl", rows), group_by="id", system="{n}", jobs=jobs
    )

    assert result.examples == 250 and len(result.rows) == 250
    assert {len(row["messages"]) for row in result.rows} == {5}


def test_a_conversation_with_a_bad_row_is_rejected_whole(tmp_path):
    """A conversation that lacks a message would teach something else."""
    rows = [
        {"id": "a", "role": "user", "content": "q"}, {"id": "a", "role": "assistant", "content": "r"},
        {"id": "b", "role": "user", "content": "q"}, {"id": "b", "role": "wizard", "content": "r"},
        {"id": "", "role": "user", "content": "lost"},
    ]  # fmt: skip
    result = dataprep.convert(
        jsonl(tmp_path / "log.jsonl", rows), tmp_path / "x.jsonl", group_by="id",
        map={"role": "role", "content": "content"},
    )  # fmt: skip
    rejects = [json.loads(line) for line in result.rejects[0].read_text().splitlines()]

    assert (result.examples, result.rejected) == (1, {"missing-column": 1, "unmapped-role": 1})
    assert [one["record"] for one in rejects] == [rows[4], rows[2:4]]


def test_duplicates_are_counted_and_named_and_dropped_on_demand(tmp_path):
    """Equal examples are told with both places; --drop-duplicates moves them to the rejects."""
    rows = [{"prompt": "a", "completion": "b"}, {"prompt": "c", "completion": "d"}] * 3
    source = jsonl(tmp_path / "in.jsonl", rows)
    kept = dataprep.convert(source, tmp_path / "kept.jsonl")
    dropped = dataprep.convert(source, tmp_path / "dropped.jsonl", drop_duplicates=True)

    assert (kept.examples, kept.duplicates, kept.rejects) == (6, 4, [])
    first = next(one for one in kept.findings if one.code == "DUP001")
    assert (first.location.line, first.message) == (3, f"the example equals the one at {source}:1")
    assert (dropped.examples, dropped.rejected) == (2, {"duplicate-example": 4})
    rejects = [json.loads(line) for line in dropped.rejects[0].read_text().splitlines()]
    assert [one["line"] for one in rejects] == [3, 4, 5, 6]
    assert rejects[0]["record"]["messages"][0]["content"] == "a"


def test_a_collision_of_hashes_drops_nothing(tmp_path, monkeypatch):
    """Rows are compared before one is called a duplicate of another."""
    from dataprep.engine import maps

    monkeypatch.setattr(maps.xxhash, "xxh3_64_intdigest", lambda data, seed=0: 42)
    rows = [{"prompt": str(number), "completion": "x"} for number in range(5)]
    result = dataprep.convert(jsonl(tmp_path / "in.jsonl", rows), drop_duplicates=True)

    assert (result.examples, result.duplicates) == (5, 0)


def test_a_file_may_hold_rows_of_several_layouts(tmp_path):
    """Each row is read by its own keys; what fits no layout is a reject that says the layout."""
    rows = [
        {"prompt": "p", "completion": "c"},
        {"conversations": [{"from": "human", "value": "h"}, {"from": "gpt", "value": "g"}]},
        {"alpha": 1},
    ]
    result = dataprep.convert(jsonl(tmp_path / "in.jsonl", rows), tmp_path / "x.jsonl")

    assert result.tally.dialects == {"prompt-completion": 1, "sharegpt": 1}
    assert result.rejected == {"unrecognised-row": 1}
    assert "the row has the columns `alpha`" in result.findings[-1].message


def test_columns_without_a_place_are_one_notice_or_kept(tmp_path):
    """Extra columns are dropped with one notice; --keep keeps one where the format allows."""
    rows = [{"prompt": "p", "completion": "c", "topic": "t", "id": number} for number in range(5)]
    source = jsonl(tmp_path / "in.jsonl", rows)
    result = dataprep.convert(source, keep=["topic"])

    assert [one.message for one in result.findings if one.code == "CNV005"] == [
        "columns without a place in the examples: `id`"
    ]
    assert result.rows[0]["topic"] == "t" and list(result.rows[0]) == ["messages", "topic"]
    with pytest.raises(UsageError, match="--keep messages: chat rows use that key themselves"):
        dataprep.convert(source, keep=["messages"])


def test_values_of_a_column_are_replaced_by_a_table(tmp_path):
    """--values label:0=no,1=yes; a value that is not listed is a reject, not a guess."""
    rows = [{"prompt": "p", "label": label} for label in (0, "1", 2)]
    result = dataprep.convert(
        jsonl(tmp_path / "in.jsonl", rows), values=["label:0=no,1=yes"], to="prompt-completion",
        map={"user": "prompt", "assistant": "label"},
    )  # fmt: skip

    assert [row["completion"] for row in result.rows] == ["no", "yes"]
    assert "the value '2' of `label` is not among the old values `0`, `1`" in (
        result.findings[0].message
    )


def test_an_option_that_does_not_exist_is_told_with_the_nearest(tmp_path):
    """The Python API checks names like the command line does."""
    with pytest.raises(UsageError) as caught:
        dataprep.convert("x.csv", seperator="auto")

    assert caught.value.message == "no option is called `seperator`"
    assert caught.value.hint == "did you mean `separator`?"


def test_progress_reports_every_row(tmp_path):
    """What a progress line shows adds up to the input."""
    path = jsonl(tmp_path / "in.jsonl", [{"prompt": "p", "completion": "c"}] * 10)
    from dataprep.engine.inputs import look
    from dataprep.engine.options import settings_from
    from dataprep.readers.source import Source

    seen = []
    options = settings_from({})
    inputs = [look(Source.of(path), options)]
    list(engine_chunks.chunks(inputs, options, lambda rows, size: seen.append(size)))

    assert sum(seen) == path.stat().st_size


def test_folding_keeps_numbers_as_they_are_written(tmp_path):
    """A number on its way through a conversation keeps its digits."""
    path = tmp_path / "log.jsonl"
    path.write_text(
        '{"id": 1, "role": "user", "content": 12345678901234567890123}\n'
        '{"id": 1, "role": "assistant", "content": 1.50}\n'
    )
    result = dataprep.convert(path, group_by="id")

    assert [turn["content"] for turn in result.rows[0]["messages"]] == [
        "12345678901234567890123", "1.50",
    ]  # fmt: skip


def test_a_kept_column_does_not_replace_what_the_row_is_made_of(tmp_path):
    """--keep messages with --to prompt-completion keeps the list beside the pair."""
    messages = [{"role": "user", "content": "q"}, {"role": "assistant", "content": "a"}]
    source = jsonl(tmp_path / "in.jsonl", [{"messages": messages}])
    result = dataprep.convert(source, to="prompt-completion", keep=["messages"])

    assert result.rows == [{"prompt": "q", "completion": "a", "messages": messages}]


def test_equal_rows_are_duplicates_whatever_the_order_of_their_keys(tmp_path):
    """Key order is an accident, in messages, in tools and in content parts."""
    call = {"id": "c", "type": "function", "function": {"name": "f", "arguments": "{}"}}
    parts = [{"type": "text", "text": "q"}]

    def turned(value):
        if isinstance(value, dict):
            return {key: turned(value[key]) for key in reversed(list(value))}
        return [turned(one) for one in value] if isinstance(value, list) else value

    rows = [
        {"messages": [{"role": "user", "content": "q"}, {"role": "assistant", "content": "a"}]},
        {"messages": [{"role": "user", "content": parts}, {"role": "assistant", "content": "a"}]},
        {"messages": [{"role": "user", "content": "q", "name": "n"},
                      {"role": "assistant", "tool_calls": [call]}]},
    ]  # fmt: skip
    result = dataprep.convert(jsonl(tmp_path / "in.jsonl", [*rows, *map(turned, rows)]))

    assert (result.examples, result.duplicates) == (6, 3)


def test_marks_are_suggested_when_nobody_decided(tmp_path):
    """Prompts without a common end: a finding names the options; deciding either way is enough."""
    source = tmp_path / "x.csv"
    source.write_text("question,answer\none,1\ntwo is,2\n")

    def codes(path, **options):
        return [one.code for one in dataprep.convert(path, **options).findings]

    assert codes(source) == []
    assert codes(source, to="prompt-completion") == ["CNV017"]
    assert codes(source, to="prompt-completion", separator="none") == []
    assert codes(source, to="prompt-completion", separator="auto") == []
    source.write_text("question,answer\none ->,1\ntwo ->,2\n")
    assert codes(source, to="prompt-completion") == []
    (tmp_path / "t.txt").write_text("First line.\nSecond line!\n")
    found = dataprep.convert(tmp_path / "t.txt", text="lines").findings
    assert "CNV017" not in [one.code for one in found]


def test_nested_records_are_told_with_the_way_to_take_them_apart(tmp_path):
    """SQuAD without flags: the hint is --explode, not a mapping of a column of lists."""
    squad = {"data": [{"title": "t", "paragraphs": [{"context": "c", "qas": [
        {"question": "q", "answers": [{"text": "a"}]}]}]}]}  # fmt: skip
    path = tmp_path / "squad.json"
    path.write_text(json.dumps(squad))
    with pytest.raises(UsageError, match="no known layout has these columns") as caught:
        dataprep.convert(path)
    assert caught.value.hint.endswith("take them apart with --explode paragraphs")
    result = dataprep.convert(
        path, explode="paragraphs.qas.answers", user="{context}\\n\\n{question}",
        map={"assistant": "text"},
    )  # fmt: skip
    assert result.rows[0]["messages"] == [
        {"role": "user", "content": "c\n\nq"}, {"role": "assistant", "content": "a"},
    ]  # fmt: skip
