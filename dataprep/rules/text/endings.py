"""How a text ends: with the end of a sentence, or in the middle of one."""

import re
from typing import NamedTuple

import orjson

_LEAST = 60
_WINDOW = 400
_COMMAS = ",，、"
_SENTENCE_ENDS = (". ", "! ", "? ", ".\n", "!\n", "?\n", "。", "！", "？")
_NO_PROSE = ("://", "\\", "$", "=", "{", "`", "|", "\t", "<", "@")
_LIST = "-*+•|>#–—·0123456789("
_FENCE = "```"
_OPENERS = ("{", "[")
_NEAR = 4_000
_LEAST_CUT = 3
_WORD = re.compile(r"[^\W\d_]+")
_ENDINGS = (
    "ing ings ies est ers ist ism ful less ness ment ments able ible tion ation ions ally ity ern ens"
    " end ten tes ungen ung lich keit heit mente ando endo ado ada ndo lly ship like"
)
_FORMS = frozenset(_ENDINGS.split())
# Words that end no sentence, in the languages whose articles and conjunctions are known here.
_LEADING_WORDS = (
    "the an and or of but because from with than if when while their your our my its his to "
    "der die das und oder aber weil dass ein eine einen einem einer dem den des sowie "
    "le la les un une du et ou mais de que el los las una y pero del con por para "
    "il lo gli di della per os um uma do da dos das com и или но в на с что для из"
)
_LEADING = frozenset(_LEADING_WORDS.split())


class Ending(NamedTuple):
    """How a text ends.

    Attributes:
        script: of the end: ``spaced`` (Latin, Greek, Cyrillic) or ``cjk``; ``fence`` for code blocks,
            ``json`` for an answer that is JSON.
        fault: what is open: ``fence``, ``comma``, ``word``, ``cut``, ``bracket``, ``json``; empty where
            nothing is.
    """

    script: str
    fault: str


_CLOSED = Ending("spaced", "")
_CLOSED_WIDE = Ending("cjk", "")
_CLOSED_JSON = Ending("json", "")
_OPEN_JSON = Ending("json", "json")
_CLOSED_FENCE = Ending("fence", "")


def ending(text: str, asked: str = "") -> Ending | None:
    """Return how a text ends, None where that says nothing: short, a list, code, a number, a name.

    Args:
        text: an answer.
        asked: what stands before it, whose words may be the whole ones of a cut word.
    """
    if text[:1] in _OPENERS and text:
        return _json(text)
    if len(text) < _LEAST:
        return None
    if "`" in text and _FENCE in text:  # one character is looked for much faster than three
        if (text.startswith(_FENCE) + text.count("\n" + _FENCE)) % 2:
            return Ending("fence", "fence")
        return _CLOSED_FENCE
    last = text[-1]
    if last in ".!?":
        return _CLOSED
    if last.isspace():
        last = text[-_WINDOW:].rstrip()[-1:]
    if not last.isalpha() and last not in _COMMAS:
        return None if last.isdigit() else _CLOSED_WIDE if last in "。！？" else _CLOSED
    end = text[-_WINDOW:].rstrip()
    lines = end.rsplit("\n", 2)
    line = lines[-1].strip()
    script = _script(line[-2:-1] if last in _COMMAS else last)
    if script is None or not _prose(line, script) or text[:1] in "{[<":
        return None
    # In a list or a poem the line before is open too.
    before = lines[-2].rstrip()[-1:] if len(lines) > 1 else ""
    if before.isalpha() or (before in _COMMAS and before):
        return None
    if not any(mark in text for mark in _SENTENCE_ENDS):
        return None
    if last in _COMMAS:
        return Ending(script, "comma")
    if line.count("(") > line.count(")") and ":(" not in line:
        return Ending(script, "bracket")
    # A word that may end a sentence proves nothing: some people leave the last full stop out.
    final = line.rsplit(None, 1)[-1]
    if final in _LEADING:
        return Ending(script, "word")
    return Ending(script, "cut") if _cut(final, text, asked) else None


def _json(text: str) -> Ending | None:
    """Return how an answer that begins as JSON ends: None for what is none, or broken elsewhere."""
    try:
        orjson.loads(text)
    except orjson.JSONDecodeError as error:
        return _OPEN_JSON if "end of data" in error.msg else None
    return _CLOSED_JSON


def _cut(final: str, text: str, asked: str) -> bool:
    """Whether a last word is the beginning of another word of the row, and is none itself there."""
    if len(final) < _LEAST_CUT or not final.isalpha():
        return False
    words = _WORD.findall(f"{asked[-_NEAR:]} {text[-_NEAR:]}".lower())[:-1]
    small = final.lower()
    if small in words:
        return False
    rests = {one[len(small) :] for one in words if one.startswith(small)}
    # Another form of the same word proves nothing.
    return bool(rests) and not any(len(one) < 3 or one in _FORMS for one in rests)


def _prose(line: str, script: str) -> bool:
    """Whether the last line looks like a line of a paragraph."""
    if len(line) < (15 if script == "cjk" else 40) or line[0] in _LIST:
        return False
    if script == "spaced" and line.count(" ") < 5:
        return False
    return not any(mark in line for mark in _NO_PROSE)


def _script(letter: str) -> str | None:
    if "\u3040" <= letter < "\ua000":
        return "cjk"
    return "spaced" if letter and letter < "\u0530" else None
