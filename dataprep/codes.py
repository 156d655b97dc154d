"""The codes of the findings that reading and converting raise.

A code is three letters and three digits and is never reused; a name reads as "allow *name*".
Defects that the validator knows too carry the validator's code here (`JSN`, `PRC`, `CHT`), so that
one defect has one name. `REA` is what only a reader can see, `CNV` what only a conversion can.
"""

from typing import NamedTuple

from dataprep.model import Finding, Location, Severity

_E, _W, _I = Severity.ERROR, Severity.WARNING, Severity.INFO


class Code(NamedTuple):
    """A kind of finding: its stable code, its name, its usual severity, and what it means."""

    code: str
    name: str
    severity: Severity
    meaning: str


_TABLE = (
    # The file and its JSON: numbers shared with the validator.
    Code("JSN001", "invalid-json", _E, "a row or file that does not parse as JSON"),
    Code("JSN002", "row-not-object", _E, "a row that is an array, a string, a number or null"),
    Code("JSN007", "not-utf-8", _E, "bytes that do not decode in the encoding in use"),
    Code("JSN009", "non-finite-number", _E, "NaN or Infinity, which JSON does not have"),
    Code("JSN010", "lone-surrogate", _E, "half of a surrogate pair, which UTF-8 cannot hold"),
    Code("JSN013", "empty-file", _E, "an input without any row"),
    Code("JSN015", "oversized-row", _E, "a row longer or deeper than the cap"),
    # What only a reader can see.
    Code("REA001", "ragged-row", _E, "a table row with more or fewer cells than the header"),
    Code("REA002", "unterminated-quote", _E, "a quote that is opened and never closed"),
    Code("REA003", "stray-quote", _E, "text after a closing quote, inside one cell"),
    Code("REA004", "nul-byte", _W, "a NUL in a text file"),
    Code("REA005", "error-cell", _E, "a workbook cell that holds an error such as #DIV/0!"),
    Code("REA006", "formula-without-value", _W, "a formula whose result was never saved"),
    Code("REA007", "hidden-rows", _I, "rows, columns or sheets that the workbook hides"),
    Code("REA008", "unusable-header", _W, "a header that is empty, or stands there twice"),
    Code("REA009", "misnamed-format", _I, "a file whose content is not what its suffix says"),
    Code("REA010", "skipped-lines", _I, "title or preamble rows above the header"),
    Code("REA011", "guessed-encoding", _W, "an encoding that was detected, not declared"),
    Code("REA012", "nothing-to-explode", _E, "a record without a filled list under --explode"),
    Code("REA013", "whole-file-in-memory", _I, "a layout that cannot be read as a stream"),
    Code("REA014", "orphan-text", _W, "text that belongs to no question, speaker or pair"),
    Code("REA015", "unread-sheet", _I, "a sheet of the workbook that was not asked for"),
    Code("REA016", "unread-list", _I, "a list of records in a document that was not asked for"),
    Code("REA030", "guessed-layout", _I, "how a text is cut into rows, when nobody said it"),
    Code("REA031", "guessed-roles", _I, "which speaker is user or assistant, when nobody said it"),
    Code("REA032", "unmatched-option", _W, "an option that names what the text does not have"),
    Code("REA033", "dropped-section", _I, "left out by --drop-section"),
    Code("REA034", "section-divider", _I, "a heading or dividing line between two rows of a text"),
    Code("REA035", "wordless-turn", _I, "a speaker's label without words behind it"),
    # What only a conversion can see.
    Code("CNV001", "unrecognised-row", _E, "a row that fits no known layout"),
    Code("CNV002", "missing-column", _E, "a column that the mapping asks for is not in the row"),
    Code("CNV003", "unmapped-value", _E, "a value that the table of --values does not list"),
    Code("CNV004", "not-one-turn", _E, "a conversation that does not fit one prompt and answer"),
    Code("CNV005", "dropped-columns", _I, "columns that no part of the example uses"),
    Code("CNV006", "too-short", _I, "dropped by a lower length limit"),
    Code("CNV007", "too-long", _I, "dropped by an upper length limit"),
    Code("CNV008", "filtered-out", _I, "dropped by --contains, --matches or --drop-matches"),
    Code("CNV009", "left-over-by-split", _I, "more rows than the split asks for"),
    Code("CNV010", "split-conflict", _W, "a split that could not keep what it promises"),
    Code("CNV011", "truncated-example", _W, "an example that was cut to a length limit"),
    Code("CNV012", "unmapped-role", _E, "a speaker or role that has no counterpart"),
    Code("CNV013", "suffix-inside-text", _W, "a separator or stop sequence inside the text"),
    Code("CNV015", "unsupported-content", _E, "content that the output format cannot hold"),
    Code("CNV016", "empty-prompt", _W, "a question or prompt that is empty"),
    Code("CNV017", "unmarked-prompt-end", _I, "prompts that end in no common separator"),
    # Examples: numbers shared with the validator.
    Code("PRC009", "empty-completion", _E, "an answer that is empty or only white space"),
    Code("CHT010", "no-user-message", _W, "a conversation in which no user speaks"),
    Code("DUP001", "duplicate-example", _W, "the same example as an earlier one"),
)

CODES: dict[str, Code] = {entry.code: entry for entry in _TABLE}


def finding(
    code: str, message: str, location: Location, help: str = "", severity: Severity | None = None
) -> Finding:
    """Make a finding of a known code.

    Args:
        code: a key of `CODES`; anything else is a bug and raises `KeyError`.
        message: the fact, with the value and the limit.
        location: the place.
        help: the next step.
        severity: overrides the code's own.
    """
    entry = CODES[code]
    return Finding(
        code, entry.name, entry.severity if severity is None else severity, message, location, help
    )
