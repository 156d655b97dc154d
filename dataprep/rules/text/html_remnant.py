"""TXT005: tags and entities of web pages in prose."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

from dataprep.model import Severity
from dataprep.rules.base import Problem, Sample, TextRule, chat, rows
from dataprep.rules.row import Row
from dataprep.rules.text.prose import outside_code
from dataprep.rules.wording import counted, quoted
from dataprep.targets import Target

_ASKED = ("user", "When do you open?")
_ENTITIES = "nbsp|amp|quot|apos|hellip|mdash|ndash|rsquo|lsquo|rdquo|ldquo|#39|#x27|#160"
_CLOSED = "p|div|span|font|strong|em|li|ul|ol|td|tr|h[1-6]|blockquote"
_OPENED = "p|div|span|font|img|a|td|li|ul|h[1-6]"
_SHAPES = (
    f"&(?:{_ENTITIES});",
    f"</(?:{_CLOSED}|[abiu])>",
    r"<br ?/?>",
    "<(?:p|li|ul|ol|div|strong|em)>",
    rf"<(?:{_OPENED}) (?:class|style|href|src|id|target|align|color)=",
)
# Who talks about markup, or asks for it, means it; so does a text of nothing but entities.
_MARKUP = ("html", "xml", "markup", "css", "javascript", "<script", "&lt;script", "<body",
           "svg", "<?php", "jsx", "web page", "webpage", "website", "entities", " tag",
           "alert(", ";&#")  # fmt: skip


class HtmlRemnant(TextRule):
    """Finds tags and entities of web pages in prose, such as `<br>` and `&nbsp;`.

    What it does: looks for closing tags, line breaks, tags with attributes and entities outside of
        code. Rows that speak of HTML, XML or web pages, or hold a whole document, and tables in
        Markdown are let alone.

    Why it matters: a model that learned them writes them where nothing renders them.

    What to do: turn the page into text before it becomes an answer.

    Source: HTML Living Standard, named character references, 2026-11-20.
    """

    code = "TXT005"
    name = "html-remnant"
    severity = Severity.INFO
    bad = (
        Sample(rows(chat(_ASKED, ("assistant", "At nine.<br>On Sundays at ten.")))),
        Sample(rows(chat(_ASKED, ("assistant", "At&nbsp;nine, Smith &amp; Sons.")))),
        Sample(rows(chat(_ASKED, ("assistant", "<p>It opens at <b>eight</b>.</p>")))),
    )
    good = (
        Sample(rows(chat(("user", "Write HTML."), ("assistant", "<p>At <b>nine</b>.</p>")))),
        Sample(rows(chat(_ASKED, ("assistant", "If a<b, write `<br>`; else b>a & c.")))),
        Sample(rows(chat(_ASKED, ("assistant", "&#97;&#108;&#40;&#39;&#41;")))),
    )

    def patterns(self, target: Target) -> Iterable[str]:
        """Return the shapes of tags and entities."""
        return _SHAPES

    def check(self, row: Row, target: Target) -> Iterator[Problem]:
        """Yield how many there are in a text."""
        texts = list(row.texts())
        for _, text in texts:
            small = text.lower()
            if any(word in small for word in _MARKUP):
                return
        for path, text in texts:
            found = [
                match[0]
                for line in outside_code(text).splitlines()
                if "|" not in line
                for match in _shapes().finditer(line)
            ]
            if found:
                yield Problem(
                    f"the text holds {counted(len(found), 'remnant')} of HTML, first "
                    f"{quoted(found[0])}",
                    path,
                    help="turn the page into text, or leave it if the answer is to be HTML",
                )


@cache
def _shapes() -> re.Pattern[str]:
    return re.compile("|".join(_SHAPES))
