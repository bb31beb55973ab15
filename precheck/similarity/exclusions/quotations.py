"""Short quotations with their source; and what is wrong with the others."""

from __future__ import annotations

from dataclasses import dataclass

from precheck.model.match import QuotationFault, Reason
from precheck.model.structure import Reference
from precheck.similarity.exclusions.base import Subject, WordSpans
from precheck.structure.folding import fold
from precheck.structure.quotations import MIN_WORDS, between_marks, count_words, reference_near

REASON = Reason.QUOTATION


@dataclass(frozen=True, slots=True)
class QuotedSpan:
    """Words `[first, last)` between quotation marks; `fault` is None for a quotation that is as it should be."""

    first: int
    last: int
    fault: QuotationFault | None


def quoted(subject: Subject) -> list[QuotedSpan]:
    """All quotations of the dossier, of five words or more."""
    text = subject.prepared.text
    folded = fold(text)
    found = []
    # A straight mark that nobody closed must not hide the quotations after it.
    spans = {*between_marks(text), *between_marks(text.replace('"', " "))}
    for start, end in sorted(spans):
        first, last = subject.prepared.words_in(start, end)
        if last - first >= MIN_WORDS:
            reference = reference_near(text, folded, start, end)
            found.append(
                QuotedSpan(first, last, _fault(text, start, end, reference, subject.screening.quotation_words))
            )
    return found


def spans(subject: Subject) -> WordSpans:
    """The quotations that are short and have their source."""
    return [(span.first, span.last) for span in quoted(subject) if span.fault is None]


def _fault(text: str, start: int, end: int, reference: Reference, longest: int) -> QuotationFault | None:
    if count_words(text[start:end]) > longest:
        return QuotationFault.TOO_LONG
    return None if reference is Reference.DETAILED else QuotationFault.WITHOUT_SOURCE
