"""``corpus/manifest.toml``: what ships, under which licence, with which SHA-256."""

from __future__ import annotations

import hashlib
import tomllib
from pathlib import Path

CORPUS = Path(__file__).parents[2]
SAMPLE_LICENCE = "CC-BY-4.0"
OFFICIAL = "Texte officiel, hors droit d'auteur"
TEXTS = {"texts/c2i2e-2010.txt": "Référentiel C2i2e, arrêté du 14 décembre 2010"}
HEAD = """\
# What ships with the product to compare against. Written by `python -m corpus.samples.generate`.
# kind: "sample" (a dossier written for the project) or "official" (a text that every candidate may copy).
"""


def manifest(corpus: Path = CORPUS) -> str:
    """The manifest's text, for the files that lie in ``corpus`` now."""
    entries = [_entry(corpus / path, path, title, OFFICIAL, "official") for path, title in TEXTS.items()]
    for pdf in sorted((corpus / "samples").glob("*.pdf")):
        with pdf.with_suffix(".toml").open("rb") as file:
            title = f"{tomllib.load(file)['title']} ({pdf.stem})"
        entries.append(_entry(pdf, f"samples/{pdf.name}", title, SAMPLE_LICENCE, "sample"))
    return HEAD + "".join(entries)


def _entry(file: Path, path: str, title: str, licence: str, kind: str) -> str:
    sha256 = hashlib.sha256(file.read_bytes()).hexdigest()
    return f'\n[[files]]\npath = "{path}"\ntitle = "{title}"\nlicence = "{licence}"\nkind = "{kind}"\nsha256 = "{sha256}"\n'
