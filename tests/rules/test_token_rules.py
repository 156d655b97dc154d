"""TOK: lengths of rows and datasets, and texts that are special tokens."""

from datetime import date

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dataprep.jsontext import dumps
from dataprep.model import Severity
from dataprep.rules.base import Dataset, chat
from dataprep.rules.row import Row
from dataprep.rules.tokens.empty_answer_budget import EmptyAnswerBudget
from dataprep.rules.tokens.near_token_limit import NearTokenLimit
from dataprep.rules.tokens.over_token_limit import OverTokenLimit
from dataprep.rules.tokens.special_token_text import SpecialTokenText
from dataprep.rules.tokens.too_many_total_tokens import TooManyTotalTokens
from dataprep.targets import Figure, get
from dataprep.tokens import row_tokens


def target(**figures):
    """The default target with figures of this test; None removes one."""
    base = get("generic")
    changed = {key: Figure(value, "this test", date.min) for key, value in figures.items()}
    kept = {**base.figures, **changed}
    return base._replace(figures={key: one for key, one in kept.items() if one.value is not None})


def row(data, kind="chat"):
    def counter(one, encoding):
        return row_tokens(one.data, one.kind, encoding)

    return Row(data, kind, dumps(data), counter)


GREETING = chat(("user", "Hello!"), ("assistant", "Hi there! How can I help you today?"))


def over(limit, data=GREETING, kind="chat", **figures):
    return list(OverTokenLimit().check(row(data, kind), target(max_row_tokens=limit, **figures)))


def test_a_row_above_the_limit_says_what_is_left_of_the_answers():
    """23 tokens against 15: the cut leaves 5 of 10."""
    (problem,) = over(15)

    assert problem.message == (
        "the row has 23 tokens, the limit is 15; "
        "generic cuts the end, which leaves 5 of 10 answer tokens"
    )
    assert problem.severity is None
    assert over(23) == []
    assert over(22)


@pytest.mark.parametrize(
    ("deed", "said"),
    [
        ("rejected", "generic refuses the row"),
        ("dropped", "generic leaves the row out"),
        ("unknown", "a cut at the end would leave 5 of 10 answer tokens"),
    ],
)
def test_each_platform_does_what_it_does(deed, said):
    """The message says it."""
    assert over(15, over_limit=deed)[0].message.endswith(f"; {said}")


def test_without_an_encoding_the_count_is_a_warning():
    """Open weights are counted in a stand-in, which the message names."""
    (problem,) = over(15, encoding=None)

    assert problem.severity is Severity.WARNING
    assert "23 tokens in o200k_base, in place of the model's own tokenizer, the" in problem.message


def test_an_estimate_is_judged_by_what_is_certain():
    """Tools make the row an estimate; the total alone convicts nobody."""
    tools = {**GREETING, "tools": [{"type": "function", "function": {"name": "f"}}]}
    low, total = (
        row_tokens(tools, "chat", "o200k_base")[3],
        row_tokens(tools, "chat", "o200k_base")[0],
    )

    assert low < total - 1
    assert over(low, tools) == []
    assert over(low - 1, tools)[0].message.startswith(f"the row has at least {low} tokens, ")


def test_tokens_that_were_not_counted_and_limits_that_are_not_stated():
    """Both leave the rules silent."""
    for rule in (OverTokenLimit(), NearTokenLimit()):
        assert list(rule.check(Row(GREETING, "chat"), target(max_row_tokens=1))) == []
        assert list(rule.check(row(GREETING), target(max_row_tokens=None))) == []


def test_a_text_that_cannot_be_counted_is_a_finding():
    """The tokenizer's failure is a warning with what to do."""
    failed = row_tokens(GREETING, "chat", "o200k_base")._replace(failure="cannot be counted")
    (problem,) = OverTokenLimit().check(
        Row(GREETING, "chat", counter=lambda one, encoding: failed), target()
    )
    assert (problem.message, problem.severity) == ("cannot be counted", Severity.WARNING)


def near(limit, data=GREETING):
    return list(NearTokenLimit().check(row(data), target(max_row_tokens=limit)))


def test_near_is_within_a_twentieth():
    """23 is near 23 and 24; not near 25, and above 22 it is the other rule's."""
    assert [bool(near(limit)) for limit in (22, 23, 24, 25)] == [False, True, True, False]
    assert near(24)[0].message == "the row has 23 tokens, the limit is 24"


def test_an_estimate_above_the_limit_is_near_it():
    """Where the total may be too much, one of the two rules speaks."""
    tools = {**GREETING, "tools": [{"type": "function", "function": {"name": "f"}}]}
    low = row_tokens(tools, "chat", "o200k_base").low
    assert "(an estimate)" in near(low, tools)[0].message


def special(data, kind="chat", **figures):
    return list(SpecialTokenText().check(row(data, kind), target(**figures)))


