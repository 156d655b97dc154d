"""The options that say which server is meant, the same for every command that talks to one."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from dataprep.cli.completing import BY_METAVAR

if TYPE_CHECKING:
    from dataprep.training.server import Client

_DEFAULT = "openai"


class ServerOptions(NamedTuple):
    """Which server is meant, as it was typed; None for what the target says itself."""

    target: str | None = None
    base_url: str | None = None
    api_key_env: str | None = None
    insecure_http: bool = False
    config: str | None = None
    isolated: bool = False

    def client(self, job: str | None = None) -> Client:
        """Return a client of the server; nothing is sent yet.

        Args:
            job: the job that is asked about: where no server was named, it is that on which the
                ledger of this project saw it made.

        Raises:
            UsageError: there is no such target, it has no server of this kind, or no key is set.
        """
        from dataprep.cli.configured import configured
        from dataprep.targets import get
        from dataprep.training.server import Client, server_of

        settings = configured(self.config, self.isolated)
        if job and not self.target and not self.base_url:
            from dataprep.training.ledger import Ledger

            if made := Ledger(settings.root).job(job):
                return self._replace(
                    target=made["target"], base_url=made["server"],
                    api_key_env=self.api_key_env or made.get("key_env"),
                    insecure_http=self.insecure_http or bool(made.get("insecure")),
                ).client()  # fmt: skip
        usual = settings.target[0] if len(settings.target) == 1 else _DEFAULT
        if self.base_url and not self.target:
            usual = "generic"
        target = get(self.target or usual, settings.targets)
        server = server_of(target, self.base_url, self.api_key_env, self.insecure_http)
        return Client(server)


def server_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options; its function takes them as `server`, a `ServerOptions`."""

    @functools.wraps(function)
    def collected(*arguments: Any, **options: Any) -> Any:
        chosen = {name: options.pop(name) for name in ServerOptions._fields}
        return function(*arguments, server=ServerOptions(**chosen), **options)

    found: Callable[..., Any] = collected
    for decorator in reversed(_OPTIONS):
        found = decorator(found)
    return found


_OPTIONS = (
    click.option(
        "--target",
        metavar="PLATFORM[/MODEL]",
        shell_complete=BY_METAVAR["PLATFORM[/MODEL]"],
        help="The platform: openai, azure ...; by default that of the configuration, else openai.",
    ),
    click.option("--base-url", metavar="URL", help="The server, where it is not the platform's."),
    click.option(
        "--api-key-env", metavar="NAME", help="The environment variable that holds the key."
    ),
    click.option(
        "--insecure-http", is_flag=True, help="Send the key over http:// to another machine."
    ),
    click.option(
        "--config",
        metavar="FILE",
        shell_complete=BY_METAVAR["FILE"],
        help="Configuration with targets of your own; by default found.",
    ),
    click.option("--isolated", is_flag=True, help="Look at no configuration."),
)
