"""What rules say about pages: lists of numbers as people write them, pages that a profile does not count."""

from __future__ import annotations

from collections.abc import Iterable

from precheck.model.document import TextState
from precheck.model.finding import Evidence
from precheck.model.structure import Dossier, Section, SectionKind


def page_list(pages: Iterable[int]) -> str:
    """The pages in ascending order, runs of three or more as a range: `3, 5-8, 11`."""
    runs: list[list[int]] = []
    for page in sorted(set(pages)):
        if runs and page == runs[-1][-1] + 1:
            runs[-1].append(page)
        else:
            runs.append([page])
    written = []
    for run in runs:
        written += [f"{run[0]}-{run[-1]}"] if len(run) > 2 else [str(page) for page in run]
    return ", ".join(written)


def pages_of(section: Section) -> frozenset[int]:
    """The numbers of the pages that a section touches."""
    return frozenset(range(section.start_page, section.end_page + 1))


def pages_of_kinds(dossier: Dossier, kinds: Iterable[SectionKind]) -> frozenset[int]:
    """The numbers of the pages that belong to sections of those kinds and to no other section."""
    wanted = frozenset(kinds)
    inside: set[int] = set()
    outside: set[int] = set()
    for section in dossier.structure.sections:
        (inside if section.kind in wanted else outside).update(pages_of(section))
    return frozenset(inside - outside)


def unread_pages(dossier: Dossier, among: Iterable[int] | None = None) -> tuple[int, ...]:
    """The numbers of the pages whose text could not be read, among those given (None: among all)."""
    unread = dossier.document.unread_pages
    return unread if among is None else tuple(page for page in unread if page in set(among))


def is_read(dossier: Dossier, page: int) -> bool:
    """Whether the text of that page could be read."""
    return dossier.document.pages[page - 1].state is TextState.READ


COVER_PICTURE = 0.1
"""Share of the page from which a picture may hold the words of a cover."""


def cover_picture(dossier: Dossier) -> Evidence | None:
    """The first picture of the first page that shows anything, when it is large enough to hold words."""
    page = next((page for page in dossier.document.pages if page.state is not TextState.BLANK), None)
    for image in page.images if page else ():
        if page and image.bbox.width * image.bbox.height >= COVER_PICTURE * page.width * page.height:
            return Evidence(page.number, image.bbox)
    return None
