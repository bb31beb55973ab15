"""The PDF report: tagged, in French, read back by another library; hostile text is only text."""

from __future__ import annotations

import io
import itertools
import re
import zlib
from collections.abc import Callable
from typing import Any

import pypdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from precheck.i18n import Translator
from precheck.model.match import View
from precheck.model.picture import CropRequest, Pictures
from precheck.model.report import Refusal, Report
from precheck.report.audience import seen_by
from precheck.report.pdf import render
from precheck.report.shots import crop_requests
from precheck.report.typesetting import REPLACEMENT, UNDRAWN
from tests.report.builders import REFUSAL, make_report, make_structured
from tests.report.hostile import SCRIPT, hostile_report
from tests.report.screened import hostile_screening, screened_report


def png(width: int, height: int) -> bytes:
    """A white picture, written by hand."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return len(data).to_bytes(4, "big") + kind + data + zlib.crc32(kind + data).to_bytes(4, "big")

    header = width.to_bytes(4, "big") + height.to_bytes(4, "big") + b"\x08\x00\x00\x00\x00"
    rows = zlib.compress((b"\x00" + b"\xff" * width) * height)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def pictures(report: Report) -> Pictures:
    def draw(request: CropRequest) -> bytes:
        return png(int(request.bbox.width * request.scale), int(request.bbox.height * request.scale))

    return {request: draw(request) for request in crop_requests(report)}


def rendered(result: Report | Refusal, language: str = "fr") -> pypdf.PdfReader:
    shown = pictures(result) if isinstance(result, Report) else {}
    return pypdf.PdfReader(io.BytesIO(render(result, Translator(language), shown)))


def words(reader: pypdf.PdfReader) -> str:
    text = " ".join(page.extract_text() for page in reader.pages)
    return " ".join(text.replace("\u200b", "").split())


def structure(reader: pypdf.PdfReader) -> list[tuple[str, str]]:
    """Role and alternative text of every element of the structure tree, in order."""
    found: list[tuple[str, str]] = []

    def walk(node: Any) -> None:
        resolved = node.get_object() if isinstance(node, pypdf.generic.IndirectObject) else node
        if isinstance(resolved, pypdf.generic.DictionaryObject):
            if "/S" in resolved:
                found.append((str(resolved["/S"]), str(resolved.get("/Alt", ""))))
            walk(resolved.get("/K"))
        for entry in resolved if isinstance(resolved, pypdf.generic.ArrayObject) else ():
            walk(entry)

    walk(reader.root_object["/StructTreeRoot"])
    return found


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("result", [make_report(), hostile_report(), REFUSAL], ids=["sample", "hostile", "refusal"])
def test_tagged_titled_and_in_its_language(result: Report | Refusal, language: str) -> None:
    reader = rendered(result, language)
    root: Any = reader.root_object
    assert root["/Lang"] == language
    assert root["/MarkInfo"]["/Marked"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert reader.metadata is not None
    assert "dossier" in str(reader.metadata.title)
    assert reader.xmp_metadata is not None
    assert b"<pdfuaid:part>1</pdfuaid:part>" in reader.xmp_metadata.stream.get_data()
    roles = [role for role, _ in structure(reader)]
    assert roles.count("/Title") == 1
    levels = [int(role[2]) for role in roles if re.fullmatch(r"/H\d", role)]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))


def test_every_picture_has_its_text_alternative() -> None:
    figures = [alt for role, alt in structure(rendered(make_report(), "en")) if role == "/Figure"]
    assert figures == [
        "Picture of page 1",
        "Extract of page 3, with “Ce dossier présente” framed",
        "Extract of page 5, with “une veille” framed",
        "Extract of page 6, with “Conclusion” framed",
        "Extract of page 4, with “A9.9” framed",
    ]


def test_the_matrix_is_a_table_with_headers() -> None:
    roles = [role for role, _ in structure(rendered(make_report()))]
    assert roles.count("/Table") == 2
    assert roles.count("/TH") == 10


def test_what_it_says() -> None:
    said = words(rendered(make_report(), "en"))
    for sentence in (
        "Not conforming as it stands",
        "1. 6 pages; at least 10 are asked for",
        "Add what is missing, then export again.",
        "Observed 6 pages",
        "“10 pages minimum” (Cahier des charges 2016-2017, Format général du dossier)",
        "A9.9 (p. 4) is not a code of this framework.",
        "Décrire rapidement d'autres usages.",
        make_report().dossier.document.sha256,
    ):
        assert sentence in said


def test_hostile_text_is_only_text() -> None:
    said = words(rendered(hostile_report(20), "en"))
    assert SCRIPT in said
    assert '#import "x" *gras* $math$' in said
    assert REPLACEMENT in said


def test_without_pictures_the_words_remain() -> None:
    reader = pypdf.PdfReader(io.BytesIO(render(make_report(), Translator("fr"))))
    assert "Ce dossier présente" in words(reader)
    assert "/Figure" not in [role for role, _ in structure(reader)]


def test_the_same_report_gives_the_same_bytes() -> None:
    assert render(make_report(), Translator("fr")) == render(make_report(), Translator("fr"))


def test_every_character_that_is_kept_can_be_drawn() -> None:
    kept = "".join(chr(code) for code in range(0x20, 0xD800) if not UNDRAWN.match(chr(code)))
    assert len(kept) > 2500
    report = make_report(make_structured(name=" ".join(kept)), [])
    assert len(render(report, Translator("fr"))) > 10_000


@settings(max_examples=100, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(st.characters(), max_size=60))
def test_any_file_name_can_be_shown(name: str) -> None:
    assert rendered(make_report(make_structured(name=name), [])).pages


def test_the_passages_stand_beside_their_source() -> None:
    reader = rendered(screened_report())
    text = words(reader)
    for said in (
        "Passages retrouvés dans d’autres textes",
        "! Passages à examiner en premier",
        "4 passages, 66 % des mots (66 sur 100). Comparé à 1200 textes.",
        "2.1 p. 4 · retouché · 16 mots, dont 67 % en commun",
        "Écartés (3)",
        "version antérieure de la même personne",
    ):
        assert said in text.replace("\u00a0", " ")
    assert ("/Table", "") in structure(reader)


@pytest.mark.parametrize("make", [hostile_screening, lambda: seen_by(View.CANDIDATE, screened_report())])
def test_a_screening_is_set_whatever_it_holds(make: Callable[[], Report | Refusal]) -> None:
    assert "/StructTreeRoot" in rendered(make()).root_object
