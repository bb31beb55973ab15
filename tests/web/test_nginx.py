"""The shipped files run: nginx before gunicorn and a worker as the units start them. Skipped where nginx is missing."""

from __future__ import annotations

import contextlib
import datetime as dt
import http.client
import io
import os
import re
import shlex
import shutil
import socket
import ssl
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urljoin

import pytest
import requests
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from precheck.campaign.accounts import Role, ensure_user, grant
from precheck.campaign.store import Store
from tests.web.site import HERE, PASSWORD, ROOT, free_port, login_of, populate, token_of

DEPLOY = ROOT / "deploy"
NAME = "localhost"
MEGABYTE = 1 << 20
PROXIED = "zoe@example.org"
"""Somebody who may do everything, once a proxy says who that is."""
NGINX = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin")

pytestmark = pytest.mark.skipif(NGINX is None, reason="nginx is missing; to install it: sudo apt-get install nginx")


@dataclass(frozen=True, slots=True)
class Behind:
    """A site behind nginx: the ports of nginx, the socket of gunicorn, the certificate."""

    folder: Path
    secure: int
    plain: int

    @property
    def address(self) -> str:
        return f"https://{NAME}:{self.secure}"

    @property
    def socket(self) -> Path:
        return self.folder / "web.sock"

    @property
    def certificate(self) -> Path:
        return self.folder / "precheck.pem"

    def person(self) -> requests.Session:
        """Somebody with cookies of their own."""
        made = requests.Session()
        made.verify = str(self.certificate)
        made.trust_env = False
        return made

    def head(self, path: str, size: int, source: str = "") -> tuple[int, str]:
        """What is answered to a request of which only the head is sent."""
        trusting = ssl.create_default_context(cafile=str(self.certificate))
        connection = http.client.HTTPSConnection(
            NAME, self.secure, timeout=20, context=trusting, source_address=(source, 0) if source else None
        )
        connection.putrequest("POST" if size else "GET", path)
        if size:
            connection.putheader("Content-Type", "multipart/form-data; boundary=b")
            connection.putheader("Content-Length", str(size))
        connection.putheader("Accept-Language", "fr")
        with contextlib.closing(connection):
            connection.endheaders()
            answer = connection.getresponse()
            return answer.status, answer.read().decode()


@pytest.fixture(scope="module")
def behind(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Behind]:
    """The site as `deploy/` runs it, changed only where an administrator must."""
    site = Behind(tmp_path_factory.mktemp("nginx"), free_port(), free_port())
    _certify(site)
    with Store(site.folder / "data") as store:
        populate(store)
        with store.writing() as write:
            begun = dt.datetime(2017, 1, 9, 8, 0, tzinfo=dt.UTC)
            grant(write, ensure_user(write, PROXIED, begun), Role.SUPERUSER, None, begun, "tests")
    environ = _environment(site)
    processes = [
        subprocess.Popen(_command(unit, site), cwd=ROOT, env=environ)
        for unit in ("precheck-web.service", "precheck-worker.service")
    ]
    _configure(site)
    assert NGINX is not None
    program = [NGINX, "-p", str(site.folder), "-c", str(site.folder / "nginx.conf")]
    tried = subprocess.run([*program, "-t"], capture_output=True, text=True, check=False)
    assert tried.returncode == 0, tried.stderr
    processes.append(subprocess.Popen([*program, "-g", "daemon off;"]))
    try:
        _wait(site, processes)
        yield site
    finally:
        for process in reversed(processes):
            process.terminate()
        for process in processes:
            process.wait(timeout=40)


