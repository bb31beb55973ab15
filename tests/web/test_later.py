"""The files of a report that are made when first asked for."""

from __future__ import annotations

import contextlib
import datetime as dt
import io
from collections.abc import Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait
from pathlib import Path

import pytest
from flask import Flask

from precheck.model.note import Note
from precheck.reading.pool import Reader, Source
from precheck.testing import make_pdf
from tests.web.site import Browser
from web.checks import ANNOTATED, PDF, Check, Checks, Request
from web.drafts import Desk
from web.later import BeingMade, CannotAnnotate, Later, _alone


class Counting(Reader):
    """A reader that knows how often it wrote comments."""

    written = 0

    def annotate(self, source: Source, notes: Sequence[Note]) -> bytes:
        self.written += 1
        return super().annotate(source, notes)


@pytest.fixture(scope="module")
def reader() -> Iterator[Counting]:
    with contextlib.closing(Counting(workers=2)) as opened:
        yield opened


def answered(folder: Path, reader: Reader) -> tuple[Checks, Check]:
    """A draft with its answer."""
    checks = Checks(folder, dt.timedelta(hours=1))
    asked = Request("dossier.pdf", "grenoble-2016", "fr", dt.datetime.now(dt.UTC))
    id_ = checks.id(checks.accept(make_pdf("Bonjour."), asked))
    Desk(checks, reader).work(id_)
    found = checks.get(id_)
    assert found is not None
    return checks, found


def dossier(check: Check) -> Source:
    return Source(check.request.name, check.source())


def test_each_file_is_made_once_by_however_many_and_kept(tmp_path: Path, reader: Counting) -> None:
    _, check = answered(tmp_path, reader)
    assert check.answer is not None
    assert {PDF, ANNOTATED} <= set(check.answer.parts)
    assert not (check.folder / PDF).exists()
    before = reader.written
    hosts = [Later(reader), Later(reader)]
    with ThreadPoolExecutor(8) as pool:
        for name in (PDF, ANNOTATED):
            made = list(pool.map(lambda n, name=name: hosts[n % 2].part(check, name, lambda: dossier(check)), range(8)))
            assert made == [(check.folder / name).read_bytes()] * 8
            assert made[0].startswith(b"%PDF-")
    assert reader.written == before + 1


def test_more_than_a_few_do_not_wait(tmp_path: Path, reader: Counting) -> None:
    _, check = answered(tmp_path, reader)
    host = Later(reader)
    with ThreadPoolExecutor(4) as pool, _alone(check.folder, PDF):
        waiting = [pool.submit(host.part, check, PDF, lambda: dossier(check)) for _ in range(5)]
        first = next(iter(wait(waiting, return_when=FIRST_COMPLETED).done))
        assert isinstance(first.exception(), BeingMade)
    assert host.part(check, PDF, lambda: dossier(check)) == (check.folder / PDF).read_bytes()


def test_what_was_erased_stays_so(tmp_path: Path, reader: Counting) -> None:
    checks, check = answered(tmp_path, reader)

    def erased_meanwhile() -> Source:
        found = dossier(check)
        checks.erase(check.id)
        return found

    assert Later(reader).part(check, ANNOTATED, erased_meanwhile) is None
    assert Later(reader).part(check, PDF, erased_meanwhile) is None
    assert list(tmp_path.iterdir()) == []


def test_a_dossier_that_cannot_be_written_again_is_tried_once(tmp_path: Path, reader: Counting) -> None:
    _, check = answered(tmp_path, reader)
    (check.folder / "dossier.pdf").write_bytes(b"%PDF-1.7 nothing more")
    before = reader.written
    for _ in range(2):
        with pytest.raises(CannotAnnotate, match=r"dossier\.pdf cannot be written again"):
            Later(reader).part(check, ANNOTATED, lambda: dossier(check))
    assert reader.written == before + 1


def test_a_file_that_cannot_be_read_has_a_report_and_no_copy(tmp_path: Path, reader: Counting) -> None:
    checks = Checks(tmp_path, dt.timedelta(hours=1))
    asked = Request("dossier.pdf", "grenoble-2016", "fr", dt.datetime.now(dt.UTC))
    id_ = checks.id(checks.accept(b"%PDF-1.7 nothing more", asked))
    Desk(checks, reader).work(id_)
    check = checks.get(id_)
    assert check is not None
    later = Later(reader)
    assert later.part(check, ANNOTATED, lambda: dossier(check)) is None
    made = later.part(check, PDF, lambda: dossier(check))
    assert made is not None
    assert made.startswith(b"%PDF-")


def test_the_site_says_so_kindly(app: Flask, client: Browser, reader: Counting) -> None:
    checks = app.extensions["precheck-queue"].checks
    sent = client.post("/api/v1/checks", data={"file": (io.BytesIO(make_pdf("Bonjour.")), "dossier.pdf")})
    assert sent.json is not None
    token = sent.json["token"]
    Desk(checks, reader).work(checks.id(token))
    check = checks.get(checks.id(token))
    (check.folder / "dossier.pdf").write_bytes(b"%PDF-1.7 nothing more")
    page = client.get(f"/verification/{token}/annotated.pdf", headers={"Accept-Language": "en"})
    assert page.status_code == 404
    assert "dossier.pdf cannot be written again with comments in it." in page.text
    told = client.get(f"/api/v1/checks/{token}/annotated.pdf")
    assert (told.status_code, (told.json or {})["code"]) == (404, "cannot-annotate")
    with _alone(check.folder, PDF), ThreadPoolExecutor(5) as pool:
        path = f"/api/v1/checks/{token}/report.pdf"
        waiting = [pool.submit(app.test_client().get, path) for _ in range(5)]
        busy = next(iter(wait(waiting, return_when=FIRST_COMPLETED).done)).result()
        assert (busy.status_code, (busy.json or {})["code"], busy.headers["Retry-After"]) == (503, "being-made", "60")


def test_a_power_cut_leaves_nothing_that_breaks_a_page(tmp_path: Path, reader: Counting) -> None:
    checks, check = answered(tmp_path, reader)
    (check.folder / "report.html").write_bytes(b"")
    assert check.report_in_three() is None
    (check.folder / "request.json").write_bytes(b"")
    assert checks.get(check.id) is None
    assert checks.sweep(dt.datetime.now(dt.UTC)) == 0
    assert checks.sweep(dt.datetime.now(dt.UTC) + dt.timedelta(hours=2)) == 1
    assert list(tmp_path.iterdir()) == []
