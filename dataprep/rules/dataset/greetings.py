"""Sample files of any number of rows, no two of which are equal."""

from __future__ import annotations

from dataprep.rules.base import Content, chat, rows


def greetings(count: int) -> Content:
    """Return a file of `count` rows that greet guests by their number."""

    def made() -> bytes:
        return rows(
            *(
                chat(("user", f"I am guest {number}."), ("assistant", f"Welcome, guest {number}!"))
                for number in range(1, count + 1)
            )
        )()

    return made
