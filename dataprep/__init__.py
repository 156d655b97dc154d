"""dataprep: any file to fine-tuning data, checked before anyone pays for a training run.

    import dataprep
    result = dataprep.convert("faq.txt", "faq.jsonl")
    print(result.examples, result.rejected)

Importing the package loads nothing but this file; each name loads what it needs when it is used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from dataprep.version import __version__

if TYPE_CHECKING:
    from dataprep.engine.api import convert
    from dataprep.engine.result import ConvertResult
    from dataprep.engine.validation.api import validate
    from dataprep.engine.validation.report import Report
    from dataprep.errors import DataprepError
    from dataprep.fixing.api import fix
    from dataprep.fixing.prepare.api import prepare
    from dataprep.fixing.prepare.result import PrepareResult
    from dataprep.fixing.result import FixResult
    from dataprep.frames import from_dataframe, to_dataframe
    from dataprep.training.job import Job
    from dataprep.training.running import train

_HOMES = {
    "convert": "dataprep.engine.api",
    "ConvertResult": "dataprep.engine.result",
    "DataprepError": "dataprep.errors",
    "FixResult": "dataprep.fixing.result",
    "Job": "dataprep.training.job",
    "PrepareResult": "dataprep.fixing.prepare.result",
    "Report": "dataprep.engine.validation.report",
    "fix": "dataprep.fixing.api",
    "from_dataframe": "dataprep.frames",
    "prepare": "dataprep.fixing.prepare.api",
    "to_dataframe": "dataprep.frames",
    "train": "dataprep.training.running",
    "validate": "dataprep.engine.validation.api",
}

__all__ = [
    "ConvertResult",
    "DataprepError",
    "FixResult",
    "Job",
    "PrepareResult",
    "Report",
    "__version__",
    "convert",
    "fix",
    "from_dataframe",
    "prepare",
    "to_dataframe",
    "train",
    "validate",
]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'dataprep' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)
