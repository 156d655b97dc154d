"""Questions for a model: where they come from, how they are put, and what is answered."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from training.stub import Stub

import dataprep
from dataprep.errors import InputError
from dataprep.targets import get
from dataprep.training.asking import CHAT, COMPLETION, Asker, kind_of
from dataprep.training.questions import Manner, Question, manner_of, questions_of
from dataprep.training.server import Client, server_of

ENVIRON = {"OPENAI_API_KEY": "sk-test-" + "2" * 12}
TUNED, BASE = "ft:gpt-4.1-mini:acme::1", "gpt-4.1-mini"
OLD = "davinci:ft-acme-2023-01-30"
MARKS = Manner("\n\n###\n\n", " END")


@pytest.fixture
def stub() -> Iterator[Stub]:
    with Stub() as one:
        yield one


def asker(stub: Stub, manner: Manner = Manner(), target: str = "generic") -> Asker:  # noqa: B008
    server = server_of(get(target), stub.url, environ=ENVIRON)
    return Asker(Client(server, ENVIRON, lambda _: None), manner)


def test_questions_one_a_line() -> None:
    """A text has one question a line; blank lines are none, and a byte order mark is no character."""
    found = questions_of("q.txt", "\ufeffWhere?\r\n\n  When? \n", Manner())
    assert [one.text for one in found] == ["Where?", "When?"]


def test_the_last_answer_of_a_row_is_expected() -> None:
    """Rows of chat, prompt and preference data become questions; the answer is what is expected."""
    rows = [
        {"messages": [{"role": "system", "content": "S"}, {"role": "user", "content": "Q1"},
                      {"role": "assistant", "content": "A1", "weight": 0},
                      {"role": "user", "content": [{"type": "text", "text": "Q2"}]},
                      {"role": "assistant", "content": "A2", "weight": 1}], "tools": [{"t": 1}]},
        {"prompt": "P\n\n###\n\n", "completion": " C END"},
        {"input": {"messages": [{"role": "user", "content": "Q3"}]},
         "preferred_output": [{"role": "assistant", "content": "good"}],
         "non_preferred_output": [{"role": "assistant", "content": "bad"}]},
        {"messages": [{"role": "user", "content": "Q4"}], "reference": 7},
        {"messages": [{"role": "user", "content": "Q5"}, {"role": "assistant", "tool_calls": [1]}]},
    ]  # fmt: skip
    text = "".join(f"{json.dumps(row)}\n" for row in rows)
    found = questions_of("rows.jsonl", text, MARKS)
    assert [one.text for one in found] == ["Q2", "P\n\n###\n\n", "Q3", "Q4", "Q5"]
    assert [one.expected for one in found] == ["A2", "C", "good", None, "[1]"]
    assert [len(one.messages) for one in found] == [4, 0, 1, 1, 1]
    assert found[0].extra == {"tools": [{"t": 1}]}
    assert all("weight" not in message for message in found[0].messages)


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("{", "rows.jsonl:2: is no JSON"),
        ("[1]", "rows.jsonl:2: is no JSON object"),
        ('{"text": "x"}', "rows.jsonl:2: has neither messages nor a prompt"),
        ('{"messages": ["x"]}', "rows.jsonl:2: has neither messages nor a prompt"),
        ('{"messages": [{"role": "system"}]}', "rows.jsonl:2: has no message of the user"),
    ],
)
def test_a_row_that_is_no_question(line: str, fault: str) -> None:
    """What cannot be asked is named with its line, before anything is asked."""
    with pytest.raises(InputError, match=fault):
        questions_of("rows.jsonl", '{"prompt": "x"}\n' + line, Manner())


def test_no_question_at_all() -> None:
    """An empty file is a fault."""
    with pytest.raises(InputError, match="holds no question"):
        questions_of("q.txt", "\n \n", Manner())


def test_the_manner_is_that_of_the_manifest_which_convert_writes(tmp_path: Path) -> None:
    """Separator, stop sequence and system prompt are read where `convert` left them."""
    table = tmp_path / "pairs.csv"
    table.write_text(
        "prompt,completion\n" + "".join(f"question {n}?,answer {n}\n" for n in range(12))
    )
    dataprep.convert(
        table, tmp_path / "p.jsonl", to="prompt-completion", separator="\n\n###\n\n", stop=" END"
    )
    assert manner_of(tmp_path / "p.manifest.json") == MARKS
    chat = tmp_path / "chat.manifest.json"
    chat.write_text(json.dumps({"tool": "dataprep", "at_inference": {"system_prompt": "S"}}))
    assert manner_of(chat) == Manner(system="S")


@pytest.mark.parametrize("content", ["{}", "[]", "x", '{"tool": "dataprep"}', None])
def test_what_is_no_manifest(tmp_path: Path, content: str | None) -> None:
    """Another file, and one that is not there, are faults that name it."""
    path = tmp_path / "x.json"
    if content is not None:
        path.write_text(content)
    with pytest.raises(InputError, match=r"x\.json: (is no manifest|cannot be read)"):
        manner_of(path)


def test_a_question_to_two_models(stub: Stub) -> None:
    """Each question has the answer of each model, in order, and becomes a row."""
    questions = [Question(f"Q{n}") for n in range(9)]
    found = list(asker(stub).all(questions, [TUNED, BASE], jobs=4))
    assert [one.question.text for one in found] == [f"Q{n}" for n in range(9)]
    assert found[3].to_dict() == {
        "question": "Q3",
        "answers": [
            {"model": TUNED, "answer": f"{TUNED} answers: Q3", "finish": "stop", "tokens": 9},
            {"model": BASE, "answer": f"{BASE} answers: Q3", "finish": "stop", "tokens": 9},
        ],
    }


def test_the_system_prompt_of_the_dataset(stub: Stub) -> None:
    """It begins every conversation that has none of its own; tools of the row go along."""
    ask = asker(stub, Manner(system="S"))
    own = Question("Q", ({"role": "developer", "content": "own"}, {"role": "user", "content": "Q"}))
    tools = [{"type": "function", "function": {"name": "f", "parameters": {}}}]
    for one in (Question("Q"), own, Question("Q", extra={"tools": tools})):
        assert ask.answer(one, TUNED).error == ""
    sent = [one.json for one in stub.sent("POST", "/chat/completions")]
    system = {"role": "system", "content": "S"}
    assert sent[0]["messages"] == [system, {"role": "user", "content": "Q"}]
    assert sent[1]["messages"] == list(own.messages)
    assert sent[2]["tools"] == tools
    assert "max_tokens" not in sent[0]
    assert "stop" not in sent[0]


@pytest.mark.parametrize("target", ["generic", "openai"])
def test_a_completion_model_gets_the_marks(stub: Stub, target: str) -> None:
    """A model that completes prompts is asked so, with the separator once and the stop sequence."""
    ask = asker(stub, MARKS, target)
    for text in ("P", "P\n\n###\n\n"):
        assert ask.answer(Question(text), OLD).text == f"{OLD} answers: P\n\n###"
    sent = [one.json for one in stub.sent("POST", "/completions")]
    assert [one["prompt"] for one in sent] == ["P\n\n###\n\n"] * 2
    assert [one["stop"] for one in sent] == [[" END"]] * 2
    assert sent[0]["max_tokens"] > 16
    # A server whose models are not known is asked at the other endpoint once.
    assert len(stub.sent("POST", "/chat/completions")) == (target == "generic")


def test_kinds_of_models_that_are_known() -> None:
    """The target knows models that complete prompts, by base name and alias, fine-tuned or not."""
    openai = get("openai")
    names = ("babbage-002", "ft:davinci-002:acme::1", OLD, TUNED, "o9")
    assert [kind_of(one, openai) for one in names] == [COMPLETION] * 3 + [CHAT] * 2


def test_a_failed_answer_is_a_row(stub: Stub) -> None:
    """A refused question has its error; those after it are answered, and 429 is tried again."""
    stub.fault("POST", "/chat/completions", status=400, error={"message": "too rude"})
    stub.fault("POST", "/chat/completions", status=429, headers={"retry-after": "0"})
    stub.fault("POST", "/chat/completions", body={"choices": []})
    found = list(asker(stub).all([Question("a"), Question("b"), Question("c")], [TUNED]))
    first, second, third = (one.answers[0] for one in found)
    assert first.text is None
    assert "too rude" in first.error
    assert third.text == f"{TUNED} answers: c"
    assert second.error == f"ask {TUNED}: the server's answer holds no choice"
    assert found[0].to_dict()["answers"][0]["answer"] is None


def test_an_answer_that_calls_tools(stub: Stub) -> None:
    """Calls and refusals are answers as well."""
    call = {"id": "c", "type": "function", "function": {"name": "f", "arguments": "{}"}}
    for message in ({"content": None, "tool_calls": [call]}, {"content": None, "refusal": "no"}):
        body = {"choices": [{"message": {"role": "assistant", **message}}]}
        stub.fault("POST", "/chat/completions", body=body)
    ask = asker(stub)
    assert json.loads(ask.answer(Question("a"), TUNED).text or "") == [call]
    assert ask.answer(Question("a"), TUNED).text == "no"
