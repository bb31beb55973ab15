"""The HTML report: self-contained, accessible, and hostile text is only text."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass, field, replace
from html.parser import HTMLParser

import pytest

from precheck.i18n import Translator
from precheck.model.finding import Status
from precheck.model.match import View
from precheck.model.picture import Pictures
from precheck.model.report import Refusal, Report
from precheck.report.audience import seen_by
from precheck.report.html import TEMPLATES, render
from precheck.report.originality_words import PALETTE
from precheck.report.shots import crop_requests
from tests.report.builders import REFUSAL, make_report
from tests.report.hostile import SCRIPT, hostile_report
from tests.report.screened import hostile_screening, screened_report

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 20
VOID = {"meta", "link", "img", "br", "hr", "input", "image", "use", "rect"}


def candidates_view() -> Report | Refusal:
    return seen_by(View.CANDIDATE, screened_report())


CASES = pytest.mark.parametrize(
    "result",
    [make_report(), hostile_report(), REFUSAL, screened_report(), candidates_view()],
    ids=["sample", "hostile", "refusal", "screened", "candidate"],
)


def pictures(report: Report) -> Pictures:
    """A picture for every request, each with other bytes."""
    return {request: PNG + str(index).encode() for index, request in enumerate(crop_requests(report))}


def rendered(result: Report | Refusal, language: str = "en") -> str:
    return render(result, Translator(language), pictures(result) if isinstance(result, Report) else {})


@dataclass
class Page(HTMLParser):
    """The elements of a page, and whether each is closed in its turn."""

    elements: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    stack: list[str] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {key: value or "" for key, value in attrs}))
        if tag not in VOID:
            self.stack.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        if not self.stack or self.stack.pop() != tag:
            self.faults.append(tag)

    def handle_data(self, data: str) -> None:
        if self.stack and self.stack[-1] not in ("style", "script"):
            self.texts.append(data)

    def named(self, *tags: str) -> list[tuple[str, dict[str, str]]]:
        return [(tag, attributes) for tag, attributes in self.elements if tag in tags]


def parsed(text: str) -> Page:
    page = Page()
    page.feed(text)
    page.close()
    return page


@CASES
@pytest.mark.parametrize("language", ["fr", "en"])
def test_basics_of_an_accessible_page(result: Report | Refusal, language: str) -> None:
    page = parsed(rendered(result, language))
    assert page.faults == []
    assert page.stack == []
    assert page.named("html") == [("html", {"lang": language})]
    assert len(page.named("main")) == len(page.named("title")) == len(page.named("h1")) == 1
    levels = [int(tag[1]) for tag, _ in page.named("h1", "h2", "h3", "h4", "h5")]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))
    ids = [attributes["id"] for _, attributes in page.elements if "id" in attributes]
    assert len(ids) == len(set(ids))
    pointed = [a["href"][1:] for _, a in page.elements if a.get("href", "").startswith("#")]
    named = [name for _, a in page.elements for name in a.get("aria-labelledby", "").split()]
    assert set(pointed) | set(named) <= set(ids)
    assert all(attributes.get("aria-label") for _, attributes in page.named("svg") if attributes.get("role") == "img")
    assert all(attributes.get("scope") for _, attributes in page.named("th"))
    landmarks = page.named("nav", "section")
    assert all("aria-label" in attributes or "aria-labelledby" in attributes for _, attributes in landmarks)


@CASES
def test_nothing_is_fetched_from_outside(result: Report | Refusal) -> None:
    page = parsed(rendered(result))
    addresses = [a[key] for _, a in page.elements for key in ("href", "src", "srcset", "action", "poster") if key in a]
    assert [address for address in addresses if not address.startswith(("#", "data:image/"))] == []
    assert "url(" not in rendered(result)
    assert "@import" not in rendered(result)


def test_hostile_text_is_only_text() -> None:
    text = rendered(hostile_report())
    page = parsed(text)
    assert SCRIPT in "".join(page.texts)
    assert len(page.named("script")) == 1
    assert page.named("img") == []
    assert not [attributes for _, attributes in page.elements if any(key.startswith("on") for key in attributes)]
    assert "{{ 7*7 }}" in "".join(page.texts)
    assert not re.search("[\x00-\x08\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", text)
    text.encode("utf-8")


def test_a_report_says_what_to_do_with_the_evidence_framed() -> None:
    text = rendered(make_report())
    page = parsed(text)
    said = " ".join(" ".join(page.texts).split())
    for words in (
        "Not conforming as it stands",
        "1. 6 pages; at least 10 are asked for",
        "What to do Add what is missing, then export again.",
        "Observed 6 pages",
        "Expected 10 pages",
        "“10 pages minimum” (Cahier des charges 2016-2017, Format général du dossier)",
        "A9.9 (p. 4) is not a code of this framework.",
        "Décrire rapidement d'autres usages.",
        make_report().dossier.document.sha256,
        "requirement 31, 32",
    ):
        assert words in said
    figures = [attributes for _, attributes in page.named("svg") if attributes.get("role") == "img"]
    assert [figure["aria-label"] for figure in figures] == [
        "Picture of page 1",
        "Extract of page 3, with “Ce dossier présente” framed",
        "Extract of page 5, with “une veille” framed",
        "Extract of page 6, with “Conclusion” framed",
        "Extract of page 4, with “A9.9” framed",
    ]
    assert len(page.named("rect")) == 4
    assert "plagiat" not in text.casefold()


def test_passages_stand_beside_their_source_with_what_differs_marked() -> None:
    page = parsed(rendered(screened_report()))
    said = " ".join(" ".join(page.texts).split())
    for words in (
        "Passages to review first",
        "4 passages, 66 % of the words (66 of 100).",
        "= word for word 35 % (35 words)",
        "Passage 2.1 ≈ edited 16 words, 67 % of them in common",
        "Chaque [only here: groupe tient un carnet numérique où il note ] ses essais, ses [only here: erreurs ] et",
        "Chaque [only here: équipe tenait un cahier Zigomar où elle consignait ] ses essais, ses [only here: échecs ]",
        "[in both: charte ]",
        "In quotation marks, but no source is given near it.",
        "3 passages set aside",
        "Set aside because every candidate may copy this text.",
    ):
        assert words in said
    marked = [len(page.named(tag)) for tag in ("ins", "del", "mark")]
    assert marked == [3, 3, 5], "one of each in the key"
    ids = [attributes["id"] for _, attributes in page.named("article")]
    assert ids == ["passage-1-1", "passage-1-2", "passage-2-1", "passage-2-2"]


def test_pictures_and_what_was_set_aside_are_folded() -> None:
    page = parsed(rendered(screened_report()))
    assert len(page.named("details")) == 4 + 3
    assert not any("open" in attributes for _, attributes in page.named("details"))
    assert len(page.named("image")) == 8


def test_a_candidate_sees_no_mark_beside_words_that_stay_hidden() -> None:
    page = parsed(rendered(candidates_view()))
    assert page.named("ins", "del", "mark") == []
    assert "Only the evaluators see the words of this source." in " ".join(page.texts)


def test_hostile_passages_are_only_text() -> None:
    text = rendered(hostile_screening())
    page = parsed(text)
    assert (page.faults, page.stack) == ([], [])
    assert SCRIPT in "".join(page.texts)
    assert len(page.named("script")) == 1
    assert not re.search("[\x00-\x08\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", text)


def test_a_picture_shown_twice_is_embedded_once() -> None:
    report = make_report()
    twice = make_report(outcomes=[*report.outcomes, *report.outcomes[-2:]])
    page = parsed(render(twice, Translator("en"), pictures(twice)))
    assert len(page.named("image")) == 5
    assert len(page.named("use")) > 5


def test_without_pictures_the_words_remain() -> None:
    text = render(make_report(), Translator("en"))
    assert "“Ce dossier présente”" in text
    assert "<svg" not in text


def test_many_places_are_folded() -> None:
    page = parsed(rendered(hostile_report(200)))
    assert len([attributes for _, attributes in page.named("details") if not attributes]) == 2
    assert len(page.named("image")) <= 40


def test_rules_that_ask_for_nothing_are_folded() -> None:
    """A room of rules is open where something is to be done or could not be seen, closed where all is well."""
    outcomes = make_report().outcomes
    passed = tuple(replace(each, status=Status.PASSED, findings=()) for each in outcomes)
    rooms = {
        name: [attributes for _, attributes in parsed(rendered(report)).named("details") if "room" in str(attributes)]
        for name, report in {"some": make_report(), "none": replace(make_report(), outcomes=passed)}.items()
    }
    assert rooms["none"] == [{"class": "panel room"}] * len(rooms["none"])
    assert {"class": "panel room", "open": ""} in rooms["some"]


def test_the_same_report_gives_the_same_page() -> None:
    assert rendered(make_report(), "fr") == rendered(make_report(), "fr")


# --- contrast (WCAG 2.1, 1.4.3 and 1.4.11) ---


def palettes() -> dict[str, dict[str, str]]:
    """The colours of the style sheet for light, dark and print."""
    css = (TEMPLATES / "report.css").read_text(encoding="utf-8")
    blocks = re.findall(r":root \{(.*?)\}", css, re.DOTALL)
    assert len(blocks) == 3
    found = [dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{3,6});", block)) for block in blocks]
    return {"light": found[0], "dark": found[0] | found[1], "print": found[0] | found[2]}


def luminance(colour: str) -> float:
    digits = colour[1:] if len(colour) == 7 else "".join(digit * 2 for digit in colour[1:])
    shares = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    red, green, blue = (s / 12.92 if s <= 0.04045 else ((s + 0.055) / 1.055) ** 2.4 for s in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, two: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(two)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("colour", PALETTE)
def test_the_number_of_a_source_is_read_on_its_colour(colour: str) -> None:
    assert contrast("#000", colour) >= 7


@pytest.mark.parametrize("mode", ["light", "dark", "print"])
@pytest.mark.parametrize(
    ("front", "back", "least"),
    [
        *[(front, back, 4.5) for front in ("ink", "muted", "accent") for back in ("ground", "paper", "accent-soft")],
        *[(state, f"{state}-soft", 4.5) for state in ("fix", "verify", "ok", "still")],
        *[(state, "paper", 4.5) for state in ("fix", "verify", "ok", "still")],
        ("ink", "still-soft", 4.5),
        ("paper", "accent", 4.5),
        *[("ink", soft, 4.5) for soft in ("accent-soft", "fix-soft", "verify-soft")],
        *[(state, "paper", 3.0) for state in ("accent", "fix", "verify")],
        ("edge", "paper", 3.0),
    ],
)
def test_colours_are_told_apart(mode: str, front: str, back: str, least: float) -> None:
    colours = palettes()[mode]
    assert contrast(colours[front], colours[back]) >= least


def test_contrast_is_that_of_the_standard() -> None:
    assert contrast("#000", "#ffffff") == pytest.approx(21.0)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
