"""SEC001: keys, tokens and passwords."""

from __future__ import annotations

from dataprep.model import Severity
from dataprep.rules.base import Sample, chat, rows
from dataprep.rules.secrets.keys import shapes
from dataprep.rules.secrets.private import PrivateRule
from dataprep.rules.secrets.shapes import Table

_ASKED = ("user", "Why does the upload fail?")
# In parts, so that nobody's scanner takes these for a leak.
_TOKEN = "ghp_" + "16C7e42F292c69" + "12E7710c838347Ae" + "4H2Y7G"
_VALUE = "q8Zr3TnV" + "5xLw9KpB2" + "dYh7Mc4"


class Secret(PrivateRule):
    """Finds keys, tokens and passwords: of clouds, Git hosts, chat services, payment, AI platforms.

    What it does: looks for formats that are published, in every text of a row. It is an error where
        the format proves itself: a checksum, a structure inside, or a prefix of one maker with its
        exact length. It is a warning where only the surroundings tell, as in `api_key = ...` with a
        value that looks made by chance. Examples and placeholders are let alone. The value is shown
        in no output.

    Why it matters: whoever can ask the model may get the key, and whoever sees the file has it. A
        model cannot be made to forget it.

    What to do: revoke the key first, then put a placeholder such as `<API_KEY>` in its place, as the
        repair does. Who has the file that was repaired does not have the key; who had it before, does.

    Source: GitHub, behind GitHub's new authentication token formats; RFC 7468, 7519, 7617; the makers'
        pages, each named in the table of formats, 2026-11-21.
    """

    code = "SEC001"
    name = "secret"
    severity = Severity.ERROR
    advice = "revoke it, then write a placeholder in its place"
    bad = (
        Sample(rows(chat(_ASKED, ("assistant", f"Log in with {_TOKEN} first.")))),
        Sample(rows(chat(_ASKED, ("assistant", f'Set api_key = "{_VALUE}" in the file.')))),
    )
    good = (
        Sample(rows(chat(_ASKED, ("assistant", "Set AWS_ACCESS_KEY_ID=AKIAIOSFODNN7EXAMPLE.")))),
        Sample(rows(chat(_ASKED, ("assistant", 'api_key = "your-api-key-goes-here"')))),
    )
    fixed = (
        Sample(rows(chat(_ASKED, ("assistant", "Log in with <GITHUB_TOKEN> first.")))),
        Sample(rows(chat(_ASKED, ("assistant", 'Set api_key = "<API_KEY>" in the file.')))),
    )

    def shapes(self) -> Table:
        """Return the formats that are known."""
        return shapes()
