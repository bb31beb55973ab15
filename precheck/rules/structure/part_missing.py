"""S009: every part that the institution asks for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from precheck.i18n import Message, msg
from precheck.model.document import Line
from precheck.model.finding import Evidence, Status
from precheck.model.profile import PartSpec
from precheck.model.structure import Dossier, Heading, Mention, Section, SectionKind
from precheck.rules.base import Case, Context, Hit, NoOptions, Rule, heading_evidence, line_evidence, span_evidence
from precheck.rules.examples import FRAMEWORK, OUTLINE, four_parts
from precheck.rules.pages import page_list, unread_pages
from precheck.structure.folding import fold
from precheck.testing import make_dossier

SUBHEADING = re.compile(r"\w+[.-]\w")
"""A number of more than one level: 2.1, II-3."""
FRONT = (SectionKind.COVER, SectionKind.CONTENTS, SectionKind.INTRODUCTION, SectionKind.CONCLUSION)
"""Sections that announce or sum up the parts."""
HINT = msg("Give each part a heading with its number and the title that the institution uses.")


class PartMissing(Rule[NoOptions]):
    """A part that the institution asks for is not there.

    What it checks
        That each part of the profile's outline opens with a heading: by its number (Partie 2, II, 2.) or its title.
    Why
        Each part carries its own set of competences: without it they cannot be validated.
    How to fix
        Give each part a heading with its number and the title of the specification.
    Limits
        A part is missing for sure only when the file can be read throughout, half of the parts or more were found, all
        with certainty, no heading resembles the missing one, no heading that looks like a part stands where it should
        be, and fewer than half of its competences are said in the body. Titles of one's own without numbers are to
        verify.
    Options
        None. The parts come from the profile's outline.
    """

    code = "S009"
    name = "part-missing"
    title = msg("Every part is there")
    requirements = (9,)

    def check(self, dossier: Dossier, options: NoOptions, context: Context) -> Iterator[Hit]:
        del options
        specs = context.outline.parts
        if not specs:
            yield Hit(Status.NOT_APPLICABLE, msg("The profile asks for no parts."))
            return
        for spec in specs:
            section = dossier.structure.part(spec.number)
            if section is not None:
                yield _found(spec, section)
            else:
                yield _missing(dossier, spec, len(specs))

    def cases(self) -> Iterable[Case[NoOptions]]:
        context = Context(OUTLINE)
        there = tuple(f"Part {number} opens on page {number + 1}" for number in range(1, 5))
        yield Case("four parts", four_parts(), Status.PASSED, there, context=context)
        yield Case(
            "the third is missing",
            four_parts(order=(1, 2, 4)),
            Status.FAILED,
            (*there[:2], "Part 3 is missing: Environnement professionnel", "Part 4 opens on page 4"),
            context=context,
        )
        yield Case(
            "its competences are said",
            four_parts({2: "Les ressources (A1.1) et leurs personnes."}, order=(1, 2, 4), framework=FRAMEWORK),
            Status.TO_VERIFY,
            (
                *there[:2],
                "Part 3 was not recognised: Environnement professionnel; its competences are said on p. 3",
                "Part 4 opens on page 4",
            ),
            context=context,
        )
        yield Case(
            "nothing says which part is which",
            make_dossier("# Sous le préau\nBonjour.", "# Dans la cour\nBonjour.", outline=OUTLINE),
            Status.TO_VERIFY,
            tuple(f"Part {part.number} was not recognised: {part.title}" for part in OUTLINE.parts),
            context=context,
        )
        yield Case("a scan", make_dossier("<scan>", outline=OUTLINE), Status.UNVERIFIABLE, context=context)


def _found(spec: PartSpec, section: Section) -> Hit:
    evidence = heading_evidence(section)
    if section.certain:
        text = msg("Part {part} opens on page {page}", part=spec.number, page=section.start_page)
        return Hit(Status.PASSED, text, evidence)
    text = msg("What may be part {part} opens on page {page}", part=spec.number, page=section.start_page)
    expected = msg("part {part}: {title}", part=spec.number, title=spec.title)
    return Hit(Status.TO_VERIFY, text, heading_evidence(section, expected=expected), HINT)


def _missing(dossier: Dossier, spec: PartSpec, total: int) -> Hit:
    expected = msg("part {part}: {title}", part=spec.number, title=spec.title)
    unread = unread_pages(dossier)
    near = [heading for number, heading in dossier.structure.near_parts if number == spec.number]
    if near:
        text = msg(
            "Part {part} was not recognised: {title}; headings that come near it", part=spec.number, title=spec.title
        )
        return Hit(Status.TO_VERIFY, text, _headings(near, expected), HINT)
    if unread:
        text = msg(
            "Part {part} was not seen: {title}; these pages could not be read: {pages}",
            part=spec.number,
            title=spec.title,
            pages=page_list(unread),
        )
        return Hit(Status.UNVERIFIABLE, text, (Evidence(unread[0], expected=expected),), HINT)
    others = dossier.structure.parts
    strangers = _like_parts(dossier, spec.number)
    certain = 2 * len(others) >= total and all(part.certain for part in others)
    said = _competences_said(dossier, spec)
    if said:
        text = msg(
            "Part {part} was not recognised: {title}; its competences are said on p. {pages}",
            part=spec.number,
            title=spec.title,
            pages=page_list(mention.page for mention in said),
        )
        places = tuple(entry for m in said[:3] for entry in span_evidence(dossier.document, m.start, m.end))
        return Hit(Status.TO_VERIFY, text, places, HINT)
    opened = _opened_by_a_line(dossier, spec.number)
    if opened:
        text = msg(
            "Part {part} was not recognised: {title}; a line that may open it", part=spec.number, title=spec.title
        )
        return Hit(Status.TO_VERIFY, text, opened, HINT)
    if certain and not strangers:
        text = msg("Part {part} is missing: {title}", part=spec.number, title=spec.title)
        before = [part for part in others if (part.number or 0) < spec.number] or list(others)
        return Hit(Status.FAILED, text, heading_evidence(before[-1], expected=expected), HINT)
    text = msg("Part {part} was not recognised: {title}", part=spec.number, title=spec.title)
    return Hit(Status.TO_VERIFY, text, _headings(strangers, expected), HINT)


def _opened_by_a_line(dossier: Dossier, number: int) -> tuple[Evidence, ...]:
    """The first line of the body that begins with the number of a part, as a heading would."""
    roman = ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x")
    ordinal = ("", "premiere", "(?:deuxieme|seconde)", "troisieme", "quatrieme", "cinquieme", "sixieme")
    names = [str(number), *roman[number : number + 1]]
    either = "|".join(names)
    pattern = rf"\W*(?:partie\s*(?:n\W*)?(?:{either})\b|(?:{either})\s?(?:r?e|eme)?\s+partie\b"
    pattern += rf"|{ordinal[number]} partie\b)" if number < len(ordinal) else ")"
    opens = re.compile(pattern)
    found = (line for line in dossier.document.lines if opens.match(fold(line.text[:40])) and _is_body(dossier, line))
    return tuple(line_evidence(line) for line in found)[:1]


def _is_body(dossier: Dossier, line: Line) -> bool:
    section = dossier.structure.at(line.start)
    return section is not None and section.kind not in FRONT and line.start not in dossier.structure.furniture


def _competences_said(dossier: Dossier, spec: PartSpec) -> list[Mention]:
    """The mentions, in the body, of competences of a part, when half of them or more are said: it may well be there."""
    said = [
        mention
        for mention in dossier.mentions
        if mention.code in spec.competences
        and not mention.overview
        and (section := dossier.structure.at(mention.start)) is not None
        and section.kind not in FRONT
    ]
    return said if said and 2 * len({mention.code for mention in said}) >= len(spec.competences) else []


def _headings(headings: list[Heading], expected: Message) -> tuple[Evidence, ...]:
    return tuple(Evidence(h.page, h.bbox, h.text, expected=expected) for h in headings[:5])


def _like_parts(dossier: Dossier, number: int) -> list[Heading]:
    """Headings that look like those of the parts, where the missing part should be."""
    structure = dossier.structure
    known = {part.heading.start for part in structure.parts if part.heading}
    looks = {_look(dossier, start) for start in known}
    start = max((p.start for p in structure.parts if (p.number or 0) < number), default=0)
    end = min((p.start for p in structure.parts if (p.number or 0) > number), default=len(dossier.document.text))
    closing = [s.start for s in structure.sections if s.kind is not SectionKind.PART and s.start > start]
    opened = {s.heading.start for s in structure.sections if s.heading and s.kind is not SectionKind.OTHER}
    end = min([end, *closing]) if start else end
    return [
        heading
        for heading in structure.headings
        if start < heading.start < end
        and heading.start not in opened
        and not SUBHEADING.match(heading.number)
        and _look(dossier, heading.start) in looks
    ]


def _look(dossier: Dossier, position: int) -> tuple[float, bool, str]:
    """Size, weight and font of the line that starts there."""
    line = next(line for line in dossier.document.lines if line.start == position)
    return round(line.size), line.bold, line.font
