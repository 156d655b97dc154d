"""`dataprep schema`: the JSON Schemas of rows and reports, and of rows on a target."""

from __future__ import annotations

import json

import click

from dataprep.cli import completing

_ROWS = ("chat", "preference", "prompt-completion", "reinforcement", "text")


@click.command("schema")
@click.argument("name", required=False)
@click.option(
    "--target",
    metavar="PLATFORM[/MODEL]",
    shell_complete=completing.targets,
    help="With what this platform states.",
)
def command(name: str | None, target: str | None) -> None:
    """Print a JSON Schema (draft 2020-12), or list them when no NAME is given.

    \b
    Examples:
      dataprep schema
      dataprep schema chat > chat.schema.json
      dataprep schema chat --target azure/gpt-4.1-mini
    """
    from dataprep import schemas, targets
    from dataprep.errors import UsageError

    if name is None:
        if target is not None:
            raise UsageError("--target needs a schema", f"choose one of: {', '.join(_ROWS)}")
        width = max(map(len, schemas.names()))
        for one in schemas.names():
            click.echo(f"{one:{width}}  {schemas.load(one)['description']}")
        return
    schema = schemas.load(name)
    if target is not None:
        from dataprep.targets.overlay import row_schema

        if name not in _ROWS:
            raise UsageError(
                f"the schema `{name}` is the same for every target", "leave --target out"
            )
        schema = row_schema(targets.get(target), name)
    click.echo(json.dumps(schema, indent=2, ensure_ascii=False))
