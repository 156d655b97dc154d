"""The numbers of a dataset for people: a page of text with small histograms."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from dataprep.engine.statistics.collect import Statistics
from dataprep.engine.statistics.distribution import QUANTILES, Distribution
from dataprep.output.stats_json import stats_data
from dataprep.output.terminal import excerpt, safe

_BAR = 30
_SHOWN = 10
_LEAST_SHARE = 0.001
_FIGURES = ("min", *(name for name in QUANTILES if name not in ("p25", "p75")), "mean", "max")


def stats_lines(found: Statistics) -> Iterator[str]:
    """Yield the page, line by line."""
    data = stats_data(found)
    for note in found.notes:
        yield safe(f"note      {note.message}")
    unreadable = f", {data['unreadable_rows']:,} unreadable" if data["unreadable_rows"] else ""
    yield f"rows      {data['rows']:,}{unreadable}"
    if data["unreadable_rows"]:
        yield "          what is wrong with them, and where: dataprep validate"
    yield from _counts("kinds", data["kinds"])
    if not data["rows"]:
        return
    without = {role: rows for role, rows in data["rows_without_role"].items() if rows}
    yield from _counts("without", without)
    copies = data["duplicates"]
    if copies["groups"]:
        groups = "1 group" if copies["groups"] == 1 else f"{copies['groups']:,} groups"
        yield f"copies    {copies['rows']:,} equal an earlier row ({groups})"
    letters = sum(data["scripts"].values())
    shares = {
        name: f"{count / letters:.1%}"
        for name, count in data["scripts"].items()
        if count >= _LEAST_SHARE * letters
    }
    yield from _counts("scripts", shares)
    if data["classes"]:
        yield from _counts("classes", data["classes"])
    yield ""
    yield "            " + "".join(f"{name:>10}" for name in _FIGURES)
    if data["messages_per_row"]["rows"]:
        yield _figures("messages", data["messages_per_row"])
    for tokens in data["encodings"]:
        yield from _encoding(tokens, found)
    yield ""
    for one in data["targets"]:
        yield from _cost(one)


def _encoding(tokens: Mapping[str, Any], found: Statistics) -> Iterator[str]:
    yield safe(f"tokens in {tokens['encoding']}")
    yield _figures("row", tokens["tokens_per_row"])
    for role, figures in tokens["tokens_per_role"].items():
        yield _figures(excerpt(role or "(no role)", 20), figures)
    yield _figures("trained", tokens["answer_tokens_per_row"])
    yield ""
    bins = Distribution.of(found.tally.encodings[tokens["encoding"]].totals).bins()
    most = max((count for _, _, count in bins), default=1)
    for first, last, count in bins:
        bar = "#" * -(-count * _BAR // most)
        yield f"{first:>10,} - {last:<10,} {bar:<{_BAR}} {count:,}"
    all_tokens = tokens["tokens_per_row"]["sum"]
    share = tokens["answer_tokens_per_row"]["sum"] / all_tokens if all_tokens else 0.0
    yield (
        f"trained   {tokens['answer_tokens_per_row']['sum']:,} of {all_tokens:,} tokens ({share:.1%})"
    )
    for key, what in (
        ("rows_without_trained_tokens", "with nothing that is trained"),
        ("estimated_rows", "are estimates (tools, images, preferences)"),
        ("uncountable_rows", "hold a text that cannot be counted"),
    ):
        if tokens[key]:
            yield f"          {tokens[key]:,} {'row' if tokens[key] == 1 else 'rows'} {what}"


def _cost(one: Mapping[str, Any]) -> Iterator[str]:
    epochs = "1 epoch" if one["epochs"] == 1 else f"{one['epochs']:,} epochs"
    line = f"{one['epoch_tokens']:,} tokens x {epochs} = {one['tokens']:,} billable"
    if one["usd"] is not None:
        line += f", about ${one['usd']:,.2f} (${one['price']:,.2f} a million)"
    yield safe(f"{one['target']}: {line}")
    if one["limit"] is not None:
        rows = (
            "no row is"
            if not one["over_limit"]
            else f"{one['over_limit']:,} above, {one['above']}:"
        )
        above = "above" if not one["over_limit"] else "see `dataprep validate`"
        yield f"          limit {one['limit']:,} tokens a row: {rows} {above}"
    if not one["exact"]:
        yield safe(f"          counted in {one['encoding']}; give the model's own with --tokenizer")


def _counts(title: str, counts: Mapping[str, Any]) -> Iterator[str]:
    if not counts:
        return
    shown = [
        f"{excerpt(name or '(none)', 40)} {count if isinstance(count, str) else f'{count:,}'}"
        for name, count in list(counts.items())[:_SHOWN]
    ]
    more = f", ... {len(counts) - _SHOWN:,} more" if len(counts) > _SHOWN else ""
    yield f"{title:<10}{', '.join(shown)}{more}"


def _figures(title: str, figures: Mapping[str, Any]) -> str:
    cells = "".join(f"{_number(figures.get(name, 0)):>10}" for name in _FIGURES)
    return f"  {title:<10}{cells}"


def _number(value: float) -> str:
    return f"{value:,}" if isinstance(value, int) else f"{value:,.1f}"
