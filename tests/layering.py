"""The layers of the package as data, and the check of a module's imports against them."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]

# From the top down. A module imports from lower lines only, never from its own or a higher one.
LAYERS = (
    ("cli",),
    ("frames", "training", "fixing", "output"),
    ("cost", "engine"),
    ("rules", "normalization", "dialects", "readers", "writing"),
    ("tokens", "targets"),
    ("formats",),
    ("config",),
    ("schemas",),
    ("codes",),
    ("model", "jsontext", "escapes", "discovery"),
    ("errors", "version"),
)
DEPTH = {name: depth for depth, names in enumerate(LAYERS) for name in names}

# Packages in which one thing is one file. A file imports no other one, but for the parts that stand
# for no thing of their own: what several need, or what would make one file too long to read.
SHARED = {
    "dataprep.readers": {
        "base": "what a reader, a block and a reading are",
        "blocks": "how large the pieces are that are read",
        "options": "what a caller may say about reading",
        "source": "one input's bytes, whatever its compression",
        "spool": "one input as a file, for formats whose index stands at the end",
        "archives": "sources: what opens each kind of them",
        "zstd_frames": "sources: whether a Zstandard file is there to its end",
        "encoding": "bytes to text, for every reader of text",
        "encoding_guess": "encoding: what undeclared bytes are",
        "encoding_survey": "encoding: the pass over all bytes, which the CSV rows need too",
        "text_lines": "numbered lines in blocks, for the text reader and its modes",
        "text_damage": "text reader: which records hold bytes that did not decode",
        "text_modes": "text reader: the ways to cut a text, one file each",
        "cell_kinds": "what a cell holds, to find the header of any table",
        "table": "where the header of any table is",
        "separated": "CSV reader: its parts; the separator tells the format of a file too",
        "json": "JSON readers: their parts; exploding serves Parquet too",
        "sheets": "workbook readers: their parts",
        "parquet_values": "Parquet reader: what its values become",
    },
    "dataprep.readers.text_modes": {
        "base": "what a text mode is",
        "pieces": "how every mode gathers, cleans and measures its pieces",
        "conversations": "dialogue: turns gathered into conversations",
        "dividers": "what stands between two questions or conversations, in both modes",
        "headings": "headings and code blocks, which three modes look for",
        "nearest": "the names a text has, for one that it does not have",
        "question_labels": "question-answer: the labels in a dozen languages",
        "sentences": "chunks: where sentences end",
        "speakers": "dialogue: who speaks, and in which role",
    },
    "dataprep.dialects": {
        "base": "what a dialect is, and the names that keys go by",
        "pairs": "what all layouts of one question and one answer have in common",
        "conversation": "turns to messages, in every layout of conversations",
        "tool_calls": "tool calls and definitions that are written as text",
        "turns": "the list of turns, in every layout of conversations",
        "roles": "the names of roles, in every layout that has them",
        "images": "images beside the text, in pairs and conversations",
        "template": "mapped: templates with placeholders",
    },
    "dataprep.normalization": {
        "base": "what a step and its switch are",
        "affixes": "the choice of a mark, for separator and stop sequence",
        "marks": "what separator and stop sequence do alike",
    },
}

# Third-party packages that belong to one place.
OWNERS = {
    "click": ("cli",),
    "openai": ("training",),
    "tiktoken": ("tokens",),
    "tokenizers": ("tokens",),
    "gigatoken": ("tokens",),
    "pandas": ("readers", "frames"),
    "openpyxl": ("readers", "frames"),
    "pyarrow": ("readers", "frames"),
    "python_calamine": ("readers", "frames"),
    "PIL": ("rules",),
    "numpy": ("engine",),
}
# Third-party packages that are imported by the function that needs them, so that the rest is quick.
HEAVY = {
    "charset_normalizer", "ftfy", "gigatoken", "ijson", "jsonschema", "jsonschema_rs", "numpy",
    "openai", "openpyxl", "pandas", "PIL", "pyarrow", "python_calamine", "re2", "tiktoken",
    "tokenizers", "zstandard",
}  # fmt: skip


class Import(NamedTuple):
    """One imported module: its full name, the line, and whether importing the file runs it."""

    name: str
    line: int
    eager: bool


def imports(module: str, source: str, modules: set[str]) -> Iterator[Import]:
    """Yield what the source of `module` imports, anywhere in it."""
    package = module if f"{module}.__init__" in modules else module.rpartition(".")[0]

    def walk(node: ast.AST, eager: bool) -> Iterator[Import]:
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield Import(alias.name, node.lineno, eager)
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                parts = package.split(".")
                base = ".".join([*parts[: len(parts) - node.level + 1], *filter(None, [base])])
            for alias in node.names:
                full = f"{base}.{alias.name}"
                if full != "dataprep.__version__":
                    yield Import(full if full in modules else base, node.lineno, eager)
        elif isinstance(node, ast.If) and ast.unparse(node.test).endswith("TYPE_CHECKING"):
            for child in node.body:
                yield from walk(child, False)
            for child in node.orelse:
                yield from walk(child, eager)
        else:
            lazy = isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
            for child in ast.iter_child_nodes(node):
                yield from walk(child, eager and not lazy)

    return walk(ast.parse(source), True)


def faults(module: str, source: str, modules: set[str]) -> Iterator[str]:
    """Yield every import of `module` that breaks a rule of the layers."""
    own = module.split(".")[1] if "." in module else ""
    for name, line, eager in imports(module, source, modules):
        here = f"{module}:{line}"
        root, *path = name.split(".")
        if root in HEAVY and eager:
            yield f"{here} imports {root} before it is needed"
        if root in OWNERS and own not in OWNERS[root]:
            yield f"{here} imports {root}, which belongs to {' and '.join(OWNERS[root])}"
        if root != "dataprep":
            continue
        if own in ("", "__main__"):
            if own == "" and eager and name != "dataprep.version":
                yield f"{here} imports {name} before it is needed"
        elif not path:
            yield f"{here} imports the public API, which stands above everything"
        elif own not in DEPTH or path[0] not in DEPTH:
            yield f"{here} imports {name}: {own if own not in DEPTH else path[0]} has no layer"
        elif path[0] != own and DEPTH[path[0]] <= DEPTH[own]:
            yield f"{here} imports {name}, which does not lie below {own}"
        yield from (f"{here} imports {fault}" for fault in sibling_faults(module, name))


def sibling_faults(module: str, name: str) -> Iterator[str]:
    """Yield the packages of one-file things inside which `module` imports another thing."""
    for package, shared in SHARED.items():
        if module.startswith(f"{package}.") and name.startswith(f"{package}."):
            child, other = (full[len(package) + 1 :].split(".")[0] for full in (module, name))
            if other not in (child, *shared):
                yield f"{name}, another file of {package} that is not among the shared ones"


def source_files() -> dict[str, Path]:
    """Return the modules of the package and their files; a package is its `__init__` too."""
    found = {}
    for path in sorted((ROOT / "dataprep").rglob("*.py")):
        parts = path.relative_to(ROOT).with_suffix("").parts
        found[".".join(parts)] = path
        if parts[-1] == "__init__":
            found[".".join(parts[:-1])] = path
    return found


FILES = source_files()
MODULES = set(FILES)
