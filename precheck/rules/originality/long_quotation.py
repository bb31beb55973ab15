"""O051: quotations are short."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from precheck.i18n import msg
from precheck.model.finding import Evidence, Severity, Status
from precheck.model.profile import QUOTATION_WORDS
from precheck.model.structure import Dossier
from precheck.rules.base import Case, Context, Hit, Rule, span_evidence
from precheck.rules.pages import page_list, unread_pages
from precheck.testing import SCAN, make_dossier

WORDS = "la carte du quartier tient sur le mur du fond et chacun y colle ce que la classe a vu"


@dataclass(frozen=True, slots=True)
class Options:
    """`max_words`: the longest quotation, in words, that still counts as short."""

    max_words: int = QUOTATION_WORDS


class LongQuotation(Rule[Options]):
    """A quotation is longer than a short one.

    What it checks
        The length in words of each passage between quotation marks, over lines and pages.
    Why
        The institution asks that every quotation be short.
    How to fix
        Quote only the words that matter and say the rest in your own.
    Limits
        The institution gives no number of words, so nothing ever fails: a long quotation is left to a human. Official
        statements of competences are not counted, nor what stands in the bibliography and the annexes.
    Options
        `max-words`: from how many words on a quotation is pointed out (50).
    """

    code = "O051"
    name = "long-quotation"
    title = msg("Quotations are short")
    requirements = (51,)
    severity = Severity.WARNING
    options = Options

    def check(self, dossier: Dossier, options: Options, context: Context) -> Iterator[Hit]:
        del context
        spans = [(mention.start, mention.end) for mention in dossier.mentions]
        quotations = [
            quotation
            for quotation in dossier.quotations
            if not any(start < quotation.end and quotation.start < end for start, end in spans)
        ]
        for quotation in quotations:
            if quotation.words <= options.max_words:
                continue
            evidence = span_evidence(
                dossier.document,
                quotation.start,
                quotation.end,
                observed=msg("{words} words", words=quotation.words),
                expected=msg("{maximum} words at most", maximum=options.max_words),
            )
            text = msg("A quotation of {words} words on page {page}", words=quotation.words, page=evidence[0].page)
            hint = msg("Quote only the words that matter, and say the rest in your own words.")
            yield Hit(Status.TO_VERIFY, text, evidence, hint, {"words": quotation.words})
        unread = unread_pages(dossier)
        if unread:
            text = msg("Quotations on these pages could not be read: {pages}", pages=page_list(unread))
            yield Hit(Status.UNVERIFIABLE, text, (Evidence(unread[0]),))
        longest = max((quotation.words for quotation in quotations), default=0)
        if longest == 0:
            yield Hit(Status.PASSED, msg("No quotation was found"))
        elif longest <= options.max_words:
            yield Hit(Status.PASSED, msg("The longest quotation has {words} words", words=longest))

    def cases(self) -> Iterable[Case[Options]]:
        yield Case(
            "short",
            make_dossier(f"# Introduction\nOn lit « {WORDS} » (Durand, 2012)."),
            Status.PASSED,
            ("The longest quotation has 20 words",),
        )
        yield Case(
            "over two pages",
            make_dossier(f"# Introduction\nOn lit : « {WORDS},\n{WORDS},", f"{WORDS} » (Durand, 2012)."),
            Status.TO_VERIFY,
            ("A quotation of 60 words on page 1",),
        )
        yield Case(
            "a stricter profile",
            make_dossier(f"# Introduction\nOn lit “{WORDS}” (Durand, 2012)."),
            Status.TO_VERIFY,
            ("A quotation of 20 words on page 1",),
            options=Options(max_words=10),
        )
        yield Case("none", make_dossier("# Introduction\nBonjour."), Status.PASSED, ("No quotation was found",))
        yield Case("a scan", make_dossier(SCAN), Status.UNVERIFIABLE)
