"""`precheck check --server`: the site checks, by its API. The only module that goes on the network.

Nobody imports it but that option of the command line. Certificates are verified, no redirection is followed, and a
dossier leaves this machine without encryption only for this machine itself.
"""

from __future__ import annotations

import contextlib
import json
import secrets
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from email.message import Message as Headers
from http.client import HTTPException
from typing import Any
from urllib.parse import urljoin, urlsplit

from precheck import __version__
from precheck.errors import ExitCode, PrecheckError, UnreadableFile
from precheck.i18n import Message, msg

API = "/api/v1/"
_MIB = 1 << 20
_PATIENCE = 60
"""Seconds that an answer may take to come."""
_LARGEST = 300 * _MIB
"""Bytes of an answer beyond which nobody reads."""
_PAUSES = (0.2, 0.3, 0.5, 1.0, 2.0)
"""Seconds between two looks at a check that waits; the last one again and again."""
_OF_THE_FILE = frozenset({"not-a-pdf", "too-large"})
"""Codes of problems that concern a file, and not what was asked of it."""
_CANNOT_ANNOTATE, _BEING_MADE = "cannot-annotate", "being-made"
"""Codes of problems when a form of the report is fetched: there is none, or it will be there in a moment."""
_THIS_MACHINE = {"localhost", "127.0.0.1", "::1"}


class ServerError(PrecheckError):
    """A server cannot be used. Always carries `server`, the address given."""

    exit_code = ExitCode.BAD_CONFIGURATION
    what = msg("{server} cannot be used.")
    remedy = msg("Check the address after --server, or check without it, on this machine.")


class ServerAddress(ServerError):
    """What was given is not the address of a site that may be used."""

    what = msg("{server} is not an address that may be used: {reason}.")


class ServerUnreachable(ServerError):
    """Nobody answers at that address."""

    what = msg("{server} does not answer: {reason}.")


class ServerNotTrusted(ServerError):
    """The server does not prove who it is."""

    what = msg("{server} does not prove who it is: its certificate is not valid ({reason}).")
    remedy = msg("Nothing was sent. Check the address; if it is right, tell the administrator of the site.")


class ServerStrange(ServerError):
    """What answers is no site of precheck."""

    what = msg("{server} does not answer as a site of precheck does: {reason}.")


class ServerRefused(ServerError):
    """The site answers, and does not take what was sent."""

    what = msg("{server} refused: {reason}")
    remedy = msg("{advice}")

    def __init__(self, *, code: str, **params: Any) -> None:
        super().__init__(**params)
        self.code = code


class NotTakenByServer(UnreadableFile):
    """The site does not take this file: it is no PDF, or too large for it."""

    what = msg("{file} was not taken by the server: {reason}")
    remedy = msg("{advice}")


@dataclass(frozen=True, slots=True)
class Answered:
    """What the site found: the report of the published schema, and fetched when asked for, its other forms."""

    report: Mapping[str, Any]
    parts: Mapping[str, bytes]

    @property
    def refused(self) -> bool:
        """Whether the file cannot be read."""
        return "error" in self.report


