"""One check of a chat file by a peer of `dataprep validate`, printing what it found.

    python benchmarks/checkers.py cookbook FILE
    python benchmarks/checkers.py tiktoken FILE
    python benchmarks/checkers.py together FILE

Each runs in an environment of its own, which holds only the packages that its peer needs.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

_KEYS = {"role", "content", "name", "function_call", "weight"}
_ROLES = {"system", "user", "assistant", "function"}
_LIMIT = 16_385
_EPOCHS, _MOST_EPOCHS, _FEW_ROWS, _MANY_ROWS = 3, 25, 100, 25_000


def cookbook(path: str) -> dict[str, Any]:
    """What "Data preparation and analysis for chat model fine-tuning" of the OpenAI cookbook does.

    Its seven checks, cl100k_base counts by tiktoken, distributions, epochs and billed tokens. Like the
    notebook it holds all rows at once.
    """
    import numpy

    with open(path, encoding="utf-8") as file:
        dataset = [json.loads(line) for line in file]
    errors: Counter[str] = Counter(defect for row in dataset for defect in _defects(row))

    encoding = _encoding("cl100k_base")
    lacking: Counter[str] = Counter()
    lengths: list[int] = []
    totals: list[int] = []
    answers: list[int] = []
    for row in dataset:
        messages = row["messages"]
        roles = [message["role"] for message in messages]
        lacking.update(role for role in ("system", "user") if role not in roles)
        lengths.append(len(messages))
        totals.append(3 + sum(_tokens(message, encoding) for message in messages))
        answers.append(
            sum(
                len(encoding.encode(message["content"]))
                for message in messages
                if message["role"] == "assistant"
            )
        )

    def distribution(values: list[int]) -> dict[str, float]:
        tenth, ninth = numpy.quantile(values, 0.1), numpy.quantile(values, 0.9)
        return {
            "min": min(values),
            "max": max(values),
            "mean": float(numpy.mean(values)),
            "median": float(numpy.median(values)),
            "p10": float(tenth),
            "p90": float(ninth),
        }

    epochs = default_epochs(len(dataset))
    billed = sum(min(_LIMIT, total) for total in totals)
    return {
        "rows": len(dataset),
        "errors": dict(errors),
        "missing": dict(lacking),
        "messages": distribution(lengths),
        "tokens": distribution(totals),
        "answers": distribution(answers),
        "too long": sum(total > _LIMIT for total in totals),
        "epochs": epochs,
        "billed": billed,
        "charged": epochs * billed,
    }


def default_epochs(rows: int) -> int:
    """Return the epochs that the notebook expects for a number of rows."""
    if rows * _EPOCHS < _FEW_ROWS:
        return min(_MOST_EPOCHS, _FEW_ROWS // rows)
    if rows * _EPOCHS > _MANY_ROWS:
        return max(1, _MANY_ROWS // rows)
    return _EPOCHS


def _defects(row: Any) -> list[str]:
    """Return the names of the defects of a row, each as often as it counts."""
    if not isinstance(row, dict):
        return ["data_type"]
    messages = row.get("messages")
    if not messages:
        return ["missing_messages_list"]
    found = []
    for message in messages:
        if "role" not in message or "content" not in message:
            found.append("message_missing_key")
        if any(key not in _KEYS for key in message):
            found.append("message_unrecognized_key")
        if message.get("role") not in _ROLES:
            found.append("unrecognized_role")
        content = message.get("content")
        if (not content and not message.get("function_call")) or not isinstance(content, str):
            found.append("missing_content")
    if all(message.get("role") != "assistant" for message in messages):
        found.append("example_missing_assistant_message")
    return found


def _tokens(message: dict[str, Any], encoding: Any) -> int:
    """Return the tokens of a message by the notebook's formula, which knows no tool calls."""
    texts = sum(len(encoding.encode(value)) for value in message.values())
    return 3 + texts + ("name" in message)


def _encoding(name: str) -> Any:
    # tiktoken would fetch the vocabulary from the network; the same tokens are in this checkout.
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
    from dataprep.tokens.vocabulary import load

    return load(name)


def tiktoken(path: str) -> dict[str, Any]:
    """Count the tokens of every text, row by row, and check nothing."""
    encoding = _encoding("o200k_base")
    rows = total = 0
    with open(path, encoding="utf-8") as file:
        for line in file:
            rows += 1
            for message in json.loads(line)["messages"]:
                total += len(encoding.encode_ordinary(message["content"]))
    return {"rows": rows, "tokens": total}


def together(path: str) -> dict[str, Any]:
    """`check_file` of the `together` package, version 2."""
    from together.lib.utils.files import check_file

    report = check_file(Path(path))
    return {"rows": report["num_samples"], "ok": report["is_check_passed"]}


CHECKERS: dict[str, Callable[[str], dict[str, Any]]] = {
    check.__name__: check for check in (cookbook, tiktoken, together)
}

if __name__ == "__main__":
    print(json.dumps(CHECKERS[sys.argv[1]](sys.argv[2])))
