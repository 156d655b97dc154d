"""The commands of OpenAI's former command line, and what they are called here.

`openai api fine_tunes.create -t FILE -m davinci` and its kin are in many notes and scripts. Typed behind
`dataprep`, they run nothing: the error spells the present command, with the files and ids that were
given. Names and options: openai-python 0.28.1 and 1.109.1, cli; the whole command line was removed in
2.35.0 (2026-05-06).
"""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Sequence

from dataprep.errors import UsageError

_FIRST = ("api", "tools", "openai")
_FAMILIES = ("fine_tunes", "fine_tuning.job", "fine_tuning.jobs")
# Verb of a job -> the present command, where {id} stands for what -i named.
_JOBS = {
    "list": "jobs list",
    "get": "jobs show {id}",
    "retrieve": "jobs show {id}",
    "cancel": "jobs cancel {id}",
    "results": "jobs results {id}",
    "follow": "jobs follow {id}",
    "events": "jobs events {id}",
    "list_events": "jobs events {id}",
    "delete": "models delete {model}",
}
_OTHERS = {
    "models.list": "models list",
    "models.delete": "models delete {model}",
    "files.list": "files list",
    "files.delete": "files delete {id}",
    "files.create": "train {file} --target PLATFORM/MODEL",
    "completions.create": "ask {model} --question {prompt}",
    "chat_completions.create": "ask {model} --question {prompt}",
    "chat.completions.create": "ask {model} --question {prompt}",
}
# Old option -> the new one of `train`; short names differ from version to version.
_TRAIN = {
    "validation_file": "--validation",
    "suffix": "--suffix",
    "n_epochs": "--epochs",
    "batch_size": "--batch-size",
    "learning_rate_multiplier": "--learning-rate-multiplier",
    "seed": "--seed",
}
_SHORT = {
    "t": "training_file", "F": "training_file", "v": "validation_file", "m": "model", "i": "id",
    "f": "file", "p": "prompt", "g": "prompt", "s": "suffix",
}  # fmt: skip
_FLAGS = ("no_follow", "no_check_if_files_exist", "compute_classification_metrics", "stream", "q")


def refuse(words: Sequence[str]) -> None:
    """Raise an error where the words are a command of the former command line.

    Args:
        words: as they were typed behind `dataprep`.

    Raises:
        UsageError: they are; its hint is the command of today.
    """
    rest = list(words)
    while rest and rest[0] in _FIRST:
        rest.pop(0)
    if not rest:
        return
    found = _present(rest[0], dict(_given(rest[1:])))
    if found:
        typed = " ".join(words[: len(words) - len(rest) + 1])
        raise UsageError(
            f"`{typed[:80]}` is a name of OpenAI's former command line",
            f"now it is: dataprep {found}",
        )


def _present(name: str, given: dict[str, str]) -> str:
    """Return the present command without its first word; empty where the name is none of the old."""
    family, _, verb = name.rpartition(".")
    if family == "fine_tunes" and verb == "prepare_data":
        return f"prepare {_word(given, 'file', 'FILE')}"
    if family in _FAMILIES:
        if verb == "create":
            return _train(given)
        form = _JOBS.get(verb, "")
    else:
        form = _OTHERS.get(name, "")
    places = {
        "id": _word(given, "id", "ID"),
        "model": _word(given, "model", _word(given, "id", "MODEL")),
        "file": _word(given, "file", "TRAIN.jsonl"),
        "prompt": _word(given, "prompt", "'...'"),
    }
    return form.format_map(places)


def _train(given: dict[str, str]) -> str:
    """Return the command that trains. A model of OpenAI's is one of the target `openai`."""
    file = given.get("training_file") or given.get("file") or ""
    # An id is no file of this machine; the file itself is sent once anyway.
    words = ["train", "TRAIN.jsonl" if not file or file.startswith("file-") else file]
    model = given.get("model")
    words += ["--target", f"openai/{model}" if model else "PLATFORM/MODEL"]
    for old, new in _TRAIN.items():
        value = given.get(old)
        if value and not (old == "validation_file" and value.startswith("file-")):
            words += [new, value]
    words += ["--no-follow"] * ("no_follow" in given)
    return shlex.join(words)


def _word(given: dict[str, str], key: str, otherwise: str) -> str:
    return shlex.quote(given[key]) if given.get(key) else otherwise


def _given(words: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield the options of an old command with their values, under their long names."""
    waiting = ""
    for word in words:
        if waiting:
            yield waiting, word
            waiting = ""
            continue
        if not word.startswith("-"):
            continue
        name, equals, value = word.lstrip("-").partition("=")
        name = _SHORT.get(name, name.replace("-", "_"))
        if equals or name in _FLAGS:
            yield name, value
        else:
            waiting = name