class Server:
    """A site with the API. Safe to share between threads.

    Args:
        address: of the site, with or without a path.

    Raises:
        ServerAddress: it is none, or does not encrypt what is sent to it.
    """

    def __init__(self, address: str) -> None:
        parts = urlsplit(address)
        if parts.scheme not in {"https", "http"} or not parts.hostname:
            raise ServerAddress(server=address, reason=msg("it does not begin with https://"))
        if parts.scheme == "http" and parts.hostname not in _THIS_MACHINE:
            raise ServerAddress(server=address, reason=msg("dossiers are only sent by https"))
        self.address = address
        self._base = address.rstrip("/") + API
        self._opener = urllib.request.build_opener(_NoRedirection)

    def check(
        self, name: str, data: bytes, profile: str, language: str, parts: tuple[str, ...],
        told: Callable[[int], None] = lambda place: None,
    ) -> Answered:  # fmt: skip
        """Have a file checked, wait for what is found, and have it erased there.

        Args:
            parts: what else is wanted of "text", "html", "pdf", "annotated"; what the site does not have is left out.
            told: called with the number of files that come before, each time that the site tells it.

        Raises:
            ServerError: as its kinds say.
            NotTakenByServer: the site does not take this file.
        """
        body, kind = _form({"profile": profile, "language": language}, name, data)
        try:
            check = self._json("POST", urljoin(self._base, "checks"), language, body, {"Content-Type": kind})
        except ServerRefused as error:
            if error.code in _OF_THE_FILE:
                raise NotTakenByServer(file=name, **{k: error.params[k] for k in ("reason", "advice")}) from None
            raise
        here = urljoin(self._base, _said(self.address, check, "links", "self"))
        try:
            pauses = iter(_PAUSES)
            pause = 0.0
            while _said(self.address, check, "state") == "waiting":
                told(int(check.get("place", 0)))
                pause = next(pauses, pause)
                time.sleep(pause)
                check = self._json("GET", here, language)
            links = check["links"]
            fetched = {part: self._part(urljoin(self._base, links[part]), language) for part in parts if part in links}
            report = self._json("GET", urljoin(self._base, _said(self.address, check, "links", "json")), language)
        finally:
            with contextlib.suppress(ServerError):
                self._bytes("DELETE", here, language)
        return Answered(report, {part: content for part, content in fetched.items() if content is not None})

    def _part(self, url: str, language: str) -> bytes | None:
        """A form of the report; None for a dossier that cannot be written again with comments."""
        for pause in _PAUSES:
            try:
                return self._bytes("GET", url, language)
            except ServerRefused as error:
                if error.code == _CANNOT_ANNOTATE:
                    return None
                if error.code != _BEING_MADE:
                    raise
            time.sleep(pause)
        return self._bytes("GET", url, language)

    def _json(
        self, method: str, url: str, language: str, body: bytes | None = None, headers: Mapping[str, str] = {}
    ) -> dict[str, Any]:
        try:
            found = json.loads(self._bytes(method, url, language, body, headers))
        except ValueError:
            raise ServerStrange(server=self.address, reason=msg("the answer cannot be read")) from None
        if not isinstance(found, dict):
            raise ServerStrange(server=self.address, reason=msg("the answer cannot be read"))
        return found

    def _bytes(
        self, method: str, url: str, language: str, body: bytes | None = None, headers: Mapping[str, str] = {}
    ) -> bytes:
        if urlsplit(url)[:2] != urlsplit(self._base)[:2]:
            raise ServerStrange(server=self.address, reason=msg("it leads elsewhere"))
        wanted = urllib.request.Request(  # noqa: S310 (only http and https get here)
            url, body, {"Accept-Language": language, "User-Agent": f"precheck/{__version__}", **headers}, method=method
        )
        try:
            with self._opener.open(wanted, timeout=_PATIENCE) as answer:
                content: bytes = answer.read(_LARGEST + 1)
        except urllib.error.HTTPError as error:
            with error:
                raise self._refusal(error.code, error.headers, error.read(_MIB)) from None
        except urllib.error.URLError as error:
            raise self._unreachable(error.reason) from None
        except (OSError, HTTPException) as error:
            raise self._unreachable(error) from None
        if len(content) > _LARGEST:
            raise ServerStrange(server=self.address, reason=msg("the answer is too long"))
        return content

    def _unreachable(self, reason: object) -> ServerError:
        import ssl

        if isinstance(reason, ssl.SSLError):
            said = getattr(reason, "verify_message", "") or reason.reason or str(reason)
            return ServerNotTrusted(server=self.address, reason=said)
        said = getattr(reason, "strerror", None) or str(reason) or type(reason).__name__
        return ServerUnreachable(server=self.address, reason=said)

    def _refusal(self, status: int, headers: Headers, body: bytes) -> ServerError:
        """A problem as the site tells it (RFC 9457); other answers are not those of a site of precheck."""
        if 300 <= status < 400:
            elsewhere: Message = msg("it sends on to {address}", address=headers.get("Location", "?"))
            return ServerStrange(server=self.address, reason=elsewhere)
        if headers.get_content_type() == "application/problem+json":
            with contextlib.suppress(ValueError, AttributeError):
                told = json.loads(body)
                advice = told.get("advice") or msg("Correct it and try again.")
                reason, code = str(told.get("detail", status)), str(told.get("code", ""))
                return ServerRefused(server=self.address, reason=reason, advice=advice, code=code)
        return ServerStrange(server=self.address, reason=msg("it answers with the code {code}", code=status))


class _NoRedirection(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: Any) -> None:
        """A dossier goes where the person said, and nowhere else."""


def _form(fields: Mapping[str, str], name: str, data: bytes) -> tuple[bytes, str]:
    """The body of a multipart form with a file, and its content type."""
    boundary = secrets.token_hex(24)
    safe = name.encode("utf-8", "replace").replace(b"\\", b"_").replace(b'"', b"'")
    safe = bytes(byte if byte >= 32 and byte != 127 else 95 for byte in safe)
    parts = [
        f'--{boundary}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n'.encode("utf-8", "replace")
        for key, value in fields.items()
    ]
    start = f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="'.encode()
    parts += [start, safe, b'"\r\nContent-Type: application/pdf\r\n\r\n', data, f"\r\n--{boundary}--\r\n".encode()]
    return b"".join(parts), f"multipart/form-data; boundary={boundary}"


def _said(server: str, check: Mapping[str, Any], *path: str) -> str:
    found: Any = check
    for name in path:
        found = found.get(name) if isinstance(found, dict) else None
    if not isinstance(found, str):
        raise ServerStrange(server=server, reason=msg("the answer cannot be read"))
    return found
