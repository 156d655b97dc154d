"""The data behind a target's name: a file of this package, a table of a configuration, or both."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from dataprep.errors import UsageError

_FOLDER = Path(__file__).parent


def names(own: Mapping[str, Any] | None = None) -> list[str]:
    """Return the platforms: those of this package, and those that a configuration defines."""
    return sorted({path.stem for path in _FOLDER.glob("*.toml")} | set(own or ()))


def data_of(asked: str, own: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    """Return a platform's name as its file has it, and its data, an own table laid over.

    Raises:
        UsageError: there is none of that name, or an own table is not of a target's shape.
    """
    platform = asked if asked in own else asked.strip().lower()
    return platform, _data(platform, own, ())


def _data(platform: str, own: Mapping[str, Any], above: tuple[str, ...]) -> dict[str, Any]:
    shipped = _FOLDER / f"{platform}.toml"
    if platform not in own or platform in above:
        return _read(platform, own)
    from dataprep.targets.own import check

    check(platform, own[platform])
    data = dict(own[platform])
    base = data.pop("extends", platform if shipped.is_file() else None)
    if base is None:
        return data
    if base != platform and base in above:
        raise UsageError(
            f"the targets `{base}` and `{platform}` extend each other", "remove one `extends`"
        )
    return _over(_data(base, own, (*above, platform)), data)


def _read(platform: str, own: Mapping[str, Any]) -> dict[str, Any]:
    known = names(own)
    # Compared with the names, so that no text of the user's becomes a part of a path.
    if platform not in known or not (_FOLDER / f"{platform}.toml").is_file():
        from difflib import get_close_matches

        near = get_close_matches(platform, known, 1)
        raise UsageError(
            f"no target is called `{platform}`",
            f"did you mean `{near[0]}`?"
            if near and near[0] != platform
            else f"choose one of: {', '.join(known)}",
        )
    import tomllib

    return tomllib.loads((_FOLDER / f"{platform}.toml").read_text("utf-8"))


def _over(base: dict[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    """Return `base` with the tables of `changes` laid over its own, key by key."""
    merged = dict(base)
    for key, value in changes.items():
        inner = merged.get(key)
        # A figure is one thing; only the tables around figures are merged.
        if isinstance(value, Mapping) and isinstance(inner, dict) and "value" not in inner:
            merged[key] = _over(inner, value)
        else:
            merged[key] = value
    return merged
