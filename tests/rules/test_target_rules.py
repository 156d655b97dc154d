"""TGT: models and platforms that end, methods and models that are not offered."""

import pytest

from dataprep.rules.base import Dataset
from dataprep.rules.target.jobs_closed import JobsClosed
from dataprep.rules.target.method_not_offered import MethodNotOffered
from dataprep.rules.target.model_closing import ModelClosing
from dataprep.rules.target.model_shut_down import ModelShutDown
from dataprep.rules.target.unknown_model import UnknownModel
from dataprep.targets import get

RULES = (ModelShutDown, ModelClosing, MethodNotOffered, UnknownModel, JobsClosed)
METHODS = {"supervised": "chat", "dpo": "preference", "reinforcement": "reinforcement"}


def dataset(today="2026-11-20", method="supervised", notice_days=60):
    return Dataset(
        ["a.jsonl"], [], 10, 0, 1000, {METHODS.get(method, "chat"): 10}, {}, {}, None, None,
        method, today, notice_days,
    )  # fmt: skip


def said(rule, target, own=None, **facts):
    return list(rule().finish(None, dataset(**facts), get(target, own)))


@pytest.mark.parametrize(
    ("target", "today", "message"),
    [
        (
            "openai/gpt-3.5-turbo",
            "2026-10-23",
            "`gpt-3.5-turbo` was shut down on 2026-10-23 "
            "(OpenAI, deprecations, read on 2026-11-10)",
        ),
        ("openai/gpt-3.5-turbo", "2026-10-22", None),
        (
            "openai/ft:gpt-4.1-nano-2025-04-14:acme::a1",
            "2026-11-20",
            "`gpt-4.1-nano`, the base of `ft:gpt-4.1-nano-2025-04-14:acme::a1`, was shut down on "
            "2026-10-23 (OpenAI, deprecations, read on 2026-11-10)",
        ),
        ("azure/gpt-4.1-nano", "2026-11-20", None),
        ("generic", "2030-01-01", None),
    ],
)
def test_a_model_that_was_shut_down(target, today, message):
    """From its day on, with the source; a fine-tuned name means its base."""
    found = said(ModelShutDown, target, today=today)

    assert [one.message for one in found] == ([message] if message else [])


def test_the_end_of_an_own_model_may_be_a_text():
    """A date in quotes counts too, and no date of reading is made up."""
    own = {"house": {"models": {"m": {"shutdown": "2026-11-01", "replacement": "n"}}}}
    (found,) = said(ModelShutDown, "house/m", own)

    assert found.message == "`m` was shut down on 2026-11-01 (your configuration)"
    assert found.help == (
        "the platform names `n` instead; see what else there is: dataprep targets show house"
    )


@pytest.mark.parametrize(
    ("today", "notice", "message"),
    [
        ("2026-11-20", 60, "`gpt-4.1` is shut down on 2027-01-14, in 55 days"),
        ("2027-01-13", 60, "`gpt-4.1` is shut down on 2027-01-14, in 1 day "),
        ("2026-11-20", 54, None),
        ("2027-01-14", 60, None),
    ],
)
def test_a_model_that_closes(today, notice, message):
    """Within the notice, until the day before."""
    found = said(ModelClosing, "openai/gpt-4.1", today=today, notice_days=notice)

    assert len(found) == (message is not None)
    if message:
        assert found[0].message.startswith(message)


@pytest.mark.parametrize(
    ("target", "method", "message", "help"),
    [
        ("azure/gpt-4o-mini", "dpo", "`gpt-4o-mini` is not trained by `dpo`, only by `supervised`",
         "trained by it: `azure/gpt-4.1`, `azure/gpt-4.1-mini`, `azure/gpt-4.1-nano`, "
         "`azure/gpt-4o`"),
        ("openai", "reinforcement",
         "`openai` is not trained by `reinforcement`, only by `supervised` and `dpo`",
         "choose another platform: dataprep targets"),
        ("azure/gpt-4.1", "dpo", None, None),
        ("azure/gpt-4.1", "", None, None),
    ],
)  # fmt: skip
def test_a_method_that_is_not_offered(target, method, message, help):
    """What is offered instead; models that are gone are not suggested."""
    found = said(MethodNotOffered, target, method=method)

    assert [(one.message, one.help) for one in found] == ([(message, help)] if message else [])


@pytest.mark.parametrize(
    ("target", "message", "help"),
    [
        ("azure/gpt-41-mini", "`azure` has no model `gpt-41-mini` that can be trained",
         "did you mean `azure/gpt-4.1-mini`?"),
        ("azure/gpt-4.1-mini-2025-04-15",
         "`azure` has no model `gpt-4.1-mini-2025-04-15` that can be trained",
         "did you mean `azure/gpt-4.1-mini`?"),
        ("openai/ft:zebra:acme::a1",
         "`openai` has no model `zebra`, the base of `ft:zebra:acme::a1`, that can be trained",
         "see its models: dataprep targets show openai"),
        ("azure", None, None),
        ("azure/gpt-4.1-2025-04-14", None, None),
        ("together/any-lab/any-model", None, None),
        ("vertex-gemini/gemini-9-tiny", None, None),
        ("generic/gpt-4.1", None, None),
    ],
)  # fmt: skip
def test_an_unknown_model(target, message, help):
    """With the near miss; silent where the list of models is open."""
    found = said(UnknownModel, target)

    assert [(one.message, one.help) for one in found] == ([(message, help)] if message else [])


def test_a_long_name_is_cut():
    """Sixty characters of it are shown."""
    (found,) = said(UnknownModel, "azure/" + "x" * 500)

    assert found.message == f"`azure` has no model `{'x' * 57}...` that can be trained"


@pytest.mark.parametrize(
    ("target", "today", "message"),
    [
        ("openai", "2026-05-06", None),
        ("openai", "2026-05-07", "`openai` has taken no jobs from new customers since 2026-05-07 "),
        ("openai", "2026-11-07", "`openai` takes no new jobs from 2027-01-06 on, in 60 days "),
        ("openai", "2027-01-06", "`openai` has taken no new jobs since 2027-01-06 "),
        ("openai/gpt-4.1", "2027-01-14", None),
        ("azure/o4-mini", "2026-11-20",
         "`o4-mini` has taken no jobs from new customers since 2026-10-16 "),
        ("azure/gpt-4o", "2027-04-01", "`gpt-4o` has taken no new jobs since 2027-04-01 "),
        ("together", "2030-01-01", None),
    ],
)  # fmt: skip
def test_a_platform_that_takes_no_jobs(target, today, message):
    """The day that matters most; silent where the model itself is gone."""
    found = said(JobsClosed, target, today=today)

    assert len(found) == (message is not None)
    if message:
        assert found[0].message.startswith(message)


@pytest.mark.parametrize("rule", RULES)
def test_the_examples_of_a_rule(rule):
    """It speaks for each bad one and is silent for each good one."""
    for samples, speaks in ((rule.bad, True), (rule.good, False)):
        for sample in samples:
            kinds = {"input": "dpo"}
            method = sample.method or kinds.get(sample.content[2:7].decode(), "supervised")
            found = said(rule, sample.target, today=sample.options["today"], method=method)
            assert bool(found) is speaks, sample.target
