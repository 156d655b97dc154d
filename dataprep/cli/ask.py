"""`dataprep ask`: test questions to a trained model, beside its base."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dataprep.cli import completing
from dataprep.cli.console import say
from dataprep.cli.exit_codes import ExitCode
from dataprep.cli.job_results import write
from dataprep.cli.server_options import ServerOptions, server_options
from dataprep.cli.tables import side_by_side, terminal_width
from dataprep.errors import InputError, UsageError
from dataprep.output.terminal import one_line, safe

if TYPE_CHECKING:
    from dataprep.training.asking import Asked
    from dataprep.training.questions import Manner, Question

_FILE: dict[str, Any] = {"metavar": "FILE", "shell_complete": completing.files}
_OPTIONS: tuple[Callable[[Any], Any], ...] = (
    click.option(
        "--question",
        "-q",
        "typed",
        multiple=True,
        metavar="TEXT",
        help="A question; several are asked in turn.",
    ),
    click.option(
        "--questions",
        "file",
        help="Questions: .txt one a line, or .jsonl rows; - is standard input.",
        **_FILE,
    ),
    click.option(
        "--compare",
        multiple=True,
        metavar="MODEL",
        help="Ask this model too, its base for instance.",
    ),
    click.option(
        "--manifest",
        help="The dataset's manifest: its system prompt, separator and stop sequence.",
        **_FILE,
    ),
    click.option("--system", metavar="TEXT", help="System prompt, instead of the manifest's."),
    click.option(
        "--separator", metavar="TEXT", help="Ends every prompt, instead of the manifest's."
    ),
    click.option("--stop", metavar="TEXT", help="Ends every answer, instead of the manifest's."),
    click.option("--max-tokens", type=click.IntRange(1), metavar="N", help="The longest answer."),
    click.option(
        "--temperature",
        type=click.FloatRange(0, 2),
        metavar="N",
        help="0 makes answers comparable.",
    ),
    click.option(
        "--jobs",
        default=4,
        show_default=True,
        type=click.IntRange(1, 64),
        help="Questions asked at the same time.",
    ),
    click.option(
        "-o", "--output", help="Write the answers as JSON Lines; - is standard output.", **_FILE
    ),
    server_options,
)


def _options(function: Callable[..., Any]) -> Callable[..., Any]:
    for decorator in reversed(_OPTIONS):
        function = decorator(function)
    return function


@click.command(context_settings={"max_content_width": 100})
@click.argument("model")
@_options
def command(
    model: str,
    typed: tuple[str, ...],
    file: str | None,
    compare: tuple[str, ...],
    max_tokens: int | None,
    temperature: float | None,
    jobs: int,
    output: str | None,
    server: ServerOptions,
    **words: str | None,
) -> int:
    """Ask a model test questions, and show its answers beside those of another one.

    \b
    Examples:
      dataprep ask ft:gpt-4.1-mini-2025-04-14:acme:faq:abc123 --question "Where is my order?"
      dataprep ask ft:... --questions valid.jsonl --compare gpt-4.1-mini --manifest train.manifest.json
      dataprep ask ft:... --questions questions.txt --system "You are terse." -o answers.jsonl

    Of a row of a dataset, the last answer is left off and shown as expected. A question whose answer
    fails is shown with the error. Exit code 0: all were answered; 1: some were not; 2: none was.
    """
    from dataprep.training.asking import Asker

    manner = _manner(**words)
    questions = _questions(typed, file, manner)
    models = list(dict.fromkeys([model, *compare]))
    asker = Asker(server.client(), manner, max_tokens, temperature)
    answered: list[Asked] = []
    try:
        for number, asked in enumerate(asker.all(questions, models, jobs), 1):
            answered.append(asked)
            if output == "-":
                say(_json(asked))
            else:
                _show(number, asked)
    except KeyboardInterrupt:
        click.echo(f"interrupted after {len(answered)} of {len(questions)} questions", err=True)
        return ExitCode.INTERRUPTED
    finally:  # what was answered was paid for
        if output not in (None, "-") and answered:
            write(Path(str(output)), "".join(f"{_json(one)}\n" for one in answered))
    failed = [answer for asked in answered for answer in asked.answers if answer.text is None]
    if not failed:
        return ExitCode.OK
    every = len(answered) * len(models)
    click.echo(safe(f"{len(failed)} of {every} answers failed: {failed[0].error}"), err=True)
    return ExitCode.FAILED if len(failed) == every else ExitCode.FINDINGS


def _manner(
    manifest: str | None, system: str | None, separator: str | None, stop: str | None
) -> Manner:
    from dataprep.escapes import unescape
    from dataprep.training.questions import Manner, manner_of

    found = manner_of(Path(manifest)) if manifest else Manner()
    return Manner(
        found.separator if separator is None else unescape(separator),
        found.stop if stop is None else unescape(stop),
        found.system if system is None else system,
    )


def _questions(typed: tuple[str, ...], file: str | None, manner: Manner) -> list[Question]:
    from dataprep.training.questions import Question, questions_of

    found = [Question(one) for one in typed]
    if file is not None:
        try:
            raw = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
            text = raw.decode("utf-8")
        except OSError as error:
            raise InputError(f"{file}: {error.strerror or error}", "check the name") from error
        except UnicodeDecodeError as error:
            raise InputError(
                f"{file}: is not UTF-8, at byte {error.start + 1:,}", "save it as UTF-8"
            ) from error
        found += questions_of(file, text, manner)
    if not found:
        raise UsageError("there is nothing to ask", "add --question TEXT or --questions FILE")
    return found


def _json(asked: Asked) -> str:
    text = json.dumps(asked.to_dict(), ensure_ascii=False)
    # Half of a surrogate pair is no character that UTF-8 could hold.
    return text if text.isascii() or _encodes(text) else json.dumps(asked.to_dict())


def _encodes(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _show(number: int, asked: Asked) -> None:
    columns = [
        (one.model, f"[no answer: {one.error}]" if one.text is None else one.text)
        for one in asked.answers
    ]
    if asked.question.expected is not None:
        columns.insert(0, ("expected", asked.question.expected))
    say(f"{number}. {one_line(asked.question.text)}")
    for line in side_by_side(columns, terminal_width() - 3):
        say(f"   {line}".rstrip())
    say("")
