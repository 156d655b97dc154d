"""The plan: what is shown before money is spent, and exactly what is sent then."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from training.rows import TODAY, chat_rows, write

from dataprep.config import Config
from dataprep.engine.validation.options import merge
from dataprep.targets import get
from dataprep.training.options import JobOptions
from dataprep.training.plan import Plan, Sent, sent_model
from dataprep.training.preflight import preflight

GRADER = {"type": "python", "name": "code", "source": "def grade(sample, item): return 1"}
TRAIN, HELD = Sent("file-1", "a" * 64), Sent("file-2", "b" * 64)


def planned(
    tmp_path: Path, target: str = "azure/gpt-4.1-mini", job: JobOptions | None = None, **more: Any
) -> Plan:
    """Return the plan for 70 rows."""
    train = write(tmp_path / "train.jsonl", chat_rows())
    given = {
        "paths": (str(train),),
        "target": target,
        "today": TODAY,
        "ignore": ("TGT",),
        "jobs": 1,
    }
    found = preflight(merge(given, Config()), Config(), job or JobOptions())
    assert found.plan is not None, (found.problems, found.report.findings)
    return found.plan._replace(**more)


def test_the_cost_is_shown_with_its_formula_and_its_source(tmp_path: Path) -> None:
    """Tokens x epochs x price, each of them, and who says the price and when."""
    plan = planned(tmp_path, "openai/gpt-4.1-mini", JobOptions({"n_epochs": 4}))
    text = "\n".join(plan.lines())
    tokens = plan.bill.epoch_tokens
    assert plan.bill.usd == pytest.approx(tokens * 4 * 5 / 1e6)
    assert f"= {tokens:,} tokens x 4 epochs x $5.00 / 1,000,000 (OpenAI, pricing, read on" in text
    assert "epochs      4 (as given)" in text
    assert "train.jsonl: 70 rows" in text


@pytest.mark.parametrize("values", [{}, {"n_epochs": "auto"}])
def test_epochs_that_the_server_chooses_are_an_estimate(tmp_path: Path, values: Any) -> None:
    """Nobody knows what `auto` will be, and the plan says so."""
    plan = planned(tmp_path, job=JobOptions(values))
    assert "epochs      3 (an estimate: the server chooses)" in plan.lines()
    assert plan.to_dict()["cost"]["epochs_given"] is False


def test_a_price_by_the_hour_is_no_sum(tmp_path: Path) -> None:
    """Reinforcement is billed by the hour, and the budget of a job is told."""
    plan = planned(tmp_path, target="azure/gpt-4.1-mini")._replace(target=get("azure/o4-mini"))
    text = "\n".join(plan.lines())
    assert "$100.00 for each hour of training, which nobody knows before" in text
    assert "the job pauses at $5,000.00" in text


def test_the_plan_is_data_too(tmp_path: Path) -> None:
    """Everything that is shown can be read by a program."""
    import json

    plan = planned(tmp_path, job=JobOptions({"n_epochs": 2}, suffix="s", seed=1))
    data = json.loads(json.dumps(plan.to_dict()))
    assert data["train"]["rows"] == 70
    assert data["cost"]["tokens"] == 2 * data["cost"]["epoch_tokens"]
    assert (data["suffix"], data["seed"], data["model"]) == ("s", 1, "gpt-4.1-mini-2025-04-14")


@pytest.mark.parametrize(
    ("target", "model"),
    [
        ("openai/gpt-4.1-mini", "gpt-4.1-mini-2025-04-14"),
        ("azure/GPT-4.1", "gpt-4.1-2025-04-14"),
        ("openai/gpt-4.1-mini-2025-04-14", "gpt-4.1-mini-2025-04-14"),
        ("openai/ft:gpt-4.1-mini-2025-04-14:acme::a1", "ft:gpt-4.1-mini-2025-04-14:acme::a1"),
        ("azure/gpt-4.1-mini-2025-04-14.ft-0a1b", "gpt-4.1-mini-2025-04-14.ft-0a1b"),
        ("nebius/some-lab/some-model", "some-lab/some-model"),
        ("openai/davinci-002", "davinci-002"),
        ("azure", ""),
    ],
)
def test_the_name_of_the_model_that_is_sent(target: str, model: str) -> None:
    """A job wants the dated name; what is no short name goes as it was typed."""
    assert sent_model(get(target)) == model


def test_a_request_holds_what_was_asked_for_and_no_more(tmp_path: Path) -> None:
    """No nulls, no empty settings: servers refuse them."""
    body = planned(tmp_path).request(TRAIN).body
    metadata = body.pop("metadata")
    assert body == {
        "model": "gpt-4.1-mini-2025-04-14",
        "training_file": "file-1",
        "method": {"type": "supervised"},
    }
    assert set(metadata) == {"dataprep_run", "dataprep_train_sha256", "dataprep_version"}


@pytest.mark.parametrize(
    ("method", "job", "inner"),
    [
        ("supervised", JobOptions({"n_epochs": 3}), {"hyperparameters": {"n_epochs": 3}}),
        ("dpo", JobOptions({"beta": 0.1}), {"hyperparameters": {"beta": 0.1}}),
        ("reinforcement", JobOptions(grader=GRADER), {"grader": GRADER}),
        ("reinforcement", JobOptions({"eval_samples": 2}, grader=GRADER, response_format={"a": 1}),
         {"grader": GRADER, "response_format": {"a": 1}, "hyperparameters": {"eval_samples": 2}}),
    ],
)  # fmt: skip
def test_the_method_is_nested_as_the_api_has_it(
    tmp_path: Path, method: str, job: JobOptions, inner: dict[str, Any]
) -> None:
    """Hyperparameters and grader stand below the name of the method."""
    plan = planned(tmp_path, method=method, options=job)
    assert plan.request(TRAIN, HELD).body["method"] == {"type": method, method: inner}


def test_a_server_without_methods_gets_hyperparameters_beside(tmp_path: Path) -> None:
    """Nebius lists neither method nor metadata: neither is sent."""
    job = JobOptions({"n_epochs": 3, "lora": True}, suffix="s")
    body = planned(tmp_path, "nebius/some-lab/some-model", job).request(TRAIN).body
    assert body == {
        "model": "some-lab/some-model",
        "training_file": "file-1",
        "hyperparameters": {"n_epochs": 3, "lora": True},
        "suffix": "s",
    }


def test_everything_else_that_can_be_asked_for(tmp_path: Path) -> None:
    """Azure's training type as Azure spells it, Weights & Biases, seed, metadata."""
    job = JobOptions(
        suffix="s", seed=0, metadata={"team": "a"}, wandb="p", training_type="globalstandard"
    )
    body = planned(tmp_path, job=job).request(TRAIN, HELD).body
    assert body["trainingType"] == "GlobalStandard"
    assert body["integrations"] == [{"type": "wandb", "wandb": {"project": "p"}}]
    assert (body["seed"], body["suffix"], body["validation_file"]) == (0, "s", "file-2")
    assert body["metadata"]["team"] == "a"
    assert body["metadata"]["dataprep_validation_sha256"] == HELD.sha256


