"""`dataprep`: the group of commands, each loaded when it is used, and the one place for errors."""

from __future__ import annotations

import atexit
import gc
import os
import signal
import sys
from contextlib import suppress
from importlib import import_module
from typing import Any, NoReturn

import click

from dataprep.cli.exit_codes import ExitCode
from dataprep.errors import DataprepError
from dataprep.version import __version__

# Command -> (module, one line for the list). A module is imported when its command runs.
COMMANDS = {
    "convert": ("dataprep.cli.convert", "Turn any file into a training file."),
    "validate": ("dataprep.cli.validate", "Say what is wrong with training files."),
    "fix": ("dataprep.cli.fix", "Repair what is wrong, as far as a tool can."),
    "prepare": ("dataprep.cli.prepare", "Ask, repair, and leave a file ready to train."),
    "train": ("dataprep.cli.train", "Check, price, upload, start a job and follow it."),
    "jobs": ("dataprep.cli.jobs", "List, follow and end fine-tuning jobs; their results."),
    "files": ("dataprep.cli.files", "List and delete the files on a server."),
    "models": ("dataprep.cli.models", "List models, delete one that was trained."),
    "ask": ("dataprep.cli.ask", "Ask a trained model, beside its base."),
    "explain": ("dataprep.cli.explain", "Say what a code means and what to do."),
    "rules": ("dataprep.cli.rules", "List the rules."),
    "schema": ("dataprep.cli.schema", "Print the JSON Schema of a row or a report."),
    "stats": ("dataprep.cli.stats", "Count rows and tokens, and what training costs."),
    "targets": ("dataprep.cli.targets", "List the platforms and what they take."),
    "cache": ("dataprep.cli.cache", "Say where token counts are kept, or remove them."),
    "completion": ("dataprep.cli.completion", "Print the completion script of a shell."),
}


