"""SEC002: what identifies a person."""

from __future__ import annotations

from dataprep.model import Severity
from dataprep.rules.base import Sample, chat, rows
from dataprep.rules.secrets.persons import shapes
from dataprep.rules.secrets.private import PrivateRule
from dataprep.rules.secrets.shapes import Table

_ASKED = ("user", "Whom do I ask about the room?")
# In parts, so that nobody's scanner takes these for somebody's.
_MAIL = "ada.rehm" + "@" + "stadtbuecherei-nord.de"
_CARD = "4539 5787" + " 6362 1486"
_PHONE = "+49 30 9018" + " 20 44"


class PersonalData(PrivateRule):
    """Finds what identifies a person: e-mail, phone, payment card, account, national number, IP.

    What it does: looks in every text of a row for e-mail addresses, phone numbers in international
        form, payment cards (issuer and Luhn's digit), IBANs (length and checksum), national numbers
        (checksum, or the word beside them) and public IP addresses. What is reserved for examples,
        addresses of a role (`support@`), test cards and version numbers are let alone. The value is
        shown in no output.

    Why it matters: a model repeats rare texts word for word. Personal data in training data needs a
        ground in law, and cannot be taken out of a trained model.

    What to do: put a typed placeholder in its place, such as `<EMAIL>`, or make up a value that is
        reserved for examples (`example.com`). The repair writes the placeholder of the kind; nobody can
        tell from it who was meant, or whether two were the same.

    Source: RFC 2606, RFC 5321, ITU-T E.164, ISO/IEC 7812-1, ISO 13616, IANA special-purpose address
        registries; the pages for each country in the table of formats, 2026-11-21.
    """

    code = "SEC002"
    name = "personal-data"
    severity = Severity.WARNING
    advice = "put a typed placeholder such as `<EMAIL>` in its place"
    bad = (
        Sample(rows(chat(_ASKED, ("assistant", f"Write to {_MAIL} or call {_PHONE}.")))),
        Sample(rows(chat(("user", f"My card is {_CARD}."), ("assistant", "Thank you.")))),
    )
    good = (
        Sample(rows(chat(_ASKED, ("assistant", "Write to ada@example.com, from 192.168.0.7.")))),
        Sample(rows(chat(_ASKED, ("assistant", "Version 2.14.0.1, order 4539578763621487.")))),
    )
    fixed = (
        Sample(rows(chat(_ASKED, ("assistant", "Write to <EMAIL> or call <PHONE>.")))),
        Sample(rows(chat(("user", "My card is <CARD>."), ("assistant", "Thank you.")))),
    )

    def shapes(self) -> Table:
        """Return the formats that are known."""
        return shapes()
