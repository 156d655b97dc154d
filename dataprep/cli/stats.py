"""`dataprep stats`: what a training file is like, and what training on it costs."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from dataprep.cli import completing
from dataprep.cli.console import ProgressLine, show_progress
from dataprep.cli.exit_codes import ExitCode


@click.command(no_args_is_help=True, context_settings={"max_content_width": 100})
@click.argument(
    "files", nargs=-1, required=True, metavar="FILE...", shell_complete=completing.files
)
@click.option(
    "-t",
    "--target",
    "targets",
    multiple=True,
    metavar="PLATFORM[/MODEL]",
    shell_complete=completing.targets,
    help="Whose limits, encoding and price to use (generic); may be given several times.",
)
@click.option(
    "--tokenizer",
    metavar="PATH",
    shell_complete=completing.files,
    help="The tokenizer.json of an open-weight model, or its folder.",
)
@click.option("--method", type=click.Choice(("supervised", "dpo", "reinforcement")),
              help="The training method; by default what the rows are for.")  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help="Write JSON (see schemas/stats.schema.json).")
@click.option("--stdin-filename", default="<stdin>", metavar="NAME",
              help="What messages call standard input.")  # fmt: skip
@click.option("-j", "--jobs", type=click.IntRange(0), default=0, metavar="N",
              help="Processes; by default all processors, one for small inputs.")  # fmt: skip
@click.option(
    "--no-cache",
    is_flag=True,
    help="Neither use token counts of earlier runs nor keep these (see: dataprep cache).",
)
@click.option("--config", metavar="FILE", shell_complete=completing.files,
              help="Configuration with targets of your own; by default found.")  # fmt: skip
@click.option("--isolated", is_flag=True, help="Look at no configuration.")
def command(
    files: tuple[str, ...], targets: tuple[str, ...], tokenizer: str | None, method: str | None,
    as_json: bool, stdin_filename: str, jobs: int, no_cache: bool,
    config: str | None, isolated: bool,
) -> int:  # fmt: skip
    """Count rows, messages and tokens of training files, and what training on them costs.

    \b
    Examples:
      dataprep stats train.jsonl
      dataprep stats train.jsonl --target openai/gpt-4.1-mini --target azure/gpt-4.1-mini
      dataprep stats train.jsonl --target together --tokenizer llama/tokenizer.json
      dataprep stats dataset/*.jsonl --json | jq '.encodings[0].tokens_per_row'

    The files are one dataset. Every token is counted. Without --target, the targets are those of
    the configuration.
    """
    from dataprep.config import configuration
    from dataprep.engine.statistics.collect import collect
    from dataprep.readers.inputs import sources, unpacked
    from dataprep.writing.spooling import spooling

    configured = configuration(config, isolated, Path.cwd())
    asked = targets or configured.target or ("generic",)
    with spooling() as spool:
        found = sources(
            files, (".jsonl", ".ndjson", ".jl"), sys.stdin.buffer, spool, stdin_filename
        )
        found = [unpacked(one, spool) for one in found]
        line = ProgressLine(sum(one.size for one in found), show_progress())
        try:
            statistics = collect(
                found, asked, own=configured.targets, tokenizer=tokenizer, method=method,
                jobs=jobs, cache=not no_cache and configured.cache is not False, progress=line,
            )  # fmt: skip
        finally:
            line.finish()
    if as_json:
        from dataprep.jsontext import dumps
        from dataprep.output.stats_json import stats_data

        click.echo(dumps(stats_data(statistics)))
    else:
        from dataprep.output.stats_text import stats_lines

        for text in stats_lines(statistics):
            click.echo(text)
    return ExitCode.OK
