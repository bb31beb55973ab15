"""What a page of the site costs: the time of the server against an empty Flask page, and the weight of the first page.

    python bench/pages.py

Exit code 1 when a page without work takes more than 20 times an empty Flask page in the same run, or when the first
page with all its resources weighs more than 100 kB as it is sent, uncompressed.
"""

from __future__ import annotations

import datetime as dt
import re
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from flask import Flask

from bench._measure import middle
from web.app import create_app
from web.checks import Checks, Request
from web.settings import Settings

MAX_RATIO = 20.0
MAX_WEIGHT = 100_000
ROUNDS, TIMES = 15, 40
DRAFTS = 2000
_RESOURCE = re.compile(r'(?:href|src)="(/(?:style-|static/)[^"]+)"')


def seconds(ask: Callable[[], object]) -> float:
    """Seconds for one of many in a row."""
    start = time.perf_counter()
    for _ in range(TIMES):
        ask()
    return (time.perf_counter() - start) / TIMES


def empty_page() -> Flask:
    """An application with one page, empty."""
    app = Flask("empty")
    app.add_url_rule("/", "empty", lambda: "")
    return app


def fill(folder: Path, count: int) -> str:
    """Lay so many unanswered drafts into the folder; the token of the last."""
    checks, token = Checks(folder, dt.timedelta(hours=1)), ""
    for _ in range(count):
        token = checks.accept(b"%PDF-1.4", Request("dossier.pdf", "grenoble-2016", "fr", dt.datetime.now(dt.UTC)))
    return token


def main() -> int:
    """Measure, print, and say by the exit code whether anything is wrong."""
    with tempfile.TemporaryDirectory() as folder:
        token = fill(Path(folder) / "drafts", DRAFTS)
        site = create_app(Settings(Path(folder))).test_client()
        empty = empty_page().test_client()
        paths = ["/", "/connexion", "/donnees-personnelles", "/rien", f"/verification/{token}",
                 f"/verification/{token}/etat", "/healthz"]  # fmt: skip
        rounds = [
            (seconds(lambda: empty.get("/")), *(seconds(lambda path=path: site.get(path)) for path in paths))  # type: ignore[misc]
            for _ in range(ROUNDS)
        ]
        weight = weigh(site)
    bare, *pages = (middle([one[number] for one in rounds]) for number in range(len(paths) + 1))
    print(f"empty Flask page      {bare * 1000:6.2f} ms")
    faults = []
    for path, page in zip(paths, pages, strict=True):
        name = path.replace(token, "…")
        print(f"{name:21} {page * 1000:6.2f} ms  {page / bare:5.1f} times")
        faults += [f"{name}: {page / bare:.1f} times"] if page > MAX_RATIO * bare else []
    total = sum(weight.values())
    print(
        "".join(f"{name:21} {size:6d} bytes\n" for name, size in weight.items()) + f"first page, all       {total:6d}"
    )
    faults += [f"{total} bytes"] if total > MAX_WEIGHT else []
    print("\n".join(f"DEFECT {fault}" for fault in faults) or "no defect")
    return 1 if faults else 0


def weigh(site: object) -> dict[str, int]:
    """Bytes of the first page and of what it asks for, uncompressed."""
    first = site.get("/").data  # type: ignore[attr-defined]
    found = {"/": len(first)}
    for resource in _RESOURCE.findall(first.decode()):
        found[resource] = len(site.get(resource).data)  # type: ignore[attr-defined]
    return found


if __name__ == "__main__":
    sys.exit(main())
