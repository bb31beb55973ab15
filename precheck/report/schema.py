"""The published JSON Schema of the report."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

SCHEMA_VERSION = "1.1"
"""Raised in its second number when a field is added, in its first when one changes its meaning or goes."""

PATH = Path(__file__).with_name("report.schema.json")


def load_schema() -> dict[str, Any]:
    """The schema (draft 2020-12) that every JSON report follows."""
    schema: dict[str, Any] = json.loads(PATH.read_text(encoding="utf-8"))
    return schema
