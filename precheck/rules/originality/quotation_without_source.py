"""O053: quotations name their source in detail."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from precheck.i18n import msg
from precheck.model.finding import Evidence, Severity, Status
from precheck.model.structure import Dossier, Quotation, Reference, SectionKind
from precheck.rules.base import Case, Context, Hit, Rule, span_evidence
from precheck.rules.pages import page_list, unread_pages
from precheck.structure.folding import fold
from precheck.testing import SCAN, make_dossier

NEAR = 120
"""Code points before and after a quotation in which a named author is looked up in the bibliography."""


@dataclass(frozen=True, slots=True)
class Options:
    """`min_words`: shorter quotations are taken for terms and titles."""

    min_words: int = 8


class QuotationWithoutSource(Rule[Options]):
    """A quotation has no source near it, or one without detail.

    What it checks
        That near each passage between quotation marks stands a source: author and year, a footnote, a number of the
        bibliography, a page, an address, a text of law; or the name of an author whom the bibliography lists.
    Why
        The institution asks that the source be given in detail, so that a reader finds the words again.
    How to fix
        After the quotation, give author, year and page, or the address and the date you read it.
    Limits
        Whether the source is right and complete is for a human; nothing ever fails. Titles, instructions to pupils,
        what pupils say, official statements of competences and short terms are not taken for quotations.
    Options
        `min-words`: from how many words on a passage in quotation marks needs a source (8).
    """

    code = "O053"
    name = "quotation-without-source"
    title = msg("Quotations give their source in detail")
    requirements = (53,)
    severity = Severity.WARNING
    options = Options

    def check(self, dossier: Dossier, options: Options, context: Context) -> Iterator[Hit]:
        del context
        quotations = [
            quotation
            for quotation in dossier.quotations
            if quotation.words >= options.min_words
            and not any(m.start < quotation.end and quotation.start < m.end for m in dossier.mentions)
        ]
        listed = _bibliography(dossier)
        doubts = [hit for quotation in quotations if (hit := _doubt(dossier, quotation, listed)) is not None]
        yield from doubts
        unread = unread_pages(dossier)
        if unread:
            text = msg("Quotations on these pages could not be read: {pages}", pages=page_list(unread))
            yield Hit(Status.UNVERIFIABLE, text, (Evidence(unread[0]),))
        if quotations and not doubts:
            yield Hit(Status.PASSED, msg("Quotations with a source near: {count}", count=len(quotations)))
        elif not quotations:
            yield Hit(Status.PASSED, msg("No quotation needs a source"))

    def cases(self) -> Iterable[Case[Options]]:
        words = "le jeu est le premier travail des enfants"
        yield Case(
            "author and year",
            make_dossier(f"# Introduction\nOn lit « {words} » (Durand, 2012, p. 4)."),
            Status.PASSED,
            ("Quotations with a source near: 1",),
        )
        yield Case(
            "an author whom the bibliography lists",
            make_dossier(
                f"# Introduction\nComme le dit Durand, « {words} ».",
                "# Bibliographie\nDurand, Le jeu et l'école, Paris.",
            ),
            Status.PASSED,
            ("Quotations with a source near: 1",),
        )
        yield Case(
            "an author, no more",
            make_dossier(f"# Introduction\nComme le dit Durand, « {words} »."),
            Status.TO_VERIFY,
            ("The source of a quotation on page 1 is named, without detail",),
        )
        yield Case(
            "nobody",
            make_dossier(f"# Introduction\nOn entend partout que « {words} »."),
            Status.TO_VERIFY,
            ("A quotation on page 1 has no source near it",),
        )
        yield Case(
            "a term, a title",
            make_dossier(
                "# Introduction\nLe « cahier de textes » et la séquence « Raconter la ville en huit images »."
            ),
            Status.PASSED,
            ("No quotation needs a source",),
        )
        yield Case("a scan", make_dossier(SCAN), Status.UNVERIFIABLE)


def _doubt(dossier: Dossier, quotation: Quotation, listed: frozenset[str]) -> Hit | None:
    if quotation.reference is Reference.DETAILED:
        return None
    text = dossier.document.text
    around = text[max(0, quotation.start - NEAR) : quotation.start] + text[quotation.end : quotation.end + NEAR]
    names = {fold(word) for word in re.findall(r"\b[A-ZÀ-Ý][\w'-]{3,}", around)}
    if names & listed:
        return None
    evidence = span_evidence(dossier.document, quotation.start, quotation.end)
    page = evidence[0].page
    hint = msg("After the quotation, give author, year and page, or the address and the date you read it.")
    if quotation.reference is Reference.NAMED:
        said = msg("The source of a quotation on page {page} is named, without detail", page=page)
    else:
        said = msg("A quotation on page {page} has no source near it", page=page)
    return Hit(Status.TO_VERIFY, said, evidence, hint, {"words": quotation.words})


def _bibliography(dossier: Dossier) -> frozenset[str]:
    """The capitalised words of the bibliography, folded."""
    words: set[str] = set()
    for section in dossier.structure.sections:
        if section.kind is SectionKind.BIBLIOGRAPHY:
            part = dossier.document.text[section.start : section.end]
            words |= {fold(word) for word in re.findall(r"\b[A-ZÀ-Ý][\w'-]{3,}", part)}
    return frozenset(words)