def test_metadata_stay_within_their_bound(tmp_path: Path) -> None:
    """The mark is always there; what ties the job to the data besides only as far as it fits."""
    job = JobOptions(metadata={f"k{n}": "v" for n in range(15)})
    metadata = planned(tmp_path, job=job).request(TRAIN, HELD).body["metadata"]
    assert len(metadata) == 16
    assert "dataprep_run" in metadata


def test_the_mark_is_that_of_what_is_learned(tmp_path: Path) -> None:
    """The same command has the same mark; whatever changes what is learned changes it."""
    plan = planned(tmp_path)
    mark = plan.request(TRAIN).mark
    assert plan.request(Sent("file-9", TRAIN.sha256)).mark == mark
    assert plan._replace(options=JobOptions(metadata={"a": "b"})).request(TRAIN).mark == mark
    others = {
        plan.request(HELD).mark,
        plan.request(TRAIN, HELD).mark,
        plan._replace(method="dpo").request(TRAIN).mark,
        plan._replace(model="another").request(TRAIN).mark,
        *(
            plan._replace(options=one).request(TRAIN).mark
            for one in (JobOptions({"n_epochs": 1}), JobOptions(suffix="s"), JobOptions(seed=1))
        ),
    }
    assert len(others | {mark}) == 8
    assert plan.request(TRAIN).body["metadata"]["dataprep_run"] == mark
