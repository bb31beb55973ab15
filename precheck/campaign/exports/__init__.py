"""What leaves a campaign: tables, candidates' feedback, evaluators' bundles, papers for the jury and the candidates.

An exporter is one module of this package; it is imported when it is asked for.
"""

from __future__ import annotations

from importlib import import_module
from typing import cast

from precheck.campaign.exports.base import Exporter

EXPORTERS = ("table", "feedback", "bundles", "batch", "attestations", "certificates", "yearly")
"""Their names, which are those of their modules."""


def exporter(name: str) -> Exporter:
    """The exporter of that name, one of `EXPORTERS`."""
    return cast(Exporter, import_module(f"{__name__}.{name}"))
