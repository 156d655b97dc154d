"""The configuration: `dataprep.toml`, `.dataprep.toml`, or `[tool.dataprep]` in `pyproject.toml`."""

from dataprep.config.loading import configuration, find, load
from dataprep.config.settings import Config, DatasetConfig

__all__ = ["Config", "DatasetConfig", "configuration", "find", "load"]
