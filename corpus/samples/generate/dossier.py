"""A dossier before layout: its facts and its sections, read from ``corpus/samples/prose``."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from corpus.samples.generate.markup import Block, Level, Spans, inline, parse

PROSE = Path(__file__).parent.parent / "prose"
LEVELS: tuple[Level, ...] = ("core", "full", "extra")
PART_FILES = {"part1": 1, "part2": 2, "part3": 3, "part4": 4}
SECTION_FILES = ("introduction", *PART_FILES, "conclusion", "bibliography", "annexes")

SectionKind = Literal["introduction", "part", "conclusion", "bibliography", "annexes"]


@dataclass(frozen=True, slots=True)
class Facts:
    """What the cover and the running lines say; an empty field is not printed."""

    title: str
    subtitle: str
    kind: str
    institution: str
    certificate: str
    name_label: str
    surname: str
    first_name: str
    status: str
    school: str
    year_label: str
    year: str
    tutor: str
    running: str
    contents_title: str
    project: str

    @property
    def candidate(self) -> str:
        """``NOM Prénom``, as the cover prints it."""
        return f"{self.surname} {self.first_name}".strip()


@dataclass(frozen=True, slots=True)
class Section:
    """One section of first level; ``number`` is the part's, 0 for the others."""

    kind: SectionKind
    number: int
    title: Spans
    blocks: tuple[Block, ...]

    @property
    def key(self) -> str:
        """A stable name: ``part1``, ``conclusion``…"""
        return f"part{self.number}" if self.kind == "part" else self.kind


@dataclass(frozen=True, slots=True)
class Dossier:
    """Facts and sections, in the order in which they are printed."""

    facts: Facts
    sections: tuple[Section, ...]


def load(
    name: str,
    *,
    level: Level = "full",
    anonymous: bool = False,
    own_titles: bool = False,
    annexes: bool = False,
) -> Dossier:
    """Read the dossier ``name``.

    ``level`` keeps the blocks of that level and below; ``anonymous`` removes the
    candidate from the text (e-mail address, signature) as well as from the facts.
    """
    folder = PROSE / name
    with (folder / "dossier.toml").open("rb") as file:
        data = tomllib.load(file)
    mark: str = data["apostrophe"]
    titles: dict[str, str] = data["titles"]
    if own_titles:
        titles = titles | data["own_titles"]
    signature = "Le professeur" if anonymous else f"{data['first_name']} {data['surname']}"
    words = {
        "$EMAIL$": data["email_anonymous"] if anonymous else data["email"],
        "$SIGNATURE$": signature,
    }
    names = [key for key in SECTION_FILES if key in titles and (annexes or key != "annexes")]
    sections = tuple(_section(folder / f"{key}.txt", key, titles[key], mark, level, words, anonymous) for key in names)
    return Dossier(_facts(data, mark, anonymous, titles["contents"]), sections)


def _section(
    path: Path,
    key: str,
    title: str,
    mark: str,
    level: Level,
    words: dict[str, str],
    anonymous: bool,
) -> Section:
    text = path.read_text(encoding="utf-8")
    if anonymous:
        text = text.replace("signets.example.org/vernaz-hg", "signets.example.org/hg")
        text = text.replace("signets.example.org/delcroix-hamon", "signets.example.org/ecole")
    for word, value in words.items():
        text = text.replace(word, value)
    kept = LEVELS[: LEVELS.index(level) + 1]
    blocks = tuple(b for b in parse(text, path.name, mark) if b.level in kept)
    return Section(_kind(key), PART_FILES.get(key, 0), inline(title.replace("'", mark)), blocks)


def _kind(key: str) -> SectionKind:
    if key in PART_FILES:
        return "part"
    if key == "introduction":
        return "introduction"
    if key == "conclusion":
        return "conclusion"
    return "bibliography" if key == "bibliography" else "annexes"


def _facts(data: dict[str, str], mark: str, anonymous: bool, contents: str) -> Facts:
    def of(key: str) -> str:
        return data[key].replace("'", mark)

    return Facts(
        title=of("title"),
        subtitle=of("subtitle"),
        kind=of("kind"),
        institution=of("institution"),
        certificate=of("certificate"),
        name_label="" if anonymous else of("name_label"),
        surname="" if anonymous else of("surname"),
        first_name="" if anonymous else of("first_name"),
        status=of("status"),
        school=of("school"),
        year_label=of("year_label"),
        year=of("year"),
        tutor=of("tutor"),
        running=of("running"),
        contents_title=contents,
        project=data["project"],
    )
