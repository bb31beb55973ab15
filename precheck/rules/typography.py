"""What the rules on typography share: which pages they measure, names of fonts, units."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from precheck.i18n import msg
from precheck.model.document import PageLayout
from precheck.model.finding import Evidence, Status
from precheck.model.structure import Dossier, SectionKind
from precheck.rules.base import Hit
from precheck.rules.pages import pages_of_kinds

MILLIMETRE = 72 / 25.4
"""In points."""
CENTIMETRE = 72 / 2.54
UNMEASURED = (SectionKind.COVER, SectionKind.CONTENTS, SectionKind.ANNEX)

_SUBSET = re.compile(r"^[A-Z]{6}\+")
_STYLE = re.compile(r"[-,].*$")
_SUFFIX = re.compile(r"(?:PSMT|PS|MT)$")
_ANONYMOUS = re.compile(r"(?:cidfont\+?)?(?:type3|font|[a-z]{1,3})?\d*", re.IGNORECASE)


def body_layouts(dossier: Dossier) -> tuple[PageLayout, ...]:
    """The typography of the pages of the body: no cover, no contents, no annex, no page without text."""
    left_out = pages_of_kinds(dossier, UNMEASURED)
    return tuple(layout for layout in dossier.document.layouts if layout.page not in left_out and layout.fonts)


def not_measured() -> Iterator[Hit]:
    """The answer of a rule on typography when there is none."""
    yield Hit(Status.UNVERIFIABLE, msg("The typography of this file could not be measured"))


def family(font: str) -> str | None:
    """The family that a font of a PDF belongs to, lower case and without spaces; None when its name says nothing.

    >>> family("ABCDEF+Arial-BoldMT"), family("TimesNewRomanPSMT"), family("CIDFont+F1")
    ('arial', 'timesnewroman', None)
    """
    bare = _SUBSET.sub("", font)
    if _ANONYMOUS.fullmatch(bare):
        return None
    return _SUFFIX.sub("", _STYLE.sub("", bare)).replace(" ", "").lower()


def pages_shown(layouts: Sequence[PageLayout], most: int = 3) -> tuple[Evidence, ...]:
    """Evidence for the body of the first of these pages."""
    return tuple(Evidence(layout.page, layout.body) for layout in layouts[:most])
