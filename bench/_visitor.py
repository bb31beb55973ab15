"""Somebody who drops a file on the site, without a browser: what the browser sends, and how long each page took."""

from __future__ import annotations

import http.client
import json
import re
import time
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote, urlsplit

_TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')
_BOUNDARY = "precheck-bench-boundary"
PATIENCE = 600.0
"""Seconds after which an answer counts as lost."""


class Unexpected(Exception):
    """The site answered what a person should not have seen."""


@dataclass
class Visitor:
    """One person at one site; `pages` are the seconds that each page took, by its kind."""

    address: str
    pages: dict[str, list[float]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._host = urlsplit(self.address).netloc
        self._cookie = ""

    def ask(
        self, kind: str, method: str, path: str, body: bytes | None = None, headers: dict[str, str] | None = None
    ) -> tuple[int, http.client.HTTPMessage, bytes]:
        """One request on a connection of its own; status, headers, body."""
        start = time.perf_counter()
        connection = http.client.HTTPConnection(self._host, timeout=120)
        try:
            connection.request(method, path, body, {"Cookie": self._cookie, **(headers or {})})
            answer = connection.getresponse()
            content = answer.read()
        finally:
            connection.close()
        self.pages.setdefault(kind, []).append(time.perf_counter() - start)
        if cookie := answer.headers.get("Set-Cookie"):
            self._cookie = cookie.partition(";")[0]
        return answer.status, answer.headers, content

    def drop(self, name: str, data: bytes) -> str | None:
        """Open the first page and drop a file on it; the path of the page that waits, None when it was refused there
        with a reason.

        Raises:
            Unexpected: something else came.
        """
        status, _, first = self.ask("first page", "GET", "/")
        token = _TOKEN.search(first.decode())
        if status != 200 or token is None:
            raise Unexpected(f"first page: {status}")
        body = _form({"csrf_token": token[1], "profile": "grenoble-2016"}, name, data)
        kind = {"Content-Type": f"multipart/form-data; boundary={_BOUNDARY}", "Referer": self.address + "/"}
        status, headers, content = self.ask("upload", "POST", "/verification", body, kind)
        if status in (400, 413) and b'role="alert"' in content:
            return None
        if status != 303:
            raise Unexpected(f"upload: {status}")
        return headers["Location"]

    def wait(self, path: str) -> bytes:
        """Ask as the page does until the answer is there, then open it; its bytes.

        Raises:
            Unexpected: something else came, or nothing in time.
        """
        pause, end = 0.4, time.monotonic() + PATIENCE
        while time.monotonic() < end:
            status, _, said = self.ask("progress", "GET", f"{path}/etat")
            if status != 200:
                raise Unexpected(f"progress: {status}")
            if json.loads(said)["done"]:
                status, _, page = self.ask("report", "GET", path)
                if status != 200 or b'class="verdict' not in page:
                    raise Unexpected(f"report: {status}")
                return page
            time.sleep(pause)
            pause = min(pause * 1.3, 4.0)
        raise Unexpected("no answer")


def _form(fields: dict[str, str], name: str, data: bytes) -> bytes:
    parts = [
        f'--{_BOUNDARY}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n'.encode()
        for key, value in fields.items()
    ]
    head = f'--{_BOUNDARY}\r\nContent-Disposition: form-data; name="dossier"; filename="{quote(Path(name).name)}"'
    parts += [f"{head}\r\nContent-Type: application/pdf\r\n\r\n".encode(), data, f"\r\n--{_BOUNDARY}--\r\n".encode()]
    return b"".join(parts)


def percentile(values: list[float], share: float) -> float:
    """The value below which that share of the values lies; 0 of nothing."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0.0
