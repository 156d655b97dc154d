"""Judges of what identifies a person: addresses, telephone, cards, accounts, national numbers.

What a standard reserves for examples, what documentation always shows, and what belongs to a role
instead of a person is none.
"""

from __future__ import annotations

from collections.abc import Callable

from dataprep.model import Severity
from dataprep.rules.secrets import numbers
from dataprep.rules.secrets.randomness import example
from dataprep.rules.secrets.shapes import Judge

_RESERVED = (".example", ".test", ".invalid", ".localhost", ".local", ".internal", ".arpa")
_EXAMPLE_HOSTS = frozenset(
    f"{name}.{top}"
    for name in ("example", "domain", "company", "yourcompany", "yourdomain", "mydomain", "email",
                 "test", "acme", "abc", "xyz", "foo", "bar", "mail", "site", "website", "host")
    for top in ("com", "org", "net", "edu", "io", "co", "co.uk")
)  # fmt: skip
_ROLES = frozenset({
    "info", "support", "contact", "sales", "help", "hello", "admin", "administrator", "webmaster",
    "postmaster", "hostmaster", "abuse", "noreply", "no-reply", "donotreply", "do-not-reply", "office",
    "service", "git", "team", "press", "jobs", "careers", "billing", "security", "privacy", "legal",
    "feedback", "marketing", "news", "newsletter", "enquiries", "root", "mailer-daemon", "customer",
    # and who is nobody
    "user", "username", "name", "email", "you", "me", "someone", "somebody", "test", "foo", "bar",
    "john.doe", "jane.doe", "johndoe", "janedoe", "first.last", "firstname.lastname", "abc", "xyz",
    "john", "jane", "alice", "bob", "recipient", "sender",
})  # fmt: skip
_FILES = " png jpg jpeg gif svg webp ico js ts css py java html htm json md txt php xml pdf zip "
# ITU-T E.164: calling codes of one and of two digits; all others have three.
_SHORT_CODES = (
    " 1 7 20 27 30 31 32 33 34 36 39 40 41 43 44 45 46 47 48 49 51 52 53 54 55 56 57 58 60 61 62 63"
    " 64 65 66 81 82 84 86 90 91 92 93 94 95 98 "
)
_LONG_CODES = ("21", "22", "23", "24", "25", "26", "29", "35", "37", "38", "42", "50", "59", "67",
               "68", "69", "80", "85", "87", "88", "96", "97", "99")  # fmt: skip
# Numbers that regulators keep for films and books (NANPA 555, Ofcom).
_FICTION = ("447700900", "442079460", "441632960", "613700", "61491570")
# The cards that payment services give out for tests.
_TEST_CARDS = frozenset({
    "4111111111111111", "4242424242424242", "4012888888881881", "5555555555554444",
    "5105105105105100", "2223003122003222", "378282246310005", "371449635398431",
    "6011111111111117", "6011000990139424", "3530111333300000", "3566002020360505",
    "4000056655665556", "5200828282828210", "4222222222222", "38520000023237", "36227206271667",
    "4532015112830366", "4539148803436467",
})  # fmt: skip
# The examples of the IBAN registry and of the pages that explain it.
_TEST_ACCOUNTS = frozenset({
    "GB82WEST12345698765432", "GB29NWBK60161331926819", "GB33BUKB20201555555555",
    "DE89370400440532013000", "FR1420041010050500013M02606", "NL91ABNA0417164300",
    "ES9121000418450200051332", "IT60X0542811101000000123456", "CH9300762011623852957",
    "AT611904300234573201", "BE68539007547034",
})  # fmt: skip
_RESOLVERS = frozenset({
    "1.1.1.1", "1.0.0.1", "8.8.8.8", "8.8.4.4", "9.9.9.9", "149.112.112.112", "208.67.222.222",
    "208.67.220.220", "2001:4860:4860::8888", "2001:4860:4860::8844", "2606:4700:4700::1111",
    "2606:4700:4700::1001",
})  # fmt: skip


Check = Callable[[str], bool]
"""The checksum of a country's number."""


def _warned(holds: bool) -> Severity | None:
    return Severity.WARNING if holds else None


def email(value: str) -> Severity | None:
    """Judge an e-mail address by its domain and by whom it names."""
    name, _, host = value.lower().rpartition("@")
    last = host.rpartition(".")[2]
    if host in _EXAMPLE_HOSTS or f".{host}".endswith(_RESERVED) or f" {last} " in _FILES:
        return None
    if host.rpartition("example.")[1] or ".." in host or ".." in name:
        return None
    return _warned(name.strip("._-+") not in _ROLES and not example(value))


def phone(value: str) -> Severity | None:
    """Judge a telephone number in international form: calling code and length."""
    digits = "".join(filter(str.isdigit, value)).removeprefix("00")
    if not 10 <= len(digits) <= 15 or digits.startswith(_FICTION) or len(set(digits)) < 4:
        return None
    if "1234567" in digits or "7654321" in digits or digits.endswith("000000"):
        return None
    if digits[0] == "1":  # North America: area and exchange begin with 2 to 9, 555 is fiction
        local = digits[1:]
        return _warned(
            len(local) == 10 and local[0] > "1" and local[3] > "1" and "555" not in
            (local[:3], local[3:6])
        )  # fmt: skip
    known = any(f" {digits[:size]} " in _SHORT_CODES for size in (1, 2))
    return _warned(known or digits[:2] in _LONG_CODES)


def card(value: str) -> Severity | None:
    """Judge a payment card: issuer, length, checksum."""
    digits = _bare(value)
    real = digits not in _TEST_CARDS and len(set(digits)) > 4
    return _warned(real and "12345678" not in digits and numbers.card(digits))


def account(value: str) -> Severity | None:
    """Judge an international bank account number: length by country, checksum."""
    text = _bare(value)
    return _warned(text not in _TEST_ACCOUNTS and len(set(text)) > 5 and numbers.iban(text))


def national(check: Check) -> Judge:
    """Return a judge for a country's number, by its checksum."""

    def judge(value: str) -> Severity | None:
        text = _bare(value)
        # A mark that stands for a century is a part of the number.
        whole = value if len(value) == 11 and value[6] in "+-ABCDEFUVWXY" else text
        digits = "".join(filter(str.isdigit, text))
        dull = len(set(digits)) < 4 or "1234567" in digits or "987654" in digits
        return _warned(not dull and check(whole if check is numbers.finland else text))

    return judge


_PRIVATE = ("10.", "127.", "192.168.", "0.", "169.254.", "255.", "224.", "239.")
"""What addresses of IPv4 begin with that are nobody's alone: a few of those that are not public."""


def address(value: str) -> Severity | None:
    """Judge an IP address: a public one, no resolver that everybody uses, no version number."""
    # In a log every line has one, and most are of these: parsing each would take most of the time.
    if value.startswith(_PRIVATE):
        return None
    if ":" not in value:
        parts = [int(part) for part in value.split(".")]
        # Numbers of versions and of sections are small, and the first address of a net is no one's.
        if max(parts) < 100 or parts[3] == 0 or len(set(parts)) < 3:
            return None
    import ipaddress

    try:
        found = ipaddress.ip_address(value)
    except ValueError:
        return None
    if not found.is_global or found.is_multicast or str(found) in _RESOLVERS:
        return None
    return Severity.WARNING


def _bare(value: str) -> str:
    return value.translate({ord(one): None for one in " .-"})
