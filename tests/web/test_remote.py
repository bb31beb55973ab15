"""`precheck check --server`, against the real site and against servers that are none."""

from __future__ import annotations

import datetime as dt
import http.server
import json
import ssl
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from precheck.cli import main
from precheck.testing import make_pdf
from tests.web.site import Served, free_port


def check(*words: str | Path) -> Result:
    return CliRunner().invoke(main, ["check", *map(str, words)], env={"PRECHECK_LANG": "en"})


@pytest.fixture(scope="module")
def dossier(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("dossiers") / "DUPONT Zoé «x».pdf"
    place.write_bytes(make_pdf("Bonjour.", "Au revoir."))
    return place


def test_the_server_finds_what_this_machine_finds(server: Served, dossier: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.pdf"
    there = check("--format", "json", "--server", server.address, "--annotated", copy, dossier)
    here = check("--format", "json", "--view", "candidate", dossier)
    assert (there.exit_code, json.loads(there.stdout)) == (here.exit_code, json.loads(here.stdout))
    assert copy.read_bytes().startswith(b"%PDF-")
    text = check("--server", server.address, dossier)
    assert (text.exit_code, text.stdout) == (here.exit_code, check("--view", "candidate", dossier).stdout)
    assert not list((server.folder / "drafts").iterdir()), "erased there at once"


def test_several_files(server: Served, dossier: Path, tmp_path: Path) -> None:
    folder = tmp_path / "dossiers"
    folder.mkdir()
    (folder / "a.pdf").write_bytes(dossier.read_bytes())
    (folder / "b.pdf").write_bytes(b"%PDF-1.7 nothing more")
    (folder / "c.pdf").write_bytes(b"Bonjour")
    found = check("--server", server.address, "--format", "json", folder)
    reports = json.loads(found.stdout)["reports"]
    assert [each.get("error", {}).get("code") for each in reports] == [None, "TruncatedFile", "NotTakenByServer"]
    assert found.exit_code == 3
    pages = check("--server", server.address, "--format", "html", "--output", tmp_path / "out", folder)
    assert pages.exit_code == 3
    assert sorted(each.name for each in (tmp_path / "out").iterdir()) == ["a.html", "b.html", "c.html"]
    assert "3 files" in pages.stdout


def test_what_the_server_does_not_take(server: Served, dossier: Path) -> None:
    unknown = check("--server", server.address, "--profile", "nowhere", dossier)
    assert unknown.exit_code == 4
    assert "refused: “profile” must be one of: grenoble-2016" in unknown.stderr
    named = check("--server", server.address, "--candidate", "DUPONT Zoé", dossier)
    assert (named.exit_code, "--candidate is not for --server" in named.stderr) == (2, True)


@pytest.mark.parametrize("address", ["ftp://localhost", "http://example.org", "file:///etc/passwd", "nonsense"])
def test_addresses_that_are_not_used(dossier: Path, address: str) -> None:
    refused = check("--server", address, dossier)
    assert refused.exit_code == 4
    assert "is not an address that may be used" in refused.stderr


def test_nobody_answers(dossier: Path) -> None:
    refused = check("--server", f"http://127.0.0.1:{free_port()}", dossier)
    assert refused.exit_code == 4
    assert "does not answer: Connection refused" in refused.stderr


class _Elsewhere(http.server.BaseHTTPRequestHandler):
    """Reads what is sent, and answers as `answer` says."""

    answer: tuple[int, dict[str, str], bytes] = (200, {}, b"")

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        status, headers, body = self.answer
        self.send_response(status)
        for name, value in {**headers, "Content-Length": str(len(body))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        """Nobody reads it."""


@pytest.fixture
def elsewhere() -> Iterator[http.server.HTTPServer]:
    with http.server.HTTPServer(("127.0.0.1", 0), _Elsewhere) as other:
        thread = threading.Thread(target=other.serve_forever)
        thread.start()
        yield other
        other.shutdown()
        thread.join()


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        ((200, {}, b"<html>"), "the answer cannot be read"),
        ((200, {}, b'{"state": 3}'), "the answer cannot be read"),
        ((200, {}, b'{"state": "waiting", "links": {"self": "http://192.0.2.1/x"}}'), "it leads elsewhere"),
        ((302, {"Location": "http://192.0.2.1/"}, b""), "it sends on to http://192.0.2.1/"),
        ((500, {}, b"oh"), "it answers with the code 500"),
        ((404, {"Content-Type": "application/problem+json"}, b"[]"), "it answers with the code 404"),
    ],
)
def test_servers_that_are_no_site_of_ours(
    elsewhere: http.server.HTTPServer, monkeypatch: pytest.MonkeyPatch, dossier: Path, answer: Any, told: str
) -> None:
    monkeypatch.setattr(_Elsewhere, "answer", answer)
    refused = check("--server", f"http://127.0.0.1:{elsewhere.server_port}", dossier)
    assert (refused.exit_code, told in refused.stderr) == (4, True), refused.stderr


def certificate(folder: Path) -> ssl.SSLContext:
    """A server's side of TLS with a certificate that nobody vouches for."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    now = dt.datetime.now(dt.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    place = folder / "server.pem"
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    place.write_bytes(private + made.public_bytes(Encoding.PEM))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(place)
    return context


def test_a_certificate_that_nobody_vouches_for(
    elsewhere: http.server.HTTPServer, tmp_path: Path, dossier: Path
) -> None:
    elsewhere.socket = certificate(tmp_path).wrap_socket(elsewhere.socket, server_side=True)
    refused = check("--server", f"https://localhost:{elsewhere.server_port}", dossier)
    assert refused.exit_code == 4
    assert "does not prove who it is: its certificate is not valid (self-signed certificate)" in refused.stderr
