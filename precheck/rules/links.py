"""The addresses that a dossier gives: link areas and addresses printed in its text, placed in the text."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass

from precheck.model.document import Document, Page
from precheck.model.finding import Evidence
from precheck.model.geometry import BBox
from precheck.model.structure import Dossier, SectionKind
from precheck.rules.cues import Area, line_at

_TOP_DOMAINS = (
    "fr|com|org|net|eu|edu|info|io|ch|be|ca|gouv|paris|tv|me|ly|it|uk|de|education|wiki|online|space|site|app"
)
_PRINTED = re.compile(
    rf"(?<![\w@./-])(?:https?://[^\s<>\"«»“”]+|www\.[^\s<>\"«»“”]+|(?:[\w-]+\.)+(?:{_TOP_DOMAINS})(?![\w@.-]*@)\b(?:/[^\s<>\"«»“”]*)?)",
    re.IGNORECASE,
)
_CONNECTOR = re.compile(r"[\-_=&?%#+~]$")
_NEXT = re.compile(r"\n([^\s<>\"«»“”]+)")
_PATH = re.compile(r"[\w.~-]*[/_=?%&#]")
_TRAILING = re.compile(r"[.,;:!?)\]}'’…]+$")


@dataclass(frozen=True, slots=True)
class Address:
    """An address given: as written, the page and box where it stands, its place in `Document.text` when it has one.

    `position` is that of the address in the text, or of the text beside a link area.
    """

    uri: str
    page: int
    bbox: BBox
    position: int | None
    printed: bool

    def evidence(self) -> Evidence:
        """The place of the address, quoting it."""
        return Evidence(self.page, self.bbox, self.uri)


@functools.lru_cache(maxsize=2)
def _printed(text: str) -> tuple[tuple[int, int, str], ...]:
    """Start, end and wording of each address printed in a text, joined again over line breaks."""
    found = []
    done = 0
    for match in _PRINTED.finditer(text):
        if match.start() < done:
            continue
        end, uri = match.end(), match[0]
        while (more := _NEXT.match(text, end)) and _goes_on(uri, more[1]):
            uri += more[1]
            end = more.end()
        uri = _TRAILING.sub("", uri)
        found.append((match.start(), end, uri))
        done = end
    return tuple(found)


def _goes_on(uri: str, word: str) -> bool:
    """Whether the first word of a line goes on with the address that ends the line above."""
    if _PRINTED.match(word):
        return False
    if uri.endswith("/"):
        return bool(re.search(r"[-_\d/]|\.\w", word))
    return bool(_CONNECTOR.search(uri) or _PATH.match(word))


def addresses(dossier: Dossier) -> tuple[Address, ...]:
    """Every address of the web that the dossier gives, in the order of its pages and text; no e-mail address.

    An address printed under its own link area is told once.
    """
    document = dossier.document
    found = list(_areas(document))
    known = {(address.page, _bare(address.uri)) for address in found}
    for start, end, uri in _printed(document.text):
        line = line_at(document, start)
        if line is None or any(page == line.page and _same(bare, _bare(uri)) for page, bare in known):
            continue
        found.append(Address(uri, line.page, line.box(start, min(end, line.end)), start, printed=True))
    return tuple(sorted(found, key=lambda a: (a.page, -1 if a.position is None else a.position, a.bbox.top, a.bbox.x0)))


def _areas(document: Document) -> Iterator[Address]:
    for page in document.pages:
        seen = set()
        for link in page.links:
            if link.uri and not link.uri.lower().startswith(("mailto:", "tel:")) and link.uri not in seen:
                seen.add(link.uri)  # an address over two lines has two areas
                yield Address(link.uri, page.number, link.bbox, _place(page, link.bbox), printed=False)


def _place(page: Page, box: BBox) -> int | None:
    """The position of the text under a link area, or of the last line above it."""
    under = [line for line in page.lines if line.bbox.meets(box)]
    if under:
        words = [word for word in under[0].words() if word.bbox.meets(box)]
        return words[0].start if words else under[0].start
    above = [line for line in page.lines if line.bbox.top <= box.top]
    return max(above, key=lambda line: line.bbox.top).start if above else None


def _bare(uri: str) -> str:
    return re.sub(r"^(?:https?://)?(?:www\.)?", "", uri.lower()).rstrip("/.,;:)")


def _same(one: str, other: str) -> bool:
    """Whether two addresses are one, the printed one perhaps cut short."""
    return one == other or (min(len(one), len(other)) > 8 and (one.startswith(other) or other.startswith(one)))


def addresses_in(dossier: Dossier, area: Area) -> tuple[Address, ...]:
    """The addresses that stand in an area, by their place in the text, or by their page when they have none there."""
    return tuple(
        address
        for address in addresses(dossier)
        if (
            any(span.start <= address.position < span.end for span in area.spans)
            if address.position is not None
            else address.page in area.pages
        )
    )


def body_addresses(dossier: Dossier) -> tuple[Address, ...]:
    """The addresses of the dossier outside of running headers, footers and contents."""
    contents = [s for s in dossier.structure.sections if s.kind is SectionKind.CONTENTS]
    furniture = dossier.structure.furniture
    kept = []
    for address in addresses(dossier):
        line = line_at(dossier.document, address.position) if address.position is not None else None
        if line and (line.start in furniture or any(s.start <= line.start < s.end for s in contents)):
            continue
        kept.append(address)
    return tuple(kept)
