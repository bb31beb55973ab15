"""Take the README's picture of the site: ``python -m tools.site_picture``, with the demo campaign and chromium."""

from __future__ import annotations

import contextlib
import io
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PICTURE = ROOT / "docs/images/site.png"
_PORT = 8765
_COLOURS = 96
_PATIENCE = 600.0


@contextlib.contextmanager
def demo_site() -> Iterator[str]:
    """The demo site; the one-time link of its evaluator."""
    environment = {**os.environ, "PORT": str(_PORT), "BIN": str(Path(sys.executable).parent)}
    with tempfile.NamedTemporaryFile() as log:
        site = subprocess.Popen(["bash", ROOT / "tools/demo_site.sh"], env=environment, stdout=log)
        try:
            end = time.monotonic() + _PATIENCE
            while not _answers():
                if site.poll() is not None or time.monotonic() > end:
                    raise SystemExit("the demo site did not start")
                time.sleep(0.5)
            yield re.findall(r"http://\S+/bienvenue/\S+", Path(log.name).read_text("utf-8"))[0]
        finally:
            site.send_signal(signal.SIGTERM)
            site.wait()


def _answers() -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{_PORT}/healthz", timeout=5):
            return True
    except OSError:
        return False


def take(link: str) -> bytes:
    """The page of the dossier that an evaluator should open first, as a PNG."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1280, "height": 820}, locale="fr")
        page.set_default_timeout(120_000)
        page.goto(link)
        page.fill("#password", "quatre mots pour entrer")
        page.click("button.main")
        page.wait_for_url("**/accueil")
        page.goto(f"http://127.0.0.1:{_PORT}/evaluation/c2i2e?similarite=review")
        page.click("tbody tr a")
        page.wait_for_load_state("networkidle")
        page.keyboard.press("j")  # the first finding, with its place on the page
        page.wait_for_timeout(1_000)
        page.wait_for_load_state("networkidle")
        page.wait_for_function("[...document.images].every(e => e.complete || e.loading == 'lazy')")
        page.wait_for_timeout(3_000)
        seen = page.screenshot(animations="disabled")
        browser.close()
    return seen


def small(png: bytes) -> bytes:
    """The same picture in few colours."""
    from PIL import Image

    out = io.BytesIO()
    Image.open(io.BytesIO(png)).convert("RGB").quantize(_COLOURS).save(out, "PNG", optimize=True)
    return out.getvalue()


if __name__ == "__main__":
    with demo_site() as link:
        PICTURE.write_bytes(small(take(link)))
    print(f"{PICTURE.relative_to(ROOT)}  {PICTURE.stat().st_size / 1000:.0f} kB")
