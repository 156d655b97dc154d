"""The numbers of a dataset: quantiles, scripts, the tally and its map."""

import io
import statistics
from itertools import pairwise

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dataprep.engine.statistics.collect import collect
from dataprep.engine.statistics.count import CountMap
from dataprep.engine.statistics.distribution import Distribution
from dataprep.engine.statistics.scripts import scripts
from dataprep.engine.statistics.tally import MOST_CLASSES, Tally, TokenTally
from dataprep.engine.tokenizer import with_tokenizer
from dataprep.errors import UsageError
from dataprep.output.stats_json import classes, stats_data
from dataprep.output.stats_text import stats_lines
from dataprep.readers import blocks as block_sizes
from dataprep.readers.inputs import sources
from dataprep.targets import get


def count(*rows, encodings=("o200k_base",)):
    tally = Tally(encodings={name: TokenTally() for name in encodings})
    for row in rows:
        CountMap(encodings).add([row], tally)
    return tally


def said(*turns):
    return {"messages": [{"role": role, "content": content} for role, content in turns]}


@given(st.lists(st.integers(0, 50), min_size=2))
def test_figures_are_those_of_the_numbers(numbers):
    """Quantiles are interpolated linearly, as `statistics.quantiles` does."""
    counted = {value: numbers.count(value) for value in numbers}
    found = Distribution.of(counted)
    cuts = statistics.quantiles(numbers, n=20, method="inclusive")

    assert found.quantile(0.05) == pytest.approx(cuts[0])
    assert found.quantile(0.5) == pytest.approx(statistics.median(numbers))
    assert found.quantile(0.95) == pytest.approx(cuts[-1])
    assert (found.quantile(0), found.quantile(1)) == (min(numbers), max(numbers))
    assert (found.size, found.total) == (len(numbers), sum(numbers))


@given(st.dictionaries(st.integers(0, 10_000), st.integers(1, 5), min_size=1))
def test_bins_hold_every_number_once(counted):
    """Ten bins at most, one after another, from the smallest to the largest."""
    found = Distribution.of(counted).bins()

    assert 1 <= len(found) <= 10
    assert sum(rows for *_, rows in found) == sum(counted.values())
    assert found[0][0] == min(counted) and found[-1][1] >= max(counted)
    assert all(after[0] == before[1] + 1 for before, after in pairwise(found))


def test_nothing_has_no_figures():
    """An empty file has no quantiles."""
    assert Distribution.of({}).to_dict() == {"rows": 0, "sum": 0}
    assert Distribution.of({}).bins() == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("abc 123 äé", {"Latin": 5}),
        ("abc, 1", {"Latin": 3}),
        ("漢字かなカー", {"Han": 2, "Hiragana": 2, "Katakana": 2}),
        ("Привет ΑΒ שלום", {"Cyrillic": 6, "Greek": 2, "Hebrew": 4}),
        ("ＡＢ 한국 ไทย", {"Latin": 2, "Hangul": 2, "Thai": 3}),
        ("123 😀 !?", {}),
    ],
)
def test_letters_belong_to_scripts(text, found):
    """Digits, signs and pictures belong to none."""
    assert dict(scripts(text)) == found


def test_equal_rows_are_counted_whatever_the_order_of_their_keys():
    """Two rows equal the first, one group."""
    tally = count({"prompt": "a", "completion": "b"}, {"completion": "b", "prompt": "a"},
                  {"prompt": "a", "completion": "c"}, {"prompt": "a", "completion": "b"})  # fmt: skip
    assert list(tally.repeated()) == [3]


def test_short_answers_that_repeat_are_classes():
    """Not when they are long, all different, or no text."""

    def made(*answers):
        return classes(count(*({"prompt": "a", "completion": one} for one in answers)))

    assert made(" yes", " no", " no", " no") == {"no": 3, "yes": 1}
    assert made("a", "b", "c") is None
    assert made("x" * 61, "x" * 61) is None
    assert classes(count({"text": "a"}, {"text": "a"})) is None
    assert made(*map(str, range(MOST_CLASSES + 1)), *map(str, range(MOST_CLASSES + 1))) is None


def test_what_is_learned():
    """Rows whose answers have the weight 0 train nothing."""
    muted = said(("user", "a"), ("assistant", "b"))
    muted["messages"][1]["weight"] = 0
    tokens = count(muted, said(("user", "a"), ("assistant", "b"))).encodings["o200k_base"]

    assert dict(tokens.answers) == {0: 1, 1: 1}


