"""`dataprep stats`: the page, the JSON, and what cannot be counted."""

import json

import pytest

from dataprep import schemas

ROW = '{"messages":[{"role":"user","content":"Hello!"},{"role":"assistant","content":"Hi there! How can I help you today?"}]}\n'  # noqa: E501


@pytest.fixture
def train(tmp_path):
    path = tmp_path / "train.jsonl"
    path.write_text(ROW * 3 + "{oops\n", "utf-8")
    return path


def test_a_page_for_people(run, train):
    """Rows, copies, tokens, what is trained, and the bill."""
    done = run("stats", train, "--target", "openai/gpt-4.1-mini")
    lines = done.stdout.splitlines()

    assert done.code == 0
    assert lines[:5] == [
        "rows      3, 1 unreadable",
        "          what is wrong with them, and where: dataprep validate",
        "kinds     chat 3",
        "without   system 3",
        "copies    2 equal an earlier row (1 group)",
    ]
    assert "trained   30 of 69 tokens (43.5%)" in lines
    assert (
        "openai/gpt-4.1-mini: 69 tokens x 25 epochs = 1,725 billable, "
        "about $0.01 ($5.00 a million)" in lines
    )
    assert "          limit 65,536 tokens a row: no row is above" in lines


@pytest.mark.parametrize(
    "content", [ROW * 3, "", '{"text":"a"}\n{"x":1}\n[1]\n', '{"messages":null}']
)
def test_json_has_the_documented_shape(run, tmp_path, content):
    """Of any file; the same whatever it is given for processes."""
    jsonschema = pytest.importorskip("jsonschema")
    path = tmp_path / "a.jsonl"
    path.write_text(content, "utf-8")
    done = run("stats", path, "--json", "--target", "generic", "--target", "together")
    data = json.loads(done.stdout)

    jsonschema.Draft202012Validator(schemas.load("stats")).validate(data)
    assert done.code == 0
    assert [one["target"] for one in data["targets"]] == ["generic", "together"]
    assert run("stats", path).code == 0


def test_standard_input(run):
    """`-` is read as JSON Lines, under the name that was given."""
    done = run("stats", "-", "--json", "--stdin-filename", "x.jsonl", stdin=ROW.encode())
    data = json.loads(done.stdout)

    assert data["files"] == ["x.jsonl"]
    assert data["encodings"][0]["tokens_per_row"]["sum"] == 23


def test_a_tokenizer_file(run, train, tmp_path):
    """Open weights are counted in the tokenizer that is given, words here."""
    tokenizers = pytest.importorskip("tokenizers")
    made = tokenizers.Tokenizer(tokenizers.models.WordLevel({"[UNK]": 0}, unk_token="[UNK]"))
    made.pre_tokenizer = tokenizers.pre_tokenizers.WhitespaceSplit()
    made.save(str(tmp_path / "tokenizer.json"))
    done = run("stats", train, "--target", "trl", "--tokenizer", tmp_path, "--json")
    (bill,) = json.loads(done.stdout)["targets"]

    assert bill["exact"]
    assert bill["encoding"] == f"file:{tmp_path / 'tokenizer.json'}"
    assert bill["epoch_tokens"] == 3 * (3 + 2 * 4 + 1 + 8)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["missing.jsonl"], "missing.jsonl"),
        (["{train}", "--target", "opnai"], "no target is called `opnai`"),
        (["{train}", "--tokenizer", "nowhere"], "nowhere: there is no tokenizer here"),
    ],
)
def test_what_cannot_be_done_exits_2(run, train, arguments, said):
    """One line on standard error, nothing on standard output."""
    done = run("stats", *(one.format(train=train) for one in arguments))

    assert (done.code, done.stdout) == (2, "")
    assert said in done.stderr


def test_no_escape_sequence_reaches_the_terminal(run, tmp_path):
    """Roles, classes and kinds come from the data."""
    path = tmp_path / "a.jsonl"
    row = {
        "messages": [
            {"role": "\x1b[31m", "content": "x"},
            {"role": "assistant", "content": "\x1b]0;"},
        ]
    }
    path.write_text((json.dumps(row) + "\n") * 4, "utf-8")

    assert "\x1b" not in run("stats", path).stdout


def test_targets_of_the_configuration(run, train, tmp_path, monkeypatch):
    """Those that it defines are known, and those that it names are used where none is given."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "dataprep.toml").write_text(
        'target = "house"\n[targets.house]\nextends = "openai"\n'
        "[targets.house.limits]\nmax_row_tokens = 5\n"
    )
    done = run("stats", train)
    alone = run("stats", train, "--isolated", "--target", "house")

    assert done.code == 0, done.stderr
    assert any(one.startswith("house: ") for one in done.stdout.splitlines())
    assert "limit 5 tokens a row" in done.stdout
    assert (alone.code, "no target is called `house`" in alone.stderr) == (2, True)
