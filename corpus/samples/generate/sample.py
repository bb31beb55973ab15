"""One sample: how it is made and what is expected of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from corpus.samples.generate.dossier import Dossier
from corpus.samples.generate.layout import Labels, Style

ProducerName = Literal["typst", "reportlab", "fpdf2"]

MACHINE_DECIDED = tuple(str(number) for number in range(1, 54) if number not in (11, 14, 38, 47, 50))
"""The requirements that the profile grenoble-2016 gives to a rule with a verdict."""


@dataclass(frozen=True, slots=True)
class Sample:
    """A sample's recipe.

    ``candidate`` is who is expected ("NOM Prénom"); ``outcomes`` holds only the
    requirements whose status is not PASSED; ``same_bytes`` is false where the pictures
    inside may differ from one machine to another.
    """

    name: str
    defect: str
    dossier: Callable[[], Dossier]
    producer: ProducerName
    style: Style
    labels: Labels
    candidate: str
    author: str = ""
    profile: str = "grenoble-2016"
    finish: Callable[[bytes], bytes] | None = None
    password: str = ""
    readable: bool = True
    text_layer: bool = True
    refusal: str = ""
    outcomes: Mapping[str, str] = field(default_factory=dict)
    same_bytes: bool = True

    def expected(self) -> dict[str, str]:
        """The status of every requirement, by its number (none for a refused file)."""
        if self.refusal:
            return {}
        if self.profile == "raep":
            return dict(self.outcomes)
        return dict.fromkeys(MACHINE_DECIDED, "PASSED") | dict(self.outcomes)
