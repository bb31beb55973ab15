"""Screening: a dossier, what may be copied, and a corpus in; the passages to review and what was set aside out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

import numpy as np

from precheck.model.match import (
    Match,
    MatchKind,
    Originality,
    Passage,
    QuotationFault,
    Reason,
    Source,
    SourceKind,
)
from precheck.model.profile import Screening
from precheck.model.structure import Dossier
from precheck.similarity.align import Alignment, align
from precheck.similarity.documents import prepare_document
from precheck.similarity.exclusions.base import Party, Subject
from precheck.similarity.exclusions.catalogue import SetAside, reason_of_source, set_aside
from precheck.similarity.exclusions.quotations import QuotedSpan, quoted
from precheck.similarity.index.corpus import Corpus
from precheck.similarity.pair import Comparable, Pair
from precheck.similarity.prepared import Flags, Prepared, prepare
from precheck.similarity.runs import run_blocks
from precheck.similarity.score import originality
from precheck.similarity.sources import author_key
from precheck.structure.hidden import unseen_spans

CANDIDATES = 100
"""Documents of the corpus that are aligned with a dossier."""
ALLOWED = (SourceKind.OFFICIAL, SourceKind.TEMPLATE)
"""Kinds of sources that everybody may copy."""
SET_ASIDE_WORDS = 8
"""Words in runs from which on a passage that was set aside is told."""
_GAP = 3
"""Code points between two words from which on something may have been left out there."""


@dataclass(frozen=True, slots=True, eq=False)
class _Candidate:
    """A source, ready for comparing."""

    source: Source
    text: Comparable


@dataclass(frozen=True, slots=True, eq=False)
class _Found:
    """An alignment with one source; `reason` says why it does not count."""

    source: Source
    text: Prepared
    alignment: Alignment
    reason: Reason | None = None


class CorpusScreener:
    """Compares dossiers with a corpus. Safe to share between threads.

    Args:
        corpus: what is compared with.
        screening: thresholds and exclusions of the profile.
        party: who deposits; the author is told by the deposit's candidate where it is empty.
        identify: the identifier of a dossier among the sources, so that it is not compared with itself; None when
            dossiers are no sources. The same bytes deposited by somebody else are compared.
    """

    def __init__(
        self,
        corpus: Corpus,
        screening: Screening = Screening(),
        party: Party = Party(),
        identify: Callable[[Dossier], str] | None = None,
    ) -> None:
        self._corpus, self._screening, self._party, self._identify = corpus, screening, party, identify
        allowed = corpus.of_kinds(ALLOWED)
        self._allowed = tuple(_Candidate(corpus.source(doc), Comparable(corpus.prepared(doc))) for doc in allowed)
        own = (prepare(text, skipped=()) for text in screening.templates)
        self._official = (*(allowed.text.prepared for allowed in self._allowed), *own)

    def screen(self, dossier: Dossier) -> Originality:
        """What the dossier has in common with the corpus.

        Raises:
            CorpusDamaged: a file of the corpus is not what was written.
        """
        prepared = prepare_dossier(dossier)
        party = self._party
        candidate = dossier.deposit.candidate
        if not party.author and candidate is not None:
            party = replace(party, author=author_key(candidate.name))
        own = self._identify(dossier) if self._identify else None
        if not party.author and own is not None:
            # Nobody is named: what this dossier says is not common for being among the sources itself.
            party = replace(party, author=own)
        return self.screen_text(prepared, party, own)

    def screen_text(self, prepared: Prepared, party: Party = Party(), own: str | None = None) -> Originality:
        """The same for a text that is prepared already; `own` is its identifier among the sources."""
        subject = Subject(prepared, self._screening, self._official, self._common(party), party)
        aside = set_aside(subject)
        found = list(self._found(subject, aside, own))
        sources = {one.source.id: one.source for one in found}
        faults = [span for span in quoted(subject) if span.fault is not None]
        matches = [_match(prepared, one, faults) for one in found]
        return originality(
            prepared, matches, sources, self._screening, self._corpus.fingerprint, len(self._corpus) - (own is not None)
        )

    def _common(self, party: Party) -> Callable[[Prepared], Flags]:
        authors = self._screening.common_authors
        return lambda prepared: self._corpus.common(prepared.stems, party.author, authors)

    def _found(self, subject: Subject, aside: SetAside, own: str | None) -> Iterator[_Found]:
        dossier = Comparable(subject.prepared, aside.masked, aside.barrier)
        candidates = list(self._candidates(subject.prepared, own))
        for candidate in candidates:
            reason = reason_of_source(candidate.source, subject)
            for alignment in align(dossier, candidate.text):
                yield _Found(candidate.source, candidate.text.prepared, alignment, reason)
        yield from _set_aside_passages(subject.prepared, aside, [*self._allowed, *candidates])

    def _candidates(self, prepared: Prepared, own: str | None) -> Iterator[_Candidate]:
        """The sources nominated, in the dossier's language, those aside that everybody may copy."""
        for nomination in self._corpus.nominate(prepared, CANDIDATES):
            source = self._corpus.source(nomination.doc)
            if source.kind in ALLOWED or source.id == own:
                continue
            text = self._corpus.prepared(nomination.doc)
            if text.language == prepared.language:
                yield _Candidate(source, Comparable(text))


