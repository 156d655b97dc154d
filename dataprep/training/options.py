"""What is asked of a job beside its files, and what the target says to it.

Only keys that the target lists (`request_keys`) are ever sent: other servers refuse a job for them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from dataprep.targets import Target
from dataprep.training.hyperparameters import Value, spoken, within
from dataprep.training.hyperparameters import problems as of_hyperparameters
from dataprep.training.problem import Problem, origin

OWN = "dataprep_"
"""How the metadata keys begin that tie a job to its data (see `plan.Plan.request`)."""
RUN = f"{OWN}run"
"""The metadata key by which a job is found again."""

# Option -> the key of the request that carries it (openai-openapi, CreateFineTuningJobRequest,
# 2026-08-21; trainingType: Azure, fine-tuning with the OpenAI SDK, 2026-11-20).
KEYS = {
    "suffix": "suffix",
    "seed": "seed",
    "metadata": "metadata",
    "wandb": "integrations",
    "training_type": "trainingType",
}


class JobOptions(NamedTuple):
    """What is asked of a job.

    Attributes:
        hyperparameters: name -> value; what is not here is the server's choice.
        suffix: becomes a part of the model's name.
        seed: of the server's random numbers.
        metadata: kept with the job.
        wandb: project of Weights & Biases that follows the job.
        training_type: where the target has several (Azure).
        grader: of reinforcement, as data.
        response_format: the form of the answers in reinforcement, as data.
    """

    hyperparameters: Mapping[str, Value] = {}
    suffix: str | None = None
    seed: int | None = None
    metadata: Mapping[str, str] = {}
    wandb: str | None = None
    training_type: str | None = None
    grader: Mapping[str, Any] | None = None
    response_format: Mapping[str, Any] | None = None


def problems(options: JobOptions, method: str, target: Target) -> Iterator[Problem]:
    """Yield what stands against the options of a job: keys, ranges, lengths."""
    taken = target.value("request_keys")
    for name, key in KEYS.items():
        given = getattr(options, name)
        if given is not None and given != {} and taken is not None and key not in taken:
            yield Problem(
                f"`{target.platform}` takes no `{key}` in a job",
                f"leave out --{name.replace('_', '-')}",
            )
    yield from of_hyperparameters(options.hyperparameters, method, target)
    if options.suffix is not None:
        yield from _suffix(options.suffix, target)
    if options.seed is not None:
        limits = target.figure("seed")
        if limits is not None and not within(options.seed, limits.value):
            yield Problem(
                f"the seed is {options.seed}; {target.platform} takes {spoken(limits.value)}"
                f"{origin(limits)}",
                "choose another --seed",
            )
    yield from _metadata(options.metadata, target)
    yield from _training_type(options.training_type, target)
    for name in ("grader", "response_format"):
        if getattr(options, name) is not None and method != "reinforcement":
            yield Problem(
                f"a {name.replace('_', ' ')} belongs to the method `reinforcement`, and this job is "
                f"`{method}`",
                f"leave out --{name.replace('_', '-')}, or add --method reinforcement",
            )
    if method == "reinforcement" and options.grader is None:
        yield Problem("a reinforcement job needs a grader, and none was named", "add --grader FILE")


def training_type(options: JobOptions, target: Target) -> str | None:
    """Return the training type as the target writes it: the one asked for, or that of the model."""
    needed = target.value("training_type")
    wanted = options.training_type or needed
    known = target.value("training_types", ())
    spelled = {one.lower(): one for one in known}
    return spelled.get(wanted.lower(), wanted) if wanted else None


def _suffix(suffix: str, target: Target) -> Iterator[Problem]:
    limits, forbidden = target.figure("suffix_length"), target.figure("suffix_forbidden")
    if limits is not None and not within(len(suffix), limits.value):
        yield Problem(
            f"the suffix has {len(suffix):,} characters; {target.platform} takes "
            f"{spoken(limits.value)}{origin(limits)}",
            "choose another --suffix",
        )
    held = [text for text in (forbidden.value if forbidden else ()) if text in suffix]
    if forbidden is not None and held:
        yield Problem(
            f"the suffix `{suffix}` holds `{held[0]}`, which {target.platform} does not take"
            f"{origin(forbidden)}",
            "choose another --suffix",
        )


def _metadata(metadata: Mapping[str, str], target: Target) -> Iterator[Problem]:
    most = target.figure("metadata_pairs")
    # One pair is ours: without it a job could not be found again after a crash.
    if most is not None and len(metadata) > most.value - 1:
        yield Problem(
            f"there are {len(metadata)} pairs of metadata; {target.platform} takes {most.value}, and "
            f"one is `{RUN}`, by which the job is found again{origin(most)}",
            f"keep {most.value - 1} of them",
        )
    for key, value in metadata.items():
        if key.startswith(OWN):
            yield Problem(f"the metadata key `{key}` is one of dataprep's own", "name it otherwise")
        for what, text, figure in (
            ("key", key, target.figure("metadata_key_length")),
            ("value of", value, target.figure("metadata_value_length")),
        ):
            if figure is not None and len(text) > figure.value:
                yield Problem(
                    f"the metadata {what} `{key[:64]}` has {len(text):,} characters; "
                    f"{target.platform} takes at most {figure.value:,}{origin(figure)}",
                    "shorten it",
                )


def _training_type(asked: str | None, target: Target) -> Iterator[Problem]:
    types, needed = target.figure("training_types"), target.figure("training_type")
    if asked is None:
        return
    if types is not None and asked.lower() not in map(str.lower, types.value):
        yield Problem(
            f"the training type is `{asked}`; {target.platform} takes {', '.join(types.value)}"
            f"{origin(types)}",
            f"choose one of: {', '.join(types.value)}",
        )
    elif needed is not None and asked.lower() != needed.value.lower():
        yield Problem(
            f"the training type is `{asked}`; this model is trained as `{needed.value}` only"
            f"{origin(needed)}",
            "leave out --training-type",
        )