class LazyGroup(click.Group):
    """A group whose commands are imported on use, so that ``--help`` and ``--version`` are fast."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(COMMANDS[cmd_name][0]).command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_, line) in COMMANDS.items()])

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        unknown = args and args[0] not in COMMANDS and not args[0].startswith("-")
        if unknown and not ctx.resilient_parsing:  # completing a word that is begun
            import difflib

            from dataprep.cli.old_names import refuse

            refuse(args)

            near = difflib.get_close_matches(args[0], COMMANDS, 1)
            hint = f"did you mean `{near[0]}`?" if near else f"commands: {', '.join(COMMANDS)}"
            raise click.UsageError(f"no command is called `{args[0]}`; {hint}", ctx)
        return super().resolve_command(ctx, args)


@click.command(
    cls=LazyGroup,
    context_settings={"help_option_names": ["-h", "--help"], "auto_envvar_prefix": "DATAPREP"},
    no_args_is_help=True,
)
@click.version_option(__version__, message="dataprep %(version)s")
@click.option("--debug", is_flag=True, help="Show the traceback of an error.")
def cli(debug: bool) -> None:
    """Turn whatever you have into fine-tuning data, and say precisely what is wrong with it.

    \b
    Examples:
      dataprep convert faq.txt -o faq.jsonl
      dataprep convert tickets.csv --map user=question --map assistant=reply -o tickets.jsonl
      dataprep convert export/ -o dataset/ --split train=0.9,validation=0.1
      dataprep validate train.jsonl --validation valid.jsonl --target azure/gpt-4.1-mini
      dataprep fix train.jsonl --diff
      dataprep prepare tickets.xlsx
      dataprep stats train.jsonl --target openai/gpt-4.1-mini
      dataprep train train.jsonl --target azure/gpt-4.1-mini
      dataprep explain CHT005
    """


def main(args: list[str] | None = None) -> NoReturn:
    """Run the command line and exit with a code of `ExitCode`.

    Args:
        args: of a program that calls this as a function; None for those of the process.
    """
    # Being told to stop is an interruption too: nothing unfinished is left behind.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    if asked := os.environ.get("_DATAPREP_COMPLETE"):  # by the script of `dataprep completion`
        from dataprep.cli.completing import answer

        sys.exit(answer(cli, asked))
    if args is not None:
        sys.exit(run(args))
    code = run(sys.argv[1:])
    # A debugger, a profiler or coverage goes on when the program is done.
    if sys.gettrace() is None and sys.getprofile() is None:
        _end(code)
    gc.freeze()  # the interpreter looks through everything once more on its way out
    sys.exit(code)


def _end(code: int) -> NoReturn:
    """End the process without taking apart what it holds: a twentieth of a short run, a tokenizer more.

    The functions that wait for the end (`atexit`) run, and what was printed is written.
    """
    atexit._run_exitfuncs()
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError):  # its reader has gone: `run` has dealt with it
            if stream is not None:  # a process may be started without one
                stream.flush()
    os._exit(code)


def run(arguments: list[str]) -> int:
    """Run the command line and return the exit code; errors are one line on standard error.

    click by itself exits 1 for every fault, which means findings here.
    """
    debug = "--debug" in arguments
    # `--debug` may stand anywhere; to click it belongs to the group.
    arguments = ["--debug"] * debug + [one for one in arguments if one != "--debug"]
    try:
        # Not `cli.main`: it turns a closed pipe into exit code 1 by itself.
        with cli.make_context("dataprep", arguments) as context:
            code: Any = cli.invoke(context)
        sys.stdout.flush()
        return int(code or ExitCode.OK)
    except click.exceptions.Exit as stop:  # --help, --version
        return stop.exit_code
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.ctx.get_help() if error.ctx else "", err=True)
        return ExitCode.FAILED
    except (KeyboardInterrupt, click.Abort):
        _say("interrupted; nothing was written")
        return ExitCode.INTERRUPTED
    except click.ClickException as error:
        _say(error.format_message(), _usage_hint(error))
        return ExitCode.FAILED
    except DataprepError as error:
        if debug:
            return _traced()
        _explain(error)
        _say(error.message, error.hint)
        return ExitCode.FAILED
    except BrokenPipeError:
        # The reader of our output has gone (`| head`): stop quietly, and let no flush complain.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return ExitCode.OK
    except OSError as error:  # every other file is named by the layer that reads or writes it
        if debug:
            return _traced()
        with suppress(OSError, ValueError):  # what is left in the buffer cannot be written either
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        _say(
            f"{error.filename or 'standard output'}: {error.strerror or error}",
            "check the disk and the permissions",
        )
        return ExitCode.FAILED
    except ModuleNotFoundError as error:
        if debug:
            return _traced()
        _say(
            f"the package `{error.name}` is not installed",
            "complete the installation: pip install --force-reinstall dataprep-finetune",
        )
        return ExitCode.FAILED
    except Exception as error:
        if debug:
            return _traced()
        _say(
            f"unexpected {type(error).__name__}: {error}",
            "this is a bug; run again with --debug for the traceback",
        )
        return ExitCode.FAILED


def _traced() -> int:
    """Print the traceback; the exit code is that of every error, and not Python's, which is 1."""
    import traceback

    traceback.print_exc()
    return ExitCode.FAILED


def _usage_hint(error: click.ClickException) -> str:
    if isinstance(error, click.UsageError) and error.ctx is not None:
        return f"see: {error.ctx.command_path} --help"
    return ""


def _explain(error: DataprepError) -> None:
    """Show what is known of the rows when none of them can be used."""
    findings = getattr(error, "findings", ())
    if findings:
        from dataprep.output.summary import finding_lines

        for line in finding_lines(findings, {}, bool(_colour())):
            click.echo(line, err=True, color=True)


def _say(message: str, hint: str = "") -> None:
    from dataprep.output.terminal import safe

    click.echo(f"{click.style('error', fg='red')}: {safe(message)}", err=True, color=_colour())
    if hint:
        click.echo(f"{click.style('help', fg='cyan')}: {safe(hint)}", err=True, color=_colour())


def _colour() -> bool | None:
    from dataprep.cli.console import use_colour

    return use_colour(sys.stderr)
