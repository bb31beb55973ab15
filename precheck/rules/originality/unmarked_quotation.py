"""O052: quotations stand in quotation marks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from precheck.i18n import msg
from precheck.model.document import Document
from precheck.model.finding import Evidence, Severity, Status
from precheck.model.structure import Dossier
from precheck.rules.base import Case, Context, Hit, NoOptions, Rule, span_evidence
from precheck.rules.pages import page_list, unread_pages
from precheck.structure.quotations import find_unmarked
from precheck.testing import CHARACTER, SCAN, make_document, make_dossier


class UnmarkedQuotation(Rule[NoOptions]):
    """A passage looks like a quotation and has no quotation marks.

    What it checks
        Passages in italics or set apart by an indent that are announced as a quotation (“X écrit :”, “je cite :”), or
        that end with a source.
    Why
        The institution asks for quotation marks: the reader must see where others' words begin and end.
    How to fix
        Put the words of others between « and », and give their source.
    Limits
        Only what layout and wording show. A passage that was copied without any sign is not seen here. Nothing ever
        fails.
    Options
        None.
    """

    code = "O052"
    name = "unmarked-quotation"
    title = msg("Quotations are in quotation marks")
    requirements = (52,)
    severity = Severity.WARNING

    def check(self, dossier: Dossier, options: NoOptions, context: Context) -> Iterator[Hit]:
        del options, context
        unmarked = find_unmarked(dossier.document, dossier.structure)
        for quotation in unmarked:
            evidence = span_evidence(dossier.document, quotation.start, quotation.end)
            text = msg("A passage on page {page} looks like a quotation without marks", page=evidence[0].page)
            hint = msg("If these are somebody else's words, put them between « and » and give their source.")
            yield Hit(Status.TO_VERIFY, text, evidence, hint, {"words": quotation.words})
        unread = unread_pages(dossier)
        if unread:
            text = msg("Quotations on these pages could not be read: {pages}", pages=page_list(unread))
            yield Hit(Status.UNVERIFIABLE, text, (Evidence(unread[0]),))
        if not unmarked:
            marked = len(dossier.quotations)
            if marked:
                yield Hit(Status.PASSED, msg("Quotations in quotation marks: {count}", count=marked))
            else:
                yield Hit(Status.PASSED, msg("No quotation was found"))

    def cases(self) -> Iterable[Case[NoOptions]]:
        yield Case(
            "in marks",
            make_dossier("# Introduction\nDurand écrit : « le jeu est un travail sérieux » (Durand, 2012)."),
            Status.PASSED,
            ("Quotations in quotation marks: 1",),
        )
        yield Case(
            "announced and set apart",
            make_dossier(document=_set_apart()),
            Status.TO_VERIFY,
            ("A passage on page 1 looks like a quotation without marks",),
        )
        yield Case("none", make_dossier("# Introduction\nBonjour."), Status.PASSED, ("No quotation was found",))
        yield Case("a scan", make_dossier(SCAN), Status.UNVERIFIABLE)


def _set_apart() -> Document:
    """A paragraph that announces a quotation, and two indented lines without marks."""
    document = make_document(
        "# Introduction\nNous suivons ici une idée que beaucoup de maîtres partagent.\n"
        "Durand écrit en ouverture de son livre :\n"
        "le jeu est le premier travail des enfants et chaque cour de récréation\n"
        "le montre à qui veut bien prendre le temps de regarder."
    )
    page = document.pages[0]
    lines = [
        line if index < 3 else replace(line, bbox=replace(line.bbox, x0=line.bbox.x0 + 6 * CHARACTER))
        for index, line in enumerate(page.lines)
    ]
    return replace(document, pages=(replace(page, lines=tuple(lines)),))
