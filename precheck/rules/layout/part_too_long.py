"""L108: so many pages a part."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from precheck.i18n import msg
from precheck.model.finding import Evidence, Status
from precheck.model.structure import Dossier, Section
from precheck.rules.base import Case, Context, Hit, Rule, heading_evidence
from precheck.rules.examples import OUTLINE, filler
from precheck.rules.pages import is_read, page_list, pages_of
from precheck.testing import make_dossier


@dataclass(frozen=True, slots=True)
class Options:
    """`part_pages`: most pages of each part, by its number; `doubt`: pages in excess that are left to a human."""

    part_pages: Mapping[str, float] = field(default_factory=lambda: {"1": 2, "2": 6})
    doubt: float = 0.1


class PartTooLong(Rule[Options]):
    """A part has more pages than it may.

    What it checks
        The pages that each part takes: those it touches when it begins at the top of a page, otherwise the height from
        its heading to its end over the height of a full page.
    Why
        The institution limits each part, not only the whole.
    How to fix
        Shorten the part, or move documents into the annexes.
    Limits
        Parts that were not recognised with certainty, pages in excess that could not be read or hold pictures (they may
        be annexes without a heading), and a slight excess are to verify.
    Options
        `part-pages`: table of the most pages by number of part (1: 2, 2: 6). `doubt`: pages in excess that are still
        to verify (0.1).
    """

    code = "L108"
    name = "part-too-long"
    title = msg("No part is longer than it may be")
    requirements = ()
    options = Options

    def check(self, dossier: Dossier, options: Options, context: Context) -> Iterator[Hit]:
        del context
        for number, maximum in sorted(options.part_pages.items()):
            section = dossier.structure.part(int(number))
            if section is None:
                text = msg("Part {part} was not recognised: its length cannot be measured", part=number)
                yield Hit(Status.UNVERIFIABLE, text)
            else:
                yield _measured(dossier, section, maximum, options)

    def cases(self) -> Iterable[Case[Options]]:
        def dossier(*lines: int) -> Dossier:
            pages = [filler(count, seed) for seed, count in enumerate(lines)]
            return make_dossier(f"# Partie 1\n{pages[0]}", *pages[1:-1], f"# Partie 2\n{pages[-1]}", outline=OUTLINE)

        yield Case(
            "short enough",
            dossier(48, 50, 48),
            Status.PASSED,
            ("Part 1: 2.0 pages (file pages: 1, 2)", "Part 2: 1.0 pages (file pages: 3)"),
        )
        yield Case(
            "too long",
            dossier(48, 50, 40, 48),
            Status.FAILED,
            ("Part 1: 3.0 pages; maximum 2 (file pages: 1-3)", "Part 2: 1.0 pages (file pages: 4)"),
        )
        yield Case(
            "not recognised",
            make_dossier("Bonjour."),
            Status.UNVERIFIABLE,
            (
                "Part 1 was not recognised: its length cannot be measured",
                "Part 2 was not recognised: its length cannot be measured",
            ),
        )


def _measured(dossier: Dossier, section: Section, maximum: float, options: Options) -> Hit:
    pages = sorted(pages_of(section))
    length = _length(dossier, section)
    shown = math.ceil(length * 10 - 1e-9) / 10
    params = {"part": section.number, "length": shown, "maximum": maximum, "pages": page_list(pages)}
    data = {"part": section.number, "length_pages": round(length, 2), "pages_touched": len(pages)}
    if length <= maximum:
        text = msg("Part {part}: {length:.1f} pages (file pages: {pages})", **params)
        return Hit(Status.PASSED, text, heading_evidence(section), data=data)
    text = msg("Part {part}: {length:.1f} pages; maximum {maximum:g} (file pages: {pages})", **params)
    evidence = heading_evidence(section, expected=msg("{maximum:g} pages or fewer", maximum=maximum))
    evidence += (Evidence(section.end_page, observed=msg("end of part {part}", part=section.number)),)
    hint = msg("Shorten this part, or move documents into the annexes.")
    excess = pages[math.floor(maximum) :]
    body = all(is_read(dossier, page) and not dossier.document.pages[page - 1].images for page in excess)
    certain = section.certain and body and length > maximum + options.doubt
    return Hit(Status.FAILED if certain else Status.TO_VERIFY, text, evidence, hint, data)


def _length(dossier: Dossier, section: Section) -> float:
    """Pages from the heading of a part to its end."""
    structure = dossier.structure
    touched = section.end_page - section.start_page + 1
    lines = [
        line
        for page in dossier.document.pages[section.start_page - 1 : section.end_page]
        for line in page.lines
        if line.start not in structure.furniture
    ]
    inside = [line for line in lines if section.start <= line.start < section.end]
    before = [line for line in lines if line.start < section.start]
    if not before or not inside or structure.body_height <= 0:
        return float(touched)
    top = min(line.bbox.top for line in lines if line.page == section.start_page)
    first = min(line.bbox.top for line in inside if line.page == section.start_page)
    last = max(line.bbox.bottom for line in inside if line.page == section.end_page)
    ceiling = min((line.bbox.top for line in lines if line.page == section.end_page), default=top)
    return max(0.0, touched - 1 + (last - ceiling) / structure.body_height - (first - top) / structure.body_height)