ROWS = st.lists(
    st.one_of(
        st.builds(
            lambda roles, text: said(*((role, text) for role in roles)),
            st.lists(st.sampled_from(["user", "assistant", "system", ""]), max_size=4),
            st.sampled_from(["yes", "no", "один", "x" * 70]),
        ),
        st.builds(lambda text: {"prompt": text, "completion": text}, st.text(max_size=3)),
        st.fixed_dictionaries({"text": st.text(max_size=4)}),
        st.dictionaries(
            st.sampled_from(["messages", "input", "x"]), st.none() | st.lists(st.none())
        ),
    ),
    max_size=8,
)


@given(ROWS, ROWS)
def test_tallies_merge(first, second):
    """The tally of a, merged with that of b, is that of a and b."""
    merged = count(*first)
    merged.merge(count(*second))

    assert merged == count(*first, *second)


def collected(path, jobs=1, targets=("generic",), **options):
    found = sources([str(path)], (".jsonl",), io.BytesIO(), path.parent)
    return collect(found, targets, jobs=jobs, **options)


@pytest.fixture
def blocks(monkeypatch):
    """Small blocks, so that a small file has several."""
    monkeypatch.setattr(block_sizes, "BLOCK_SIZE", 300)


def test_one_process_counts_as_many_do(tmp_path, blocks):
    """The number of processes shows nowhere; what does not parse is counted."""
    path = tmp_path / "a.jsonl"
    rows = [orjson.dumps(said(("user", f"row {n % 7}"), ("assistant", "да"))) for n in range(40)]
    path.write_bytes(b"\n".join([*rows, b"{", b"[1]", b"", rows[0]]) + b"\n")
    one, many = collected(path, 1), collected(path, 2)

    assert one.tally == many.tally
    assert (one.tally.rows, one.tally.unreadable) == (41, 2)
    assert stats_data(one) == stats_data(many)
    assert list(stats_lines(one)) == list(stats_lines(many))


def test_each_encoding_is_counted_once(tmp_path):
    """Targets that share one share its count."""
    path = tmp_path / "a.jsonl"
    path.write_bytes(orjson.dumps(said(("user", "a"))) + b"\n")
    found = collected(path, targets=("generic", "openai/gpt-3.5-turbo-0613", "openai/gpt-4.1"))

    assert list(found.tally.encodings) == ["o200k_base", "cl100k_base"]
    assert [one["encoding"] for one in stats_data(found)["targets"]] == [
        "o200k_base", "cl100k_base", "o200k_base"
    ]  # fmt: skip


def test_a_tokenizer_stands_in_where_no_encoding_is_published(tmp_path):
    """For the default target and open weights; a platform's own encoding stays."""
    path = tmp_path / "tokenizer.json"
    path.write_text("{}")
    changed = with_tokenizer([get("generic"), get("openai/gpt-4.1")], str(tmp_path))

    assert [one.value("encoding") for one in changed] == [f"file:{path}", "o200k_base"]
    with pytest.raises(UsageError, match=r"openai/gpt-4\.1 counts in o200k_base"):
        with_tokenizer([get("openai/gpt-4.1")], str(path))


def test_the_published_figures_of_the_toy_file(shared):
    """What OpenAI's data preparation notebook prints for it, with 4,096 tokens a row as in 2023."""
    toy = shared / "openai_cookbook" / "toy_chat_fine_tuning.jsonl"
    data = stats_data(collected(toy, targets=("openai/gpt-3.5-turbo-0613",)))
    (tokens,), (bill,) = data["encodings"], data["targets"]

    def figures(found):
        return [found[name] for name in ("min", "max", "mean", "median", "p10", "p90")]

    assert tokens["encoding"] == "cl100k_base"
    assert figures(data["messages_per_row"]) == [2, 9, 3.8, 3.0, 2.0, 6.6]
    assert figures(tokens["tokens_per_row"]) == [26, 8032, 1648.4, 45.0, 26.8, 4863.6]
    assert figures(tokens["tokens_per_role"]["assistant"]) == [4, 8000, 1610.2, 10.0, 6.0, 4811.2]
    assert data["rows_without_role"] == {"system": 1, "user": 1, "assistant": 0}
    assert (data["rows"], data["unreadable_rows"]) == (5, 0)
    assert (bill["epoch_tokens"], bill["epochs"], bill["tokens"]) == (4306, 20, 86_120)
    assert (bill["over_limit"], bill["limit"]) == (1, 4096)
