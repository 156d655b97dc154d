"""The values that travel through the pipeline: records in, examples and findings out.

Stdlib only. An *example* has no class: it is a plain `dict` in OpenAI's row shape, because one is
made for every row. A `Record` is a row as the reader found it, with its place. A `Finding` is one
thing worth saying about a place. A `Reject` is a row that could not be used and the finding that
says why; readers and steps return it in the place of a row, so that nothing is lost on the way.
"""

from enum import IntEnum
from typing import Any, NamedTuple

Example = dict[str, Any]


class Severity(IntEnum):
    """How bad a finding is; ordered, so that thresholds compare."""

    INFO = 1
    WARNING = 2
    ERROR = 3

    def __str__(self) -> str:
        return self.name.lower()


class Location(NamedTuple):
    """A place in an input. Every part but the path may be absent.

    Attributes:
        path: the input as the user named it, or ``<stdin>``.
        line: 1-based physical line where the record starts.
        column: 1-based column in characters; `end_column` is exclusive.
        json_path: ``$.messages[2].role`` inside the record, or ``$[12]`` of a JSON array.
        cell: ``Sheet1!C7`` for workbooks.
    """

    path: str
    line: int | None = None
    column: int | None = None
    end_column: int | None = None
    json_path: str = ""
    cell: str = ""

    def __str__(self) -> str:
        if self.cell:
            return f"{self.path}:{self.cell}"
        text = self.path if self.line is None else f"{self.path}:{self.line}"
        if self.column is not None:
            text += f":{self.column}"
        return f"{text}:{self.json_path}" if self.json_path else text


class Excerpt(NamedTuple):
    """The part of a row around a value, as it is written there.

    Attributes:
        text: a window of the row.
        start, end: where the value is in it, in characters; `end` is exclusive.
        before, after: whether the row goes on beyond the window.
    """

    text: str
    start: int
    end: int
    before: bool
    after: bool


class Finding(NamedTuple):
    """One thing worth saying: the fact, the place, the value, then the help, as separate fields.

    Attributes:
        code: three letters and three digits, see `codes.py`.
        message: the fact in lower case, without a full stop.
        location: where it is.
        help: the next step, a command where there is one.
        severity: taken from the code unless overridden.
        fix: how a repair would be applied: ``safe``, ``unsafe``, ``manual``; empty where there is none.
        targets: for which of several targets; empty for all of them.
        excerpt: what stands at the place, for people; never part of machine output.
        fingerprint: what makes it the same finding wherever its row stands; equal for equal ones.
        baselined: whether a baseline knows it; it counts for nothing then.
    """

    code: str
    name: str
    severity: Severity
    message: str
    location: Location
    help: str = ""
    fix: str = ""
    targets: tuple[str, ...] = ()
    excerpt: Excerpt | None = None
    fingerprint: str = ""
    baselined: bool = False

    def to_dict(self) -> dict[str, Any]:
        """Return the finding as JSON-ready data, without the empty parts."""
        place = {key: value for key, value in self.location._asdict().items() if value}
        data: dict[str, Any] = {
            "code": self.code,
            "name": self.name,
            "severity": str(self.severity),
            "message": self.message,
            "location": place,
        }
        for key in ("help", "fix", "targets", "fingerprint", "baselined"):
            if value := getattr(self, key):
                data[key] = list(value) if key == "targets" else value
        return data


class Record(NamedTuple):
    """One row of an input as its reader found it.

    Attributes:
        data: the row: column or key -> value (text for CSV; any JSON value for JSON).
        line: 1-based physical line where it starts; 0 where the format has no lines.
        where: the place where there are no lines: ``Sheet1!A7`` or ``$.data[3]``.
        size: about how many bytes of input it took, to cut blocks of even size.
    """

    data: Any
    line: int = 0
    where: str = ""
    size: int = 0

    def location(self, path: str) -> Location:
        """Return the record's place in the input named `path`."""
        if self.where.startswith("$"):
            return Location(path, self.line or None, json_path=self.where)
        return Location(path, self.line or None, cell=self.where)


class ErrorCell(str):
    """What a cell shows that holds no usable value: ``#DIV/0!`` in a workbook, bytes in Parquet.

    The row is lost only where the cell is needed: `formats.as_text` refuses it with the message.
    """

    message: str
    code: str

    def __new__(cls, shown: str, message: str, code: str = "REA005") -> "ErrorCell":
        """Make the cell; `message` says the place and the error, `code` which kind it is."""
        cell = super().__new__(cls, shown)
        cell.message, cell.code = message, code
        return cell

    def __reduce__(self) -> tuple[type["ErrorCell"], tuple[str, str, str]]:
        return (ErrorCell, (str(self), self.message, self.code))


class Reject(NamedTuple):
    """A row that could not be used: as it was, and why.

    Attributes:
        raw: the row as read: text, or JSON-ready data.
        finding: the reason, with the place.
        size: as in `Record`.
    """

    raw: Any
    finding: Finding
    size: int = 0
