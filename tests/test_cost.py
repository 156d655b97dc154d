"""Epochs, billable tokens and price."""

from datetime import date

import pytest

from dataprep.cost import billable_tokens, cost, default_epochs
from dataprep.targets import Figure, get


def target(**figures):
    base = get("generic")
    made = {key: Figure(value, "a price list", date.min) for key, value in figures.items()}
    return base._replace(figures={**base.figures, **made})


@pytest.mark.parametrize(
    ("examples", "epochs"),
    [
        (0, 0), (1, 25), (4, 25), (5, 20), (33, 3), (34, 3), (8333, 3), (8334, 2), (12_501, 1),
        (10**9, 1),
    ],
)  # fmt: skip
def test_the_published_rule_of_epochs(examples, epochs):
    """Three, but between 100 and 25,000 examples are seen, and 25 epochs at most."""
    assert default_epochs(examples) == epochs


def test_a_number_that_the_target_states_stands():
    """Its own default is no estimate."""
    assert default_epochs(5, target(default_epochs=2)) == 2


def test_what_is_above_the_limit_is_not_billed():
    """Three rows of 10 and one of 100."""
    assert billable_tokens({10: 3, 100: 1}, 50) == 80
    assert billable_tokens({10: 3, 100: 1}, None) == 130


def test_the_published_example_of_a_price():
    """100,000 tokens in 3 epochs at $3 a million are $0.90."""
    found = cost({1000: 100}, target(training_price=3.0), "o200k_base")

    assert (found.epochs, found.epoch_tokens, found.tokens) == (3, 100_000, 300_000)
    assert found.usd == pytest.approx(0.9)
    assert found.exact and found.source == "a price list"


def test_without_a_price_there_is_no_cost():
    """And a count in another encoding than the target's is not exact."""
    found = cost({100: 2, 70_000: 1}, get("generic"), "cl100k_base")

    assert (found.price, found.usd, found.exact) == (None, None, False)
    assert (found.limit, found.over_limit, found.above) == (65_536, 1, "truncated")
