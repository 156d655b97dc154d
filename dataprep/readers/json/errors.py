"""Why a text is not a JSON value, said so that the row can be mended.

The standard library's parser says where a text stops being JSON and what it waited for there. What
stands around that place tells the usual causes apart: a quote that is not escaped, Python's
notation, typographic quotes, a comma too many, a row that was cut off.
"""

from __future__ import annotations

import json
import re
from typing import NamedTuple

_CONFLICT = re.compile(r"\s*(?:<{7}|\|{7}|={7}|>{7})(?:\s|$)")
_CURLY = "“”„‟‘’‚‛«»＂"
_WORD = re.compile(r"[A-Za-z_$][\w$]*")
_CONTROL = {"\n": "line break", "\r": "line break", "\t": "tab", "\x00": "NUL byte"}
_EXPECTED = {
    "Expecting property name enclosed in double quotes": "a key in double quotes",
    "Expecting ':' delimiter": "`:` after the key",
    "Expecting ',' delimiter": "`,` or a closing bracket",
    "Expecting value": "a value",
    "Extra data": "the end of the row",
    "Illegal trailing comma before end of object": "a key in double quotes",
    "Illegal trailing comma before end of array": "a value",
}
# Python's names for what JSON calls otherwise, or has not.
_FOREIGN_WORDS = {
    "None": "null", "undefined": "null", "nan": "null", "inf": "null", "True": "true",
    "False": "false",
}  # fmt: skip
_SHOWN = 20


class Fault(NamedTuple):
    """What is wrong with a text.

    Attributes:
        code: of the finding.
        message: the fact, without the place.
        position: index of the character where it shows.
        help: the next step.
    """

    code: str
    message: str
    position: int = 0
    help: str = ""


def syntax_fault(text: str, error: json.JSONDecodeError) -> Fault:
    """Return why `text` does not parse.

    Args:
        text: one row, or the value of a document that broke off.
        error: what the standard library's parser said about it.
    """
    if error.msg.startswith("Unterminated string"):
        return _unterminated(text, error.pos)
    if error.msg.startswith("Invalid control character"):
        return _control(text, error.pos)
    if error.msg.startswith("Invalid \\"):
        return _escape(text, error.pos)
    at = error.pos + len(text[error.pos :]) - len(text[error.pos :].lstrip(" \t\r\n"))
    # Since Python 3.13 the parser points at the comma; before, at what follows it.
    if error.msg.startswith("Illegal trailing comma"):
        at = _next(text, at + 1)
    expected = _EXPECTED.get(error.msg, "a JSON value")
    cause, help = _cause(text, at)
    return Fault(
        "JSN001", f"not JSON: expected {expected}, found {_shown(text, at)}{cause}", at, help
    )


