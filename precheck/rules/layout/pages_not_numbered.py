"""L005: the pages are numbered."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

from precheck.i18n import Message, msg, msgs
from precheck.model.document import Line, TextState
from precheck.model.finding import Evidence, Status
from precheck.model.structure import Dossier, NumberingFault, NumberingVerdict, PrintedNumber, SectionKind
from precheck.rules.base import Case, Context, Hit, NoOptions, Rule, line_evidence
from precheck.rules.pages import page_list, pages_of, pages_of_kinds, unread_pages
from precheck.testing import make_dossier

FRONT = (SectionKind.COVER, SectionKind.CONTENTS)
BODY = (SectionKind.INTRODUCTION, SectionKind.PART, SectionKind.CONCLUSION)
BACK = (SectionKind.ANNEX, SectionKind.BIBLIOGRAPHY)
EDGE = 0.1
"""Share of the page's height, from either edge, where a figure may be a page number of a form not recognised."""
MOST = 0.6
"""Share of the pages on which figures must count on."""
FIGURE = re.compile(r"(?<!\d)\d{1,2}(?!\d)")
HINT = msg(
    "Insert an automatic page number in the footer of your word processor, on every page from the introduction on."
)


class PagesNotNumbered(Rule[NoOptions]):
    """No page number can be seen, or the numbers stop before the end, jump or are missing.

    What it checks
        That a page number is visible on the pages: in the text, at the same place, and with ink when the page is drawn.
        The cover, contents tables, blank and scanned pages may lack one; roman numbers at the front, a late start and
        a restart in the annexes are fine.
    Why
        An evaluator and a jury speak of pages by their printed number.
    How to fix
        Insert an automatic page number in the footer, and check that no section of the document switches it off.
    Limits
        A number inside a picture cannot be seen. One page without its number, or a number out of sequence, is left to
        a human. It fails only when no number is visible on any page of a file that can be read throughout, or when
        the numbers stop on two or more pages of the body that were recognised with certainty.
    Options
        None.
    """

    code = "L005"
    name = "pages-not-numbered"
    title = msg("The pages are numbered")
    requirements = (5,)

    def check(self, dossier: Dossier, options: NoOptions, context: Context) -> Iterator[Hit]:
        del options, context
        numbering = dossier.structure.numbering
        if numbering.verdict is NumberingVerdict.NONE:
            yield _none_visible(dossier)
            return
        last = numbering.numbered_pages[-1]
        needed = _needed(dossier)
        missing = {page for page in needed if numbering.printed[page - 1] is None}
        stopped = sorted(page for page in missing if page > last)
        wrong = [
            f for f in numbering.faults if f.observed is not None and f.page in needed and _is_astray(dossier, f.page)
        ]
        gaps = sorted(page for page in missing if page < last)
        hits = [*_stop(dossier, stopped, last), *_gaps(dossier, gaps), *_out_of_sequence(wrong), *_late_start(dossier)]
        yield from hits
        if not hits:
            yield _seen(dossier)

    def cases(self) -> Iterable[Case[NoOptions]]:
        body = "# Partie 1\nTexte de la partie."
        yield Case(
            "on every page",
            make_dossier("# Introduction\nBonjour.", *[body] * 4, footer="{page}"),
            Status.PASSED,
            ("A printed page number is seen on 5 pages out of 5",),
        )
        yield Case(
            "on no page",
            make_dossier("# Introduction\nBonjour.", *[body] * 4),
            Status.FAILED,
            ("No page number is visible on any page",),
        )
        yield Case(
            "nothing seen, but a page is a picture",
            make_dossier("# Introduction\nBonjour.", *[body] * 4, "<scan>"),
            Status.TO_VERIFY,
            ("No page number was seen, and these pages could not be read: 6",),
        )
        yield Case(
            "a page lacks its number",
            make_dossier(*("Texte.\nSuite." + ("" if n == 3 else f"\n{n}") for n in range(1, 7))),
            Status.TO_VERIFY,
            ("1 page lacks its number: 3",),
        )
        yield Case("a scan", make_dossier("<scan>", "<scan>"), Status.UNVERIFIABLE, (NOTHING_READ,))


NOTHING_READ = "No page of this file holds text that can be read."


def _none_visible(dossier: Dossier) -> Hit:
    hidden = dossier.structure.numbering.hidden
    total = len(dossier.document.pages)
    observed = msgs("{count} numbered page out of {total}", "{count} numbered pages out of {total}", 0, total=total)
    evidence: tuple[Evidence, ...] = (
        Evidence(observed=observed, expected=msg("a visible number on each page of the body")),
    )
    unread = unread_pages(dossier)
    if hidden:
        text = msg(
            "Page numbers are in the file but cannot be seen when its pages are shown: {pages}", pages=page_list(hidden)
        )
        evidence += tuple(Evidence(page) for page in hidden[:3])
        return Hit(Status.TO_VERIFY if unread else Status.FAILED, text, evidence, HINT)
    if unread:
        text = msg("No page number was seen, and these pages could not be read: {pages}", pages=page_list(unread))
        return Hit(Status.TO_VERIFY, text, evidence, HINT)
    maybe = _counting(dossier)
    if maybe:
        text = msg("No page number was recognised, but figures near the edges of the pages count on like page numbers")
        return Hit(Status.TO_VERIFY, text, maybe, HINT)
    return Hit(Status.FAILED, msg("No page number is visible on any page"), evidence, HINT)


