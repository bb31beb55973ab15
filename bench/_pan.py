"""The PAN layout and its measures (Potthast, Stein, Barrón-Cedeño and Rosso, COLING 2010), for the benchmarks.

A folder holds `src/`, `susp/` and one folder a kind (`NN-name/`) with a `pairs` file and the truth as XML. Offsets are
code points of the UTF-8 files, line ends as they are.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree


@dataclass(frozen=True, slots=True)
class Span:
    """A passage of the suspicious text and one of the source, in code points."""

    start: int
    end: int
    source_start: int
    source_end: int

    @property
    def size(self) -> int:
        return self.end - self.start + self.source_end - self.source_start

    def meets(self, other: Span) -> bool:
        """Whether both sides overlap."""
        here = self.start < other.end and other.start < self.end
        return here and self.source_start < other.source_end and other.source_start < self.source_end


@dataclass(frozen=True, slots=True)
class PanPair:
    """A pair of texts by their file names, with what is reused and what may be."""

    kind: str
    suspicious: str
    source: str
    truth: tuple[Span, ...]
    allowed: tuple[Span, ...]

    @property
    def name(self) -> str:
        return f"{self.suspicious.removesuffix('.txt')}-{self.source.removesuffix('.txt')}.xml"


def read_text(path: Path) -> str:
    """A text as its offsets count it."""
    return path.read_bytes().decode("utf-8")


def read_pairs(data: Path) -> list[PanPair]:
    """All pairs, by kind and in the order of the `pairs` files."""
    found = []
    for listing in sorted(data.glob("[0-9][0-9]-*/pairs")):
        folder = listing.parent
        for suspicious, source in _names(folder):
            truth = folder / f"{suspicious.removesuffix('.txt')}-{source.removesuffix('.txt')}.xml"
            spans = [_read_spans(truth, name) if truth.exists() else () for name in ("plagiarism", "allowed")]
            found.append(PanPair(folder.name, suspicious, source, *spans))
    return found


def _names(folder: Path) -> list[tuple[str, str]]:
    """The file names of a kind's pairs; from the truth files where they are more than the listing says."""
    listed = [tuple(line.split()) for line in (folder / "pairs").read_text("utf-8").splitlines() if line.strip()]
    truths = sorted(path.stem for path in folder.glob("*.xml"))
    if len(truths) > len(listed):
        halves = [stem.partition("-source-") for stem in truths]
        return [(f"{suspicious}.txt", f"source-{source}.txt") for suspicious, _, source in halves]
    return [(pair[0], pair[1]) for pair in listed]


def _read_spans(path: Path, name: str) -> tuple[Span, ...]:
    found = []
    for feature in ElementTree.parse(path).getroot().iter("feature"):
        if feature.get("name") == name and feature.get("source_offset") is not None:
            start, source_start = int(feature.get("this_offset", 0)), int(feature.get("source_offset", 0))
            end, source_end = int(feature.get("this_length", 0)), int(feature.get("source_length", 0))
            found.append(Span(start, start + end, source_start, source_start + source_end))
    return tuple(found)


def write_detections(path: Path, pair: PanPair, spans: Iterable[Span]) -> None:
    """The detections of a pair, as PAN's own evaluation reads them."""
    root = ElementTree.Element("document", reference=pair.suspicious)
    for span in spans:
        ElementTree.SubElement(
            root,
            "feature",
            name="detected-plagiarism",
            this_offset=str(span.start),
            this_length=str(span.end - span.start),
            source_reference=pair.source,
            source_offset=str(span.source_start),
            source_length=str(span.source_end - span.source_start),
        )
    ElementTree.ElementTree(root).write(path, "utf-8")


@dataclass(slots=True)
class Score:
    """Adds up pairs: macro precision and recall over characters, granularity, clean pairs flagged, allowed text told.

    `allowed_told` counts the spans that may be reused of which half or more was detected all the same.
    """

    recalls: list[float] = field(default_factory=list)
    precisions: list[float] = field(default_factory=list)
    detections: list[int] = field(default_factory=list)
    pairs: int = 0
    clean: int = 0
    flagged: int = 0
    allowed: int = 0
    allowed_told: int = 0

    def add(self, pair: PanPair, found: Sequence[Span]) -> None:
        """Count one pair with what was found in it."""
        self.pairs += 1
        for case in pair.truth:
            mine = [span for span in found if span.meets(case)]
            self.recalls.append(_covered(case, mine) / case.size)
            if mine:
                self.detections.append(len(mine))
        for span in found:
            cases = [case for case in pair.truth if case.meets(span)]
            self.precisions.append(_covered(span, cases) / span.size if span.size else 0.0)
        if not pair.truth:
            self.clean += 1
            self.flagged += bool(found)
        for allowed in pair.allowed:
            told = _union((max(allowed.start, span.start), min(allowed.end, span.end)) for span in found)
            self.allowed += 1
            self.allowed_told += told >= 0.5 * (allowed.end - allowed.start)

    @property
    def precision(self) -> float:
        return sum(self.precisions) / len(self.precisions) if self.precisions else 0.0

    @property
    def recall(self) -> float:
        return sum(self.recalls) / len(self.recalls) if self.recalls else 0.0

    @property
    def granularity(self) -> float:
        return sum(self.detections) / len(self.detections) if self.detections else 1.0

    @property
    def found(self) -> float:
        """Share of the cases that any detection meets."""
        return len(self.detections) / len(self.recalls) if self.recalls else 0.0

    @property
    def plagdet(self) -> float:
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both / math.log2(1 + self.granularity) if both else 0.0


def _covered(span: Span, others: Sequence[Span]) -> int:
    here = _union((max(span.start, o.start), min(span.end, o.end)) for o in others)
    there = _union((max(span.source_start, o.source_start), min(span.source_end, o.source_end)) for o in others)
    return here + there


def _union(ranges: Iterable[tuple[int, int]]) -> int:
    total, reached = 0, -1
    for start, end in sorted(ranges):
        if end > max(start, reached):
            total += end - max(start, reached)
            reached = end
    return total
