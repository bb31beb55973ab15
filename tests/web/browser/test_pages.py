"""Every page, at two widths, light and dark: nothing serious for axe-core, no complaint of the browser, a picture."""

from __future__ import annotations

import pytest

from bench._site import Site
from tests.web.browser.conftest import Visitor
from tests.web.browser.pages import PAGES
from tests.web.browser.visit import WIDTHS, PageCase, barriers, picture, structure_faults


def complaints(visitor: Visitor, case: PageCase) -> list[str]:
    """What the console said, but for the status that the page was meant to have."""
    wanted = f"the server responded with a status of {case.expected}"
    return [said for said in visitor.complaints if case.expected == 200 or wanted not in said]


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("case", PAGES, ids=lambda case: case.name)
def test_page(case: PageCase, width: str, visitor: Visitor, site: Site) -> None:
    found: dict[str, list[str]] = {}
    with visitor.page(width) as page:
        case.reach(page, site)
        picture(page, f"{case.name}-{width}")
        found["light"] = barriers(page) + structure_faults(page)
        page.emulate_media(color_scheme="dark")
        picture(page, f"{case.name}-{width}-dark")
        found["dark"] = barriers(page)
        if case.prints:
            page.emulate_media(media="print", color_scheme="light")
            picture(page, f"{case.name}-{width}-print")
            found["print"] = barriers(page)
            page.emulate_media(media="screen")
    found["console"] = complaints(visitor, case)
    assert {where: faults for where, faults in found.items() if faults} == {}


@pytest.mark.parametrize("case", PAGES, ids=lambda case: case.name)
def test_page_in_english(case: PageCase, visitor: Visitor, site: Site) -> None:
    with visitor.page("wide", "en") as page:
        case.reach(page, site)
        picture(page, f"{case.name}-english")
        assert page.evaluate("document.documentElement.lang") == "en"
        assert barriers(page, "en") + structure_faults(page) == []