def prepare_dossier(dossier: Dossier) -> Prepared:
    """The text of a dossier that a person sees, ready for comparing."""
    return prepare_document(dossier.document, dossier.structure, unseen_spans(dossier.document))


def _set_aside_passages(prepared: Prepared, aside: SetAside, candidates: Iterable[_Candidate]) -> Iterator[_Found]:
    """What would have matched if nothing had been set aside: each passage once, with the source that holds most of it,
    official texts before others."""
    if not aside.masked.any():
        return
    found = []
    dossier = Comparable(prepared, ~aside.masked)
    for rank, candidate in enumerate(candidates):
        if candidate.text.prepared.language != prepared.language:
            continue
        for block in run_blocks(Pair(dossier, candidate.text)):
            if block.matched >= SET_ASIDE_WORDS:
                order = candidate.source.kind not in ALLOWED, -block.matched, rank, block
                found.append((order, block, candidate))
    told = np.zeros(len(prepared), np.bool_)
    for _, block, candidate in sorted(found, key=lambda one: one[0]):
        if told[block.start : block.end].mean() > 0.5:
            continue
        told[block.start : block.end] = True
        density = block.matched / block.length
        sides = block.start, block.end, block.source_start, block.source_end
        alignment = Alignment(*sides, MatchKind.EDITED if density < 1 else MatchKind.VERBATIM, round(density, 3))
        yield _Found(candidate.source, candidate.text.prepared, alignment, _reason(aside, block.start, block.end))


def _reason(aside: SetAside, start: int, end: int) -> Reason:
    """The reason that holds for most of the words, the first of equals."""
    return max(aside.reasons, key=lambda reason: int(aside.reasons[reason][start:end].sum()))


def _match(prepared: Prepared, found: _Found, faults: list[QuotedSpan]) -> Match:
    alignment = found.alignment
    fault: QuotationFault | None = None
    for span in faults:
        shared = min(alignment.end, span.last) - max(alignment.start, span.first)
        if 2 * shared >= alignment.end - alignment.start:
            fault = span.fault
            break
    return Match(
        found.source.id,
        _passage(prepared, alignment.start, alignment.end, paged=True),
        _source_passage(found, alignment.source_start, alignment.source_end),
        alignment.kind,
        alignment.similarity,
        found.reason,
        fault,
    )


def _passage(text: Prepared, first: int, last: int, *, paged: bool) -> Passage:
    start, end = text.span(first, last)
    page = text.text.count("\f", 0, start) + 1 if paged else None
    return Passage(start, end, text.text[start:end], last - first, page)


def _source_passage(found: _Found, first: int, last: int) -> Passage:
    """The words of the source, without the running headers in between: those are no words of `found.text`."""
    text = found.text
    passage = _passage(text, first, last, paged=found.source.pages is not None)
    starts, ends = text.starts[first:last], text.ends[first:last]
    words, position = "", passage.start
    for index in np.flatnonzero(starts[1:] - ends[:-1] > _GAP):
        gap = text.text[ends[index] : starts[index + 1]]
        if any(map(str.isalnum, gap)):
            words += text.text[position : ends[index]] + "\n"
            position = int(starts[index + 1])
    return replace(passage, text=words + text.text[position : passage.end])
