"""The page of rules: a table of all, then what each says of itself."""

from __future__ import annotations

import dataclasses
import inspect
from collections.abc import Mapping
from pathlib import Path
from typing import Any, get_type_hints

from precheck.profile import list_profiles, load_profile
from precheck.rules.base import Need, Rule
from precheck.rules.registry import all_rules

ROOT = Path(__file__).resolve().parent.parent
INTRODUCTION = """# Rules

Each rule is one file of this folder and answers for one or more requirements. A profile turns rules on and sets their
severity, their clause and their options; the last columns show what the shipped profiles ask for.
"""
