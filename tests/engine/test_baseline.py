"""Fingerprints and baselines: known findings stay known, whatever happens to the file around them."""

from __future__ import annotations

import json
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

import dataprep
from dataprep.engine.validation.baseline import Entry, load, rewritten, save
from dataprep.errors import UsageError

TODAY = "2026-11-20"


def row(role, text, **more):
    turns = [{"role": role, "content": text}, {"role": "assistant", "content": "b"}]
    return {"messages": turns, **more}


LINES = [
    json.dumps(row("user", "a")), json.dumps(row("usr", "a")), json.dumps(row("usr", "a")),
    json.dumps(row("usr", "c")), "{x", "[1]", "", json.dumps(row("user", " ")),
    json.dumps(row("user", "a", extra=1)), '{"prompt": "a", "prompt": "b"}', '{"a": 1} {"b": 2}',
]  # fmt: skip
GOOD = json.dumps(row("user", "good"))
# As many rows as other lines: what the file is must not be in question, for that goes by the order.
ROWS = st.lists(st.sampled_from(LINES), max_size=7).map(
    lambda lines: lines + [GOOD] * max(1, len(lines))
)


def put(path, lines):
    path.write_text("".join(f"{line}\n" for line in lines))
    return path


def prints(path, **options):
    found = dataprep.validate(path, today=TODAY, **options).findings
    return Counter((one.code, one.fingerprint) for one in found)


@given(ROWS, st.randoms(use_true_random=False))
def test_shuffling_keeps_the_fingerprints(tmp_path_factory, lines, random):
    """The multiset of fingerprints is that of the rows, in whatever order."""
    folder = tmp_path_factory.mktemp("shuffled")
    before = prints(put(folder / "a.jsonl", lines))
    random.shuffle(lines)
    after = prints(put(folder / "a.jsonl", lines))
    assert before == after
    assert all(len(key) == 16 for _, key in before)


def test_what_a_fingerprint_is_made_of(tmp_path):
    """Spelling, file and line make no difference; content, place in the row and rule do."""
    one = {"select": "CHT002"}
    (first,) = prints(put(tmp_path / "a.jsonl", [LINES[1]]), **one)
    spelled = json.dumps(dict(reversed(row("usr", "\u0061").items())), indent=None).replace(
        ":", " :"
    )
    (same,) = prints(put(tmp_path / "b.jsonl", [LINES[0], spelled]), **one)
    (other,) = prints(put(tmp_path / "c.jsonl", [LINES[3]]), **one)
    assert first == same
    assert first != other
    twice = row("usr", "a")
    twice["messages"][1]["role"] = "bot"
    assert len(prints(put(tmp_path / "d.jsonl", [json.dumps(twice)]), **one)) == 2


def test_findings_about_the_dataset_go_by_their_files(tmp_path, monkeypatch):
    """More rows change the message and nothing else; another file is another finding."""
    monkeypatch.chdir(tmp_path)
    put(tmp_path / "a.jsonl", LINES[:1])
    put(tmp_path / "b.jsonl", LINES[3:4])
    one = {"select": "SET001"}
    before = prints("a.jsonl", **one)
    put(tmp_path / "a.jsonl", [LINES[0], LINES[3]])
    assert prints("a.jsonl", **one) == before == prints(tmp_path / "a.jsonl", **one)
    assert prints(["a.jsonl", "b.jsonl"], **one) == prints(["b.jsonl", "a.jsonl"], **one) != before


