"""I007: the year."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from precheck.i18n import Message, msg
from precheck.model.finding import Evidence, Status
from precheck.model.structure import Dossier, Sighting
from precheck.rules.base import Case, Context, Hit, NoOptions, Rule
from precheck.rules.pages import cover_picture, page_list, unread_pages
from precheck.structure.years import is_accepted, year_of
from precheck.testing import SCAN, make_document, make_dossier


class YearMissing(Rule[NoOptions]):
    """The year is not in the dossier, or is not that of the campaign.

    What it checks
        That a school year, a session or a date of the campaign's year stands on the cover, in a header or in a footer:
        2016-2017, 2016/17, session 2017, 12 mai 2017. The years of laws, works, forms and print-outs do not count.
    Why
        The institution asks for the year; a dossier of another campaign is noticed at once.
    How to fix
        Write the school year of the campaign on the cover.
    Limits
        A year that is only in the running text, another year than the campaign's, and a year that may be in a picture
        are left to a human. It fails only when every page can be read and no year dates the dossier anywhere.
    Options
        None. The accepted years come from the profile; when it has none, any year will do.
    """

    code = "I007"
    name = "year-missing"
    title = msg("The year is in the dossier")
    requirements = (7,)

    def check(self, dossier: Dossier, options: NoOptions, context: Context) -> Iterator[Hit]:
        del options
        yield _judge(dossier, context.years)

    def cases(self) -> Iterable[Case[NoOptions]]:
        body = "# Introduction\nCe dossier présente mon stage."
        campaign = Context(years=("2016-2017",))
        for name, written in (("school year", "2016–2017"), ("short form", "2016/17"), ("session", "Session 2017")):
            yield Case(
                name,
                make_dossier(f"Dossier\n{written}", body),
                Status.PASSED,
                (f"The year is on page 1: {written.removeprefix('Session ')}",),
                context=campaign,
            )
        yield Case(
            "in the footer",
            make_dossier("Dossier", body, body, body, footer="Marie Dupont 2016-2017"),
            Status.PASSED,
            ("The year is on page 1: 2016-2017",),
            context=campaign,
        )
        yield Case(
            "another year",
            make_dossier("Dossier\n2015-2016", body),
            Status.TO_VERIFY,
            ("The year on page 1 is 2015-2016; this campaign's is 2016-2017",),
            context=campaign,
        )
        yield Case(
            "in the text only",
            make_dossier("Dossier", f"{body}\nNous avons commencé en 2017 avec la classe."),
            Status.TO_VERIFY,
            ("The year is not on the cover, only in the text of page 2: 2017",),
            context=campaign,
        )
        yield Case(
            "only the year of a law",
            make_dossier("Dossier", f"{body}\nNous citons la loi du 6 janvier 1978."),
            Status.FAILED,
            ("The year is nowhere in the dossier",),
            context=campaign,
        )
        yield Case(
            "a picture on the cover",
            make_dossier(document=make_document("Dossier", body, images=[1])),
            Status.TO_VERIFY,
            ("The year was not seen; it may be in the picture of page 1",),
            context=campaign,
        )
        yield Case(
            "the cover cannot be read",
            make_dossier(SCAN, body),
            Status.TO_VERIFY,
            ("The year was not seen; these pages could not be read: 1",),
            context=campaign,
        )
        yield Case("a scan", make_dossier(SCAN), Status.UNVERIFIABLE, context=campaign)


def _judge(dossier: Dossier, accepted: tuple[str, ...]) -> Hit:
    hint = msg("Write the school year on the cover.")
    expected = msg("{years}", years=", ".join(accepted)) if accepted else None
    prominent = [s for s in dossier.identity.years if s.source != "body"]
    right = [s for s in prominent if _fits(s, accepted)]
    if right:
        text = msg("The year is on page {page}: {year}", page=right[0].page, year=right[0].text)
        return Hit(Status.PASSED, text, _evidence(right[:1]))
    body = [s for s in dossier.identity.years if s.source == "body" and _fits(s, accepted)]
    if prominent:
        text = msg(
            "The year on page {page} is {year}; this campaign's is {expected}",
            page=prominent[0].page,
            year=prominent[0].text,
            expected=", ".join(accepted),
        )
        return Hit(Status.TO_VERIFY, text, _evidence([*prominent[:2], *body[:1]], expected), hint)
    unseen = _unseen(dossier, expected)
    if unseen is not None:
        text, evidence = unseen
        return Hit(Status.TO_VERIFY, text, (*evidence, *_evidence(body[:1], expected)), hint)
    if body:
        text = msg(
            "The year is not on the cover, only in the text of page {page}: {year}",
            page=body[0].page,
            year=body[0].text,
        )
        return Hit(Status.TO_VERIFY, text, _evidence(body[:3], expected), hint)
    return Hit(Status.FAILED, msg("The year is nowhere in the dossier"), (Evidence(1, expected=expected),), hint)


def _fits(sighting: Sighting, accepted: tuple[str, ...]) -> bool:
    year = year_of(sighting.text)
    return year is not None and is_accepted(year, accepted)


def _unseen(dossier: Dossier, expected: Message | None) -> tuple[Message, tuple[Evidence, ...]] | None:
    """What may hold a year that could not be read: unread pages, or a large picture on the first page."""
    unread = unread_pages(dossier)
    if unread:
        text = msg("The year was not seen; these pages could not be read: {pages}", pages=page_list(unread))
        return text, (Evidence(unread[0], expected=expected),)
    picture = cover_picture(dossier)
    if picture is None:
        return None
    text = msg("The year was not seen; it may be in the picture of page {page}", page=picture.page)
    return text, (replace(picture, expected=expected),)


def _evidence(sightings: Iterable[Sighting], expected: Message | None = None) -> tuple[Evidence, ...]:
    return tuple(Evidence(s.page, s.bbox, s.text, msg("{year}", year=s.text), expected) for s in sightings)
