"""Address and key of an API: where a target's file says they are, and whether they can be used."""

from __future__ import annotations

from collections.abc import Mapping
from ipaddress import ip_address
from urllib.parse import urlsplit

from dataprep.errors import UsageError
from dataprep.targets import Target


def checked(url: str, insecure: bool = False) -> str:
    """Return a base URL without the slash at its end.

    Args:
        url: as it was typed.
        insecure: whether it may be unencrypted though it leads to another machine.

    Raises:
        UsageError: it is no URL of the web, holds more than an address, or is unencrypted.
    """
    url = url.strip()
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise UsageError(
            f"the base URL is none: {error}", "it looks like https://HOST/v1"
        ) from None
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise UsageError(
            f"the base URL `{parts._replace(netloc=_bare(parts.hostname, port)).geturl()}` "
            "is not of the form https://HOST/PATH",
            "it looks like https://HOST/v1",
        )
    # What stands there would go into messages and the ledger.
    if parts.username is not None or parts.query or parts.fragment:
        raise UsageError(
            f"the base URL of {parts.hostname} holds more than scheme, host, port and path",
            "leave out user name, password and query; the key stands in an environment variable",
        )
    if parts.scheme == "http" and not insecure and not _loopback(parts.hostname):
        raise UsageError(
            f"the base URL leads unencrypted to {parts.hostname}: the key could be read on the way",
            "use https://, or allow it with --insecure-http",
        )
    return url.rstrip("/")


def known_url(target: Target, environ: Mapping[str, str]) -> str:
    """Return where a target's API is, by its file and the environment.

    Raises:
        UsageError: neither says so.
    """
    if (url := target.value("base_url")) is not None:
        return str(url)
    variable = target.value("base_url_env")
    address = environ.get(variable, "").strip().rstrip("/") if variable else ""
    if address:
        path = target.value("base_url_path", "")
        return address if address.endswith(path) else f"{address}/{path}"
    way = f"set {variable} to the address of your resource, or use" if variable else "use"
    raise UsageError(f"where to train with {target.title} is not known", f"{way} --base-url URL")


def key_of(environ: Mapping[str, str], variable: str) -> str:
    """Return the key that a variable holds.

    Raises:
        UsageError: there is none, or it is none that can be sent.
    """
    key = environ.get(variable, "").strip()
    if not key:
        raise UsageError(
            f"the environment variable {variable}, which holds the key, is not set",
            f"set it: export {variable}=...; or name another one: --api-key-env NAME",
        )
    # No header can hold it; the fault of whoever tries shows it in full.
    if not all("!" <= one <= "~" for one in key):
        raise UsageError(
            f"the key in {variable} holds a space, a line break or a letter beyond ASCII",
            "copy it again, alone on its line",
        )
    return key


def _bare(host: str | None, port: int | None) -> str:
    return f"{host or ''}:{port}" if port else host or ""


def _loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