def _certify(site: Behind) -> None:
    """A key and a certificate for this machine, of this day."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, NAME)])
    today = dt.datetime.now(dt.UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(today - dt.timedelta(days=1))
        .not_valid_after(today + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(NAME)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    site.certificate.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    site.certificate.with_suffix(".key").write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )


def _environment(site: Behind) -> dict[str, str]:
    """The shipped environment, with the address and the folder of this site; a proxy at the socket signs people in."""
    said = dict(re.findall(r"^(PRECHECK_\w+)=(.*)$", (DEPLOY / "precheck.env").read_text("utf-8"), re.MULTILINE))
    said["PRECHECK_DATA_DIR"] = str(site.folder / "data")
    said["PRECHECK_PUBLIC_URL"] = site.address
    return {**os.environ, **said, "PRECHECK_REMOTE_USER_FROM": "unix", "PYTHONPATH": str(ROOT)}


def _command(unit: str, site: Behind) -> list[str]:
    """What the unit starts, with the programs of this environment."""
    text = (DEPLOY / unit).read_text("utf-8").replace("\\\n", " ").replace("/run/precheck/web.sock", str(site.socket))
    (line,) = re.findall(r"^ExecStart=/opt/precheck/bin/(.*)$", text, re.MULTILINE)
    program, *arguments = shlex.split(line)
    return [sys.executable, "-m", program, *arguments]


def _configure(site: Behind) -> None:
    """The shipped configuration inside one like Debian's, everything in one folder."""
    text = (DEPLOY / "nginx.conf").read_text("utf-8")
    for shipped, here in {
        "precheck.example.org": NAME,
        "/run/precheck/web.sock": str(site.socket),
        "/etc/ssl/certs/precheck.pem": str(site.certificate),
        "/etc/ssl/private/precheck.key": str(site.certificate.with_suffix(".key")),
        "/etc/nginx/precheck_proxy.conf": str(DEPLOY / "precheck_proxy.conf"),
        "/var/log/nginx/precheck.log": str(site.folder / "error.log"),
        "    listen [::]:80;\n": "",
        "    listen [::]:443 ssl;\n": "",
        "listen 80;": f"listen 127.0.0.1:{site.plain};",
        "listen 443 ssl;": f"listen 127.0.0.1:{site.secure} ssl;",
    }.items():
        assert shipped in text
        text = text.replace(shipped, here)
    (site.folder / "site.conf").write_text(text, "utf-8")
    places = " ".join(
        f"{name}_temp_path {site.folder}/{name};" for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    user = "user root;" if os.getuid() == 0 else ""  # nobody else enters the folder of a test
    (site.folder / "nginx.conf").write_text(
        f"{user} pid {site.folder}/nginx.pid; error_log {site.folder}/error.log; events {{}}\n"
        f"http {{ include /etc/nginx/mime.types; gzip on; {places}\n include {site.folder}/site.conf; }}\n",
        "utf-8",
    )


def _wait(site: Behind, processes: list[subprocess.Popen[bytes]]) -> None:
    patience = time.monotonic() + 60
    while time.monotonic() < patience:
        assert all(process.poll() is None for process in processes), "one of them ended"
        try:
            if site.person().get(f"{site.address}/readyz", timeout=20).status_code == 200:
                return
        except requests.RequestException:
            pass
        time.sleep(0.1)
    raise AssertionError((site.folder / "error.log").read_text("utf-8"))


def test_a_draft_is_dropped_and_read(behind: Behind) -> None:
    person = behind.person()
    token = token_of(person.get(f"{behind.address}/").text)
    sample = (ROOT / "corpus/samples/conclusion-short.pdf").read_bytes()
    dropped = person.post(
        f"{behind.address}/verification",
        data={"csrf_token": token, "profile": "grenoble-2016"},
        files={"dossier": ("dossier.pdf", sample, "application/pdf")},
        headers={"Referer": f"{behind.address}/"},
        allow_redirects=False,
    )
    assert dropped.status_code == 303
    page = urljoin(behind.address, dropped.headers["Location"])
    assert page.startswith(f"{behind.address}/verification/")
    patience = time.monotonic() + 120
    while not person.get(f"{page}/etat").json()["done"]:
        assert time.monotonic() < patience
        time.sleep(0.2)
    assert 'class="verdict' in person.get(page).text


def test_pages_come_by_https_with_their_headers(behind: Behind) -> None:
    plain = requests.get(f"http://127.0.0.1:{behind.plain}/connexion?a=b", allow_redirects=False, timeout=10)
    assert (plain.status_code, plain.headers["Location"]) == (301, "https://127.0.0.1/connexion?a=b")
    page = behind.person().get(f"{behind.address}/connexion")
    assert page.headers["Strict-Transport-Security"] == "max-age=31536000"
    assert page.headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert page.headers["Server"] == "nginx"
    cookie = page.headers["Set-Cookie"]
    assert "Secure" in cookie
    assert "HttpOnly" in cookie


def test_only_what_holds_no_secret_is_compressed(behind: Behind) -> None:
    person = behind.person()
    page = person.get(f"{behind.address}/")
    (style,) = re.findall(r'"(/style-\w+\.css)"', page.text)
    (script,) = re.findall(r'"(/static/site\.js[^"]*)"', page.text)
    answers = [page, person.get(behind.address + style), person.get(behind.address + script)]
    assert [answer.headers.get("Content-Encoding") for answer in answers] == [None, "gzip", "gzip"]


def test_nobody_says_of_himself_who_he_is(behind: Behind) -> None:
    claim = {"X-Remote-User": PROXIED}
    # The site itself would believe whoever reaches its socket.
    with socket.socket(socket.AF_UNIX) as inside:
        inside.connect(str(behind.socket))
        head = "".join(f"{name}: {value}\r\n" for name, value in claim.items())
        inside.sendall(f"GET /campagnes HTTP/1.0\r\nHost: {NAME}\r\n{head}\r\n".encode())
        assert inside.recv(100).startswith(b"HTTP/1.0 200")
    for headers in (claim, {"X_Remote_User": claim["X-Remote-User"]}, {"Remote-User": claim["X-Remote-User"]}):
        answer = behind.person().get(f"{behind.address}/campagnes", headers=headers, allow_redirects=False)
        assert answer.status_code == 302
        assert answer.headers["Location"].startswith("/connexion")


def test_what_is_too_large_is_told_before_it_comes(behind: Behind) -> None:
    for size in (33 * MEGABYTE, 5000 * MEGABYTE):
        status, page = behind.head("/verification", size)
        assert status == 413
        assert "Le fichier dépasse 30 Mo" in page


def test_a_session_is_imported_by_whoever_may(behind: Behind) -> None:
    path = f"/campagnes/{HERE}/import/depots"
    status, _page = behind.head(path, 100 * MEGABYTE)
    assert status == 413, "nobody in particular"
    person = behind.person()
    token = token_of(person.get(f"{behind.address}/connexion").text)
    entered = person.post(
        f"{behind.address}/connexion",
        data={"csrf_token": token, "login": login_of("administrator"), "password": PASSWORD},
        headers={"Referer": f"{behind.address}/connexion"},
        allow_redirects=False,
    )
    assert entered.status_code == 303
    large = io.BytesIO()
    with zipfile.ZipFile(large, "w") as archive:
        archive.writestr("Zoé Martin_1_assignsubmission_file/dossier.pdf", b"%PDF-1.4" + b"x" * (40 * MEGABYTE))
    form = person.get(f"{behind.address}/campagnes/{HERE}/import")
    taken = person.post(
        behind.address + path,
        data={"csrf_token": token_of(form.text)},
        files={"files": ("depots.zip", large.getvalue(), "application/zip")},
        headers={"Referer": form.url},
        allow_redirects=False,
    )
    assert (taken.status_code, taken.headers["Location"].rpartition("/")[0]) == (303, path)


def test_only_this_machine_watches(behind: Behind) -> None:
    for path in ("/healthz", "/readyz", "/metrics"):
        assert behind.head(path, 0)[0] == 200
        assert behind.head(path, 0, source="127.0.0.2")[0] == 403
