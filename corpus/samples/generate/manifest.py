"""``corpus/manifest.toml``: what ships, by whom, under which licence, with which SHA-256."""

from __future__ import annotations

import hashlib
import re
import tomllib
from dataclasses import dataclass
from pathlib import Path

CORPUS = Path(__file__).parents[2]
SAMPLE_LICENCE = "CC-BY-4.0"
OFFICIAL = "Texte officiel, hors droit d'auteur"
HEAD = """\
# What ships with the product to compare against. Written by `python -m corpus.samples.generate`.
# kind: "dossier" (a sample written for the project) or "official" (a text that every candidate may copy).
"""
_YEAR = re.compile(r"[/-]")


@dataclass(frozen=True)
class Entry:
    """What the manifest says of a file."""

    path: str
    title: str
    licence: str
    kind: str
    author: str
    year: str


TEXTS = (
    Entry(
        "texts/c2i2e-2010.txt",
        "Référentiel C2i2e, arrêté du 14 décembre 2010",
        OFFICIAL,
        "official",
        "",
        "2010",
    ),
    Entry(
        "texts/c2i2e-2006.txt",
        "Référentiel C2i2e, circulaire du 19 décembre 2005",
        OFFICIAL,
        "official",
        "",
        "2006",
    ),
)


def manifest(corpus: Path = CORPUS) -> str:
    """The manifest's text, for the files that lie in ``corpus`` now."""
    samples = [_sample(pdf) for pdf in sorted((corpus / "samples").glob("*.pdf"))]
    return HEAD + "".join(_written(corpus, entry) for entry in (*TEXTS, *samples))


def _sample(pdf: Path) -> Entry:
    with pdf.with_suffix(".toml").open("rb") as file:
        truth = tomllib.load(file)
    years = truth.get("years") or [""]
    return Entry(
        f"samples/{pdf.name}",
        f"{truth['title']} ({pdf.stem})",
        SAMPLE_LICENCE,
        "dossier",
        truth["candidate"],
        _YEAR.sub("-", years[0]),
    )


def _written(corpus: Path, entry: Entry) -> str:
    sha256 = hashlib.sha256((corpus / entry.path).read_bytes()).hexdigest()
    rows = {
        "path": entry.path,
        "title": entry.title,
        "licence": entry.licence,
        "kind": entry.kind,
        "author": entry.author,
        "year": entry.year,
        "visibility": "public",
        "sha256": sha256,
    }
    return "\n[[files]]\n" + "".join(f'{key} = "{value}"\n' for key, value in rows.items() if value)
