"""Writes the project's own set of passages reworded and condensed by hand as a PAN-layout folder for `reuse.py`.

    python bench/reworded.py --out DIR

`reworded/` beside this file holds a topic a file, French, written for the project: a source text, an honest text of
another author on the same topic, and passages of the source that a person reworded (the same ideas, about the same
length, hardly a run of words in common) or condensed (a third to a half of the words). DIR receives `src/`, `susp/` and
three kinds: `01-reworded`, `02-condensed` (the honest text with the passages between its paragraphs), `03-clean` (the
honest text alone against the source on the same topic, and against that of the next topic).
"""

from __future__ import annotations

import argparse
import tomllib
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

TOPICS = Path(__file__).with_name("reworded")
BREAK = "\n\n"


@dataclass(frozen=True, slots=True)
class Rewritten:
    """A passage: where it goes in the honest text, and which paragraphs of the source it comes from."""

    kind: str
    paragraphs: tuple[int, ...]
    after: int
    text: str


@dataclass(frozen=True, slots=True)
class Topic:
    """One file of the set."""

    name: str
    source: tuple[str, ...]
    own: tuple[str, ...]
    passages: tuple[Rewritten, ...]


def read_topics(folder: Path = TOPICS) -> list[Topic]:
    """The topics, by name."""
    topics = []
    for path in sorted(folder.glob("*.toml")):
        table = tomllib.loads(path.read_text("utf-8"))
        passages = [Rewritten(p["kind"], tuple(p["paragraphs"]), p["after"], p["text"]) for p in table["passages"]]
        topics.append(Topic(path.stem, tuple(table["source"]), tuple(table["own"]), tuple(passages)))
    return topics


def compose(topic: Topic, kind: str) -> tuple[str, list[tuple[int, int, int, int]]]:
    """The suspicious text of that kind, and its cases: offset and length there, offset and length in the source."""
    starts, position = [], 0
    for paragraph in topic.source:
        starts.append(position)
        position += len(paragraph) + len(BREAK)
    pieces: list[str] = []
    cases = []
    for index, paragraph in enumerate(topic.own):
        pieces.append(paragraph)
        for passage in topic.passages:
            if passage.kind == kind and passage.after == index:
                first, last = min(passage.paragraphs), max(passage.paragraphs)
                length = starts[last] + len(topic.source[last]) - starts[first]
                cases.append((len(BREAK.join([*pieces, ""])), len(passage.text), starts[first], length))
                pieces.append(passage.text)
    return BREAK.join(pieces), cases


def write_set(out: Path, topics: list[Topic]) -> None:
    """Write the folder."""
    for name in ("src", "susp"):
        (out / name).mkdir(parents=True, exist_ok=True)
    for number, topic in enumerate(topics, 1):
        (out / "src" / f"source-document{number:05}.txt").write_text(BREAK.join(topic.source), "utf-8")
    for place, kind in enumerate(("reworded", "condensed", "clean")):
        folder = out / f"{place + 1:02}-{kind}"
        folder.mkdir(exist_ok=True)
        pairs = []
        for number, topic in enumerate(topics, 1):
            suspicious = f"suspicious-document{place * len(topics) + number:05}"
            text, cases = compose(topic, kind)
            (out / "susp" / f"{suspicious}.txt").write_text(text, "utf-8")
            others = [number, number % len(topics) + 1] if kind == "clean" else [number]
            for other in others:
                source = f"source-document{other:05}"
                pairs.append(f"{suspicious}.txt {source}.txt\n")
                _write_truth(folder / f"{suspicious}-{source}.xml", suspicious, source, kind, cases)
        (folder / "pairs").write_text("".join(pairs), "utf-8")


def _write_truth(path: Path, suspicious: str, source: str, kind: str, cases: list[tuple[int, int, int, int]]) -> None:
    root = ElementTree.Element("document", reference=f"{suspicious}.txt")
    for offset, length, source_offset, source_length in cases:
        ElementTree.SubElement(
            root,
            "feature",
            name="plagiarism",
            obfuscation=kind,
            this_offset=str(offset),
            this_length=str(length),
            source_reference=f"{source}.txt",
            source_offset=str(source_offset),
            source_length=str(source_length),
        )
    ElementTree.ElementTree(root).write(path, "utf-8")


def main() -> None:
    """See the module's documentation."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, required=True)
    out = parser.parse_args().out
    if out.exists() and any(out.iterdir()):
        parser.error(f"{out} is not empty")
    topics = read_topics()
    write_set(out, topics)
    counts = {
        kind: sum(p.kind == kind for topic in topics for p in topic.passages) for kind in ("reworded", "condensed")
    }
    print(f"{len(topics)} topics, {counts['reworded']} reworded and {counts['condensed']} condensed passages")


if __name__ == "__main__":
    main()
