"""C071: a portfolio of commented traces."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from precheck.i18n import msg, msgs
from precheck.model.finding import Severity, Status
from precheck.model.structure import Dossier
from precheck.rules.base import Case, Context, Hit, Rule
from precheck.rules.cues import WHOLE, Cue, cue, look_for, part_area
from precheck.rules.examples import four_parts
from precheck.rules.links import body_addresses
from precheck.rules.pictures import pictures
from precheck.testing import SCAN, make_dossier

SHOWN = 3


@dataclass(frozen=True, slots=True)
class Options:
    """`cues`: words that speak of traces, and of a comment on them."""

    cues: tuple[Cue, ...] = (
        cue(
            "traces de productions",
            "trace | production | preuve | portfolio | e-portfolio | capture d'écran | annexe | figure | travaux"
            " | copie | extrait | document joint | lien vers",
        ),
        cue(
            "commentaire des traces",
            "comment* | montre | montrent | illustre* | atteste* | témoigne* | argument* | justifi* | analys* | permis"
            " | on voit | on peut voir | j'ai appris | bilan | recul",
        ),
    )


class CommentedTraces(Rule[Options]):
    """The portfolio holds no traces, or does not comment on them.

    What it checks
        That the dossier holds traces (pictures, links, or words for them), and words that comment on them.
    Why
        The candidate brings traces of productions, and comments, argues and justifies them.
    How to fix
        Add productions of yours or of your pupils, and say what each proves.
    Limits
        What a picture or a link shows is not looked at, and words are no proof: what was found is shown, for a human
        to judge. Nothing ever fails.
    Options
        `cues`: name and words of what is looked for.
    """

    code = "C071"
    name = "commented-traces"
    title = msg("Traces of productions, with comments")
    requirements = (71,)
    severity = Severity.WARNING
    options = Options

    def check(self, dossier: Dossier, options: Options, context: Context) -> Iterator[Hit]:
        del context
        shown = pictures(dossier.document, range(1, len(dossier.document.pages) + 1))
        shown += tuple(address.evidence() for address in body_addresses(dossier))
        if shown:
            text = msgs(
                "{count} picture or link that may be a trace",
                "{count} pictures or links that may be traces",
                len(shown),
            )
            yield Hit(Status.PASSED, text, shown[:SHOWN])
        hint = msg("Add productions of yours or of your pupils, and say what each of them proves.")
        yield from look_for(dossier, part_area(dossier, WHOLE), options.cues, hint)

    def cases(self) -> Iterable[Case[Options]]:
        yield Case(
            "a picture and its comment",
            four_parts({2: "Cette trace montre le progrès d'un groupe."}, images=[3]),
            Status.PASSED,
            (
                "1 picture or link that may be a trace",
                "Seen in the dossier, page 3: traces de productions",
                "Seen in the dossier, page 3: commentaire des traces",
            ),
        )
        yield Case(
            "none",
            four_parts(),
            Status.TO_VERIFY,
            ("Not seen in the dossier: traces de productions ; commentaire des traces",),
        )
        yield Case("a scan", make_dossier(SCAN), Status.UNVERIFIABLE)
