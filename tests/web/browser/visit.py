"""What the tests do with a page: get there, look at it as axe-core and as people do, keep a picture of it."""

from __future__ import annotations

import functools
import itertools
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, ViewportSize

from bench._site import ROOT, Site

SCREENSHOTS = ROOT / "build" / "screenshots"
SAMPLES = ROOT / "corpus" / "samples"
AXE = Path(__file__).with_name("axe")
WIDTHS = {"wide": ViewportSize(width=1280, height=900), "phone": ViewportSize(width=390, height=844)}
SECONDS = 60_000
"""Milliseconds that a check may take."""
PASSWORD = "quatre mots pour entrer"
_HARMLESS = {"minor", "moderate"}


@dataclass(frozen=True, slots=True)
class PageCase:
    """A page to look at: its name, which names its pictures too, and how to get there from nowhere.

    `expected` is the status with which it answers: an error page logs its own status to the console.
    """

    name: str
    reach: Callable[[Page, Site], None]
    expected: int = 200
    prints: bool = False
    """Whether people print it: its printed form is looked at too."""


def go(path: str) -> Callable[[Page, Site], None]:
    """A page that its address leads to."""

    def reach(page: Page, site: Site) -> None:
        page.goto(site.address + path)

    return reach


def check_draft(page: Page, site: Site, sample: Path = SAMPLES / "conclusion-short.pdf") -> None:
    """Drop a file on the first page and wait for its report."""
    page.goto(site.address + "/")
    page.set_input_files("#dossier", sample)
    page.click("button.main")
    page.wait_for_selector(".verdict", timeout=SECONDS)


def choose_by_keyboard(page: Page, chosen: Any) -> None:
    """Choose a file in the field that has the focus."""
    with page.expect_file_chooser() as chooser:
        page.keyboard.press("Space")
    chooser.value.set_files(chosen)


def enter(page: Page, site: Site, welcome: str) -> None:
    """Use a one-time link: choose a password, be signed in."""
    page.goto(site.address + welcome)
    page.fill("#password", PASSWORD)
    page.click("button.main")
    page.wait_for_url("**/accueil")


def focused(page: Page) -> tuple[str, str]:
    """The words of what has the focus, and how its outline is drawn."""
    found: list[str] = page.evaluate(
        """() => {
            const e = document.activeElement;
            const said = e.labels?.[0]?.innerText || e.innerText || e.value || e.name;
            return [said.trim().split('\\n')[0], getComputedStyle(e).outlineStyle];
        }"""
    )
    return found[0], found[1]


def tab_to(page: Page, words: str, most: int = 40) -> list[str]:
    """Press Tab until the element with these words has the focus; the words on the way. Focus can always be seen."""
    way: list[str] = []
    while len(way) < most:
        page.keyboard.press("Tab")
        said, outline = focused(page)
        assert outline != "none", f"the focus on “{said}” cannot be seen"
        way.append(said)
        if said == words:
            return way
    raise AssertionError(f"“{words}” was not reached: {way}")


@functools.cache
def _axe() -> str:
    return (AXE / "axe.min.js").read_text("utf-8")


@functools.cache
def _french() -> str:
    return (AXE / "fr.json").read_text("utf-8")


def barriers(page: Page, language: str = "fr") -> list[str]:
    """What axe-core finds serious or critical on the page, in French, with the elements it is about."""
    page.evaluate(_axe())
    if language == "fr":
        page.evaluate(f"axe.configure({{locale: {_french()}}})")
    found: Any = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    assert found["passes"] or found["inapplicable"], "axe-core looked at nothing"
    return [
        f"{each['impact']}: {each['help']}: " + "; ".join(str(node["html"])[:160] for node in each["nodes"])
        for each in found["violations"]
        if each["impact"] not in _HARMLESS
    ]


def structure_faults(page: Page) -> list[str]:
    """What a page must have besides: one h1, headings without a step left out, no sideways scrolling, a language."""
    faults = []
    levels: list[int] = page.evaluate(
        "[...document.querySelectorAll('h1,h2,h3,h4,h5,h6')].filter(e => e.checkVisibility()).map(e => +e.tagName[1])"
    )
    if levels.count(1) != 1:
        faults.append(f"{levels.count(1)} h1")
    steps = itertools.pairwise(levels)
    faults += [f"h{after} after h{before}" for before, after in steps if after > before + 1]
    if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
        faults.append(f"scrolls sideways: {_widest(page)}")
    if not page.evaluate("document.documentElement.lang && document.title.trim()"):
        faults.append("no language or no title")
    faults += [f"small target: {each}" for each in _small_targets(page)]
    return faults


def _widest(page: Page) -> Any:
    return page.evaluate(
        """() => [...document.querySelectorAll('body *')]
            .filter(e => e.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
            .slice(0, 3).map(e => e.outerHTML.slice(0, 120))"""
    )


def _small_targets(page: Page) -> Any:
    """Buttons, links that look like buttons, and fields lower than 44 px."""
    return page.evaluate(
        """() => [...document.querySelectorAll('button, .button, select, input, textarea')]
            .filter(e => e.checkVisibility() && !['hidden', 'checkbox', 'radio'].includes(e.type)
                         && e.getBoundingClientRect().height < 43.9)
            .map(e => e.outerHTML.slice(0, 120))"""
    )


def picture(page: Page, name: str) -> Path:
    """Write a picture of the whole page."""
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    place = SCREENSHOTS / f"{name}.png"
    page.screenshot(path=place, full_page=True, animations="disabled")
    return place
