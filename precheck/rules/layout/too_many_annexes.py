"""L109: so many annexes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from precheck.i18n import msg, msgs
from precheck.model.finding import Evidence, Status
from precheck.model.structure import Dossier, Heading, SectionKind
from precheck.rules.base import Case, Context, Hit, Rule
from precheck.rules.examples import OUTLINE, filler
from precheck.structure.folding import fold
from precheck.testing import SCAN, make_dossier

NUMBERED = re.compile(r"\b(?:annexe|document|piece)s? ?(?:n ?[o°] ?)?(\d{1,2}|[ivx]{1,5}|[a-h])\b")


@dataclass(frozen=True, slots=True)
class Options:
    """`maximum` annexed documents."""

    maximum: int = 2


class TooManyAnnexes(Rule[Options]):
    """More documents are annexed than may be.

    What it checks
        The numbers of the annexes in the headings of the annexes (Annexe 1, Annexe II, Document 3).
    Why
        The institution accepts a few examples of work, no more.
    How to fix
        Keep the documents that show most, and number them.
    Limits
        Annexes without a heading, and several documents under one, cannot be counted. More headings of annexes than
        documents are accepted, but without numbers, is to verify. It fails when as many different numbers were read.
    Options
        `maximum`: annexed documents (2).
    """

    code = "L109"
    name = "too-many-annexes"
    title = msg("There are not too many annexes")
    requirements = ()
    options = Options

    def check(self, dossier: Dossier, options: Options, context: Context) -> Iterator[Hit]:
        del context
        annexes = [s for s in dossier.structure.sections if s.kind is SectionKind.ANNEX]
        if not annexes:
            yield Hit(Status.PASSED, msg("No annexe was seen"))
            return
        opening = {section.heading.start: section.heading for section in annexes if section.heading}
        inside = {
            heading.start: heading
            for heading in dossier.structure.headings
            if any(section.start <= heading.start < section.end for section in annexes)
        }
        numbers: dict[str, Heading] = {}
        for _, heading in sorted((opening | inside).items()):
            match = NUMBERED.search(fold(heading.text))
            if match:
                numbers.setdefault(match[1], heading)
        named = list(numbers.values()) or [heading for _, heading in sorted(opening.items())]
        evidence = tuple(Evidence(h.page, h.bbox, h.text) for h in named[:5])
        text = msgs(
            "{count} annexe; maximum {maximum}",
            "{count} annexes; maximum {maximum}",
            len(named),
            maximum=options.maximum,
        )
        data = {"annexes": len(named), "maximum": options.maximum}
        if len(named) <= options.maximum:
            text = msgs("{count} annexe", "{count} annexes", len(named))
            yield Hit(Status.PASSED, text, evidence, data=data)
            return
        hint = msg("Keep the documents that show most.")
        failed = len(numbers) > options.maximum and all(section.certain for section in annexes)
        yield Hit(Status.FAILED if failed else Status.TO_VERIFY, text, evidence, hint, data)

    def cases(self) -> Iterable[Case[Options]]:
        def annexed(*headings: str) -> Dossier:
            pages = [f"# {heading}\n{filler(20, seed)}" for seed, heading in enumerate(headings)]
            body = (f"# Partie 1\n{filler(40)}", f"# Partie 2\n{filler(40, 3)}")
            return make_dossier(*body, *pages, outline=OUTLINE, footer="{page}")

        yield Case("two", annexed("Annexe 1", "Annexe 2"), Status.PASSED, ("2 annexes",))
        yield Case("none", annexed(), Status.PASSED, ("No annexe was seen",))
        yield Case(
            "three",
            annexed("Annexe 1", "Annexe 2", "Annexe 3"),
            Status.FAILED,
            ("3 annexes; maximum 2",),
        )
        yield Case("a scan", make_dossier(SCAN), Status.UNVERIFIABLE)
