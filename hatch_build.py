"""Puts the corpus into the wheel, where the installed product looks for it."""

from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CorpusHook(BuildHookInterface[Any]):
    """Adds `corpus/` to a real wheel as `precheck/_corpus`; an editable install reads the checkout's own."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Called by hatchling before a build; `version` is "standard" or "editable"."""
        if version == "standard":
            build_data["force_include"]["corpus"] = "precheck/_corpus"
