"""Defects of SEC: keys, tokens, personal data. Every value is made up here from parts, as it runs."""

from __future__ import annotations

import base64
import random
import string
import zlib
from typing import Any

import orjson

from seeded.clean import CHATS, PAIRS, PREFERENCES, TEXTS
from seeded.defect import Data, Defect, edited

_BASE62 = string.digits + string.ascii_uppercase + string.ascii_lowercase
_URL = string.ascii_letters + string.digits + "-_"
_HEX = "0123456789abcdef"
_BASE32 = string.ascii_uppercase + "234567"


def made(size: int, seed: str, alphabet: str = _BASE62) -> str:
    """Return characters by chance, the same for the same seed."""
    draw = random.Random(seed)
    return "".join(draw.choice(alphabet) for _ in range(size))


def checked(prefix: str, seed: str) -> str:
    """Return a token of 30 characters with its checksum, as GitHub and npm make them."""
    payload = made(30, seed)
    number, digits = zlib.crc32(payload.encode()), ""
    while number:
        number, rest = divmod(number, 62)
        digits = _BASE62[rest] + digits
    return f"{prefix}_{payload}{digits.rjust(6, '0')}"


def web_token(claims: dict[str, Any]) -> str:
    """Return a signed web token that says `claims`."""
    parts = [{"alg": "HS" + "256", "typ": "J" + "WT"}, claims]
    coded = [base64.urlsafe_b64encode(orjson.dumps(one)).decode().rstrip("=") for one in parts]
    return ".".join([*coded, made(43, "signature", _URL)])


def key_block(kind: str, start: bytes = b"\x30\x82\x02\x5c") -> str:
    """Return a private key block, whose key is chance."""
    raw = start + random.Random(kind).randbytes(240)
    body = base64.encodebytes(raw).decode()
    edge = f"{kind}PRIVATE" + " KEY-----"
    return f"-----BEGIN {edge}\n{body}-----END {edge}"


def _say(value: str, turn: int = 2) -> Any:
    def edit(row: Data) -> None:
        row["messages"][turn]["content"] += f" Take {value} for it."

    return edit


_GRAFANA = "glsa" + "_" + made(32, "grafana")
_LOGIN = base64.b64encode(b"mira.kolb:" + b"t4nnenzapfen").decode()
_BOT = base64.b64encode(b"813372019455102976").decode()

# Name -> (what a row says, how bad it is).
SECRETS: dict[str, tuple[str, str]] = {
    "github": (checked("ghp", "a"), "error"),
    "github-oauth": (checked("gho", "b"), "error"),
    "npm": (checked("npm", "c"), "error"),
    "github-fine": ("github_" + f"pat_{made(22, 'd')}_{made(59, 'e')}", "error"),
    "gitlab": ("glp" + f"at-{made(20, 'f', _URL)}", "error"),
    "aws": ("AK" + f"IA{made(16, 'g', _BASE32)}", "error"),
    "google": ("AI" + f"za{made(35, 'h', _BASE62)}", "error"),
    "openai": ("sk-" + f"proj-{made(40, 'i')}T3Blbk" + f"FJ{made(40, 'j')}", "error"),
    "anthropic": ("sk-" + f"ant-api03-{made(93, 'k')}AA", "error"),
    "hugging-face": ("hf" + f"_{made(34, 'l', string.ascii_letters)}", "error"),
    "slack": ("xo" + f"xb-{made(12, 'm', '123456789')}-{made(12, 'n', '123456789')}-"
              f"{made(24, 'o')}", "error"),
    "slack-webhook": ("https://hooks.sl" + f"ack.com/services/T{made(9, 'p', _BASE32)}/"
                      f"B{made(9, 'q', _BASE32)}/{made(24, 'r')}", "error"),
    "stripe": ("sk" + f"_live_{made(24, 's')}", "error"),
    "sendgrid": ("S" + f"G.{made(22, 't')}.{made(43, 'u')}", "error"),
    "grafana": (f"{_GRAFANA}_{zlib.crc32(_GRAFANA.encode()):08x}", "error"),
    "telegram": (f"8{made(9, 'v', '123456790')}:A" + f"A{made(33, 'w')}", "error"),
    "discord": (f"{_BOT}.{made(6, 'x')}.{made(38, 'y')}", "error"),
    "azure": ("Account" + "Key=" + base64.b64encode(random.Random("z").randbytes(64)).decode(),
              "error"),
    "web-token": (web_token({"sub": "mira", "iat": 1763683200}), "error"),
    "rsa-key": (key_block("RSA "), "error"),
    "pkcs8-key": (key_block(""), "error"),
    "openssh-key": (key_block("OPENSSH ", b"openssh-key-v1\0"), "error"),
    "basic-login": (f"Authorization: Basic {_LOGIN}", "error"),
    "bearer": (f"Authorization: Bearer {made(40, 'aa')}", "warning"),
    "assigned": (f'api_key = "{made(32, "bb")}"', "warning"),
    "assigned-json": (f'{{"client_secret": "{made(40, "cc")}"}}', "warning"),
    "nvidia": ("nva" + f"pi-{made(64, 'ee', _URL)}", "error"),
    "xai": ("xa" + f"i-{made(80, 'ff')}", "error"),
    "putty-key": ("PuTTY-User-Key-" + "File-3: ssh-ed25519\nEncryption: none\nComment: night\n"
                  "Public-Lines: 1\n" + made(64, "gg") + "\nPrivate-Lines: 2\n"
                  f"{made(64, 'hh')}\n{made(20, 'ii')}\nPrivate-MAC: {made(64, 'jj', _HEX)}", "error"),
    "mailgun": ("ke" + f"y-{made(32, 'kk', _HEX)}", "warning"),
    "curl": ("curl -s -u mira:" + f"{made(12, 'll')}7 https://api.stadtnetz.de", "warning"),
    "told": (f"The password is {made(11, 'mm')}7!", "warning"),
    "one-case": (f"MISTRAL_API_KEY={made(32, 'nn', _HEX + 'ghijklmnopqrstuvwxyz')}", "warning"),
    "database-db": ("postgres://" + f"svc_app:{made(14, 'oo')}@db.kundenportal.de/prod", "warning"),
    "database-nameless": ("redis://" + f":{made(14, 'pp')}@cache.kundenportal.de:6379", "warning"),
    "database": ("postgres://" + f"mira:{made(12, 'dd')}9k@db7.stadtnetz.de/main", "warning"),
}  # fmt: skip

