"""Finding the rules, readers, dialects, steps and formats: by walking their package.

A new one is a new file; nothing is registered by hand. Names must be unique within a kind.
"""

from __future__ import annotations

import importlib
import pkgutil
import sys
from collections.abc import Iterator
from functools import cache
from importlib.util import module_from_spec
from types import ModuleType
from typing import Any, TypeVar

T = TypeVar("T")


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
    for entry in sorted(pkgutil.iter_modules(module.__path__), key=lambda entry: entry.name):
        leaf = _imported(f"{package}.{entry.name}", entry.module_finder)
        for value in defined(leaf, base):
            name = getattr(value, "name", None)
            if name is None or getattr(value, "__abstractmethods__", None):
                continue  # a shared half of several classes
            if name in found:
                raise ValueError(f"{found[name]} and {value} are both called {name!r}")
            found[name] = value
    return found


def _imported(name: str, finder: Any) -> ModuleType:
    """Import a module by the finder that listed it, without asking all others on the path first."""
    known = sys.modules.get(name)
    if known is not None:
        return known
    spec = finder.find_spec(name)
    module = sys.modules[name] = module_from_spec(spec)
    try:
        spec.loader.exec_module(module)
    except BaseException:
        del sys.modules[name]
        raise
    package, _, leaf = name.rpartition(".")
    setattr(sys.modules[package], leaf, module)
    return module


def defined(module: ModuleType, base: type[T]) -> Iterator[type[T]]:
    """Yield the subclasses of `base` that a module defines."""
    for value in vars(module).values():
        # The module first: asking an abstract class about its relatives is slow.
        own = isinstance(value, type) and value.__module__ == module.__name__
        if own and issubclass(value, base):
            yield value
