"""S013: a conclusion."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from precheck.i18n import msg
from precheck.model.document import Line
from precheck.model.finding import Evidence, Status
from precheck.model.structure import Dossier, Section, SectionKind
from precheck.rules.base import Case, Context, Hit, NoOptions, Rule, heading_evidence, line_evidence
from precheck.rules.examples import OUTLINE, four_parts
from precheck.rules.pages import page_list, unread_pages
from precheck.structure.folding import fold
from precheck.testing import make_dossier

RESEMBLES = re.compile(
    r"conclu|bilan|synthese|perspective|epilogue|reflexi|recul\b|retour sur|pour finir|pour clore|en definitive|cloture"
    r"|ouverture|fin de dossier|apports? d"
)
SAYS_SO = re.compile(r"\b(?:en (?:guise de )?conclusion|pour conclure|en definitive|pour finir|au terme de ce)\b")
NAMED = re.compile(r"\W*(?:\w{1,4}\W+)?(?:conclusion|bilan|synthese)s?\b")
SHORT = 60
"""Code points of a line that may be a heading, or an entry of a contents table."""
LAST = (SectionKind.BIBLIOGRAPHY, SectionKind.ANNEX, SectionKind.CONTENTS, SectionKind.COVER)
HINT = msg("End with a section headed “Conclusion” or “Bilan réflexif”, after the last part.")


class ConclusionMissing(Rule[NoOptions]):
    """The dossier has no conclusion.

    What it checks
        That a section headed Conclusion, or one of the profile's words for it, closes the dossier.
    Why
        The reflective account is where the jury sees the candidate step back from the work.
    How to fix
        End with a section whose heading is one of these words, and put only bibliography and annexes after it.
    Limits
        It fails only when the whole file can be read, every part that was found is certain, the dossier ends with a
        part, no heading resembles a conclusion, and no line of the last part or of the contents says that there is one;
        anything else is to verify.
    Options
        None. The words come from the profile's outline.
    """

    code = "S013"
    name = "conclusion-missing"
    title = msg("The dossier has a conclusion")
    requirements = (13,)

    def check(self, dossier: Dossier, options: NoOptions, context: Context) -> Iterator[Hit]:
        del options, context
        found = dossier.structure.conclusion
        if found is None:
            yield _missing(dossier)
        elif found.certain:
            yield Hit(Status.PASSED, msg("Conclusion on page {page}", page=found.start_page), heading_evidence(found))
        else:
            text = msg("What may be the conclusion is on page {page}", page=found.start_page)
            yield Hit(Status.TO_VERIFY, text, heading_evidence(found), HINT)

    def cases(self) -> Iterable[Case[NoOptions]]:
        context = Context(OUTLINE)
        yield Case("there", four_parts(), Status.PASSED, ("Conclusion on page 6",), context=context)
        yield Case(
            "the last part ends the dossier",
            four_parts(conclusion=()),
            Status.FAILED,
            ("No conclusion: part 4 ends the dossier on page 5",),
            context=context,
        )
        yield Case(
            "a sentence concludes",
            four_parts({4: "Pour conclure, cette année fut belle."}, conclusion=()),
            Status.TO_VERIFY,
            ("No heading says that it opens the conclusion, but this line does",),
            context=context,
        )
        yield Case(
            "parts of one's own",
            make_dossier("# Sous le préau\nBonjour.", "# Dans la cour\nBonjour.", outline=OUTLINE),
            Status.TO_VERIFY,
            ("No heading says that it opens the conclusion",),
            context=context,
        )
        yield Case("a scan", make_dossier("<scan>", outline=OUTLINE), Status.UNVERIFIABLE, context=context)


def _missing(dossier: Dossier) -> Hit:
    structure = dossier.structure
    unread = unread_pages(dossier)
    if unread:
        text = msg("No conclusion was seen, and these pages could not be read: {pages}", pages=page_list(unread))
        return Hit(Status.UNVERIFIABLE, text, (Evidence(unread[-1]),), HINT)
    near = [heading for heading in structure.headings if RESEMBLES.search(fold(heading.text))]
    if near:
        evidence = tuple(Evidence(h.page, h.bbox, h.text) for h in near[-3:])
        return Hit(Status.TO_VERIFY, msg("No heading says “Conclusion”; these come near it"), evidence, HINT)
    body = [section for section in structure.sections if section.kind not in LAST]
    last = body[-1] if body else None
    if last is None or last.kind is not SectionKind.PART or not all(part.certain for part in structure.parts):
        return Hit(Status.TO_VERIFY, msg("No heading says that it opens the conclusion"), (), HINT)
    spoken = [line for line in dossier.document.lines if _says_so(dossier, line, last)]
    if spoken:
        text = msg("No heading says that it opens the conclusion, but this line does")
        return Hit(Status.TO_VERIFY, text, (line_evidence(spoken[-1]),), HINT)
    text = msg("No conclusion: part {part} ends the dossier on page {page}", part=last.number, page=last.end_page)
    return Hit(Status.FAILED, text, (Evidence(last.end_page, expected=msg("a conclusion after it")),), HINT)


def _says_so(dossier: Dossier, line: Line, last: Section) -> bool:
    """Whether a line of the last part concludes, or a short one there or in the contents names a conclusion."""
    folded = fold(line.text)
    inside = last.start <= line.start < last.end
    if inside and SAYS_SO.search(folded):
        return True
    section = dossier.structure.at(line.start)
    listed = section is not None and section.kind is SectionKind.CONTENTS
    return (inside or listed) and len(folded) <= SHORT and bool(NAMED.match(folded))
