"""Judges of keys and tokens: the checksums and the structure that their formats have inside."""

from __future__ import annotations

import base64
import binascii
import re
import zlib
from typing import Any

import orjson

from dataprep.model import Severity
from dataprep.rules.secrets.randomness import entropy, example, keylike, random_looking
from dataprep.rules.secrets.shapes import Judge

_BASE62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_KNOWN_LOGINS = frozenset({
    "aladdin:open sesame", "aladdin:opensesame", "user:pass", "user:password", "test:test",
    "username:password", "admin:admin", "admin:password", "foo:bar",
})  # fmt: skip
_PUBLIC_ROLES = frozenset({"anon"})  # keys that pages of the web carry, by their design
_EXAMPLE_HOSTS = tuple(
    f".{name}.{top}"
    for name in (
        "host",
        "server",
        "domain",
        "company",
        "site",
        "db",
        "database",
        "hostname",
        "test",
    )
    for top in ("com", "org", "net", "local", "io", "internal")
)
_LEAST_KEY = 32  # bytes in the shortest private key's body


def exact(prefix: int, severity: Severity = Severity.ERROR) -> Judge:
    """Return a judge for a format of which only the makers' prefix and the length are known.

    Args:
        prefix: how many characters every such token begins with.
        severity: of a body that looks made by chance.
    """

    def judge(value: str) -> Severity | None:
        return severity if random_looking(value[prefix:]) else None

    return judge


def checksummed(value: str) -> Severity | None:
    """Judge `ghp_...` and alike: six last characters are the CRC-32 of the others, in base 62."""
    body = value.partition("_")[2]
    payload, given = body[:-6], body[-6:]
    number, digits = zlib.crc32(payload.encode()), ""
    while number:
        number, rest = divmod(number, 62)
        digits = _BASE62[rest] + digits
    right = digits.rjust(6, "0") == given
    return Severity.ERROR if right and entropy(payload) >= 2.8 else None


def crc32_hex(value: str) -> Severity | None:
    """Judge `glsa_..._1234abcd`: the last part is the CRC-32 of what stands before it."""
    payload, _, given = value.rpartition("_")
    return Severity.ERROR if f"{zlib.crc32(payload.encode()):08x}" == given.lower() else None


def web_token(value: str) -> Severity | None:
    """Judge a JSON Web Token: head and claims are JSON objects, and the head names an algorithm."""
    head, claims, *_ = (_json(part) for part in value.split("."))
    if not isinstance(head, dict) or not isinstance(claims, dict):
        return None
    if not isinstance(head.get("alg"), str):
        return None
    if str(claims.get("sub")) == "1234567890" or claims.get("name") == "John Doe":
        return None  # the example that every page about these tokens shows
    return None if claims.get("role") in _PUBLIC_ROLES else Severity.ERROR


def private_key(value: str) -> Severity | None:
    """Judge the body of a private key block: base64 of a key's structure."""
    lines = value.replace("\\r", "\n").replace("\\n", "\n").splitlines()
    body = "".join(one.strip() for one in lines if ":" not in one)
    raw = _decoded(body)
    if raw is None or len(raw) < _LEAST_KEY or example(body) or entropy(body) < 3.5:
        return None
    # DER begins with a sequence; what a password or PGP protects may begin with anything.
    known = raw[0] == 0x30 or raw.startswith(b"openssh-key-v1\0") or "ENCRYPTED" in value
    return Severity.ERROR if known else Severity.WARNING


def basic_login(value: str) -> Severity | None:
    """Judge the value of `Authorization: Basic`: base64 of a name, a colon and a password."""
    raw = _decoded(value)
    if raw is None or b":" not in raw or not raw.isascii():
        return None
    login = raw.decode()
    if not login.isprintable() or login.lower() in _KNOWN_LOGINS or example(login):
        return None
    return Severity.ERROR if len(login.partition(":")[2]) >= 3 else None


def bearer(value: str) -> Severity | None:
    """Judge a token of which only the header says that it is one."""
    return Severity.WARNING if keylike(value) else None


def storage_key(value: str) -> Severity | None:
    """Judge a key that is base64 of 64 bytes."""
    raw = _decoded(value)
    if raw is None or len(raw) != 64 or not random_looking(value, 3.5):
        return None
    return Severity.ERROR


def snowflake_token(value: str) -> Severity | None:
    """Judge a bot token whose first part is base64 of the bot's number."""
    raw = _decoded(value.partition(".")[0])
    if raw is None or not raw.isdigit() or not 15 <= len(raw) <= 20:
        return None
    return Severity.ERROR if random_looking(value.partition(".")[2]) else None


def assigned(value: str) -> Severity | None:
    """Judge what is assigned to a name such as `api_key`."""
    value = value.rstrip(".\\")
    if "://" in value or re.match(r"[\w$]+(\.[A-Za-z_]\w*)+$", value):
        return None
    return Severity.WARNING if keylike(value) else None


def address_password(value: str) -> Severity | None:
    """Judge `name:password@host` of an address."""
    login, _, host = value.rpartition("@")
    small = f".{host.lower()}"
    if "." not in host or small.startswith(".127.") or ".example" in small or example(small):
        return None
    # `db.host.com` is what documentation writes, `db.stadtnetz.de` is somebody's.
    if small.endswith(_EXAMPLE_HOSTS):
        return None
    return Severity.WARNING if _private(login) else None


def login(value: str) -> Severity | None:
    """Judge `name:password` behind an option of a program."""
    return Severity.WARNING if _private(value) else None


def told(value: str) -> Severity | None:
    """Judge what a sentence calls a password: three kinds of character, and no word dressed up."""
    value = value.rstrip(".,;:!?)")
    plain = value.lower().translate(str.maketrans("@0$13", "aosie"))
    kinds = (
        any(map(str.islower, value)), any(map(str.isupper, value)), any(map(str.isdigit, value)),
        not value.isalnum(),
    )  # fmt: skip
    made = len(value) >= 8 and sum(kinds) >= 3 and kinds[2] and "://" not in value
    known = example(value) or example(plain) or value[:1] in "$%{<[*"
    return Severity.WARNING if made and not known and entropy(value) >= 2.8 else None


def putty_key(value: str) -> Severity | None:
    """Judge the private lines of a PuTTY key: base64 of at least a key."""
    body = "".join(value.split())
    raw = _decoded(body)
    if raw is None or len(raw) < _LEAST_KEY or example(body) or entropy(body) < 3.5:
        return None
    return Severity.ERROR


def _private(login: str) -> bool:
    """Whether the password of `name:password` is somebody's."""
    name, _, password = login.partition(":")
    small = password.lower()
    if example(password) or small in (name.lower(), "pass", "pwd", "secret", "root", "postgres"):
        return False
    if small == "guest" or password[:1] in "$%{<[*" or len(password) < 6:
        return False
    mixed = small != password and len(password) >= 10
    return len(set(password)) >= 5 and (mixed or any(map(str.isdigit, password)))


def _json(part: str) -> Any:
    raw = _decoded(part)
    try:
        return None if raw is None else orjson.loads(raw)
    except orjson.JSONDecodeError:
        return None


def _decoded(text: str) -> bytes | None:
    """Return the bytes of base64 in either alphabet, padded or not; None where it is none."""
    plain = text.rstrip("=").replace("-", "+").replace("_", "/")
    try:
        return base64.b64decode(plain + "=" * (-len(plain) % 4), validate=True)
    except (binascii.Error, ValueError):
        return None
