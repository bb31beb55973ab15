"""The samples are what their generator makes, and their truth holds when the PDFs are read without the product."""

from __future__ import annotations

import hashlib
import re
import tomllib
from pathlib import Path
from typing import Any

import pypdfium2 as pdfium
import pytest

from corpus.samples.generate.catalogue import catalogue
from corpus.samples.generate.make import make
from corpus.samples.generate.manifest import manifest
from corpus.samples.generate.statements import PLACE, statements

CORPUS = Path(__file__).parent.parent.parent / "corpus"
SAMPLES = CORPUS / "samples"
CATALOGUE = catalogue()
LARGEST = 410_000
"""Bytes: the samples ship with the product."""


def pages_of(data: bytes, password: str = "") -> list[str]:
    """The text of each page, on one line, with plain spaces."""
    document = pdfium.PdfDocument(data, password=password or None)
    texts = [page.get_textpage().get_text_range() for page in document]
    document.close()
    return [" ".join(text.split()) for text in texts]


def truth_of(name: str) -> dict[str, Any]:
    return tomllib.loads((SAMPLES / f"{name}.toml").read_text(encoding="utf-8"))


def test_no_file_is_left_over() -> None:
    assert sorted(file.stem for file in SAMPLES.glob("*.pdf")) == sorted(CATALOGUE)
    assert sorted(file.stem for file in SAMPLES.glob("*.toml")) == sorted(CATALOGUE)


def test_the_statements_of_2006_are_those_of_the_framework() -> None:
    assert PLACE.read_text(encoding="utf-8") == statements()


def test_the_manifest_is_fresh() -> None:
    written = (CORPUS / "manifest.toml").read_text(encoding="utf-8")
    assert written == manifest()
    for entry in tomllib.loads(written)["files"]:
        assert hashlib.sha256((CORPUS / entry["path"]).read_bytes()).hexdigest() == entry["sha256"]


@pytest.mark.parametrize("name", CATALOGUE)
def test_made_again_it_is_the_same(name: str) -> None:
    sample = CATALOGUE[name]
    made = make(sample)
    kept = (SAMPLES / f"{name}.pdf").read_bytes()
    assert made.truth == (SAMPLES / f"{name}.toml").read_text(encoding="utf-8")
    if sample.same_bytes:
        assert hashlib.sha256(made.pdf).hexdigest() == hashlib.sha256(kept).hexdigest()
    else:
        assert pages_of(made.pdf) == pages_of(kept)
        assert picture_sizes(made.pdf) == picture_sizes(kept)


def picture_sizes(data: bytes) -> list[tuple[int, int]]:
    document = pdfium.PdfDocument(data)
    sizes = [
        thing.get_px_size() for page in document for thing in page.get_objects() if isinstance(thing, pdfium.PdfImage)
    ]
    document.close()
    return sizes


@pytest.mark.parametrize("name", CATALOGUE)
def test_the_truth_is_in_the_pdf(name: str) -> None:
    truth = truth_of(name)
    data = (SAMPLES / f"{name}.pdf").read_bytes()
    assert len(data) < LARGEST
    pages = pages_of(data, truth.get("password", ""))
    assert len(pages) == truth["pages"]
    if "refusal" in truth:
        with pytest.raises(pdfium.PdfiumError):
            pages_of(data)
        return
    if not truth["text_layer"]:
        assert pages == [""] * len(pages)
        return
    for page, printed in zip(pages, truth["printed"], strict=True):
        assert re.search(rf"\b{printed}\b", page)
    if truth["profile"] == "raep":
        return
    assert "Introduction" in pages[truth["introduction_page"] - 1]
    assert "onclusion" in pages[truth["conclusion"]["start_page"] - 1]
    for part in truth["parts"]:
        assert " ".join(part["title"].split()) in pages[part["page"] - 1]
    for year in truth["years"]:
        assert year in pages[0]


WITH_TEXT = [name for name in CATALOGUE if "refusal" not in truth_of(name) and truth_of(name)["text_layer"]]


@pytest.mark.parametrize("name", WITH_TEXT)
def test_the_candidate_is_named_unless_that_is_the_defect(name: str) -> None:
    truth = truth_of(name)
    whole = " ".join(pages_of((SAMPLES / f"{name}.pdf").read_bytes()))
    surname = truth["candidate"].split()[0]
    assert (surname in whole) == (name != "no-name")
    if name == "no-name":
        assert surname.casefold() not in whole.casefold()


def test_the_text_is_clean_french() -> None:
    for name in ("conforming-map", "conforming-school", "conforming-map-fpdf2", "raep-conforming"):
        whole = " ".join(pages_of((SAMPLES / f"{name}.pdf").read_bytes()))
        odd = {char for char in whole if ord(char) > 126} - set("àâäçèéêëîïôöùûüœæÀÂÇÈÉÊÎÔŒ«»’–—•°\u00a0\ufffe€")
        assert odd == set()
        assert "élève" in whole
