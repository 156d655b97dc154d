"""`dataprep models`: the models of a server, and how one of your own is removed."""

from __future__ import annotations

import sys
from typing import Any

import click

from dataprep.cli.console import say
from dataprep.cli.exit_codes import ExitCode
from dataprep.cli.server_options import ServerOptions, server_options
from dataprep.cli.tables import print_json, print_table
from dataprep.errors import UsageError
from dataprep.output.terminal import safe

_WIDE = {"max_content_width": 100}


@click.group(context_settings=_WIDE)
def command() -> None:
    """List the models of a server, and remove fine-tuned ones.

    \b
    Examples:
      dataprep models list --fine-tuned
      dataprep models delete ft:gpt-4.1-mini-2025-04-14:acme:faq:abc123
    """


@command.command("list", short_help="List the models.", context_settings=_WIDE)
@click.option("--fine-tuned", is_flag=True, help="Only those that were trained.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@server_options
def listed(fine_tuned: bool, as_json: bool, server: ServerOptions) -> int:
    """List the models that the key may use, with their end where the server states one.

    \b
    Examples:
      dataprep models list --fine-tuned
      dataprep models list --target azure --json
    """
    from dataprep.targets import base_of
    from dataprep.training.following import moment
    from dataprep.training.paging import plain

    client = server.client()
    answer = client.call("list the models", client.sdk.models.list)
    models = [plain(one) for one in getattr(answer, "data", None) or ()]
    if fine_tuned:
        models = [one for one in models if base_of(str(one.get("id"))) != one.get("id")]
    if as_json:
        print_json(models)
        return ExitCode.OK

    def end(one: dict[str, Any]) -> str:
        stated = one.get("shutdown_date")
        return moment(stated)[:10] or str(stated or "")

    print_table(
        ("MODEL", "OWNER", "CREATED (UTC)", "ENDS"),
        (
            (one.get("id"), one.get("owned_by"), moment(one.get("created")), end(one))
            for one in models
        ),
    )
    return ExitCode.OK


@command.command(short_help="Remove a fine-tuned model for good.", context_settings=_WIDE)
@click.argument("model")
@click.option("--yes", is_flag=True, help="Do not ask for the name.")
@server_options
def delete(model: str, yes: bool, server: ServerOptions) -> int:
    """Remove a fine-tuned model for good: it has to be trained and paid for again.

    \b
    Examples:
      dataprep models delete ft:gpt-4.1-mini-2025-04-14:acme:faq:abc123

    The name of the model is asked for once more; without a terminal, --yes stands for it.
    """
    client = server.client()
    if not yes:
        if not sys.stdin.isatty():
            raise UsageError(
                f"{model} would be deleted for good, and nobody is there to say yes",
                "add --yes to delete it",
            )
        typed = click.prompt(
            safe(f"type the name of the model to delete it for good\n{model}\n"),
            default="", show_default=False, prompt_suffix="> ", err=True,
        )  # fmt: skip
        if typed.strip() != model:
            raise UsageError(f"the name is not {model}; nothing was deleted", "type it as it is")
    client.call(f"delete the model {model}", client.sdk.models.delete, model)
    say(safe(f"{model}: deleted"))
    return ExitCode.OK
