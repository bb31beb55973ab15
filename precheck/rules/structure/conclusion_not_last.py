"""S113: the conclusion closes the dossier."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from precheck.i18n import msg
from precheck.model.finding import Status
from precheck.model.structure import Dossier, Heading, Section, SectionKind
from precheck.rules.base import Case, Context, Hit, Rule, heading_evidence
from precheck.rules.examples import OUTLINE, filler, four_parts
from precheck.structure.folding import fold
from precheck.testing import make_dossier

FOLLOWERS = (
    SectionKind.BIBLIOGRAPHY,
    SectionKind.ANNEX,
    SectionKind.CONTENTS,
    SectionKind.COVER,
    SectionKind.CONCLUSION,
)
RESEMBLES = re.compile(r"conclu|bilan|synthese|reflexi|epilogue|pour finir|pour clore|perspective")
FEW_CHARACTERS = 300
"""Code points below which text without a heading is no section: an address, a motto, a back cover."""


@dataclass(frozen=True, slots=True)
class Options:
    """`may_follow`: words of headings, in lower case without accents, that may come after the conclusion."""

    may_follow: tuple[str, ...] = (
        "glossaire", "lexique", "index", "table des", "tables des", "sigles", "abreviations", "remerciements",
        "references", "bibliographi", "sitographi", "webographi", "sources", "annexe", "resume", "abstract",
        "attestation", "sommaire", "credits", "mots cles", "declaration",
    )  # fmt: skip


class ConclusionNotLast(Rule[Options]):
    """Something of the body comes after the conclusion.

    What it checks
        What follows the final conclusion: bibliography, annexes, glossary and contents may, a part may not.
    Why
        The reflective account is expected at the end of the dossier, in the light of all parts.
    How to fix
        Move the conclusion behind the last part; turn what follows into annexes, with a heading that says so.
    Limits
        It fails only for a part recognised with certainty after a conclusion recognised with certainty, when no later
        heading resembles a conclusion. Another section that is not known to be a closing one is to verify.
    Options
        `may-follow`: words in headings of what may follow besides bibliography, annexes and contents.
    """

    code = "S113"
    name = "conclusion-not-last"
    title = msg("The conclusion closes the dossier")
    requirements = (13,)
    options = Options

    def check(self, dossier: Dossier, options: Options, context: Context) -> Iterator[Hit]:
        del context
        conclusion = dossier.structure.conclusion
        if conclusion is None:
            yield Hit(Status.NOT_APPLICABLE, msg("No conclusion was recognised."))
            return
        hint = msg("Put the conclusion after the last part; what follows it must be bibliography or annexes.")
        strangers = [
            s for s in dossier.structure.sections if s.start >= conclusion.end and not _may_follow(dossier, s, options)
        ]
        for section in strangers:
            heading = _heading(dossier, section)
            evidence = heading_evidence(conclusion) + heading_evidence(replace(section, heading=heading))
            if section.kind is SectionKind.PART:
                certain = section.certain and conclusion.certain and not _concludes_later(dossier, section)
                status = Status.FAILED if certain else Status.TO_VERIFY
                text = msg(
                    "Part {part} comes after the conclusion, on page {page}",
                    part=section.number,
                    page=section.start_page,
                )
            else:
                status = Status.TO_VERIFY
                text = msg("A section comes after the conclusion, on page {page}", page=section.start_page)
            yield Hit(status, text, evidence, hint)
        if not strangers:
            text = msg(
                "The conclusion is the last section of the body, from page {page} on", page=conclusion.start_page
            )
            yield Hit(Status.PASSED, text, heading_evidence(conclusion))

    def cases(self) -> Iterable[Case[Options]]:
        context = Context(OUTLINE)
        last = "The conclusion is the last section of the body, from page 6 on"
        yield Case("last", four_parts(), Status.PASSED, (last,), context=context)
        yield Case(
            "bibliography and annexes follow",
            four_parts(after=(f"# Bibliographie\n{filler(10)}", f"# Annexes\n{filler(10)}")),
            Status.PASSED,
            (last,),
            context=context,
        )
        yield Case(
            "a part follows",
            four_parts(order=(1, 2, 3), after=(f"# Partie 4 : Enjeux juridiques et éthiques\n{filler(30)}",)),
            Status.FAILED,
            ("Part 4 comes after the conclusion, on page 8",),
            context=context,
        )
        yield Case("no conclusion", four_parts(conclusion=()), Status.NOT_APPLICABLE, context=context)
        yield Case("a scan", make_dossier("<scan>", outline=OUTLINE), Status.UNVERIFIABLE, context=context)


def _may_follow(dossier: Dossier, section: Section, options: Options) -> bool:
    if section.kind in FOLLOWERS:
        return True
    heading = _heading(dossier, section)
    if heading is None:
        return section.end - section.start < FEW_CHARACTERS
    folded = fold(heading.text)
    return section.kind is SectionKind.OTHER and any(word in folded for word in options.may_follow)


def _concludes_later(dossier: Dossier, section: Section) -> bool:
    """Whether a later heading may be the final conclusion, the one that was found being that of a chapter."""
    return any(h.start > section.start and RESEMBLES.search(fold(h.text)) for h in dossier.structure.headings)


def _heading(dossier: Dossier, section: Section) -> Heading | None:
    """The heading of a section, or the first one that stands at its beginning."""
    near = (h for h in dossier.structure.headings if 0 <= h.start - section.start < FEW_CHARACTERS)
    return section.heading or next((h for h in near if h.start < section.end), None)
