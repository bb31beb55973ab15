"""O050: the work is original."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import ClassVar

from precheck.i18n import msg
from precheck.model.finding import Evidence, Severity, Status
from precheck.model.match import Match, MatchKind, Originality, SourceKind
from precheck.model.structure import Dossier
from precheck.rules.base import Case, Context, Hit, Need, NoOptions, Rule
from precheck.rules.examples import filler, screened
from precheck.rules.matches import SOURCE, heaviest, match_evidence, percent
from precheck.rules.veils import unread_hits
from precheck.testing import SCAN, make_dossier

KIND = {
    MatchKind.VERBATIM: msg("the same words"),
    MatchKind.EDITED: msg("the same words, some replaced or moved"),
    MatchKind.REWORDED: msg("the same ideas in other words"),
}


class SimilarPassages(Rule[NoOptions]):
    """Passages of the dossier resemble other texts: they are to be reviewed.

    What it checks
        The share of the dossier's words in passages that resemble texts of the reference corpus or other deposits, what
        is allowed set aside: official statements, common phrases, short quotations with their source, the bibliography.
    Why
        The institution asks for original work. Only a person who reads both passages can say what a likeness means.
    How to fix
        Put the words of others between quotation marks, give their source, and say the rest in your own words.
    Limits
        Only what the corpus holds is compared. A likeness is no fault in itself: nothing ever fails.
    Options
        None. The thresholds are those of the profile's screening.
    """

    code = "O050"
    name = "similar-passages"
    title = msg("The contents are original")
    requirements = (50,)
    severity = Severity.WARNING
    needs: ClassVar[frozenset[Need]] = frozenset({Need.TEXT, Need.SCREENING})

    def check(self, dossier: Dossier, options: NoOptions, context: Context) -> Iterator[Hit]:
        del options, context
        found = dossier.originality
        if found is None:
            yield Hit(Status.NOT_APPLICABLE, msg("The dossier was not compared with other texts"))
            return
        yield _verdict(dossier, found)
        yield from unread_hits(dossier)

    def cases(self) -> Iterable[Case[NoOptions]]:
        yield Case(
            "little in common",
            screened(4),
            Status.PASSED,
            ("4 % of the words are in passages to review, below the threshold of 10 %",),
        )
        yield Case(
            "passages to review",
            screened(12),
            Status.TO_VERIFY,
            ("12 % of the words are in passages to review, from 10 % on somebody looks at them",),
        )
        yield Case(
            "many passages to review",
            screened(40),
            Status.TO_VERIFY,
            ("40 % of the words are in passages to review: a large part, to be read beside its sources",),
        )
        yield Case(
            "a page not read",
            screened(4, SCAN),
            Status.UNVERIFIABLE,
            (
                "4 % of the words are in passages to review, below the threshold of 10 %",
                "The text of these pages could not be read: 2",
            ),
        )
        yield Case("not screened", make_dossier(filler(3)), Status.NOT_APPLICABLE)
        yield Case("a scan", make_dossier(SCAN), Status.UNVERIFIABLE)


def _verdict(dossier: Dossier, found: Originality) -> Hit:
    share, review, alert = found.share, percent(found.review), percent(found.alert)
    data = {
        "share": round(share, 4),
        "words": found.words,
        "matched_words": found.matched_words,
        "passages": len(found.standing),
    }
    evidence = tuple(_evidence(dossier, found, match) for match in heaviest(found.standing))
    hint = msg("Read each passage beside its source; quote, give the source, or say it in your own words.")
    if share < found.review:
        text = msg(
            "{share} % of the words are in passages to review, below the threshold of {review} %",
            share=percent(share),
            review=review,
        )
        return Hit(Status.PASSED, text, evidence, data=data)
    if share < found.alert:
        text = msg(
            "{share} % of the words are in passages to review, from {review} % on somebody looks at them",
            share=percent(share),
            review=review,
        )
    else:
        text = msg(
            "{share} % of the words are in passages to review: a large part, to be read beside its sources",
            share=percent(share),
        )
        data |= {"alert": alert}
    return Hit(Status.TO_VERIFY, text, evidence, hint, data)


def _evidence(dossier: Dossier, found: Originality, match: Match) -> Evidence:
    kinds = {share.source.id: share.source.kind for share in found.sources}
    observed = msg(
        "{words} words ({share} % of the dossier), as in {source}: {kind}",
        words=match.passage.words,
        share=percent(match.passage.words / found.words if found.words else 0),
        source=SOURCE[kinds.get(match.source, SourceKind.WEB)],
        kind=KIND[match.kind],
    )
    return match_evidence(dossier, match, observed)
