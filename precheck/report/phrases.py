"""Short phrases that several renderers build from the same facts."""

from __future__ import annotations

import math
from collections.abc import Sequence

from precheck.i18n import Message, msg, msgs
from precheck.model.finding import Clause
from precheck.model.report import Report
from precheck.model.structure import Certainty, Section, SectionKind, Sighting
from precheck.report.plain import Voice, page_ranges
from precheck.report.view import Counts
from precheck.report.wording import NUMBERING_WORD, SECTION_WORD

MAX_SIGHTINGS = 3
"""Names or years told in the overview."""


def page_phrase(pages: Sequence[int]) -> Message | None:
    """Where: "p. 3, 5–7"; None without pages."""
    return msg("p. {pages}", pages=page_ranges(pages)) if pages else None


def count_phrases(figures: Counts) -> tuple[Message, ...]:
    """What is left to do, in figures; that nothing is, when nothing is."""
    phrases = [
        (figures.fix, msgs("{count} point to correct", "{count} points to correct", figures.fix)),
        (figures.improve, msgs("{count} to improve", "{count} to improve", figures.improve)),
        (figures.verify, msgs("{count} to verify", "{count} to verify", figures.verify)),
        (figures.unseen, msgs("{count} that could not be seen", "{count} that could not be seen", figures.unseen)),
    ]
    said = [phrase for number, phrase in phrases if number]
    respected = msgs(
        "{count} rule respected out of {checked}",
        "{count} rules respected out of {checked}",
        figures.passed,
        checked=figures.checked,
    )
    return (*said, respected)


def clause_text(clause: Clause, voice: Voice) -> str:
    """A clause in a line, its words and where they stand: "« 10 pages minimum » (Cahier des charges, article 2)"."""
    source = ", ".join(part for part in (voice(clause.source), voice(clause.article)) if part)
    quote = voice.quotation(clause.quote)
    if not quote:
        return source
    return f"{quote} ({source})" if source else quote


def section_name(kind: SectionKind, number: int | None, voice: Voice) -> str:
    """How a section is called: "Partie 2", "Introduction"."""
    if kind is SectionKind.PART and number is not None:
        return voice(msg("Part {number}", number=number))
    return voice(SECTION_WORD[kind])


def structure_facts(report: Report, voice: Voice, *, beside_map: bool = False) -> tuple[tuple[str, str], ...]:
    """Label and value of what was found in the dossier: pages, numbers, introduction, parts, conclusion, name, year.

    What was not found is left out: the rules say whether it is missing. `beside_map` leaves out what a list of the
    sections says already.
    """
    dossier = report.dossier
    structure = dossier.structure
    document = dossier.document
    numbering = voice(NUMBERING_WORD[structure.numbering.verdict]) if document.has_text else ""
    facts = [
        (msg("Pages"), str(len(document.pages))),
        (msg("Pages not read"), page_ranges(document.unread_pages)),
        (msg("Numbering"), numbering),
        (msg("Introduction"), "" if beside_map else _page(structure.introduction, voice)),
        (msg("Parts"), "" if beside_map else ", ".join(_part(part, voice) for part in structure.parts)),
        (msg("Conclusion"), _conclusion(structure.conclusion, voice)),
        (msg("Name"), _sightings(dossier.identity.candidate or dossier.identity.names, voice)),
        (msg("Year"), _sightings(dossier.identity.years, voice)),
    ]
    return tuple((voice(label), value) for label, value in facts if value)


def _page(section: Section | None, voice: Voice) -> str:
    return voice(page_phrase((section.start_page,))) if section else ""


def _part(part: Section, voice: Voice) -> str:
    name = voice(msg("part {number}", number=part.number)) if part.number is not None else voice(msg("part"))
    return f"{name} {voice(page_phrase((part.start_page,)))}"


def _conclusion(section: Section | None, voice: Voice) -> str:
    if section is None:
        return ""
    pages = voice(page_phrase(range(section.start_page, section.end_page + 1)))
    if section.length_pages is None:
        return pages
    # Rounded down: 1.96 pages are not 2. French counts 1.9 as one page, English as several.
    length = math.floor(section.length_pages * 10 + 1e-9) / 10
    return voice(
        msgs(
            "{pages}, {length:.1f} pages of text",
            "{pages}, {length:.1f} pages of text",
            int(length),
            pages=pages,
            length=length,
        )
    )


def _sightings(sightings: Sequence[Sighting], voice: Voice) -> str:
    """The different texts seen, each with the first page where it stands: the certain ones, the hints failing that."""
    certain = [sighting for sighting in sightings if sighting.certainty is Certainty.CERTAIN]
    seen: dict[str, int | None] = {}
    for sighting in certain or sightings:
        seen.setdefault(voice(sighting.text), sighting.page)
    said = [f"{text} ({voice(page_phrase((page,)))})" if page is not None else text for text, page in seen.items()]
    return ", ".join(said[:MAX_SIGHTINGS]) + (", …" if len(said) > MAX_SIGHTINGS else "")