@given(ROWS, ROWS, st.randoms(use_true_random=False))
def test_the_laws_of_a_baseline(tmp_path_factory, lines, more, random):
    """What was written is silent, also shuffled; what is new is not; it never grows by itself."""
    folder = tmp_path_factory.mktemp("baseline")
    data, base = folder / "a.jsonl", folder / ".dataprep-baseline.jsonl"
    put(data, lines)
    every = prints(data)
    written = dataprep.validate(data, today=TODAY, write_baseline=base)
    assert (written.findings, written.ok) == ([], True)
    content = base.read_bytes()
    random.shuffle(lines)
    put(data, lines)
    again = dataprep.validate(data, today=TODAY, baseline=base)
    assert (again.findings, +again.counts, again.baseline["stale"]) == ([], Counter(), 0)
    assert again.baseline["known"] == sum(every.values())
    put(data, [*lines, *more])
    grown = prints(data)
    new = dataprep.validate(data, today=TODAY, baseline=base)
    assert Counter((one.code, one.fingerprint) for one in new.findings) == grown - every
    assert sum(new.counts.values()) == sum((grown - every).values())
    refused = dataprep.validate(data, today=TODAY, write_baseline=base)
    assert +refused.counts == +new.counts
    for key, entry in load(base).items():
        assert entry.number <= every[entry.code, key]
    accepted = dataprep.validate(data, today=TODAY, write_baseline=base, accept_new=True)
    assert (accepted.findings, accepted.ok) == ([], True)
    put(data, lines)
    dataprep.validate(data, today=TODAY, write_baseline=base)
    if set(grown) >= set(every):
        assert base.read_bytes() == content


def test_the_file(tmp_path):
    """A header, then sorted lines with a hint that quotes no data."""
    base = tmp_path / ".dataprep-baseline.jsonl"
    put(tmp_path / "a.jsonl", [LINES[3], LINES[1], LINES[1]])
    dataprep.validate(tmp_path / "a.jsonl", select="CHT002", write_baseline=base, today=TODAY)
    header, *entries = map(json.loads, base.read_text().splitlines())
    assert header == {"dataprep-baseline": 1}
    assert [list(one) for one in entries] == [["fingerprint", "code", "count", "hint"]] * 2
    assert sorted(one["count"] for one in entries) == [1, 2]
    assert entries == sorted(entries, key=lambda one: (one["code"], one["fingerprint"]))
    assert {one["hint"] for one in entries} == {"unknown-role $.messages[0].role"}


def test_the_command_line(run, tmp_path, monkeypatch):
    """Known findings fail no run; stale ones are told; growing is asked for."""
    monkeypatch.chdir(tmp_path)
    put(tmp_path / "a.jsonl", LINES[1:2])
    base = (".dataprep-baseline.jsonl",)
    common = ("validate", "a.jsonl", "--select", "CHT002", "--today", TODAY)
    ran = run(*common, "--write-baseline", *base)
    assert (ran.code, ran.stderr) == (0, "baseline: .dataprep-baseline.jsonl has 1 entry\n")
    ran = run(*common, "--baseline", *base, "--output-format", "concise")
    assert (ran.code, ran.stderr) == (0, "baseline: 1 known finding left out of the counts\n")
    assert ran.stdout.startswith("no findings")
    ran = run(*common, "--baseline", *base, "--output-format", "concise", "--show-baselined")
    assert (ran.code, "(baselined)" in ran.stdout) == (0, True)
    put(tmp_path / "a.jsonl", LINES[3:4])
    ran = run(*common, "--baseline", *base)
    assert ran.code == 1
    assert "1 stale entry no longer found; prune with `--write-baseline .dat" in ran.stderr
    ran = run(*common, "--write-baseline", *base)
    assert (ran.code, len(load(tmp_path / base[0]))) == (1, 0)
    assert "has 0 entries, 1 stale pruned" in ran.stderr
    assert "1 new finding not added; `--accept-new` adds it" in ran.stderr
    ran = run(*common, "--write-baseline", *base, "--accept-new")
    assert (ran.code, len(load(tmp_path / base[0]))) == (0, 1)
    (tmp_path / "dataprep.toml").write_text('baseline = ".dataprep-baseline.jsonl"\n')
    assert run(*common).code == 0
    assert run(*common, "--isolated").code == 1