def _counting(dossier: Dossier) -> tuple[Evidence, ...]:
    """Figures near the edges, of a form that was not recognised, that count on from page to page on most pages."""
    pages = [page for page in dossier.document.pages if page.state is TextState.READ]
    seen: defaultdict[int, dict[int, Line]] = defaultdict(dict)
    for page in pages:
        top, bottom = EDGE * page.height, (1 - EDGE) * page.height
        for line in page.lines:
            if line.bbox.bottom < top or line.bbox.top > bottom:
                for figure in FIGURE.findall(line.text):
                    seen[int(figure) - page.number].setdefault(page.number, line)
    best = max(seen, key=lambda offset: (len(seen[offset]), -abs(offset)), default=None)
    if best is None or len(seen[best]) < max(3, MOST * len(pages)):
        return ()
    return tuple(line_evidence(line) for line in list(seen[best].values())[:3])


def _needed(dossier: Dossier) -> frozenset[int]:
    """The pages that should carry a number: read, from the first numbered one on, not front matter, not annexes."""
    first = dossier.structure.numbering.first_numbered_page or 1
    spared = {1} | set(dossier.structure.contents_pages) | pages_of_kinds(dossier, (*FRONT, *BACK))
    return frozenset(
        page.number
        for page in dossier.document.pages
        if page.number > first and page.state is TextState.READ and page.number not in spared
    )


def _is_astray(dossier: Dossier, page: int) -> bool:
    """Whether the number of a page is not what most pages of its kind agree on: a page after a wrong one is right."""
    printed = dossier.structure.numbering.printed
    number = printed[page - 1]
    if number is None:
        return False
    offsets = Counter(other.value - other.page for other in printed if other and other.roman == number.roman)
    return number.value - number.page != min(offsets, key=lambda offset: (-offsets[offset], offset))


def _stop(dossier: Dossier, stopped: list[int], last: int) -> Iterator[Hit]:
    if not stopped:
        return
    certain: set[int] = set()
    for section in dossier.structure.sections:
        if section.certain and section.kind in BODY:
            certain |= pages_of(section)
    fails = len(certain & set(stopped)) > 1
    text = msg(
        "The page numbers stop on page {last}, before the end of the body: none on {pages}",
        last=last,
        pages=page_list(stopped),
    )
    evidence = [_evidence_of(dossier, last), *(_missing(page) for page in stopped[:3])]
    yield Hit(Status.FAILED if fails else Status.TO_VERIFY, text, tuple(evidence), HINT)


def _gaps(dossier: Dossier, gaps: list[int]) -> Iterator[Hit]:
    if not gaps:
        return
    expected = {fault.page: fault.expected for fault in dossier.structure.numbering.faults}
    text = msgs(
        "{count} page lacks its number: {pages}",
        "{count} pages lack their number: {pages}",
        len(gaps),
        pages=page_list(gaps),
    )
    yield Hit(Status.TO_VERIFY, text, tuple(_missing(page, expected.get(page)) for page in gaps), HINT)


def _out_of_sequence(faults: list[NumberingFault]) -> Iterator[Hit]:
    for fault in faults:
        text = msg(
            "Page {page} carries the number {observed} where {expected} was expected",
            page=fault.page,
            observed=fault.observed,
            expected=fault.expected,
        )
        evidence = Evidence(fault.page, fault.bbox, fault.observed or "", _text(fault.observed), _text(fault.expected))
        hint = msg("Use automatic page numbers, and check where the numbering restarts.")
        yield Hit(Status.TO_VERIFY, text, (evidence,), hint)


def _late_start(dossier: Dossier) -> Iterator[Hit]:
    """A start so late that most of the body has no number."""
    numbering = dossier.structure.numbering
    first = numbering.first_numbered_page or 1
    body: set[int] = set()
    for section in dossier.structure.sections:
        if section.kind in (SectionKind.PART, SectionKind.CONCLUSION):
            body |= pages_of(section)
    before = sorted(page for page in body if page < first)
    if len(before) > len([page for page in body if page >= first]):
        text = msg(
            "The page numbers only start on page {first}; pages of the body without one: {pages}",
            first=first,
            pages=page_list(before),
        )
        yield Hit(Status.TO_VERIFY, text, (_evidence_of(dossier, first),), HINT)


def _seen(dossier: Dossier) -> Hit:
    numbering = dossier.structure.numbering
    numbered = numbering.numbered_pages
    total = len(dossier.document.pages)
    text = msgs(
        "A printed page number is seen on {count} page out of {total}",
        "A printed page number is seen on {count} pages out of {total}",
        len(numbered),
        total=total,
    )
    shown = dict.fromkeys((numbered[0], numbered[-1]))
    data = {"numbered": len(numbered), "pages": total, "first": numbered[0]}
    return Hit(Status.PASSED, text, tuple(_evidence_of(dossier, page) for page in shown), data=data)


def _evidence_of(dossier: Dossier, page: int) -> Evidence:
    number: PrintedNumber | None = dossier.structure.numbering.printed[page - 1]
    return Evidence(page, number.bbox, number.quote) if number else Evidence(page)


def _missing(page: int, expected: str | None = None) -> Evidence:
    return Evidence(page, observed=msg("no number"), expected=_text(expected))


def _text(label: str | None) -> Message | None:
    return msg("number {label}", label=label) if label else None
