"""C049: references to legal texts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from precheck.i18n import Message, msg
from precheck.model.finding import Evidence, Severity, Status
from precheck.model.structure import Dossier
from precheck.rules.base import Case, Context, Hit, Rule
from precheck.rules.cues import WHOLE, Span, cue, find_words, part_area, span_shown
from precheck.rules.examples import four_parts
from precheck.rules.pages import page_list, unread_pages
from precheck.testing import SCAN, make_dossier

SURE = cue(
    "",
    "loi | décret | arrêté du | arrêté ministériel | arrêté interministériel | circulaire | ordonnance | RGPD | CNIL"
    " | règlement général sur la protection des données | règlement européen | règlement UE | règlement n°"
    " | directive européenne | directive n° | code civil | code pénal | code de la propriété intellectuelle"
    " | code de l'éducation | code du travail | code de procédure | code de la santé | code des postes"
    " | code du patrimoine | code de la consommation | informatique et libertés | bulletin officiel | B.O. n° | BO n°"
    " | BOEN | journal officiel | JORF | article L | articles L | art L | article R | article D | article 9 du"
    " | convention internationale des droits de l'enfant | convention européenne | LCEN | DADVSI | HADOPI | légifrance"
    " | CPI | RGAA | déclaration des droits",
).words
WEAK = cue(
    "",
    "article | code | législation | législateur | légal | légale | légalement | juridique | texte officiel"
    " | texte en vigueur | règlement | réglementation | droit | jurisprudence | BO",
).words


@dataclass(frozen=True, slots=True)
class Options:
    """`part` to look in; words that `sure`ly name a legal text, and words that only may: `weak`."""

    part: int = 4
    sure: tuple[str, ...] = SURE
    weak: tuple[str, ...] = WEAK


class LegalReferencesMissing(Rule[Options]):
    """Part 4 refers to no legal text.

    What it checks
        That part 4 names a law, a decree, an order, a code, an article, the RGPD, the CNIL or the like.
    Why
        The specification says that the reference to the legal texts must be present.
    How to fix
        For each question that part 4 raises, name the text that answers it, with its number and date.
    Limits
        Whether the texts are the right ones, and in force, is for a human. References elsewhere than in part 4, and
        words that only may announce a text ("article", "code"), are to verify. It fails only when the whole file can be
        read and holds neither.
    Options
        `part`: number of the part to look in (4); 0 for the whole dossier. `sure`: words that name a legal text.
        `weak`: words that only may.
    """

    code = "C049"
    name = "legal-references-missing"
    title = msg("References to legal texts")
    requirements = (49,)
    severity = Severity.WARNING
    options = Options

    def check(self, dossier: Dossier, options: Options, context: Context) -> Iterator[Hit]:
        del context
        hint = msg("Name the texts that apply (law, decree, code, article), with their number and date.")
        area = part_area(dossier, options.part)
        anywhere = (Span(0, len(dossier.document.text)),)
        found = find_words(dossier, options.sure, area.spans)
        if found:
            evidence = span_shown(dossier.document, found)
            text = msg("Legal reference in {area}, page {page}", area=area.name, page=_page(evidence))
            yield Hit(Status.PASSED, text, evidence)
        elif outside := find_words(dossier, options.sure, anywhere):
            evidence = span_shown(dossier.document, outside)
            yield Hit(Status.TO_VERIFY, _elsewhere(area.spans, area.name, _page(evidence)), evidence, hint)
        elif unread := unread_pages(dossier):
            text = msg("No legal reference was seen; p. {pages} could not be read", pages=page_list(unread))
            yield Hit(Status.UNVERIFIABLE, text, tuple(Evidence(page) for page in unread[:3]), hint)
        elif weak := find_words(dossier, options.weak, (*area.spans, *part_area(dossier, WHOLE).spans)):
            text = msg("No law, decree or code is named; the law is only spoken of")
            yield Hit(Status.TO_VERIFY, text, span_shown(dossier.document, weak), hint)
        else:
            expected = msg("a law, a decree, a code, an article")
            evidence = (Evidence(expected=expected),)
            yield Hit(Status.FAILED, msg("The dossier refers to no legal text"), evidence, hint)

    def cases(self) -> Iterable[Case[Options]]:
        law = "La loi du 6 janvier 1978 protège les enfants."
        yield Case("in part 4", four_parts({4: law}), Status.PASSED, ("Legal reference in part 4, page 5",))
        yield Case(
            "elsewhere only",
            four_parts({2: law}),
            Status.TO_VERIFY,
            ("A legal reference stands on page 3, none in part 4",),
        )
        yield Case(
            "without parts",
            make_dossier(law),
            Status.TO_VERIFY,
            ("A legal reference stands on page 1, but this was not recognised: part 4",),
        )
        yield Case(
            "the law in general",
            four_parts({4: "Cela pose une question juridique."}),
            Status.TO_VERIFY,
            ("No law, decree or code is named; the law is only spoken of",),
        )
        yield Case("nothing", four_parts(), Status.FAILED, ("The dossier refers to no legal text",))
        yield Case(
            "a page is a picture",
            make_dossier("Bonjour.", SCAN),
            Status.UNVERIFIABLE,
            ("No legal reference was seen; p. 2 could not be read",),
        )


def _page(evidence: tuple[Evidence, ...]) -> int | None:
    return evidence[0].page if evidence else None


def _elsewhere(spans: tuple[Span, ...], area: Message, page: int | None) -> Message:
    if spans:
        return msg("A legal reference stands on page {page}, none in {area}", page=page, area=area)
    return msg("A legal reference stands on page {page}, but this was not recognised: {area}", page=page, area=area)
