"""O750: the text of the file is the text that is seen."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import ClassVar

from precheck.i18n import msg
from precheck.model.document import Document
from precheck.model.finding import Severity, Status
from precheck.model.structure import Dossier
from precheck.model.surface import PageSurface
from precheck.rules.base import Case, Context, Hit, Need, Rule
from precheck.rules.veils import MAX_REGIONS, Region, region_evidence, undrawn_hits
from precheck.testing import SCAN, make_document, make_dossier


@dataclass(frozen=True, slots=True)
class Options:
    """`words` and `share`: from how many contradicted words of a page, and which share of those compared, it is
    pointed out."""

    words: int = 8
    share: float = 0.15


class TextNotAsDrawn(Rule[Options]):
    """The words that a program reads on a page cannot be the words that are drawn there.

    What it checks
        A sample of the words of each page, drawn: letters that rise (b, d, l, capitals) must rise above the others,
        letters that descend (g, p, q, y) must descend. Invisible words over a scan must be as many
        and as long as the words of the picture.
    Why
        Work is original when what is compared is what is read: a file may say other words than it shows.
    How to fix
        Export the dossier again from the word processor, with its fonts; do not print it to a picture.
    Limits
        Nothing is recognised: letters exchanged for others of the same shape (e for a) go unnoticed, and so does a font
        that has capitals only. Damaged fonts of some exports read wrongly without anybody's wish: nothing ever fails.
    Options
        `words`: how many contradicted words of one page are pointed out (8), when they are at least the `share` of
        those compared (0.15).
    """

    code = "O750"
    name = "text-not-as-drawn"
    title = msg("The text of the file is the text that is seen")
    requirements = (50,)
    severity = Severity.WARNING
    needs: ClassVar[frozenset[Need]] = frozenset({Need.TEXT, Need.SCREENING, Need.SURFACE})
    options = Options

    def check(self, dossier: Dossier, options: Options, context: Context) -> Iterator[Hit]:
        del context
        document = dossier.document
        surfaces = document.surfaces
        pages = [s for s in surfaces if len(s.unlike) >= max(options.words, options.share * s.sampled)]
        for surface in pages[:MAX_REGIONS]:
            words, sampled = len(surface.unlike), surface.sampled
            start, end = surface.unlike[0][0], surface.unlike[-1][1]
            observed = msg("{words} of {sampled} words compared are drawn otherwise", words=words, sampled=sampled)
            evidence = region_evidence(
                document, Region(surface.page, start, end, words), observed, msg("the words that are drawn")
            )
            text = msg("Page {page}: the text of the file does not match what is drawn", page=surface.page)
            hint = msg("Export the dossier again from the word processor, with its fonts.")
            yield Hit(Status.TO_VERIFY, text, (evidence,), hint, {"words": words, "sampled": sampled})
        if surfaces and not pages:
            sampled = sum(surface.sampled for surface in surfaces)
            yield Hit(Status.PASSED, msg("Words compared with what is drawn: {count}", count=sampled))
        yield from undrawn_hits(dossier)

    def cases(self) -> Iterable[Case[Options]]:
        yield Case(
            "as drawn",
            make_dossier(document=_with_unlike(1)),
            Status.PASSED,
            ("Words compared with what is drawn: 60",),
        )
        yield Case(
            "other words are drawn",
            make_dossier(document=_with_unlike(10)),
            Status.TO_VERIFY,
            ("Page 1: the text of the file does not match what is drawn",),
        )
        yield Case(
            "not drawn",
            make_dossier("Bonjour."),
            Status.UNVERIFIABLE,
            ("These pages could not be drawn and compared with their text: 1",),
        )
        yield Case("a scan", make_dossier(SCAN), Status.UNVERIFIABLE)


def _with_unlike(words: int) -> Document:
    line = " ".join(["carte"] * 12)
    unlike = tuple((6 * index, 6 * index + 5) for index in range(words))
    return make_document(line, surfaces=(PageSurface(1, 60, sampled=60, unlike=unlike),))
