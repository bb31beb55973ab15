"""A browser and a site for the tests of pages; without a browser they are skipped, and CI fails."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, sync_playwright

from bench._site import Site
from tests.conftest import find_program
from tests.web.browser.visit import SECONDS, WIDTHS
from tests.web.peers.post import Postman, post_office

CHROMIUM = os.environ.get("PRECHECK_CHROMIUM")


@pytest.fixture(scope="session")
def postman() -> Postman:
    """Who takes the mails of the site."""
    return Postman()


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory, postman: Postman) -> Iterator[Site]:
    """A site that all tests of a process share, with a mail server."""
    with post_office(postman) as port:
        mails = {"PRECHECK_SMTP_HOST": "127.0.0.1", "PRECHECK_SMTP_PORT": str(port),
                 "PRECHECK_MAIL_FROM": "depots@example.org"}  # fmt: skip
        running = Site(tmp_path_factory.mktemp("site"), **mails)
        yield running
        running.end()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Debian's chromium, or the one that PRECHECK_CHROMIUM names."""
    program = CHROMIUM or find_program("chromium", "chromium")
    with sync_playwright() as playwright:
        # Its sandbox needs rights that a container seldom gives; the pages are our own.
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield browser
        browser.close()


class Visitor:
    """Somebody with a browser of their own: no cookies from others."""

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self.complaints: list[str] = []

    @contextmanager
    def page(self, width: str = "wide", language: str = "fr", **options: Any) -> Iterator[Page]:
        """A page; what its console complains of goes to `complaints`."""
        context = self._browser.new_context(viewport=WIDTHS[width], locale=language, **options)
        context.set_default_timeout(SECONDS)
        try:
            page = context.new_page()
            self._listen(context, page)
            yield page
        finally:
            context.close()

    def _listen(self, context: BrowserContext, page: Page) -> None:
        def said(message: ConsoleMessage) -> None:
            if message.type in ("error", "warning"):
                self.complaints.append(f"{message.text} ({message.location.get('url', '')})")

        page.on("console", said)
        # A browser that nobody listens to opens choosers of its own; it takes a moment to hear of a listener.
        page.on("filechooser", lambda _: None)
        context.on("weberror", lambda error: self.complaints.append(str(error.error)))


@pytest.fixture
def visitor(chromium: Browser) -> Visitor:
    """Somebody who comes to the site."""
    return Visitor(chromium)
