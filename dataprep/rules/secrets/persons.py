"""The formats of data about persons, with the page that publishes each."""

from __future__ import annotations

from functools import cache

from dataprep.rules.secrets import contacts
from dataprep.rules.secrets.numbers import NATIONAL
from dataprep.rules.secrets.shapes import Shape, Table

_DATE = "2026-11-21"
_STEP = r"(?:[./-]|\)? ?\(?)?"
# After a number and a space, a plus is rather a sum, or the metres of a road.
_PHONE = rf"(?:^|\n|[^0-9\s]\s?)(\+\(?[1-9][0-9]{{0,2}}{_STEP}[0-9](?:{_STEP}[0-9]){{6,13}})"
# What stands after a lone backslash is an escape, not a name: `\n@decorated.with` in a program.
_MAIL = r"(?:[^\\]|\\\\)[A-Za-z0-9._%+-]@[A-Za-z0-9-][A-Za-z0-9.-]*\.[A-Za-z]"
_BETWEEN = r"(?:[^0-9\n]|\\u[0-9a-fA-F]{4})*"  # of a word and its number; no row holds a line end
# Their words are so rare that they wake alone; to look on for the number is slower.
_RARE = frozenset({
    "British National Insurance number", "German tax number", "Canadian social insurance number",
    "Swiss social security number",
})  # fmt: skip
_OCTET = "(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])"


@cache
def shapes() -> Table:
    """Return the table."""
    return Table((
        Shape("e-mail address", (_MAIL,),
              r"([A-Za-z0-9][A-Za-z0-9._%+-]{0,63}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){0,5}"
              r"\.[A-Za-z]{2,24})", contacts.email, f"RFC 5321, RFC 2606, {_DATE}", ("@",), "_-@/:"),
        Shape("phone number", (r"\+\(?[1-9][0-9 ()./-]{8}",),
              _PHONE, contacts.phone,
              f"ITU-T E.164 and its list of calling codes, {_DATE}", (), "_-+.,/*^=%:"),
        # Two zeros may begin any number: there is a break after the calling code, or a word before it.
        Shape("phone number", (rf"00[1-9][0-9]{{1,2}}[ ./-]\(?[0-9](?:{_STEP}[0-9]){{6}}",),
              rf"(?:^|[^0-9])(00[1-9][0-9]{{1,2}}[ ./-]\(?[0-9](?:{_STEP}[0-9]){{6,13}})",
              contacts.phone,
              f"ITU-T E.164 and its list of calling codes, {_DATE}", (), "_-+.,/*^=%:"),
        Shape("phone number", ("00[1-9][0-9]{9}",),
              r"(?i:tel|phone|fon|mobil|handy|call|anruf)[^0-9\n]{0,24}\b(00[1-9][0-9]{9,12})",
              contacts.phone, f"ITU-T E.164 and its list of calling codes, {_DATE}", (), "_-+.,/*^=%:"),
        Shape("bank account number", ("[A-Z]{2}[0-9]{2} ?[A-Z0-9]{4} ?[A-Z0-9]{4}",),
              "([A-Z]{2}[0-9]{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?)", contacts.account,
              f"ISO 13616, SWIFT IBAN Registry, {_DATE}"),
        Shape("payment card", ("[0-9]{4}[ -][0-9]{4,6}[ -][0-9]{4}",),
              "((?:[2-6][0-9]{3}(?: [0-9]{4}){3}|[2-6][0-9]{3}(?:-[0-9]{4}){3}"
              "|3[0-9]{3}[ -][0-9]{6}[ -][0-9]{4,5}))", contacts.card,
              f"ISO/IEC 7812-1, {_DATE}", (), "_-+.,/*^="),
        # Without its groups it is like any long number of a table: the word must stand before it.
        Shape(
            "payment card",
            ("[0-9]{13}",),  # with its first digit, an automaton had to remember many beginnings
            r"(?i)(?:card|visa|amex|credit)[^0-9\n]{0,24}?\b([2-6][0-9]{12,18})",
            contacts.card,
            f"ISO/IEC 7812-1, {_DATE}",
            (),
            "_-+.,/*^=",
        ),
        *(_national(*entry) for entry in NATIONAL),
        Shape("IP address", (r"[0-9]\.[0-9]{1,3}\.[0-9]{1,3}\.[0-9]",),
              rf"({_OCTET}(?:\.{_OCTET}){{3}})", contacts.address,
              f"IANA IPv4 special-purpose address registry, {_DATE}", (), "_-+./"),
        Shape("IP address", ("[23][0-9a-fA-F]{3}:[0-9a-fA-F]{0,4}:",),
              "([23][0-9a-fA-F]{3}(?::[0-9a-fA-F]{0,4}){2,7})", contacts.address,
              f"IANA IPv6 special-purpose address registry, {_DATE}", (), "_-+./:"),
    ))  # fmt: skip


def _national(what: str, words: str, shape: str, check: contacts.Check, page: str) -> Shape:
    judge, source = contacts.national(check), f"{page}, {_DATE}"
    if not words:
        return Shape(what, (_loose(shape),), f"({shape})", judge, source, (), "_-+.,/:")
    # The word stands near the number; some of the words are common ones in a language.
    near = rf"(?i:\b(?:{words})\b)[^0-9\n]{{0,24}}?\b({shape})"
    if what in _RARE:
        return Shape(what, (rf"(?i:{words})\b",), near, judge, source)
    return Shape(what, (f"(?i:{words}){_BETWEEN}{shape}",), near, judge, source)


def _loose(shape: str) -> str:
    """Return a shape without the digits that it must hold at a place.

    A number may begin at every digit of a long one; to remember where each began is slow.
    """
    shape = shape.replace("(?:19|20)?", "").replace("(?:19|20)", "[0-9]{2}")
    return shape.replace("[12]", "[0-9]").replace("[1-8]", "[0-9]")
