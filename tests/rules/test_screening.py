"""The rules on altered and hidden text, on real PDFs: each way points to its own rule, ordinary pages to none."""

from __future__ import annotations

from pathlib import Path

import pytest

from precheck.i18n import Translator
from precheck.model.finding import Outcome, Severity, Status
from precheck.profile import load_profile
from precheck.reading.reader import read_pdf
from precheck.rules.catalogue import RULES
from precheck.rules.engine import run
from precheck.rules.registry import Plan, plan, rule_modules
from precheck.structure.dossier import build_dossier
from tests.reading.evasions import (
    OTHER_WORDS,
    greek_formulas,
    letters_for_spaces,
    page,
    picture,
    pile,
    prose,
    rectangle,
    remapped,
    vera,
    watermark,
)

SAMPLES = Path(__file__).parents[2] / "corpus" / "samples"
PROFILE = load_profile("grenoble-2016", RULES)
NAMES = frozenset(name for name, module in rule_modules().items() if ".screening." in module)
PLAN: Plan = plan(PROFILE, NAMES, screening=True)
LETTERS = page(prose(font=vera()))
CYRILLIC = dict(zip("aeopc", "аеорс", strict=True))


def outcomes(data: bytes) -> dict[str, Outcome]:
    document = read_pdf(data, "dossier.pdf", surface=True)
    dossier = build_dossier(document, PROFILE.outline, PROFILE.framework, PROFILE.years)
    return {outcome.name: outcome for outcome in run(PLAN, dossier)}


EVASIONS = {
    "look-alike letters": ("look-alike-letters", remapped(LETTERS, CYRILLIC)),
    "characters without width": ("invisible-characters", remapped(LETTERS, {"e": "e\u200b", "a": "\u2060a"})),
    "soft hyphens": ("invisible-characters", remapped(LETTERS, {"t": "\u00adt"})),
    "white letters for spaces": ("letters-for-spaces", page(letters_for_spaces())),
    "white": ("hidden-text", page(prose(10), prose(10, top=400, grey=1, words=OTHER_WORDS))),
    "without ink": ("hidden-text", page(prose(10), prose(10, top=400, mode=3, words=OTHER_WORDS))),
    "tiny": ("hidden-text", page(prose(10), prose(10, top=400, size=1, words=OTHER_WORDS))),
    "off the page": ("hidden-text", page(prose(10), prose(10, top=-40, words=OTHER_WORDS))),
    "under a shape": ("hidden-text", page(prose(10), prose(10, top=400, words=OTHER_WORDS), rectangle(0.9, 430, 200))),
    "other letters than are drawn": ("text-not-as-drawn", remapped(LETTERS, {"e": "l", "l": "s", "s": "t", "t": "e"})),
    "another text over a scan": (
        "text-not-as-drawn",
        page(picture(page(prose(40))), prose(40, mode=3, words=OTHER_WORDS)),
    ),
    "a page of text as a picture": ("text-as-image", pile(page(prose()), page(picture(page(prose(40, size=13)))))),
}


@pytest.mark.parametrize("name", list(EVASIONS))
def test_an_evasion_points_to_its_rule(name: str) -> None:
    expected, data = EVASIONS[name]
    found = outcomes(data)
    assert [rule for rule, outcome in found.items() if outcome.status is Status.TO_VERIFY] == [expected]
    finding = found[expected].findings[0]
    assert finding.severity is Severity.WARNING
    (evidence,) = finding.evidence
    assert evidence.page in (1, 2)
    assert (evidence.bbox is None) == (name == "off the page")
    assert evidence.observed is not None
    assert evidence.expected is not None
    assert Translator("fr")(finding.message) != Translator("en")(finding.message)


ORDINARY = {
    "plain": page(prose()),
    "white on a dark banner": page(prose(10), rectangle(0.15, 430, 200), prose(10, top=400, grey=1)),
    "formulas with Greek letters and exponents": page(greek_formulas()),
    "a watermark": page(watermark(), prose()),
    "a recognised scan": page(picture(page(prose(40))), prose(40, mode=3)),
    "Russian words": remapped(page(prose(font=vera(), words=["mot"])), {"m": "м", "o": "о", "t": "т"}),
}


@pytest.mark.parametrize("name", list(ORDINARY))
def test_ordinary_pages_pass(name: str) -> None:
    found = outcomes(ORDINARY[name])
    doubted = [rule for rule, outcome in found.items() if outcome.status not in (Status.PASSED, Status.NOT_APPLICABLE)]
    assert doubted == []


@pytest.mark.parametrize("name", ["conforming-map", "conforming-map-fpdf2", "conforming-school", "hidden-text"])
def test_samples_of_three_producers(name: str) -> None:
    found = outcomes((SAMPLES / f"{name}.pdf").read_bytes())
    doubted = [rule for rule, outcome in found.items() if outcome.status is Status.TO_VERIFY]
    assert doubted == (["hidden-text"] if name == "hidden-text" else [])


def test_the_words_of_an_evasion_are_quoted_once_a_region() -> None:
    found = outcomes(EVASIONS["white"][1])["hidden-text"]
    (finding,) = found.findings
    assert (
        Translator("en")(finding.message)
        == "Page 1: 570 letters cannot be seen: it has the colour of what lies behind it"
    )
    assert finding.data == {"letters": 570, "why": "colour"}
    assert finding.evidence[0].quote.startswith("une frise murale a grandi")
    assert finding.clause is not None
    assert finding.clause.quote == "Les contenus doivent être des originaux"
