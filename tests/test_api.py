"""The orchestrator: what a broken check, an unreadable file and a projection look like."""

from __future__ import annotations

from dataclasses import replace

import pytest

from precheck.api import Checker, competence_places, projection
from precheck.errors import BadConfiguration
from precheck.model.match import Originality
from precheck.model.profile import RuleSetting
from precheck.model.report import CompetencePlace, DomainProjection, Refusal, Report
from precheck.model.structure import Dossier
from precheck.profile import load_profile
from precheck.reading.pool import Reader, Source
from precheck.rules.catalogue import RULES
from precheck.structure.dossier import build_dossier
from precheck.testing import make_dossier, make_pdf

GRENOBLE = load_profile("grenoble-2016", RULES)


def test_one_file_that_breaks_the_check_never_stops_the_others(monkeypatch: pytest.MonkeyPatch) -> None:

    def broken(document: object, *rest: object) -> object:
        if getattr(document, "name", "") == "b.pdf":
            raise IndexError("a defect of ours")
        return build_dossier(document, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr("precheck.api.build_dossier", broken)
    with Reader() as reader:
        checker = Checker(GRENOBLE, reader)
        pdf = make_pdf("Une page.")
        results = [checker.check_or_refuse(Source(name, pdf)) for name in ("a.pdf", "b.pdf", "c.pdf")]
    assert [type(result) for result in results] == [Report, Refusal, Report]
    refused = results[1]
    assert isinstance(refused, Refusal)
    assert (refused.code, refused.exit_code) == ("CheckBroke", 70)


class _Screener:
    """Remembers the dossiers that it was shown."""

    def __init__(self) -> None:
        self.seen: list[Dossier] = []

    def screen(self, dossier: Dossier) -> Originality:
        self.seen.append(dossier)
        return ORIGINALITY


ORIGINALITY = Originality("c0", 3, 2, 0, 0, 0, 0, 0.1, 0.25)


def test_a_screener_looks_at_the_dossier_and_the_report_has_what_it_found() -> None:
    screener = _Screener()
    profile = replace(GRENOBLE, rules={"similar-passages": RuleSetting("similar-passages")})
    source = Source("a.pdf", make_pdf("# Introduction\nBonjour."))
    with Reader() as reader:
        report = Checker(profile, reader, screener=screener).check(source)
        plain = Checker(profile, reader).check(source)
    assert report.dossier.originality == ORIGINALITY
    assert [dossier.structure.introduction is not None for dossier in screener.seen] == [True]
    assert plain.dossier.originality is None
    assert [outcome.name for outcome in report.outcomes] == ["similar-passages"]
    assert plain.outcomes == ()


class _Damaged:
    def screen(self, dossier: Dossier) -> Originality:
        raise BadConfiguration(reason="the corpus is damaged")


def test_a_corpus_that_cannot_be_read_is_told_as_such() -> None:
    with Reader() as reader:
        refused = Checker(GRENOBLE, reader, screener=_Damaged()).check_or_refuse(Source("a.pdf", make_pdf("Un mot.")))
    assert isinstance(refused, Refusal)
    assert (refused.code, refused.exit_code) == ("BadConfiguration", 4)


def test_competences_are_placed_in_their_part_and_elsewhere() -> None:
    dossier = make_dossier(
        "# Introduction\nJe demande la compétence A1.5.",
        "# Partie 1 : Enseignement-apprentissage\nUne séance (B2.1, B2.2) et encore B2.1.",
        "# Partie 2 : Veille pédagogique et scientifique\nMa veille (A2.3) et une séance (B2.1).",
        outline=GRENOBLE.outline,
        framework=GRENOBLE.framework,
    )
    assert competence_places(dossier, GRENOBLE) == (
        CompetencePlace("A1.5", (1,), None, 2),
        CompetencePlace("A2.3", (3,), 2, 2),
        CompetencePlace("B2.1", (2,), 1, 1),
        CompetencePlace("B2.1", (3,), 2, 1),
        CompetencePlace("B2.2", (2,), 1, 1),
    )


def test_the_projection_counts_each_competence_once() -> None:
    assert GRENOBLE.framework is not None
    dossier = make_dossier("Le code B4.1, puis B4.2 et encore B4.1.", framework=GRENOBLE.framework)
    found = projection(dossier, GRENOBLE.framework)
    assert (found.mentioned, found.total, found.needed, found.reached) == (2, 28, 23, False)
    assert found.domains[-1] == DomainProjection("B4", 2, 3, 1)
