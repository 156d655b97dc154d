"""Splits: partitions that do not depend on order or jobs, exact numbers, groups."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import dataprep
from dataprep.errors import UsageError

PARTS = ("train", "validation", "test")


def write_pairs(path, pairs, extra=None):
    with path.open("w", encoding="utf-8") as file:
        for number, (prompt, completion) in enumerate(pairs):
            row = {"prompt": prompt, "completion": completion}
            if extra:
                row |= {name: values[number] for name, values in extra.items()}
            file.write(json.dumps(row) + "\n")
    return path


def split(folder, pairs, name="rows", extra=None, **options):
    source = write_pairs(folder / f"{name}.in.jsonl", pairs, extra)
    result = dataprep.convert(source, folder / f"{name}.jsonl", to="prompt-completion", **options)
    return result, {
        path.name.split(".")[-2]: [json.loads(line) for line in path.read_bytes().splitlines()]
        for path in result.outputs
    }


def sides(parts):
    return {
        (row["prompt"], row["completion"]): part for part, rows in parts.items() for row in rows
    }


texts = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\r"), min_size=1
).filter(str.strip)
pair_lists = st.lists(st.tuples(texts, texts), min_size=1, max_size=40)


@settings(max_examples=40)
@given(pair_lists, st.randoms(use_true_random=False), st.integers(0, 99))
def test_a_split_is_a_partition_that_order_does_not_change(tmp_path_factory, pairs, random, seed):
    """Every example stands on one side; shuffling the input moves none; equal prompts stay together."""
    folder = tmp_path_factory.mktemp("split")
    options = {"split": "train=0.6,validation=0.2,test=0.2", "seed": seed}
    result, parts = split(folder, pairs, **options)
    shuffled = list(pairs)
    random.shuffle(shuffled)
    _, other = split(folder, shuffled, "shuffled", **options)

    everything = [(row["prompt"], row["completion"]) for rows in parts.values() for row in rows]
    assert sorted(everything) == sorted(pairs)
    assert sides(parts) == sides(other)
    by_prompt = {}
    for (prompt, _), part in sides(parts).items():
        assert by_prompt.setdefault(prompt, part) == part
    assert result.examples == len(pairs)


def test_adding_rows_moves_none(tmp_path):
    """The side of an example depends on its prompt and the seed alone."""
    pairs = [(f"question {number}", "yes") for number in range(300)]
    options = {"split": "train=0.8,validation=0.2"}
    _, before = split(tmp_path, pairs, "before", **options)
    _, after = split(tmp_path, [("new", "one"), *pairs, ("newer", "one")], "after", **options)

    moved = {key for key, part in sides(before).items() if sides(after)[key] != part}
    assert moved == set()
    assert 0.7 < len(before["train"]) / 300 < 0.9


def test_an_automatic_separator_moves_none(tmp_path):
    """The mark that a step adds does not decide the side."""
    pairs = [(f"question {number}", "yes") for number in range(100)]
    options = {"split": "train=0.5,validation=0.5"}
    _, bare = split(tmp_path, pairs, "bare", **options)
    _, marked = split(tmp_path, pairs, "marked", separator="auto", **options)

    marks = {row["prompt"].split("\n")[0]: part for part, rows in marked.items() for row in rows}
    assert marks == {prompt: part for (prompt, _), part in sides(bare).items()}


def test_the_seed_changes_the_split(tmp_path):
    """Another seed, another division."""
    pairs = [(f"question {number}", "yes") for number in range(100)]
    _, one = split(tmp_path, pairs, "one", split="train=0.5,test=0.5", seed=1)
    _, two = split(tmp_path, pairs, "two", split="train=0.5,test=0.5", seed=2)

    assert sides(one) != sides(two)


def test_exact_numbers_are_exact_and_the_rest_is_named(tmp_path):
    """`train=30,validation=10` gives 30 and 10; what is left over goes to the rejects."""
    pairs = [(f"question {number}", "yes") for number in range(60)]
    result, parts = split(tmp_path, pairs, split="train=30,validation=10")

    assert {name: len(rows) for name, rows in parts.items()} == {"train": 30, "validation": 10}
    assert result.rejected == {"left-over-by-split": 20}
    rejects = [json.loads(line) for line in result.rejects[0].read_text().splitlines()]
    assert len(rejects) == 20
    assert {tuple(sides(parts)) for _ in [0]} and all(
        (row["record"]["prompt"], "yes") not in sides(parts) for row in rejects
    )


def test_exact_numbers_keep_equal_prompts_together(tmp_path):
    """A prompt with several answers goes to one side, and the numbers still come out."""
    pairs = [(f"question {number % 20}", f"answer {number}") for number in range(40)]
    pairs += [(f"single {number}", "x") for number in range(10)]
    _, parts = split(tmp_path, pairs, split="train=25,validation=25")

    by_prompt = {}
    for (prompt, _), part in sides(parts).items():
        assert by_prompt.setdefault(prompt, part) == part
    assert {name: len(rows) for name, rows in parts.items()} == {"train": 25, "validation": 25}


def test_numbers_that_cannot_be_kept_are_a_finding(tmp_path):
    """Sets too large for the room left are said, with how many are missing."""
    pairs = [("the same prompt", f"answer {number}") for number in range(10)]
    result, parts = split(tmp_path, pairs, split="train=10")
    assert len(parts["train"]) == 10

    pairs += [(f"another prompt {number % 2}", f"answer {number}") for number in range(20)]
    result, parts = split(tmp_path, pairs, "second", split="train=15,validation=5")
    messages = [one.message for one in result.findings if one.code == "CNV010"]
    assert len(parts["train"]) == 10 and parts["validation"] == []
    assert any("the part `train` is 5 examples short" in message for message in messages)


def test_too_few_examples_is_an_error_before_anything_is_written(tmp_path):
    """Asking for more than there is says both numbers."""
    with pytest.raises(UsageError, match="--split asks for 100 examples; there are 3"):
        split(tmp_path, [("a", "b"), ("c", "d"), ("e", "f")], split="train=100")

    assert [path.name for path in tmp_path.iterdir()] == ["rows.in.jsonl"]


def test_stratify_divides_every_class_alike(tmp_path):
    """Each value of the column has the same share on each side."""
    pairs = [(f"text {number}", "x") for number in range(100)]
    labels = ["rare" if number % 10 == 0 else "common" for number in range(100)]
    _, parts = split(
        tmp_path, pairs, extra={"label": labels}, split="train=0.8,validation=0.2",
        stratify="label", keep="label",
    )  # fmt: skip

    counts = {
        name: (sum(row["label"] == "rare" for row in rows), len(rows))
        for name, rows in parts.items()
    }
    assert counts == {"train": (8, 80), "validation": (2, 20)}


def test_stratified_exact_numbers_add_up(tmp_path):
    """Rounding by class still gives the numbers that were asked for."""
    pairs = [(f"text {number}", "x") for number in range(97)]
    labels = [f"class {number % 7}" for number in range(97)]
    _, parts = split(
        tmp_path, pairs, extra={"label": labels}, split="train=50,validation=20,test=11",
        stratify="label",
    )  # fmt: skip

    assert {name: len(rows) for name, rows in parts.items()} == {
        "train": 50, "validation": 20, "test": 11,
    }  # fmt: skip


def test_groups_stay_together_and_win_over_equal_prompts(tmp_path):
    """--group keeps a group on one side; an equal prompt on the other side is a finding."""
    pairs = [("the same prompt", f"answer {number}") for number in range(40)]
    groups = [f"customer {number // 2}" for number in range(40)]
    result, parts = split(
        tmp_path, pairs, extra={"customer": groups}, split="train=0.5,validation=0.5",
        group="customer", keep=["customer"],
    )  # fmt: skip

    sides_of = {}
    for part, rows in parts.items():
        for row in rows:
            assert sides_of.setdefault(row["customer"], part) == part
    assert all(parts.values())
    conflict = [one for one in result.findings if one.code == "CNV010"]
    assert len(conflict) == 1
    assert "the prompt also stands at" in conflict[0].message
    assert "the groups of `customer` are kept together" in conflict[0].message


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ("train=0.8", "the fractions of --split add up to 0.8; they must add up to 1"),
        ("train=0.8,validation=5", "--split mixes numbers of examples and fractions"),
        ("train", "--split 'train' is not NAME=SHARE"),
        ("train=-1", "--split train=-1: the share must be a fraction up to 1 or a number"),
        ("train=x", "--split train=x: the share must be a fraction up to 1 or a number"),
        ("train=0.5,train=0.5", "--split names `train` twice"),
        ("../x=0.5,b=0.5", "'../x' cannot be part of a file name"),
    ],
)
def test_a_split_that_makes_no_sense_is_told(tmp_path, value, message):
    """Each mistake in --split has its own message."""
    with pytest.raises(UsageError) as caught:
        split(tmp_path, [("a", "b")], split=value)

    assert message in caught.value.message


def test_a_split_that_leaves_nothing_is_an_error(tmp_path):
    """All prompts equal, and no part large enough for them together: nothing is written."""
    with pytest.raises(UsageError, match="--split leaves no example in any part"):
        split(tmp_path, [("same", str(number)) for number in range(6)], split="train=3,test=3")

    assert [path.name for path in tmp_path.iterdir()] == ["rows.in.jsonl"]
