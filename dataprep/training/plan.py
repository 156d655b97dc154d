"""The plan of a job: everything that is shown before money is spent, and exactly what is sent then."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from dataprep.cost import Cost
from dataprep.jsontext import dumps
from dataprep.rules.wording import counted
from dataprep.targets import Figure, Target
from dataprep.training.creating import JobRequest
from dataprep.training.hyperparameters import AUTO
from dataprep.training.options import OWN, RUN, JobOptions, training_type
from dataprep.training.problem import origin
from dataprep.version import __version__

_MARK_LENGTH = 32
_DAYS_AFTER = re.compile(r"-\d[\d-]*")


class Part(NamedTuple):
    """One of the files of a job.

    Attributes:
        path: as it was named.
        rows: in it; `bytes` its size.
    """

    path: str
    rows: int
    bytes: int


class Sent(NamedTuple):
    """An uploaded file: its id on the server, and the sha256 of what was sent."""

    id: str
    sha256: str


class Plan(NamedTuple):
    """What a job will be.

    Attributes:
        target: where it is trained.
        base_url: of the server; empty where none was named yet (``--dry-run``).
        model: as it is sent.
        method: how it is trained.
        train: the training file.
        validation: the validation file, if there is one.
        bill: tokens, epochs and price.
        options: what else is asked for.
        notes: what is not sure, a line each.
    """

    target: Target
    base_url: str
    model: str
    method: str
    train: Part
    validation: Part | None
    bill: Cost
    options: JobOptions
    notes: tuple[str, ...] = ()

    @property
    def epochs_given(self) -> bool:
        """Whether the number of epochs was said, and is not the server's choice."""
        return self.options.hyperparameters.get("n_epochs", AUTO) != AUTO

    def lines(self) -> Iterator[str]:
        """Yield the plan for people, a line each."""
        options, bill = self.options, self.bill
        yield f"model       {self.model}, {self.method}"
        yield f"where       {self.base_url or 'no server was named'} ({self.target.title})"
        yield f"train       {_file(self.train)}"
        if self.validation is not None:
            yield f"validation  {_file(self.validation)}, not billed"
        estimated = "" if bill.exact else " (an estimate: the model counts otherwise)"
        yield f"tokens      {bill.epoch_tokens:,} in {bill.encoding}{estimated}"
        how = "as given" if self.epochs_given else "an estimate: the server chooses"
        yield f"epochs      {bill.epochs} ({how})"
        yield from (f"{'cost':12}{line}" for line in self._cost())
        values = options.hyperparameters
        chosen = ", ".join(f"{key} {_word(value)}" for key, value in values.items())
        yield f"settings    {chosen or 'all hyperparameters as the server chooses'}"
        for name, value in (
            ("suffix", options.suffix),
            ("seed", options.seed),
            ("metadata", ", ".join(f"{k}={v}" for k, v in options.metadata.items()) or None),
            ("grader", options.grader and _grader(options.grader)),
            ("wandb", options.wandb),
            ("type", training_type(options, self.target)),
        ):
            if value is not None:
                yield f"{name:12}{value}"
        for note in self.notes:
            yield f"note        {note}"

    def _cost(self) -> Iterator[str]:
        bill, hours = self.bill, self.target.figure("training_price_per_hour")
        times = f"{bill.epoch_tokens:,} tokens x {counted(bill.epochs, 'epoch')}"
        if bill.usd is not None and bill.price is not None:
            yield f"about ${bill.usd:,.2f}"
            yield (
                f"= {times} x ${bill.price:,.2f} / 1,000,000"
                f"{_origin(self.target.figure('training_price'))}"
            )
        elif hours is not None:
            yield (
                f"${hours.value:,.2f} for each hour of training, which nobody knows before"
                f"{_origin(hours)}"
            )
        else:
            yield f"{times} = {bill.tokens:,} tokens; `{self.target.name}` states no price"
        if (least := self.target.figure("minimum_fee")) is not None:
            yield f"at least ${least.value:,.2f}{_origin(least)}"
        if (most := self.target.figure("job_budget")) is not None and self._hourly:
            yield f"the job pauses at ${most.value:,.2f}{_origin(most)}"

    @property
    def _hourly(self) -> bool:
        return self.bill.usd is None and self.target.figure("training_price_per_hour") is not None

    def to_dict(self) -> dict[str, Any]:
        """Return the plan as JSON-ready data."""
        price = self.target.figure("training_price")
        return {
            "target": self.target.name,
            "base_url": self.base_url,
            "model": self.model,
            "method": self.method,
            "train": self.train._asdict(),
            "validation": None if self.validation is None else self.validation._asdict(),
            "cost": {
                **self.bill.to_dict(),
                "epochs_given": self.epochs_given,
                "formula": "price x epoch_tokens x epochs / 1,000,000",
                "price_verified": str(price.verified) if price and price.verified else None,
                "price_per_hour": self.target.value("training_price_per_hour"),
            },
            **self.options._asdict(),
            "training_type": training_type(self.options, self.target),
            "notes": list(self.notes),
        }

    def request(self, train: Sent, validation: Sent | None = None) -> JobRequest:
        """Return what is sent to create the job: only keys that the target lists.

        The mark is a hash of everything that decides what is learned. The same command makes the same
        mark, by which a job is found again instead of being made twice.

        Args:
            train: the uploaded training file.
            validation: the uploaded validation file, if there is one.
        """
        options = self.options
        method = self._method()
        files = [train.sha256, None if validation is None else validation.sha256]
        kind = training_type(options, self.target)
        decides = [self.model, method, files, options.suffix, options.seed, kind]
        mark = hashlib.sha256(dumps(decides)).hexdigest()[:_MARK_LENGTH]
        body: dict[str, Any] = {"model": self.model, "training_file": train.id}
        if validation is not None:
            body["validation_file"] = validation.id
        body["method"] = method
        # Older servers take the hyperparameters beside the method (openai-python 3.52, jobs.create).
        body["hyperparameters"] = dict(options.hyperparameters) or None
        body["suffix"], body["seed"] = options.suffix, options.seed
        body["metadata"] = self._metadata(mark, files)
        if options.wandb is not None:
            body["integrations"] = [{"type": "wandb", "wandb": {"project": options.wandb}}]
        body["trainingType"] = kind
        taken = self.target.value("request_keys")
        if taken is None or "method" in taken:
            del body["hyperparameters"]
        return JobRequest(
            {
                key: value
                for key, value in body.items()
                if value is not None and (taken is None or key in taken)
            },
            mark,
        )

    def _method(self) -> dict[str, Any]:
        """Return the method as the API nests it (openai-openapi, FineTuneMethod, 2026-08-21)."""
        inner: dict[str, Any] = {}
        if self.method == "reinforcement":
            inner["grader"] = self.options.grader
            if self.options.response_format is not None:
                inner["response_format"] = self.options.response_format
        if self.options.hyperparameters:
            inner["hyperparameters"] = dict(self.options.hyperparameters)
        return {"type": self.method, **({self.method: inner} if inner else {})}

    def _metadata(self, mark: str, files: list[str | None]) -> dict[str, str]:
        """Return the metadata: the user's, the mark, and what ties it to the data, as far as it fits."""
        found = {RUN: mark, **self.options.metadata}
        more = {f"{OWN}train_sha256": files[0], f"{OWN}validation_sha256": files[1]}
        more[f"{OWN}version"] = __version__
        most = self.target.value("metadata_pairs")
        for key, value in more.items():
            if value is not None and (most is None or len(found) < most):
                found[key] = value
        return found


def sent_model(target: Target) -> str:
    """Return the name of the model as a job takes it; empty where the target names none.

    A job wants the dated name of a model, not its short one (OpenAI, model optimization guide,
    2026-09-26): that is the first name of the target file which is the short one with a date behind
    it. A fine-tuned model goes by its whole name, an unknown one as it was typed.
    """
    asked = target.name.partition("/")[2]
    if target.fine_tuned or target.model is None or asked.lower() != target.model.name.lower():
        return asked
    name = target.model.name
    dated = (one for one in target.model.aliases if one.startswith(name))
    return next((one for one in dated if _DAYS_AFTER.fullmatch(one[len(name) :])), name)


def _file(part: Part) -> str:
    return f"{part.path}: {counted(part.rows, 'row')}, {counted(part.bytes, 'byte')}"


def _word(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _grader(grader: Mapping[str, Any]) -> str:
    return f"{grader.get('name', 'unnamed')} ({grader.get('type')})"


def _origin(figure: Figure | None) -> str:
    return "" if figure is None else origin(figure)
