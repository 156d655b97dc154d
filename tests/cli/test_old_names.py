"""The commands of OpenAI's former command line run nothing and spell the present one."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("typed", "now"),
    [
        ("fine_tunes.create -t train.jsonl -m davinci", "train train.jsonl --target openai/davinci"),
        ("api fine_tunes.create -t train.jsonl -m davinci",
         "train train.jsonl --target openai/davinci"),
        ("openai api fine_tunes.create -t a -v b -m curie --n_epochs 4 --suffix x --no_follow",
         "train a --target openai/curie --validation b --suffix x --epochs 4 --no-follow"),
        ("fine_tunes.create --training_file=my\\ file.jsonl",
         "train 'my file.jsonl' --target PLATFORM/MODEL"),
        ("api fine_tuning.job.create -t file-abc -m gpt-3.5-turbo",
         "train TRAIN.jsonl --target openai/gpt-3.5-turbo"),
        ("api fine_tuning.jobs.create -F a.jsonl --model gpt-4o -s x",
         "train a.jsonl --target openai/gpt-4o --suffix x"),
        ("api fine_tunes.follow -i ft-1", "jobs follow ft-1"),
        ("fine_tunes.list", "jobs list"),
        ("fine_tunes.get -i ft-1", "jobs show ft-1"),
        ("fine_tuning.jobs.retrieve --id ftjob-1", "jobs show ftjob-1"),
        ("fine_tunes.events", "jobs events ID"),
        ("fine_tunes.results -i ft-1", "jobs results ft-1"),
        ("fine_tunes.cancel -i ft-1", "jobs cancel ft-1"),
        ("fine_tunes.delete -i curie:ft-me-2023", "models delete curie:ft-me-2023"),
        ("api models.delete -i ft:gpt-4o:a::1", "models delete ft:gpt-4o:a::1"),
        ("api files.delete -i file-1", "files delete file-1"),
        ("api completions.create -m ada:ft-me -p Hello", "ask ada:ft-me --question Hello"),
        ("tools fine_tunes.prepare_data -f raw.csv -q", "prepare raw.csv"),
    ],
)  # fmt: skip
def test_an_old_command_names_the_new_one(run, typed: str, now: str) -> None:
    """One error with the command of today, the files and ids in it, and exit code 2."""
    import shlex

    done = run(*shlex.split(typed))
    assert done.code == 2
    assert done.stdout == ""
    assert "is a name of OpenAI's former command line" in done.stderr
    assert f"now it is: dataprep {now}\n" in done.stderr


@pytest.mark.parametrize("typed", ["fine_tunes.paint", "api", "tools", "trian"])
def test_other_words_are_unknown_commands_as_ever(run, typed: str) -> None:
    """What is no old name gets the usual hint."""
    done = run(typed)
    assert done.code == 2
    assert f"no command is called `{typed}`" in done.stderr
