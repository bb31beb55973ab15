"""C040: links to the resources."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from precheck.i18n import msg, msgs
from precheck.model.finding import Evidence, Severity, Status
from precheck.model.structure import Dossier
from precheck.rules.base import Case, Context, Hit, Rule, heading_evidence
from precheck.rules.cues import Area, cue, find_words, part_area, span_shown
from precheck.rules.examples import four_parts
from precheck.rules.links import Address, addresses, addresses_in
from precheck.rules.pages import page_list, unread_pages
from precheck.testing import SCAN, make_dossier

QR = cue("", "QR code | QR codes | flashcode | flash code").words
SHOWN = 5


@dataclass(frozen=True, slots=True)
class Options:
    """`part` that lists the resources."""

    part: int = 2


class ResourceLinks(Rule[Options]):
    """Part 2 gives no link to the resources that it lists.

    What it checks
        That part 2 holds link areas, or addresses printed in its text, also over two lines.
    Why
        The evaluator must be able to open the resources.
    How to fix
        Put the address of each resource beside its name, and check that the links still work in the PDF.
    Limits
        An address in a picture cannot be seen. Links elsewhere only, or QR codes that the text speaks of, are to
        verify. It fails only when the whole file can be read, part 2 was recognised with certainty and the file gives
        no address at all.
    Options
        `part`: number of the part that lists the resources (2); 0 for the whole dossier.
    """

    code = "C040"
    name = "resource-links"
    title = msg("Links to the resources")
    requirements = (40,)
    severity = Severity.WARNING
    options = Options

    def check(self, dossier: Dossier, options: Options, context: Context) -> Iterator[Hit]:
        del context
        area = part_area(dossier, options.part)
        inside = addresses_in(dossier, area)
        yield _given(area, inside) if inside else _none_inside(dossier, area)

    def cases(self) -> Iterable[Case[Options]]:
        yield Case(
            "printed",
            four_parts({2: "Eduscol, https://eduscol.education.fr, pour les programmes."}),
            Status.PASSED,
            ("1 address in part 2",),
        )
        yield Case(
            "a link under a word",
            four_parts({2: "Eduscol."}, links=[(3, "https://eduscol.education.fr")]),
            Status.PASSED,
            ("1 address in part 2",),
        )
        yield Case(
            "elsewhere",
            four_parts({3: "Voir www.exemple.fr."}),
            Status.TO_VERIFY,
            ("No address in part 2, but 1 elsewhere",),
        )
        yield Case("none", four_parts(), Status.FAILED, ("No link and no address in part 2, nor anywhere else",))
        yield Case(
            "part 2 is not recognised",
            make_dossier("# Sous le préau\nBonjour."),
            Status.TO_VERIFY,
            ("Not recognised: part 2; no address was seen in the dossier",),
        )
        yield Case(
            "a page is a picture",
            four_parts(after=(SCAN,)),
            Status.UNVERIFIABLE,
            ("No address was seen; p. 9 could not be read",),
        )


def _given(area: Area, inside: tuple[Address, ...]) -> Hit:
    text = msgs("{count} address in {area}", "{count} addresses in {area}", len(inside), area=area.name)
    return Hit(Status.PASSED, text, tuple(address.evidence() for address in inside[:SHOWN]))


def _none_inside(dossier: Dossier, area: Area) -> Hit:
    hint = msg("Put the address of each resource beside its name.")
    elsewhere = addresses(dossier)
    evidence = tuple(address.evidence() for address in elsewhere[:SHOWN])
    if elsewhere:
        text = msg("No address in {area}, but {count} elsewhere", area=area.name, count=len(elsewhere))
        if not area.spans:
            text = msg("Not recognised: {area}; {count} addresses in the dossier", area=area.name, count=len(elsewhere))
        return Hit(Status.TO_VERIFY, text, evidence, hint)
    unread = unread_pages(dossier)
    if unread:
        text = msg("No address was seen; p. {pages} could not be read", pages=page_list(unread))
        return Hit(Status.UNVERIFIABLE, text, tuple(Evidence(page) for page in unread[:SHOWN]), hint)
    if not area.spans:
        text = msg("Not recognised: {area}; no address was seen in the dossier", area=area.name)
        return Hit(Status.TO_VERIFY, text, (), hint)
    codes = find_words(dossier, QR, area.spans)
    if codes:
        text = msg("No address in {area}, but it speaks of QR codes", area=area.name)
        return Hit(Status.TO_VERIFY, text, span_shown(dossier.document, codes), hint)
    expected = msg("the address of each resource")
    heading = heading_evidence(area.section, expected=expected) if area.section else (Evidence(expected=expected),)
    certain = area.section is None or area.section.certain
    text = msg("No link and no address in {area}, nor anywhere else", area=area.name)
    return Hit(Status.FAILED if certain else Status.TO_VERIFY, text, heading, hint)