# Name -> what a row says.
PERSONS: dict[str, str] = {
    "e-mail": "mira.kolb" + "@" + "stadtnetz-sued.de",
    "phone": "+49 30 " + "9018 20 44",
    "phone-north-america": "+1 (212) " + "736-5000",
    "card": "4539 5787" + " 6362 1486",
    "card-solid": "card 5425233" + "430109903",
    "card-amex": "3714 " + "496353 98449",
    "iban": "DE75 5121" + " 0800 1245 1261 99",
    "social-security": "SSN 219-" + "46-8307",
    "spanish-id": "DNI 5936" + "2481" + "TRWAGMYFPDXBNJZSQVHLCKE"[59362481 % 23],
    "spanish-id-dots": "DNI 59.362.481-" + "TRWAGMYFPDXBNJZSQVHLCKE"[59362481 % 23],
    "british-id": "National Insurance number AB 12" + " 34 56 C",
    "british-id-short": "NINO: CE12" + "5634B",
    "german-id": "Steuer-ID 86 095" + " 742 719",
    "dutch-id": "BSN 2387" + "94611",
    "canadian-id": "SIN 130 692" + " 544",
    "swiss-id": "756.9217" + ".0769.85",
    "phone-zeros": "0049 30 " + "9018 20 44",
    "phone-zeros-solid": "Tel. 004930" + "90182044",
    "brazilian-id": "529.982." + "247-25",
    "italian-id": "RSSMRA85" + "T10A562S",
    "chinese-id": "1101051949" + "1231002X",
    "address": "93.184" + ".215.34",
    "address-6": "2a02:26f0" + ":5700:1b4::2add",
}

DEFECTS: tuple[Defect, ...] = (
    *(edited(f"secret-{name}", "SEC001", CHATS, _say(text), severity=severity)
      for name, (text, severity) in SECRETS.items()),
    *(edited(f"person-{name}", "SEC002", CHATS, _say(text), severity="warning")
      for name, text in PERSONS.items()),
    edited("secret-in-question", "SEC001", CHATS, _say(SECRETS["npm"][0], 1)),
    edited("secret-in-completion", "SEC001", PAIRS,
           lambda row: row.update(
               completion=f" {SECRETS['stripe'][0]}{row['completion']}")),
    edited("secret-in-text", "SEC001", TEXTS,
           lambda row: row.update(text=f"{row['text']} {SECRETS['gitlab'][0]}")),
    edited("e-mail-preferred", "SEC002", PREFERENCES,
           lambda row: row["preferred_output"][0].update(
               content=f"Write to {PERSONS['e-mail']} today.")),
)  # fmt: skip
