"""S008: an introduction."""

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
    r"introd|preambule|avant.?propos|prologue|liminaire|presentation|contexte|cadre|annonce|ouverture|pour commencer"
    r"|en guise|objet du dossier|objectif"
)
NAMED = re.compile(r"introd|preambule|avant.?propos|prologue")
"""Said anywhere before the first part, in a contents table too, the dossier may well have one."""
UNTITLED = 300
"""Code points of text before the first part from which there may be an introduction without a heading."""
COVER = 600
"""The same on a cover, which holds a title, names and addresses anyway."""


class IntroductionMissing(Rule[NoOptions]):
    """The dossier has no introduction.

    What it checks
        That a section headed Introduction, or one of the profile's words for it, comes before the parts.
    Why
        The introduction announces the work and says why it lets the jury validate the competences.
    How to fix
        Begin with a section whose heading is the word Introduction, announce what the parts show and say why it
        answers the demand.
    Limits
        Whether the introduction announces and justifies is for a human. It fails only when the whole file can be read,
        the first part is recognised with certainty, nothing before it names or resembles an introduction and hardly any
        text stands there; anything else is to verify.
    Options
        None. The words come from the profile's outline.
    """

    code = "S008"
    name = "introduction-missing"
    title = msg("The dossier has an introduction")
    requirements = (8,)

    def check(self, dossier: Dossier, options: NoOptions, context: Context) -> Iterator[Hit]:
        del options, context
        found = dossier.structure.introduction
        if found is None:
            yield _missing(dossier)
            return
        evidence = heading_evidence(found)
        if found.certain:
            yield Hit(Status.PASSED, msg("Introduction on page {page}", page=found.start_page), evidence)
            return
        text = msg("What may be the introduction is on page {page}", page=found.start_page)
        yield Hit(Status.TO_VERIFY, text, evidence, msg("Give it the heading “Introduction”."))

    def cases(self) -> Iterable[Case[NoOptions]]:
        context = Context(OUTLINE)
        yield Case("there", four_parts(), Status.PASSED, ("Introduction on page 1",), context=context)
        yield Case(
            "part 1 opens the dossier",
            four_parts(introduction=None),
            Status.FAILED,
            ("No introduction: part 1 opens the dossier on page 1",),
            context=context,
        )
        yield Case(
            "text without a heading",
            four_parts(introduction="Ce dossier raconte une année."),
            Status.TO_VERIFY,
            ("Text comes before part 1, without a heading that says it is the introduction",),
            context=context,
        )
        yield Case(
            "parts of one's own",
            make_dossier("# Sous le préau\nBonjour.", "# Dans la cour\nBonjour.", outline=OUTLINE),
            Status.TO_VERIFY,
            ("No heading says that it opens the introduction",),
            context=context,
        )
        yield Case("a scan", make_dossier("<scan>", outline=OUTLINE), Status.UNVERIFIABLE, context=context)


def _missing(dossier: Dossier) -> Hit:
    structure = dossier.structure
    hint = msg(
        "Begin with a section headed “Introduction” that announces the work and says what it lets the jury validate."
    )
    unread = unread_pages(dossier)
    first_part = structure.parts[0] if structure.parts else None
    if unread:
        text = msg("No introduction was seen, and these pages could not be read: {pages}", pages=page_list(unread))
        return Hit(Status.UNVERIFIABLE, text, tuple(Evidence(page) for page in unread[:1]), hint)
    near = [h for h in structure.headings if RESEMBLES.search(fold(h.text)) and _is_before(h.start, first_part)]
    if near:
        evidence = tuple(Evidence(h.page, h.bbox, h.text) for h in near[:3])
        return Hit(Status.TO_VERIFY, msg("No heading says “Introduction”; these come near it"), evidence, hint)
    if first_part is None or not first_part.certain:
        return Hit(Status.TO_VERIFY, msg("No heading says that it opens the introduction"), (), hint)
    named = _named_before(dossier, first_part)
    if named:
        text = msg("No heading opens an introduction, but the dossier speaks of one before its first part")
        return Hit(Status.TO_VERIFY, text, named, hint)
    before = _text_before(dossier, first_part)
    if before:
        text = msg("Text comes before part 1, without a heading that says it is the introduction")
        return Hit(Status.TO_VERIFY, text, before, hint)
    text = msg(
        "No introduction: part {part} opens the dossier on page {page}",
        part=first_part.number,
        page=first_part.start_page,
    )
    return Hit(Status.FAILED, text, heading_evidence(first_part, expected=msg("an introduction before it")), hint)


def _is_before(position: int, part: Section | None) -> bool:
    return part is None or position < part.start


def _named_before(dossier: Dossier, part: Section) -> tuple[Evidence, ...]:
    """The first line before the first part that names an introduction."""
    lines = (line for line in dossier.document.lines if line.start < part.start and NAMED.search(fold(line.text)))
    return tuple(line_evidence(line) for line in lines)[:1]


def _text_before(dossier: Dossier, part: Section) -> tuple[Evidence, ...]:
    """The first line of the text that stands before the first part, outside of contents, when there is enough of it."""
    lines: list[Line] = []
    cover = 0
    for line in dossier.document.lines:
        section = dossier.structure.at(line.start)
        kind = section.kind if section else SectionKind.OTHER
        if line.start >= part.start or line.start in dossier.structure.furniture or kind is SectionKind.CONTENTS:
            continue
        if kind is SectionKind.COVER:
            cover += len(line.text)
        lines.append(line)
    enough = sum(len(line.text) for line in lines) - cover >= UNTITLED or cover >= COVER
    return (line_evidence(lines[0]),) if enough else ()
