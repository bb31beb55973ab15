"""The text of a made-up dossier: sentences that everybody uses, filled with what belongs to one dossier."""

from __future__ import annotations

import random
import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from corpus.samples.generate.markup import Block, inline

HERE = Path(__file__).parent
CONCLUSION = {
    "organisation": "L'organisation pédagogique",
    "diversite": "La diversité des élèves",
    "ecarts": "Contraintes, écarts et ajustements",
    "ressources": "Ressources, veille et médias",
    "droits": "Questions juridiques et éthiques",
    "education": "Éduquer au numérique et par le numérique",
}
PUPILS = (
    "Aymeric", "Bahia", "Cassandre", "Djibril", "Enora", "Firmin", "Gaëtane", "Hippolyte", "Ismérie", "Jocelyn",
    "Katell", "Léontine", "Malo", "Ninon", "Oumar", "Philippine", "Quentin", "Roxane", "Salimata", "Titouan",
)  # fmt: skip
_CONTRACTED = {"de le ": "du ", "de les ": "des ", "à le ": "au ", "à les ": "aux "}
_CONTRACTION = re.compile(r"\b(?:de|à) les? ", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Subject:
    """What a dossier tells."""

    title: str
    classe: str
    lieu: str
    outil: str
    things: tuple[str, ...]


@cache
def subjects() -> tuple[Subject, ...]:
    """The subjects, one a dossier."""
    told = tomllib.loads((HERE / "subjects.toml").read_text("utf-8"))["subjects"]
    return tuple(Subject(**(each | {"things": tuple(each["things"])})) for each in told)


@cache
def sentences() -> dict[str, tuple[str, ...]]:
    """The sentences by the section or the theme that they serve."""
    told = tomllib.loads((HERE / "sentences.toml").read_text("utf-8"))
    return {key: tuple(lines) for key, lines in told.items()}


def section(key: str, subject: Subject, chance: random.Random) -> tuple[Block, ...]:
    """A section but the conclusion: paragraphs of two sentences and three, in an order of its own."""
    said = list(sentences()[key])
    first, rest = said[0], said[1:]
    chance.shuffle(rest)
    return tuple(_paragraphs([first, *rest], subject, chance))


def conclusion(subject: Subject, chance: random.Random, reflections: int = 2) -> tuple[Block, ...]:
    """A conclusion on all that is asked for, with so many reflections after each theme."""
    closing = list(sentences()["reflexion"])
    chance.shuffle(closing)
    blocks: list[Block] = []
    for number, (key, title) in enumerate(CONCLUSION.items()):
        blocks.append(Block("heading", "core", inline(title), depth=2))
        said = [*sentences()[key], *closing[reflections * number : reflections * (number + 1)]]
        blocks += _paragraphs(said, subject, chance)
    return tuple(blocks)


def _paragraphs(said: Sequence[str], subject: Subject, chance: random.Random) -> Iterator[Block]:
    waiting = [_filled(each, subject, chance) for each in said]
    while waiting:
        count = chance.choice((2, 3))
        yield Block("paragraph", "core", inline(" ".join(waiting[:count])))
        waiting = waiting[count:]


def _filled(sentence: str, subject: Subject, chance: random.Random) -> str:
    x, y, z = chance.sample(subject.things, 3)
    n = chance.randint(3, 19)
    filled = sentence.format(
        x=x, y=y, z=z, n=n, m=n + chance.randint(2, 17), nom=chance.choice(PUPILS), classe=subject.classe,
        lieu=subject.lieu, outil=subject.outil,
    )  # fmt: skip
    filled = _CONTRACTION.sub(lambda match: _CONTRACTED[match[0].lower()], filled)
    return filled[0].upper() + filled[1:]
