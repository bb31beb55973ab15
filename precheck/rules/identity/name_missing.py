"""I006: the candidate's name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from precheck.i18n import Message, msg
from precheck.model.finding import Evidence, Status
from precheck.model.structure import Candidate, Certainty, Dossier, Sighting
from precheck.rules.base import Case, Context, Hit, NoOptions, Rule
from precheck.rules.pages import cover_picture, page_list, unread_pages
from precheck.testing import SCAN, make_document, make_dossier

HINT = msg("Write your surname and first name on the cover, as text.")


class NameMissing(Rule[NoOptions]):
    """The candidate's name is not in the dossier.

    What it checks
        That the name of the known candidate is printed: in any order and case, with or without accents, hyphens and
        particles, split by a line break or spread over the cells of a table. Without a known candidate: that a name
        stands after a label such as “Nom”, “Auteur” or “Présenté par”.
    Why
        The jury must know whose dossier it reads; the institution asks for surname and first name.
    How to fix
        Write your surname and first name on the cover, as text and not inside a picture.
    Limits
        It fails only when the candidate is known for certain, every page can be read, no picture may hold the name,
        and nothing like the name is printed. A near spelling, one name of several, a married name and a name that only
        looks like one are left to a human. The file's metadata proves nothing.
    Options
        None.
    """

    code = "I006"
    name = "name-missing"
    title = msg("The surname and first name are in the dossier")
    requirements = (6,)

    def check(self, dossier: Dossier, options: NoOptions, context: Context) -> Iterator[Hit]:
        del options, context
        candidate = dossier.deposit.candidate
        yield _of_anybody(dossier) if candidate is None else _of(candidate, dossier)

    def cases(self) -> Iterable[Case[NoOptions]]:
        body = "# Introduction\nCe dossier présente mon année."
        yield Case(
            "on the cover",
            make_dossier("Dossier\nMarie-Claire Dupont-Élan", body, candidate="DUPONT ELAN Marie Claire"),
            Status.PASSED,
            ("The name is on page 1: Marie-Claire Dupont-Élan",),
        )
        yield Case(
            "in two cells",
            make_dossier("Nom : DUPONT\nPrénom : Marie", body, candidate="DUPONT Marie"),
            Status.PASSED,
            ("The name is on page 1: DUPONT Prénom : Marie",),
        )
        yield Case(
            "nowhere",
            make_dossier("Dossier de compétences", body, candidate="DUPONT Marie"),
            Status.FAILED,
            ("The name “DUPONT Marie” is nowhere in the dossier",),
        )
        yield Case(
            "another spelling",
            make_dossier("Marie DUPOND", body, candidate="DUPONT Marie"),
            Status.TO_VERIFY,
            ("Something like the name “DUPONT Marie” is on page 1: Marie DUPOND",),
        )
        yield Case(
            "another surname",
            make_dossier("Marie LEROY", body, candidate="DUPONT Marie"),
            Status.TO_VERIFY,
            ("Something like the name “DUPONT Marie” is on page 1: Marie LEROY",),
        )
        yield Case(
            "the cover is a picture",
            make_dossier(SCAN, body, candidate="DUPONT Marie"),
            Status.TO_VERIFY,
            ("The name “DUPONT Marie” was not seen; these pages could not be read: 1",),
        )
        yield Case(
            "a picture on the cover",
            make_dossier(document=make_document("Dossier", body, images=[1]), candidate="DUPONT Marie"),
            Status.TO_VERIFY,
            ("The name “DUPONT Marie” was not seen; it may be in the picture of page 1",),
        )
        yield Case(
            "nobody known, a label",
            make_dossier("Présenté par : Marie DUPONT", body),
            Status.PASSED,
            ("A name is on page 1: Marie DUPONT",),
        )
        yield Case(
            "nobody known, something like a name",
            make_dossier("Marie DUPONT", body),
            Status.TO_VERIFY,
            ("This may be the candidate's name: Marie DUPONT",),
        )
        yield Case(
            "nobody known, nothing",
            make_dossier("Dossier", body),
            Status.TO_VERIFY,
            ("No name was recognised",),
        )
        yield Case("a scan", make_dossier(SCAN, candidate="DUPONT Marie"), Status.UNVERIFIABLE)


def _of(candidate: Candidate, dossier: Dossier) -> Hit:
    sightings = dossier.identity.candidate
    certain = [s for s in sightings if s.certainty is Certainty.CERTAIN]
    if certain:
        text = msg("The name is on page {page}: {name}", page=certain[0].page, name=certain[0].text)
        return Hit(Status.PASSED, text, _evidence(certain[:2]))
    expected = msg("{name}", name=candidate.name)
    if sightings:
        text = msg(
            "Something like the name “{expected}” is on page {page}: {name}",
            expected=candidate.name,
            page=sightings[0].page,
            name=sightings[0].text,
        )
        return Hit(Status.TO_VERIFY, text, _evidence(sightings[:3], expected), HINT)
    others = _evidence([s for s in dossier.identity.names if s.source != "metadata"][:3], expected)
    unread = unread_pages(dossier)
    if unread:
        text = msg(
            "The name “{name}” was not seen; these pages could not be read: {pages}",
            name=candidate.name,
            pages=page_list(unread),
        )
        return Hit(Status.TO_VERIFY, text, others or (Evidence(unread[0], expected=expected),), HINT)
    picture = cover_picture(dossier)
    if picture is not None:
        text = msg(
            "The name “{name}” was not seen; it may be in the picture of page {page}",
            name=candidate.name,
            page=picture.page,
        )
        return Hit(Status.TO_VERIFY, text, (*others, picture), HINT)
    if not candidate.certain:
        text = msg("The name “{name}”, guessed from the file's name, was not seen", name=candidate.name)
        return Hit(Status.TO_VERIFY, text, others, HINT)
    text = msg("The name “{name}” is nowhere in the dossier", name=candidate.name)
    return Hit(Status.FAILED, text, others or (Evidence(1, expected=expected),), HINT)


def _of_anybody(dossier: Dossier) -> Hit:
    names = dossier.identity.names
    certain = [s for s in names if s.certainty is Certainty.CERTAIN]
    if certain:
        text = msg("A name is on page {page}: {name}", page=certain[0].page, name=certain[0].text)
        return Hit(Status.PASSED, text, _evidence(certain[:3]))
    printed = [s for s in names if s.source != "metadata"]
    if printed:
        text = msg("This may be the candidate's name: {name}", name=printed[0].text)
        return Hit(Status.TO_VERIFY, text, _evidence(printed[:3]), HINT)
    if names:
        text = msg("No name was recognised; only the file's properties name somebody: {name}", name=names[0].text)
        return Hit(Status.TO_VERIFY, text, (), HINT)
    picture = cover_picture(dossier)
    return Hit(Status.TO_VERIFY, msg("No name was recognised"), (picture,) if picture else (), HINT)


def _evidence(sightings: Iterable[Sighting], expected: Message | None = None) -> tuple[Evidence, ...]:
    return tuple(Evidence(s.page, s.bbox, s.text, msg("{name}", name=s.text), expected) for s in sightings)
