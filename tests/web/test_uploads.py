"""Uploads that mean harm: too large, endless, too slow, and names and words that would be more than text."""

from __future__ import annotations

import datetime as dt
import re
import socket
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import requests
from flask import Flask
from werkzeug.test import TestResponse

from precheck.reading.pool import Reader
from precheck.testing import make_pdf
from tests.web.site import Browser, Served, serving, token_of
from web.checks import Request
from web.drafts import Desk
from web.queue import Queue

HOSTILE = [
    "<script>alert(1)</script>.pdf",
    '"><img src=x onerror=alert(1)>.pdf',
    "../../etc/passwd.pdf",
    "..\\..\\windows\\system32.pdf",
    "dossier\u202efdp.exe",
    'a"; filename="b.exe',
    "a\r\nSet-Cookie: x=1.pdf",
    "{{ 7 * 7 }}{0.__class__}%s.pdf",
    "=HYPERLINK(1).pdf",
    "\x00\x1b[31m.pdf",
    "é" * 400 + ".pdf",
    "日本語.pdf",
]
WORDS = '<script>alert(2)</script> "><img src=x onerror=alert(2)> {{ 7 * 7 }} </title></style>'


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server that takes one megabyte in three seconds."""
    with serving(tmp_path_factory.mktemp("small"), upload_megabytes="1", upload_seconds="3") as site:
        yield site


def _send(site: Served, head: str, *parts: bytes) -> tuple[bytes, int]:
    """What the server answers to a raw request, and how many bytes of its parts it took."""
    host = urlsplit(site.address)
    taken = 0
    with socket.create_connection((host.hostname, host.port or 80), timeout=30) as connection:
        connection.sendall(f"POST /verification HTTP/1.1\r\nHost: {host.netloc}\r\n{head}\r\n\r\n".encode())
        answer = b""
        try:
            for part in parts:
                connection.sendall(part)
                taken += len(part)
            while more := connection.recv(65536):
                answer += more
                if b"</html>" in answer:
                    break
        except (ConnectionResetError, BrokenPipeError):
            pass  # it reads no further: what it said before counts
    return answer, taken


FORM = "Content-Type: multipart/form-data; boundary=b"


def test_a_body_that_is_too_large_is_refused_before_it_comes(small: Served) -> None:
    answer, _ = _send(small, f"{FORM}\r\nContent-Length: 10000000000")
    assert answer.startswith(b"HTTP/1.1 413 ")
    assert "Le fichier dépasse 1 Mo".encode() in answer


def test_an_endless_body_is_cut_off(small: Served) -> None:
    chunk = b"10000\r\n" + b"x" * 65536 + b"\r\n"
    start = b'--b\r\nContent-Disposition: form-data; name="dossier"; filename="a.pdf"\r\n\r\n'
    first = f"{len(start):x}\r\n".encode() + start + b"\r\n"
    _, taken = _send(small, f"{FORM}\r\nTransfer-Encoding: chunked", first, *[chunk] * 4000)
    assert taken < 100 * len(chunk)
    assert requests.get(f"{small.address}/healthz", timeout=10).status_code == 200


def test_a_body_that_stalls_is_cut_off(small: Served) -> None:
    answer, _ = _send(small, f"{FORM}\r\nContent-Length: 1000", b"--b\r\n")
    assert answer.startswith(b"HTTP/1.1 400 ")


def test_as_many_stalling_bodies_as_threads_do_not_end_the_site(small: Served) -> None:
    host = urlsplit(small.address)
    held = [socket.create_connection((host.hostname, host.port or 80), timeout=30) for _ in range(12)]
    for connection in held:
        connection.sendall(
            f"POST /verification HTTP/1.1\r\nHost: {host.netloc}\r\n{FORM}\r\nContent-Length: 1000\r\n\r\n--b".encode()
        )
    assert requests.get(f"{small.address}/healthz", timeout=30).status_code == 200
    for connection in held:
        connection.close()


@pytest.mark.parametrize("parts", [1001, 3000])
def test_a_form_of_many_parts_is_refused(client: Browser, parts: int) -> None:
    body = (
        "".join(f'--b\r\nContent-Disposition: form-data; name="n{n}"\r\n\r\nx\r\n' for n in range(parts)) + "--b--\r\n"
    )
    answer = client.post("/verification", data=body, content_type="multipart/form-data; boundary=b")
    assert answer.status_code == 413


def test_what_is_no_pdf_is_refused_whatever_it_is_called(client: Browser) -> None:
    token = token_of(client.get("/").text)
    for content in (b"<html><script>alert(1)</script></html>", b"PK\x03\x04", b"\x7fELF", b""):
        said = {"csrf_token": token, "dossier": (_stream(content), "dossier.pdf", "application/pdf")}
        assert client.post("/verification", data=said).status_code == 400


def _stream(content: bytes) -> object:
    import io

    return io.BytesIO(content)


@pytest.fixture(scope="module")
def reader() -> Iterator[Reader]:
    """One reader for all."""
    with Reader() as opened:
        yield opened


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_name_is_text_everywhere(app: Flask, client: Browser, reader: Reader, name: str) -> None:
    queue: Queue = app.extensions["precheck-queue"]
    sent = _drop(client, make_pdf(WORDS, title=WORDS), name)
    assert sent.status_code == 303
    place = sent.headers["Location"]
    waiting = client.get(place).text
    Desk(queue.checks, reader).work(queue.checks.id(place.rpartition("/")[2]))
    shown = client.get(place)
    assert shown.status_code == 200
    for text in (waiting, shown.text):
        _only_text(text)
    for part in ("report.html", "report.pdf", "annotated.pdf"):
        _an_attachment(client, f"{place}/{part}")


def _drop(client: Browser, content: bytes, name: str) -> TestResponse:
    """Post a file as browsers do, which escape what would end a name (HTML standard, "multipart form data")."""
    written = name.replace('"', "%22").replace("\r", "%0D").replace("\n", "%0A")
    token = token_of(client.get("/").text)
    head = (
        f'--b\r\nContent-Disposition: form-data; name="csrf_token"\r\n\r\n{token}\r\n'
        f'--b\r\nContent-Disposition: form-data; name="dossier"; filename="{written}"\r\n\r\n'
    )
    body = head.encode() + content + b"\r\n--b--\r\n"
    return client.post("/verification", data=body, content_type="multipart/form-data; boundary=b")


def _only_text(page: str) -> None:
    lower = page.lower()
    assert "<script>alert" not in lower
    assert "<img src=x" not in lower
    assert "</title></style>" not in lower
    assert "\u202e" not in page
    assert "49 </title>" not in page


def _an_attachment(client: Browser, path: str) -> None:
    answer = client.get(path)
    said = answer.headers["Content-Disposition"]
    assert answer.status_code == 200
    assert re.fullmatch(r"""attachment; filename="[\w. -]+"; filename\*=UTF-8''[\w.%~-]+""", said, re.ASCII)
    assert "Set-Cookie" not in answer.headers
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_links_of_drafts_cannot_be_guessed(app: Flask) -> None:
    queue: Queue = app.extensions["precheck-queue"]
    wanted = Request("a.pdf", "raep", "fr", dt.datetime.now(dt.UTC))
    tokens = {queue.checks.accept(b"%PDF-", wanted) for _ in range(50)}
    assert len(tokens) == 50
    assert {len(token) for token in tokens} == {32}  # 24 bytes of randomness, 192 bits
    on_disk = {entry.name for entry in Path(queue.settings.data_dir, "drafts").iterdir()}
    assert not any(token in name for token in tokens for name in on_disk)