def test_a_special_token_is_an_error_with_its_place():
    """Each token once for each text, in contents, parts and arguments."""
    call = {"function": {"name": "f", "arguments": '{"a": "<|im_end|>"}'}}
    data = {
        "messages": [
            {"role": "user", "content": "<|endoftext|><|endoftext|>"},
            {"role": "assistant", "content": [{"type": "text", "text": "x<|fim_suffix|>"}]},
            {"role": "assistant", "tool_calls": [call]},
        ]
    }
    found = special(data)

    assert [one.path for one in found] == [
        ("messages", 0, "content"),
        ("messages", 1, "content", 0, "text"),
        ("messages", 2, "tool_calls", 0, "function", "arguments"),
    ]
    assert found[1].message == "the text holds `<|fim_suffix|>`, a special token"
    assert all(one.severity is None for one in found)
    assert special({"prompt": "a <|endofprompt|>", "completion": "b"}, "prompt-completion")
    assert special({"text": "<|endoftext|>"}, "text")


def test_open_weights_and_template_markers_are_warnings():
    """Whether they are special depends on the model."""
    data = chat(("user", "[INST] one <|im_start|>"))
    found = special(data, encoding=None, template_markers=["[INST]", "<|im_start|>"])

    assert [one.severity for one in found] == [Severity.WARNING] * 2
    assert found[1].message == "the text holds `[INST]`, a marker of the chat templates of generic"


def test_forbidden_text_is_an_error():
    """The platform's own list, with a line end shown as such."""
    (problem,) = special(chat(("user", "one\nHuman: two")), forbidden_text=["\nHuman:"])
    assert problem.message == "the text holds `\\nHuman:`, which generic refuses"
    assert problem.severity is None


@pytest.mark.parametrize("text", ["<|endoftext|>", "\nHuman:", '[EOS] "x"', "<|im_start|>"])
def test_the_patterns_find_a_mark_as_json_writes_it(text):
    """They are what wakes the rule."""
    import re2

    patterns = SpecialTokenText().patterns(target(forbidden_text=["\nHuman:", '[EOS] "x"']))
    content = orjson.dumps(chat(("user", f"one {text} two"))).decode()
    assert any(re2.search(pattern, content) for pattern in patterns)


def dataset(**changes):
    empty = Dataset(
        train=("a.jsonl",), validation=(), rows=40, validation_rows=0, size=4000,
        kinds={"chat": 40}, first={}, features={frozenset(): 40}, tokens=None, answer_tokens=None,
        method="supervised", today="2026-11-20", notice_days=60,
    )  # fmt: skip
    return empty._replace(**changes)


def total(cap, **changes):
    return list(TooManyTotalTokens().finish(None, dataset(**changes), target(max_total_tokens=cap)))


def test_tokens_times_epochs_above_the_cap():
    """40 rows are trained 3 times."""
    (problem,) = total(2999, tokens=1000)

    assert problem.message == "1,000 tokens x 3 epochs are 3,000; the limit of a job is 2,999"
    assert problem.help == "train with fewer epochs (2 at most) or on fewer rows"
    assert problem.severity is None
    assert total(3000, tokens=1000) == []


def test_without_a_count_only_bytes_acquit():
    """A file of fewer bytes is fine; a larger one is to be counted; so is one with images."""
    assert total(12_000) == []
    (problem,) = total(11_999)
    assert problem.message.startswith("4,000 bytes x 3 epochs may be too many tokens; ")
    assert (problem.help, problem.severity) == ("count them with --tokens exact", Severity.INFO)
    assert total(12_000, features={frozenset({"@parts"}): 1})
    assert not TooManyTotalTokens().applies(get("generic"))
    assert total(None) == []


def share(**changes):
    return list(EmptyAnswerBudget().finish(None, dataset(**changes), target()))


def test_answers_under_a_hundredth():
    """9 of 1,000 are too few, 10 are not; what was not counted or has no answers is silent."""
    (problem,) = share(tokens=1000, answer_tokens=9)

    assert problem.message == "the answers have 9 of 1,000 tokens (0.90%), less than 1%"
    assert share(tokens=1000, answer_tokens=10) == []
    assert share(tokens=1000, answer_tokens=0) == []
    assert share() == []
    assert share(tokens=1000, answer_tokens=9, method="reinforcement") == []


ANY = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=4) | st.just("<|endoftext|>"),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["role", "content", "text", "tool_calls", "function", "arguments", "messages"]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=15,
)
ROWS = st.dictionaries(
    st.sampled_from(
        ["messages", "prompt", "completion", "text", "input", "preferred_output", "tools"]
    ),
    ANY,
    max_size=3,
)


@given(ROWS, st.sampled_from(["chat", "preference", "prompt-completion", "text", "unknown"]))
def test_rows_of_any_shape(data, kind):
    """No rule raises, and every path that is said leads to a value of the row."""
    small = target(max_row_tokens=3, template_markers=["a"])
    for rule in (OverTokenLimit(), NearTokenLimit(), SpecialTokenText()):
        for problem in rule.check(row(data, kind), small):
            node = data
            for part in problem.path:
                node = node[part]
