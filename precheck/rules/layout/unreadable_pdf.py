"""L002: a PDF that everybody can open."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import ClassVar

from precheck.i18n import msg
from precheck.model.finding import Evidence, Status
from precheck.model.structure import Dossier
from precheck.rules.base import Case, Context, Hit, Need, NoOptions, Rule
from precheck.rules.pages import page_list
from precheck.testing import make_document, make_dossier


class UnreadablePdf(Rule[NoOptions]):
    """The file opens, but is protected, or holds no text that a program can read.

    What it checks
        That the PDF is not encrypted and that some of its text can be read.
    Why
        The evaluator must be able to open, search and annotate the dossier.
    How to fix
        Export the dossier from the word processor (File, Export as PDF) without a password and without restrictions.
    Limits
        A file that cannot be opened at all never gets here: it is refused with its reason. Pictures of pages and
        garbled text are told, not failed: they may look fine to a human.
    Options
        None.
    """

    code = "L002"
    name = "unreadable-pdf"
    title = msg("The file is a PDF that everybody can open and read")
    requirements = (2,)
    needs: ClassVar[frozenset[Need]] = frozenset()

    def check(self, dossier: Dossier, options: NoOptions, context: Context) -> Iterator[Hit]:
        del options, context
        document = dossier.document
        if document.encrypted:
            yield Hit(
                Status.TO_VERIFY,
                msg("The PDF is protected: it opens without a password, but some uses are forbidden"),
                (Evidence(observed=msg("encrypted"), expected=msg("no protection")),),
                msg("Export it again without a password and without restrictions."),
            )
        if document.unread_pages and not document.has_text:
            yield Hit(
                Status.TO_VERIFY,
                msg("No text can be read in this PDF: its pages are pictures, or their text is garbled"),
                (Evidence(page=document.unread_pages[0]),),
                msg("Export the dossier to PDF from your word processor instead of scanning or printing it."),
            )
        elif not document.encrypted and document.unread_pages:
            pages = page_list(document.unread_pages)
            yield Hit(
                Status.PASSED,
                msg("The PDF opens; the text of these pages cannot be read: {pages}", pages=pages),
                (Evidence(page=document.unread_pages[0]),),
            )
        elif not document.encrypted:
            yield Hit(Status.PASSED, msg("The PDF opens and its text can be read"))

    def cases(self) -> Iterable[Case[NoOptions]]:
        yield Case("plain", make_dossier("Bonjour."), Status.PASSED, ("The PDF opens and its text can be read",))
        yield Case(
            "encrypted",
            make_dossier(document=make_document("Bonjour.", encrypted=True)),
            Status.TO_VERIFY,
            ("The PDF is protected: it opens without a password, but some uses are forbidden",),
        )
        yield Case(
            "one scanned page",
            make_dossier("Bonjour.", "<scan>"),
            Status.PASSED,
            ("The PDF opens; the text of these pages cannot be read: 2",),
        )
        yield Case(
            "a scan",
            make_dossier("<scan>", "<scan>"),
            Status.TO_VERIFY,
            ("No text can be read in this PDF: its pages are pictures, or their text is garbled",),
        )
