"""Where the user's cache is: files that save work, and that may be removed at any time.

``DATAPREP_CACHE_DIR`` names the folder itself; else it lies where the system keeps such things. No
fault of it is ever an error: what cannot be kept is worked out again.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

_VARIABLE = "DATAPREP_CACHE_DIR"
_NAME = "dataprep"


def cache_folder() -> Path:
    """Return the folder, which need not exist."""
    if named := os.environ.get(_VARIABLE):
        return Path(named)
    if sys.platform == "win32":
        local = os.environ.get("LOCALAPPDATA")
        return (Path(local) if local else Path.home() / "AppData" / "Local") / _NAME / "Cache"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches" / _NAME
    # A path that is not absolute counts for nothing there (XDG Base Directory Specification 0.8).
    named = os.environ.get("XDG_CACHE_HOME", "")
    return (Path(named) if os.path.isabs(named) else Path.home() / ".cache") / _NAME


def own_files() -> list[Path]:
    """Return the files of the cache that are there. Whatever else the folder holds is not ours."""
    try:
        return sorted(
            path
            for pattern in ("counts-*.bin", "*.tiktoken", "*.tiktoken.*")
            for path in cache_folder().glob(pattern)
            if path.is_file()
        )
    except OSError:
        return []
