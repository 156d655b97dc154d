"""Targets: what a platform takes, as data: one TOML file each, every figure with its source."""

from __future__ import annotations

from dataprep.targets.catalog import base_of, get
from dataprep.targets.files import names
from dataprep.targets.target import Figure, Model, Target

__all__ = ["Figure", "Model", "Target", "base_of", "get", "names"]
