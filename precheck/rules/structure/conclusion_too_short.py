"""S213: a conclusion of so many pages."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from precheck.i18n import msg, msgs
from precheck.model.finding import Evidence, Status
from precheck.model.structure import Dossier, Section, SectionKind
from precheck.rules.base import Case, Context, Hit, Rule, heading_evidence
from precheck.rules.examples import OUTLINE, filler, four_parts
from precheck.rules.pages import page_list, pages_of, unread_pages
from precheck.testing import make_dossier

SMALLER = 0.6
"""Points by which a heading must be smaller to be one of a lower level."""


@dataclass(frozen=True, slots=True)
class Options:
    """`minimum` and `doubt` in pages: the length asked for, and how much less is left to a human."""

    minimum: float = 2.0
    doubt: float = 0.1


class ConclusionTooShort(Rule[Options]):
    """The conclusion is shorter than the institution asks for.

    What it checks
        The length of the final conclusion, from its heading (included) to the next section: the height of its text
        over the height of a full page of text.
    Why
        The specification asks for a reflective account of two pages or more.
    How to fix
        Develop the account: what was planned, what happened, what you would change, for each topic that is expected.
    Limits
        Touching two pages is not being two pages long: a conclusion from mid-page to mid-page is one. Slightly less
        than the minimum, a conclusion in several sections, and a section whose end is not certain are to verify.
    Options
        `minimum`: pages (2). `doubt`: pages below the minimum that are left to a human (0.1).
    """

    code = "S213"
    name = "conclusion-too-short"
    title = msg("The conclusion is long enough")
    requirements = (13,)
    options = Options

    def check(self, dossier: Dossier, options: Options, context: Context) -> Iterator[Hit]:
        del context
        conclusion = dossier.structure.conclusion
        if conclusion is None:
            yield Hit(Status.NOT_APPLICABLE, msg("No conclusion was recognised."))
        elif conclusion.length_pages is None:
            text = msg("The length of the conclusion could not be measured")
            yield Hit(Status.UNVERIFIABLE, text, heading_evidence(conclusion))
        else:
            yield _measured(dossier, conclusion, conclusion.length_pages, options)

    def cases(self) -> Iterable[Case[Options]]:
        context = Context(OUTLINE)
        yield Case(
            "two pages and more",
            four_parts(),
            Status.PASSED,
            ("The conclusion is 2.0 pages long (file pages: 6-8)",),
            context=context,
        )
        yield Case(
            "half a page",
            four_parts(conclusion=(f"# Conclusion\n{filler(24)}",)),
            Status.FAILED,
            ("The conclusion is 0.5 pages long; minimum 2 (file pages: 6)",),
            context=context,
        )
        yield Case("no conclusion", four_parts(conclusion=()), Status.NOT_APPLICABLE, context=context)
        yield Case("a scan", make_dossier("<scan>", outline=OUTLINE), Status.UNVERIFIABLE, context=context)


def _measured(dossier: Dossier, conclusion: Section, length: float, options: Options) -> Hit:
    shown = math.floor(length * 10 + 1e-9) / 10  # 1.96 pages must not be shown as 2.0
    pages = pages_of(conclusion)
    expected = msg("{minimum:g} pages or more", minimum=options.minimum)
    observed = msgs("{length:.1f} pages long", "{length:.1f} pages long", int(shown), length=shown)
    evidence = heading_evidence(conclusion, observed=observed, expected=expected)
    evidence += (Evidence(conclusion.end_page, observed=msg("the end of the conclusion")),) if len(pages) > 1 else ()
    data = {"length_pages": round(length, 2), "pages_touched": len(pages), "minimum": options.minimum}
    params = {"length": shown, "minimum": options.minimum, "pages": page_list(pages)}
    if length >= options.minimum:
        text = msg("The conclusion is {length:.1f} pages long (file pages: {pages})", **params)
        return Hit(Status.PASSED, text, evidence, data=data)
    # In English both forms are the same; in French it is one page up to two: "1,4 page".
    text = msgs(
        "The conclusion is {length:.1f} pages long; minimum {minimum:g} (file pages: {pages})",
        "The conclusion is {length:.1f} pages long; minimum {minimum:g} (file pages: {pages})",
        int(shown),
        **params,
    )
    hint = msg("Develop your reflective account: it is measured as text, from its heading to the next section.")
    unread = unread_pages(dossier, pages)
    if unread:
        text = msg(
            "The conclusion shows {length:.1f} pages of text, but these pages of it could not be read: {pages}",
            length=shown,
            pages=page_list(unread),
        )
        return Hit(Status.TO_VERIFY, text, evidence, hint, data)
    doubtful = not conclusion.certain or length >= options.minimum - options.doubt
    with_neighbours = length + _neighbours(dossier, conclusion)
    doubtful = doubtful or with_neighbours >= options.minimum - options.doubt
    return Hit(Status.TO_VERIFY if doubtful else Status.FAILED, text, evidence, hint, data)


def _neighbours(dossier: Dossier, conclusion: Section) -> float:
    """Pages of the sections that may belong to it: other conclusions just before; just after, what is not recognised
    and what a smaller heading opens ("Ressources" may be one of its topics)."""
    sections = list(dossier.structure.sections)
    index = sections.index(conclusion)
    length = 0.0
    for section in reversed(sections[:index]):
        if section.kind is not SectionKind.CONCLUSION:
            break
        length += section.length_pages or 0.0
    for section in sections[index + 1 :]:
        if section.kind is not SectionKind.OTHER and section.certain and not _is_smaller(dossier, section, conclusion):
            break
        length += section.length_pages or 0.0
    return length


def _is_smaller(dossier: Dossier, section: Section, conclusion: Section) -> bool:
    """Whether the heading of a section is set smaller than that of the conclusion."""
    if section.heading is None or conclusion.heading is None:
        return False
    sizes = {line.start: line.size for line in dossier.document.lines}
    own, other = sizes.get(conclusion.heading.start, 0.0), sizes.get(section.heading.start, 0.0)
    return other < own - SMALLER