def _cause(text: str, at: int) -> tuple[str, str]:
    """Return the cause that the surroundings of a place tell, and the way out."""
    before = text[max(0, at - 1000) : at].rstrip()
    found = text[at : at + 1]
    word = _WORD.match(text, at)
    start = text.lstrip()[:1]
    if _CONFLICT.match(text) or _CONFLICT.match(text, at):
        return "; a marker of a merge conflict", "resolve the conflict, then delete the markers"
    if found == "\ufeff":
        return (
            "; a byte order mark inside the file",
            "files were joined: remove the bytes EF BB BF in front of the row",
        )
    if not found:
        return "; the row was cut off", "get a complete copy of the file"
    if text.lstrip().startswith('"{""'):
        return (
            "; the row went through a CSV file, which wrote its quotes twice",
            "read the CSV file with a CSV reader, and write the text of its cell as the row",
        )
    if start not in ("{", "[") and not before:
        if start in "\"'" or start in _CURLY:
            return "", 'each row is an object: {"key": value, ...}'
        if word and word[0] in _FOREIGN_WORDS:
            return "", 'each row is an object: {"key": value, ...}'
        if '"' in text and text.rstrip()[-1:] == "}":
            return (
                "; perhaps the rest of the row above, in which a text holds a line break",
                "write \\n for a line break inside a text, or a whole row",
            )
        return "; the line is text, not JSON", "remove it, or read the file with another format"
    if found == "'":
        return (
            "; single quotes are Python's notation",
            "write the rows with json.dumps(row) instead of str(row)",
        )
    if found == "(":
        return "; a tuple is Python's notation", "write the rows with json.dumps(row)"
    if word and word[0] in _FOREIGN_WORDS:
        right = _FOREIGN_WORDS[word[0]]
        return (
            f"; `{word[0]}` is not JSON's word" + (" but Python's" if right != "null" else ""),
            f"write {right}" + ("; json.dumps(row) does" if word[0][0].isupper() else ""),
        )
    if found in _CURLY:
        return "; typographic quotes instead of straight ones", 'write " around keys and texts'
    if found in "}]" and before.endswith(","):
        return "; a comma too many", f"remove the comma before `{found}`"
    if found == "," and before.endswith(("}", "]")) and not text[at + 1 :].strip():
        return (
            "; a comma behind the row",
            "remove it: rows of JSON Lines are not separated by commas",
        )
    if found in "}]":
        return "; a bracket too many, or of the wrong kind", "check the brackets of the row"
    if word and word.end() == len(text.rstrip()) and _is_cut(word[0]):
        return "; the row was cut off", "get a complete copy of the file"
    number = found in "0123456789.+" or (word is not None and text[at - 1 : at].isdigit())
    if number and not before.endswith('"'):
        return "; JSON does not write numbers so", "write it like 12, 0.5 or 1e5, or in quotes"
    if word and before.endswith(("{", ",")):
        return "; a key without quotes", f'write "{word[0]}" in double quotes'
    if found == "\\":
        return "; a backslash outside of quotes", "check the quotes before it"
    if found in "{[" and before.endswith(("}", "]")):
        return "; a comma is missing", f"write a comma before `{found}`"
    if found in "{[" and before.endswith('"'):
        return (
            "; it is missing, or a quote before it is not escaped",
            'write what is missing, or \\" inside a text',
        )
    if before.endswith('"') and found != '"':
        return "; probably a quote inside a text that is not escaped", 'write \\" inside a text'
    if found == '"' and before.endswith(("}", "]")) and text[at + 1 :].lstrip()[:1] in ",]}":
        return "; a quote too many", "remove it"
    if found == '"' and before[-1:].isalnum():
        return "; a comma is missing", 'write a comma before the "'
    if found == '"' and before.endswith(('"', "}", "]")):
        return "; a comma is missing, or a quote is not escaped", 'write \\" inside a text'
    if found in "/#":
        return "; JSON has no comments", "remove the comment"
    if word:
        return "; a text without its opening quote", f'write " before `{word[0]}`'
    return "", "check the row at this place"


def _is_cut(word: str) -> bool:
    return any(one.startswith(word) for one in ("true", "false", "null"))


def _unterminated(text: str, opened: int) -> Fault:
    """Return the fault of a text in quotes that does not end."""
    end = len(text.rstrip())
    closing = text.rstrip(" \t\r\n,]}")
    if closing[-1:] in _CURLY and len(closing) < end:
        return Fault(
            "JSN001",
            f"not JSON: a text in quotes that ends with the typographic quote `{closing[-1:]}`",
            len(closing) - 1,
            'write " around keys and texts',
        )
    if text.rstrip()[-1:] in ("}", "]"):
        return Fault(
            "JSN001",
            "not JSON: a text in quotes that never ends; a quote is missing, or one before it is "
            "not escaped",
            opened,
            'write " at the end of the text, and \\" inside it',
        )
    return Fault(
        "JSN001",
        "not JSON: the row ends inside a text in quotes; it was cut off, or holds a line break",
        end,
        "get a complete copy of the file; write \\n for a line break inside a text",
    )


def _control(text: str, at: int) -> Fault:
    name = _CONTROL.get(
        text[at : at + 1], f"control character U+{ord(text[at : at + 1] or ' '):04X}"
    )
    escape = json.dumps(text[at : at + 1])[1:-1]
    return Fault(
        "JSN001", f"not JSON: a {name} inside a text in quotes", at, f"write {escape} instead"
    )


def _escape(text: str, at: int) -> Fault:
    # Some messages point at the backslash, some at what follows.
    begin = at if text[at : at + 1] == "\\" else max(0, at - 1)
    shown = text[begin : begin + 2]
    if shown == "\\u":
        shown, help = text[begin : begin + 6], "write four hexadecimal digits after \\u"
    elif shown == "\\'":
        help = "a single quote needs no backslash"
    else:
        help = "write \\\\ for a backslash"
    return Fault("JSN001", f"not JSON: `{shown}` is no escape that JSON has", begin, help)


def _next(text: str, at: int) -> int:
    return at + len(text[at:]) - len(text[at:].lstrip(" \t\r\n"))


def _shown(text: str, at: int) -> str:
    """Return what stands at a place, short."""
    if at >= len(text.rstrip(" \t\r\n")):
        return "the end"
    word = _WORD.match(text, at)
    found = word[0][:_SHOWN] if word else text[at]
    return f"`{found}`" if found.isprintable() else f"U+{ord(found[0]):04X}"
