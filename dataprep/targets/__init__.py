"""Targets: what a platform takes, as data: one TOML file each, every figure with its source."""

from __future__ import annotations

from dataprep.targets.catalog import get, names
from dataprep.targets.target import Figure, Model, Target

__all__ = ["Figure", "Model", "Target", "get", "names"]