def test_folding_hides_nothing_from_a_baseline(run, tmp_path, monkeypatch):
    """All findings are known, also those that people are not shown; new ones are folded as ever."""
    monkeypatch.chdir(tmp_path)
    put(tmp_path / "a.jsonl", LINES[1:2] * 30)
    common = ("validate", "a.jsonl", "--select", "CHT002", "--today", TODAY)
    assert run(*common, "--write-baseline", "known").code == 0
    assert [one.number for one in load(tmp_path / "known").values()] == [30]
    put(tmp_path / "a.jsonl", LINES[3:4] * 30)
    ran = run(*common, "--baseline", "known", "--output-format", "concise")
    assert ran.stdout.count("error CHT002") == 20
    assert "... 10 more CHT002" in ran.stdout


def test_rules_that_were_not_asked_lose_nothing(tmp_path):
    """An entry of a rule that is off is neither stale nor pruned."""
    base = tmp_path / "known"
    put(tmp_path / "a.jsonl", LINES[1:2])
    dataprep.validate(tmp_path / "a.jsonl", write_baseline=base, today=TODAY)
    content = base.read_bytes()
    less = dataprep.validate(
        tmp_path / "a.jsonl", write_baseline=base, select="CHT002", today=TODAY
    )
    assert (base.read_bytes(), less.baseline["stale"]) == (content, 0)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (None, "known: there is no such baseline"),
        ("", "known:1: is no header of a baseline"),
        ("{x\n", "known:1: is no header of a baseline"),
        ('{"dataprep-baseline":2}\n', "known:1: the baseline has version 2, this is for 1"),
        ('{"dataprep-baseline":1}\n{"fingerprint":"0","code":"CHT002","count":1}\n',
         "known:2: is no entry with fingerprint, code and count"),
        ('{"dataprep-baseline":1}\n{"fingerprint":"0123456789abcdef","code":"CHT002","count":0}\n',
         "known:2: is no entry with fingerprint, code and count"),
    ],
)  # fmt: skip
def test_a_malformed_baseline_is_no_baseline(content, message, run, tmp_path, monkeypatch):
    """Exit code 2 and the line, before anything is read."""
    monkeypatch.chdir(tmp_path)
    put(tmp_path / "a.jsonl", LINES[1:2])
    if content is not None:
        (tmp_path / "known").write_text(content)
    ran = run("validate", "a.jsonl", "--baseline", "known", "--today", TODAY)
    assert (ran.code, ran.stdout) == (2, "")
    assert message in ran.stderr


def test_options_that_do_not_fit():
    """Each says what is missing."""
    for options, message in (
        ({"accept_new": True}, "`--accept-new` is for writing a baseline"),
        ({"show_baselined": True}, "`--show-baselined` needs a baseline"),
        ({"baseline": "a", "write_baseline": "b"}, "are two files"),
    ):
        with pytest.raises(UsageError, match=message):
            dataprep.validate([], **options)


def test_a_baseline_is_no_data(tmp_path):
    """Neither a folder nor a glob takes it for rows, whatever it is called."""
    put(tmp_path / "a.jsonl", LINES[:1])
    for name in (".dataprep-baseline.jsonl", "team.dataprep-baseline.jsonl", "known.jsonl"):
        save(tmp_path / name, {"0" * 16: Entry("CHT002", 1)})
    for paths in (tmp_path, str(tmp_path / "*.jsonl")):
        found = dataprep.validate(paths, baseline=tmp_path / "known.jsonl", today=TODAY)
        assert [one["path"].rpartition("/")[2] for one in found.files] == ["a.jsonl"]


def test_a_file_that_cannot_be_read_prunes_nothing():
    """Where not every row was seen, what is not found stays."""
    old = {"0" * 16: Entry("CHT002", 2)}
    assert rewritten(old, {}, None, False) == old
    assert rewritten(old, {}, frozenset({"CHT002"}), False) == {}
