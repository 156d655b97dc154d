"""Hyperparameters: what was typed, which method has them, and the ranges of the target."""

from __future__ import annotations

import pytest

from dataprep.errors import UsageError
from dataprep.targets import get
from dataprep.training.hyperparameters import parsed, problems


@pytest.mark.parametrize(
    ("key", "text", "value"),
    [
        ("n_epochs", "3", 3),
        ("n_epochs", "auto", "auto"),
        ("batch_size", 16, 16),
        ("learning_rate_multiplier", "0.5", 0.5),
        ("learning_rate_multiplier", "2", 2),
        ("beta", "1e-1", 0.1),
        ("reasoning_effort", "high", "high"),
        ("lora", "true", True),
        ("lora", True, True),
        ("lora_r", "16", 16),
        ("warmup_ratio", "0.03", 0.03),
        ("scheduler", "cosine", "cosine"),
    ],
)
def test_a_value_is_read_as_the_api_has_it(key: str, text: object, value: object) -> None:
    """Whole numbers, numbers, words and `auto`; further ones of a target as they look."""
    assert parsed(key, text) == value
    assert type(parsed(key, text)) is type(value)


@pytest.mark.parametrize(
    ("key", "text", "help"),
    [
        ("n_epochs", "2.5", "give a whole number, or `auto`"),
        ("n_epochs", "many", "give a whole number, or `auto`"),
        ("beta", "nan", "give a number, or `auto`"),
        ("beta", "inf", "give a number, or `auto`"),
    ],
)
def test_what_is_no_number_is_a_usage_error(key: str, text: str, help: str) -> None:
    """The error names the hyperparameter and what it takes."""
    with pytest.raises(UsageError, match=f"`{key}` is `{text}`, which is no number") as caught:
        parsed(key, text)
    assert caught.value.hint == help


@pytest.mark.parametrize(
    ("target", "method", "values", "message"),
    [
        ("openai", "supervised", {"n_epochs": 51}, "`n_epochs` is 51; openai takes 1 to 50 ("),
        ("openai", "supervised", {"n_epochs": 0}, "`n_epochs` is 0; openai takes 1 to 50 ("),
        ("openai", "supervised", {"batch_size": 257}, "`batch_size` is 257; openai takes 1 to 256 ("),
        ("azure", "supervised", {"learning_rate_multiplier": 0},
         "`learning_rate_multiplier` is 0; azure takes more than 0 ("),
        ("azure", "dpo", {"beta": 2.1}, "`beta` is 2.1; azure takes more than 0, at most 2 ("),
        ("azure", "reinforcement", {"compute_multiplier": 1e-05}, "takes more than 1e-05, at most 10 ("),
        ("azure", "reinforcement", {"reasoning_effort": "huge"},
         "`reasoning_effort` is `huge`; azure takes default, low, medium, high ("),
        ("azure", "supervised", {"beta": 1}, "`beta` belongs to the method `dpo`, and this job is"),
        ("azure", "dpo", {"eval_samples": 1}, "belongs to the method `reinforcement`"),
        ("openai", "dpo", {"l2_multiplier": 0.1}, "`openai` lists no hyperparameter `l2_multiplier`"),
        ("openai", "supervised", {"lora": True}, "`openai` lists no hyperparameter `lora`"),
    ],
)  # fmt: skip
def test_a_value_that_the_target_refuses(
    target: str, method: str, values: dict[str, object], message: str
) -> None:
    """One problem, with the value and the limit; the range says who states it, and when."""
    found = list(problems(values, method, get(target)))  # type: ignore[arg-type]
    assert len(found) == 1
    assert message in found[0].message
    if "takes" in message:
        assert "read on 20" in found[0].message


@pytest.mark.parametrize(
    ("target", "method", "values"),
    [
        (
            "openai",
            "supervised",
            {"n_epochs": 50, "batch_size": 1, "learning_rate_multiplier": 0.1},
        ),
        ("openai", "supervised", {"n_epochs": "auto", "batch_size": "auto"}),
        ("azure", "dpo", {"beta": 2, "l2_multiplier": 0.1}),
        ("openai", "reinforcement", {"compute_multiplier": 10, "reasoning_effort": "low"}),
        ("nebius", "supervised", {"lora": True, "lora_r": 16, "n_epochs": 99}),
        ("generic", "dpo", {"beta": 5, "n_epochs": 99}),
    ],
)
def test_a_value_that_the_target_takes(target: str, method: str, values: dict[str, object]) -> None:
    """The ends of a range, `auto`, what a target lists besides, and anything where it is silent."""
    assert list(problems(values, method, get(target))) == []  # type: ignore[arg-type]
