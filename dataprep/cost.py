"""What a training run is billed, before it is started: tokens, epochs, price.

Billed are the tokens that are trained on, so at most a row's limit, once for each epoch.
Sources: OpenAI cookbook, Data preparation and analysis for chat model fine-tuning, 2024-09-19;
OpenAI, supervised fine-tuning guide (price x tokens in the file x epochs), 2026-11-20. The prices
and the limits are those of the target, each with its own source.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from dataprep.targets.epochs import default_epochs
from dataprep.targets.target import Target

__all__ = ["Cost", "billable_tokens", "cost", "default_epochs"]

_PRICED = 1_000_000


class Cost(NamedTuple):
    """What a target bills for a dataset.

    Attributes:
        target: its name.
        encoding: in which the rows were counted; `exact` whether it is the target's own.
        limit: tokens of a row that are trained on, None where the target states none.
        over_limit: rows above the limit; `above` what happens to them.
        epochs: the default number.
        epoch_tokens: billed for one epoch; `tokens` for all.
        price: US dollars for a million tokens, None where the target states none.
        usd: what the run costs, None without a price.
        source: of the price.
    """

    target: str
    encoding: str
    exact: bool
    limit: int | None
    over_limit: int
    above: str
    epochs: int
    epoch_tokens: int
    tokens: int
    price: float | None
    usd: float | None
    source: str

    def to_dict(self) -> dict[str, Any]:
        """Return it as JSON-ready data."""
        return self._asdict()


def billable_tokens(totals: Mapping[int, int], limit: int | None) -> int:
    """Return the tokens that one epoch bills.

    Args:
        totals: tokens of a row -> number of such rows.
        limit: what is above it in a row is neither trained on nor billed.
    """
    return sum((n if limit is None else min(n, limit)) * rows for n, rows in totals.items())


def cost(totals: Mapping[int, int], target: Target, encoding: str) -> Cost:
    """Return what `target` bills for rows of so many tokens.

    Args:
        totals: tokens of a row -> number of such rows.
        encoding: in which they were counted.
    """
    limit = target.value("max_row_tokens")
    epochs = default_epochs(sum(totals.values()), target)
    epoch_tokens = billable_tokens(totals, limit)
    figure = target.figure("training_price")
    price = None if figure is None else float(figure.value)
    return Cost(
        target=target.name,
        encoding=encoding,
        exact=target.value("encoding") == encoding,
        limit=limit,
        over_limit=sum(rows for n, rows in totals.items() if limit is not None and n > limit),
        above=target.value("over_limit", "unknown"),
        epochs=epochs,
        epoch_tokens=epoch_tokens,
        tokens=epoch_tokens * epochs,
        price=price,
        usd=None if price is None else price * epoch_tokens * epochs / _PRICED,
        source="" if figure is None else figure.source,
    )
