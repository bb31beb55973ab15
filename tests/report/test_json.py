"""The JSON report follows the published schema, and the paths that programs rely on always exist."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import jsonschema
import pytest

from precheck.i18n import Translator, msg
from precheck.model.finding import Evidence, Finding, Severity, Status
from precheck.model.match import View
from precheck.model.report import Refusal, Report
from precheck.model.structure import Dossier, Identity, Numbering, NumberingVerdict, Structure
from precheck.report import json as renderer
from precheck.report.audience import seen_by
from precheck.report.comparison import Comparison, render_json
from precheck.report.overview import overview
from precheck.report.schema import SCHEMA_VERSION, load_schema
from precheck.testing import make_document
from tests.report.builders import REFUSAL, make_report, make_structured
from tests.report.screened import screened_report

EN = Translator("en")


def closed(schema: Any) -> Any:
    """The schema with no property allowed that it does not name: what our own output must follow."""
    if isinstance(schema, dict):
        shut = {key: closed(value) for key, value in schema.items()}
        if "required" in shut and "properties" in shut:
            shut["additionalProperties"] = False
        return shut
    return [closed(entry) for entry in schema] if isinstance(schema, list) else schema


VALIDATOR = jsonschema.Draft202012Validator(closed(load_schema()))


def rendered(result: Report | Refusal, translator: Translator = EN) -> dict[str, Any]:
    value: dict[str, Any] = json.loads(renderer.render(result, translator))
    VALIDATOR.validate(value)
    return value


def empty_dossier() -> Dossier:
    """A dossier in which nothing at all was found."""
    document = make_document("")
    return Dossier(
        document, Structure(Numbering(NumberingVerdict.NONE, (None,)), frozenset(), (), (), (), 0.0), Identity()
    )


def test_schema_is_itself_valid() -> None:
    jsonschema.Draft202012Validator.check_schema(load_schema())


def test_what_was_found_in_the_dossier() -> None:
    value = rendered(make_report())
    assert value["schema_version"] == SCHEMA_VERSION
    assert value["document"]["pages"] == 6
    assert value["document"]["sha256"] == make_structured().document.sha256
    assert value["verdict"] == "not_conforming"
    structure = value["structure"]
    assert structure["numbering"] == {
        "verdict": "all_but_cover",
        "first_numbered_page": 2,
        "printed": [None, "2", "3", "4", "5", "6"],
    }
    assert structure["introduction"] == {"page": 3}
    assert structure["conclusion"] == {"start_page": 6, "end_page": 6, "length_pages": 1.4}
    assert structure["contents_pages"] == [2]
    assert structure["parts"] == [
        {"number": 1, "title": "Concevoir une séance", "page": 4},
        {"number": 2, "title": "Veille", "page": 5},
    ]
    assert [section["kind"] for section in structure["sections"]] == [
        "cover", "contents", "introduction", "part", "part", "conclusion",
    ]  # fmt: skip
    assert value["identity"] == {"candidate": [], "names": ["Camille Exemple"], "years": ["2016-2017"]}
    assert value["competences"] == [
        {"code": "A1.5", "pages": [5], "part": 2, "expected_part": 2},
        {"code": "A9.9", "pages": [4], "part": 1, "expected_part": None},
        {"code": "B2.1", "pages": [4], "part": 1, "expected_part": 1},
        {"code": "B2.1", "pages": [3], "part": None, "expected_part": 1},
    ]


def test_an_outcome_keeps_codes_and_parameters() -> None:
    outcome = next(outcome for outcome in rendered(make_report())["outcomes"] if outcome["code"] == "L003")
    message = {
        "id": "{count} page; at least {minimum} are asked for",
        "params": {"count": 6, "minimum": 10},
        "text": "6 pages; at least 10 are asked for",
    }
    clause = {
        "source": "Cahier des charges 2016-2017",
        "article": "Format général du dossier",
        "quote": "10 pages minimum",
    }
    assert outcome == {
        "code": "L003",
        "name": "too-few-pages",
        "title": "At least the minimum of pages",
        "requirements": [3],
        "status": "FAILED",
        "severity": "error",
        "reason": message,
        "clause": clause,
        "findings": [
            {
                "status": "FAILED",
                "severity": "error",
                "message": message,
                "hint": {
                    "id": "Add what is missing, then export again.",
                    "params": {},
                    "text": "Add what is missing, then export again.",
                },
                "evidence": [
                    {
                        "page": None,
                        "bbox": None,
                        "quote": None,
                        "observed": {"id": "{count} pages", "params": {"count": 6}, "text": "6 pages"},
                        "expected": {"id": "{count} pages", "params": {"count": 10}, "text": "10 pages"},
                    }
                ],
                "data": {"pages": 6},
            }
        ],
    }


def test_nothing_found_is_null_and_the_paths_remain() -> None:
    value = rendered(make_report(empty_dossier(), ()))
    assert value["structure"] == {
        "numbering": {"verdict": "none", "first_numbered_page": None, "printed": [None]},
        "introduction": {"page": None},
        "conclusion": {"start_page": None, "end_page": None, "length_pages": None},
        "contents_pages": [],
        "parts": [],
        "sections": [],
    }
    assert value["identity"] == {"candidate": [], "names": [], "years": []}
    assert value["outcomes"] == []


def test_a_refusal_says_what_happened_and_what_to_do() -> None:
    assert rendered(REFUSAL) == {
        "schema_version": SCHEMA_VERSION,
        "document": {"name": "abîmé.pdf"},
        "error": {
            "code": "TruncatedFile",
            "message": {
                "id": "{file} could not be read.",
                "params": {"file": "abîmé.pdf"},
                "text": "abîmé.pdf could not be read.",
            },
            "advice": {
                "id": "Open the file, export it again as PDF, and try again.",
                "params": {},
                "text": "Open the file, export it again as PDF, and try again.",
            },
        },
    }


@pytest.mark.parametrize("results", [(), (REFUSAL,), (make_report(), REFUSAL)], ids=["none", "one", "two"])
def test_several_files_keep_their_order(results: Sequence[Report | Refusal]) -> None:
    value = json.loads(renderer.render_many(results, EN))
    VALIDATOR.validate(value)
    names = [r.name if isinstance(r, Refusal) else r.dossier.document.name for r in results]
    assert [report["document"]["name"] for report in value["reports"]] == names


def test_the_same_report_gives_the_same_bytes() -> None:
    assert renderer.render(make_report(), Translator("fr")) == renderer.render(make_report(), Translator("fr"))


def test_hostile_values_stay_data() -> None:
    dossier = make_structured(name="nom\udcff\x1b[2J<script>.pdf")
    finding = Finding(
        "X001",
        Status.FAILED,
        Severity.ERROR,
        msg(
            "{quote} at {place} {inner} {many}",
            quote="{braces} \ud800",
            place=float("nan"),
            inner=msg("inner"),
            many=(1.0, {"a": {2}}),
        ),
        (Evidence(1, None, "\x00\u202e"),),
        data={"ratio": float("inf")},
    )
    report = make_report(dossier, [replace(make_report().outcomes[0], findings=(finding,))])
    text = renderer.render(report, EN)
    text.encode("utf-8")
    value = rendered(report)
    assert value["document"]["name"] == "nom?\x1b[2J<script>.pdf"
    params = value["outcomes"][0]["findings"][0]["message"]["params"]
    assert params["inner"] == {"id": "inner", "params": {}, "text": "inner"}
    assert params["place"] is None
    assert params["many"] == [1.0, {"a": "{2}"}]
    assert value["outcomes"][0]["findings"][0]["data"] == {"ratio": None}


# --- screenings ---


def test_a_dossier_that_was_not_compared_has_null() -> None:
    assert rendered(make_report())["originality"] is None


def test_a_screening_has_spans_boxes_sources_and_reasons() -> None:
    report = screened_report()
    found = rendered(report)["originality"]
    assert {key: found[key] for key in list(found)[:9]} == {
        "view": "evaluator",
        "corpus": "5a1e",
        "compared": 1200,
        "words": 100,
        "matched_words": 66,
        "share": 0.66,
        "thresholds": {"review": 0.1, "alert": 0.25},
        "level": "alert",
        "kinds": {"verbatim": 35, "edited": 16, "reworded": 15},
    }
    assert found["sources"][1] == {
        "number": 2,
        "id": "5ec2e7",
        "title": "dossier-de-berenice.pdf, Bérénice Cachottière",
        "kind": "dossier",
        "author": "berenice.cachottiere",
        "year": "2016",
        "visibility": "evaluators",
        "pages": 14,
        "words": 31,
        "share": 0.31,
        "matches": 2,
        "set_aside": 0,
    }
    text = report.dossier.document.text
    edited = found["matches"][2]
    assert {key: edited[key] for key in ("source", "kind", "similarity", "excluded", "quotation")} == {
        "source": 2,
        "kind": "edited",
        "similarity": 0.6667,
        "excluded": None,
        "quotation": None,
    }
    passage = edited["passage"]
    assert text[passage["start"] : passage["end"]] == passage["text"]
    assert passage["boxes"] == [
        {"page": 4, "bbox": [71.0, 85.0, 321.0, 96.0]},
        {"page": 4, "bbox": [71.0, 99.0, 276.0, 110.0]},
    ]
    assert edited["source_passage"]["page"] == 7
    assert [match["excluded"] for match in found["matches"]] == [
        None, "common-phrase", None, "official", None, "own-version", None,
    ]  # fmt: skip
    assert found["matches"][4]["quotation"] == "without-source"


def test_what_a_candidate_may_not_see_is_null() -> None:
    found = rendered(seen_by(View.CANDIDATE, screened_report()))["originality"]
    assert (found["view"], found["corpus"]) == ("candidate", None)
    hidden = found["sources"][1]
    assert (hidden["id"], hidden["title"], hidden["author"], hidden["pages"]) == ("hidden-2", None, None, None)
    sides = [match["source_passage"] is None for match in found["matches"]]
    assert sides == [False, True, True, False, False, True, True]


def test_an_overview_stands_beside_the_reports() -> None:
    made = overview([screened_report(), REFUSAL], {"5ec2e7": "b.pdf"})
    value = json.loads(renderer.render_many([screened_report(), REFUSAL], EN, made))
    VALIDATOR.validate(value)
    assert value["overview"] == {
        "dossiers": [
            {"name": "dossier.pdf", "share": 0.66, "level": "alert", "passages": 4, "sources": 2},
            {"name": "abîmé.pdf", "share": None, "level": None, "passages": 0, "sources": 0},
        ],
        "pairs": [{"first": "dossier.pdf", "second": "b.pdf", "share": 0.31, "words": 31}],
    }
    alone = json.loads(renderer.render_overview(made))
    VALIDATOR.validate(alone)
    assert alone["overview"] == value["overview"]


@pytest.mark.parametrize("with_pages", [True, False])
def test_a_comparison_follows_the_schema(with_pages: bool) -> None:
    dossier = screened_report().dossier
    assert dossier.originality is not None
    made = Comparison("a.pdf", "b.txt", dossier.originality, dossier if with_pages else None)
    value = json.loads(render_json(made))
    VALIDATOR.validate(value)
    assert (value["first"], value["second"]) == ({"name": "a.pdf"}, {"name": "b.txt"})
    assert bool(value["originality"]["matches"][0]["passage"]["boxes"]) is with_pages
