"""L108: so many pages a part."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from precheck.i18n import msg
from precheck.model.finding import Status
from precheck.model.structure import Dossier, Section
from precheck.rules.base import Case, Context, Hit, Rule, heading_evidence
from precheck.rules.examples import OUTLINE, filler
from precheck.rules.pages import page_list, pages_of, unread_pages
from precheck.testing import make_dossier


@dataclass(frozen=True, slots=True)
class Options:
    """`part_pages`: most pages of each part, by its number; `doubt`: pages in excess that are left to a human."""

    part_pages: Mapping[str, float] = field(default_factory=lambda: {"1": 2, "2": 6})
    doubt: float = 0.1


class PartTooLong(Rule[Options]):
    """A part has more pages than it may.

    What it checks
        The length of each part: the height of its text over the height of a full page, and the pages it touches.
    Why
        The institution limits each part, not only the whole.
    How to fix
        Shorten the part, or move documents into the annexes.
    Limits
        A part that begins or ends in the middle of a page may touch one page more than it is long. Parts that were not
        recognised with certainty, and pages that could not be read, are to verify.
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
            ("Part 1: 2.8 pages; maximum 2 (file pages: 1-3)", "Part 2: 1.0 pages (file pages: 4)"),
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
    pages = pages_of(section)
    length = section.length_pages
    shown = math.ceil((len(pages) if length is None else length) * 10 - 1e-9) / 10
    params = {"part": section.number, "length": shown, "maximum": maximum, "pages": page_list(pages)}
    data = {"part": section.number, "length_pages": length and round(length, 2), "pages_touched": len(pages)}
    measure = len(pages) - 1 if length is None else length
    heading = heading_evidence(section, expected=msg("{maximum:g} pages or fewer", maximum=maximum))
    hint = msg("Shorten this part, or move documents into the annexes.")
    text = msg("Part {part}: {length:.1f} pages; maximum {maximum:g} (file pages: {pages})", **params)
    if measure > maximum + options.doubt and section.certain and not unread_pages(dossier, pages):
        return Hit(Status.FAILED, text, heading, hint, data)
    if measure > maximum or len(pages) > maximum + 1:
        return Hit(Status.TO_VERIFY, text, heading, hint, data)
    text = msg("Part {part}: {length:.1f} pages (file pages: {pages})", **params)
    return Hit(Status.PASSED, text, heading_evidence(section), data=data)
