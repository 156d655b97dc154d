"""Where the values of a row stand in its text, so that a finding can point at them.

One pass over the tokens follows all paths at once, as a tree of steps. Values are not built, and
what no path leads into is passed by its brackets alone.
"""

from __future__ import annotations

from collections.abc import Iterable

from dataprep.readers.json.tokens import key_text, tokens

Path = tuple[str | int, ...]
Span = tuple[int, int]


class _Node:
    """A step of the paths: the steps behind it, and where its value was seen last.

    Attributes:
        visit: number of the value seen last.
        parent_visit: `visit` of the parent at that time. Where a key stands twice, the last value
            counts, and this tells what was seen inside the one before.
        is_object, at_key, index: what the value is, and how far the scan has come in it.
    """

    __slots__ = (
        "at_key", "children", "index", "is_object", "key", "parent_visit", "span", "visit",
    )  # fmt: skip

    def __init__(self) -> None:
        self.children: dict[str | int, _Node] = {}
        self.key: Span = (0, 0)
        self.span: Span = (0, 0)
        self.visit, self.parent_visit, self.index = 0, -1, 0
        self.is_object = self.at_key = False

    def enter(self, is_object: bool) -> _Node | None:
        """Begin an object or an array; return the node of the value that comes next."""
        self.is_object = self.at_key = is_object
        self.index = 0
        return None if is_object else self.children.get(0)

    def after_comma(self) -> _Node | None:
        """Go on to the next member; return the node of its value, None where a key comes first."""
        self.index += 1
        self.at_key = self.is_object
        return None if self.is_object else self.children.get(self.index)

    def named(self, token: str, span: Span) -> _Node | None:
        """Take a key; return the node of its value."""
        self.at_key = False
        node = self.children.get(key_text(token))
        if node is not None:
            node.key = span
        return node


def locate(line: str, paths: Iterable[Path], keys: Iterable[Path] = ()) -> dict[Path, Span]:
    """Return where values begin and end in the text of one row, in characters from 0.

    Args:
        line: the row; it should parse, any other text gives what can be told.
        paths: of the values; ``()`` is the whole row. One that is not there is left out.
        keys: paths that end in a key, for which the place of that key in its quotes is wanted.
    """
    root = _Node()
    values = {path: _grown(root, path) for path in paths}
    names = {path: _grown(root, path) for path in keys if path and isinstance(path[-1], str)}
    _scan(line, root)
    seen = _seen(root)
    found = {path: node.span for path, node in values.items() if id(node) in seen}
    found.update((path, node.key) for path, node in names.items() if id(node) in seen)
    return found


def _grown(root: _Node, path: Path) -> _Node:
    """Return the node of a path, with the branch to it."""
    node = root
    for step in path:
        node = node.children.setdefault(step, _Node())
    return node


def _scan(line: str, root: _Node) -> None:
    """Note in the nodes where their values stand."""
    followed: list[_Node] = []  # the open brackets that a path leads into; below them, only counted
    depth = visits = 0
    coming: _Node | None = root
    for token in tokens(line):
        start, end = token.span()
        mark = line[start]
        if mark in "]}":
            if depth == len(followed) > 0:
                closed = followed.pop()
                closed.span = closed.span[0], end
            depth -= 1
            if depth <= 0:
                return
        elif depth > len(followed):
            depth += mark in "[{"
        elif followed and mark == ",":
            coming = followed[-1].after_comma()
        elif followed and followed[-1].at_key:
            coming = followed[-1].named(token[0], (start, end))
        else:
            if coming is not None:
                visits += 1
                coming.visit, coming.span = visits, (start, end)
                coming.parent_visit = followed[-1].visit if followed else 0
            if mark in "[{":
                depth += 1
                if coming is not None:
                    followed.append(coming)
                    coming = coming.enter(mark == "{")
            elif not followed:
                return


def _seen(root: _Node) -> set[int]:
    """Return the ids of the nodes whose last value stands inside the last value of their parent."""
    found: set[int] = set()
    waiting = [root] if root.visit else []
    while waiting:
        node = waiting.pop()
        found.add(id(node))
        waiting += [one for one in node.children.values() if one.parent_visit == node.visit]
    return found
