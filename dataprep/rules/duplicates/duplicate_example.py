"""DUP001: the same example twice."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from dataprep.model import Severity
from dataprep.rules.base import UNSAFE, GroupRule, Member, Problem, Sample, chat, rows
from dataprep.rules.chat.turns import fragment
from dataprep.rules.duplicates.groups import beside, equal_rows
from dataprep.rules.duplicates.keys import roles_of
from dataprep.targets import Target

_PARIS = chat(("user", "Capital of France?"), ("assistant", "Paris"))
_ROME = chat(("user", "Capital of Italy?"), ("assistant", "Rome"))
_REORDERED = (
    b'{"messages": [{"content": "Capital of France?", "role": "user"}, '
    b'{"content": "Paris", "role": "assistant"}]}'
)


class DuplicateExample(GroupRule):
    """Finds an example that stands in the data before.

    What it does:
        Names every later row that says the same as an earlier one of the same part, train or
        validation. The order of keys, white space between values, and 1 or 1.0 make no difference.
        Pieces of conversations, such as a system message alone, are named by `conversation-fragment`.

    Why it matters:
        An example that comes twice is trained on twice in each epoch: the model learns it by heart,
        and it is paid for twice. In the validation part it counts twice in the score.

    What to do:
        Remove the later rows. Where an example shall count more, say so by a weight or by the epochs.
        The repair drops them, and keeps the first row as it is written.

    Source:
        OpenAI, openai-python 1.109.1, data preparation tool (offers to drop duplicate pairs),
        2026-11-20.
    """

    code = "DUP001"
    name = "duplicate-example"
    severity = Severity.WARNING
    fix = UNSAFE
    key = "example"
    bad = (
        Sample(rows(_PARIS, _ROME, _PARIS), line=3),
        Sample(rows(_PARIS, _REORDERED), line=2),
        Sample(rows(_ROME), validation=rows(_PARIS, _PARIS), line=2),
    )
    good = (
        Sample(rows(_PARIS, _ROME)),
        Sample(rows(_PARIS), validation=rows(_PARIS)),  # this is DUP004
    )
    fixed = (
        Sample(rows(_PARIS, _ROME)),
        Sample(rows(_PARIS)),
        Sample(rows(_ROME), validation=rows(_PARIS)),
    )

    def check(self, members: Sequence[Member], target: Target) -> Iterator[Problem]:
        for one, first in self.superfluous(members, target):
            yield Problem(
                f"the example is the same as that of {beside(one.place, first.place)}",
                help="remove one of the two rows",
                location=one.place.location(),
            )

    def superfluous(
        self, members: Sequence[Member], target: Target
    ) -> Iterable[tuple[Member, Member]]:
        for group in equal_rows(members):
            if _is_fragment(group[0]):
                continue  # equal pieces of conversations: another rule names each
            # A row of the validation part that is trained on too is a leak, which says more.
            trained = any(not one.validation for one in group)
            first: Member | None = None
            for one in group:
                if trained and one.validation:
                    continue
                if first is None:
                    first = one
                else:
                    yield one, first


def _is_fragment(member: Member) -> bool:
    row = member.load()
    messages = row.data.get("messages")
    if row.kind != "chat" or not isinstance(messages, list):
        return False
    roles = [role for role in roles_of(messages) if isinstance(role, str)]
    return len(roles) == len(messages) and fragment(roles)
