"""O012: what is shared with another candidate is declared."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import ClassVar

from precheck.i18n import msg
from precheck.model.finding import Severity, Status
from precheck.model.match import Reason, SourceKind
from precheck.model.structure import Dossier
from precheck.rules.base import Case, Context, Hit, Need, Rule
from precheck.rules.examples import filler, screened
from precheck.rules.matches import heaviest, match_evidence
from precheck.rules.veils import unread_hits
from precheck.testing import SCAN, make_dossier


@dataclass(frozen=True, slots=True)
class Options:
    """From how much shared with one other dossier on it is pointed out: `words`, and `share` of the dossier's own
    words; both must be reached."""

    words: int = 60
    share: float = 0.02


class OverlapNotDeclared(Rule[Options]):
    """The dossier shares passages with a dossier of somebody whom it does not name.

    What it checks
        Passages like those of another candidate's dossier, when that candidate is neither the author nor a collaborator
        whom the dossier names.
    Why
        The institution asks for the surname and first name of the other candidates who took part.
    How to fix
        Name the candidates with whom you worked; write in your own words what is yours.
    Limits
        Common phrases, official texts and declared collaborations are set aside by the screening. Two candidates may
        have used the same published text: a human decides, and nothing ever fails. Less than both thresholds is a
        sentence that two people may well have from the same course: the passages are shown all the same, and this rule
        says nothing.
    Options
        `words`: how many words shared with one other dossier are pointed out (60).
        `share`: what share of the dossier's words they must be too (0.02).
    """

    code = "O012"
    name = "overlap-not-declared"
    title = msg("What is shared with another candidate's dossier is declared")
    requirements = (12,)
    severity = Severity.WARNING
    needs: ClassVar[frozenset[Need]] = frozenset({Need.TEXT, Need.SCREENING})
    options = Options

    def check(self, dossier: Dossier, options: Options, context: Context) -> Iterator[Hit]:
        del context
        found = dossier.originality
        if found is None:
            yield Hit(Status.NOT_APPLICABLE, msg("The dossier was not compared with other texts"))
            return
        shared = [
            each
            for each in found.sources
            if each.source.kind is SourceKind.DOSSIER and each.words >= options.words and each.share >= options.share
        ]
        for share in shared:
            matches = [match for match in found.standing if match.source == share.source.id]
            text = msg("{words} words are shared with a dossier that is not named", words=share.words)
            hint = msg("If another candidate took part, give their surname and first name.")
            data = {"words": share.words, "passages": len(matches)}
            evidence = tuple(
                match_evidence(dossier, m, msg("{words} words", words=m.passage.words)) for m in heaviest(matches)
            )
            yield Hit(Status.TO_VERIFY, text, evidence, hint, data)
        if not shared:
            yield Hit(Status.PASSED, msg("No other dossier shares as much without being named"))
        yield from unread_hits(dossier)

    def cases(self) -> Iterable[Case[Options]]:
        passed = ("No other dossier shares as much without being named",)
        yield Case("little in common", screened(20), Status.PASSED, passed)
        told = ("70 words are shared with a dossier that is not named",)
        yield Case("another dossier", screened(70), Status.TO_VERIFY, told)
        yield Case("just as much", screened(70), Status.TO_VERIFY, told, Options(words=70, share=0.7))
        yield Case("a small part of the dossier", screened(70), Status.PASSED, passed, Options(share=0.71))
        yield Case("few words of a short dossier", screened(70), Status.PASSED, passed, Options(words=71))
        yield Case("a published text", screened(70, kind=SourceKind.WEB), Status.PASSED, passed)
        yield Case("a declared collaborator", screened(70, excluded=Reason.COLLABORATOR), Status.PASSED, passed)
        yield Case("not screened", make_dossier(filler(3)), Status.NOT_APPLICABLE)
        yield Case("a scan", make_dossier(SCAN), Status.UNVERIFIABLE)
