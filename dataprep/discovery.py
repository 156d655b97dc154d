"""Finding the rules, readers, dialects, steps and formats: by walking their package.

A new one is a new file; nothing is registered by hand. Names must be unique within a kind.
"""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Iterator
from functools import cache
from importlib.machinery import PathFinder, all_suffixes
from importlib.util import module_from_spec
from types import ModuleType
from typing import TypeVar

T = TypeVar("T")
_SUFFIXES = tuple(all_suffixes())


@cache
def classes(package: str, base: type[T]) -> dict[str, type[T]]:
    """Return the concrete subclasses of `base` in the modules of `package`, by their `name`.

    Args:
        package: dotted name of a package, walked one level deep.
        base: the abstract class; the module that defines it may stand in the package.

    Raises:
        ValueError: two classes have the same name (a bug of this project).
    """
    found: dict[str, type[T]] = {}
    module = importlib.import_module(package)
    for leaf in sorted((*modules(module), *packages(module))):
        for value in defined(_imported(leaf, module), base):
            name = getattr(value, "name", None)
            if name is None or getattr(value, "__abstractmethods__", None):
                continue  # a shared half of several classes
            if name in found:
                raise ValueError(f"{found[name]} and {value} are both called {name!r}")
            found[name] = value
    return found


def modules(package: ModuleType) -> Iterator[str]:
    """Yield the names of the modules that stand in a package."""
    # Not by `pkgutil`: it works out the list of suffixes anew for every file.
    for folder in package.__path__:
        for name in os.listdir(folder):
            if name.endswith(_SUFFIXES) and not name.startswith("__init__."):
                yield name.partition(".")[0]


def packages(package: ModuleType) -> Iterator[str]:
    """Yield the names of the packages that stand in a package."""
    for folder in package.__path__:
        for name in os.listdir(folder):
            if "." not in name and os.path.isfile(os.path.join(folder, name, "__init__.py")):
                yield name


def defined(module: ModuleType, base: type[T]) -> Iterator[type[T]]:
    """Yield the subclasses of `base` that a module defines."""
    for value in vars(module).values():
        # Not `issubclass`: an abstract base asks each of its subclasses about a class that is none.
        if (
            isinstance(value, type)
            and value.__module__ == module.__name__
            and base in value.__mro__
        ):
            yield value


def _imported(leaf: str, package: ModuleType) -> ModuleType:
    """Import a module of a package, without asking first whether it stands elsewhere."""
    name = f"{package.__name__}.{leaf}"
    if (known := sys.modules.get(name)) is not None:
        return known
    spec = PathFinder.find_spec(name, package.__path__)
    if spec is None or spec.loader is None:
        raise ModuleNotFoundError(f"No module named {name!r}", name=name)
    module = sys.modules[name] = module_from_spec(spec)
    try:
        spec.loader.exec_module(module)
    except BaseException:
        del sys.modules[name]
        raise
    setattr(package, leaf, module)
    return module
