"""Competences said by their official statement, as it stands or edited."""

from __future__ import annotations

import pytest

from precheck.model.structure import MentionKind
from precheck.profile import load_framework
from precheck.testing import make_dossier

FRAMEWORK = load_framework("c2i2e-2010")


def said(text: str) -> list[tuple[str, MentionKind]]:
    return [(m.code, m.kind) for m in make_dossier(text, framework=FRAMEWORK).mentions]


@pytest.mark.parametrize("item", FRAMEWORK.competences, ids=lambda item: item.code)
def test_every_statement_and_variant_is_recognised(item: object) -> None:
    code, wordings = item.code, (item.statement, *item.variants)  # type: ignore[attr-defined]
    for wording in wordings:
        broken = wording.replace(" et ", " et\n").replace("TICE", "TIC")
        assert said(f"Cette année, dans ma classe de CM2. {broken}\nLa suite parle du temps qu'il fait.") == [
            (code, MentionKind.STATEMENT)
        ]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("J'identifie des situations d'apprentissage qui sont propices à l'usage des TICE.", "B2.1"),
        (
            "Concevoir des situations d'apprentissage mettant en œuvre des démarches de recherche d'information",
            "B2.3",
        ),
        ("Utiliser les TICE pour accompagner des élèves dans la réalisation de leurs projets et recherches", "B3.4"),
        (
            "organiser, coordonner et animer un travail en réseau au sein des équipes disciplinaires et éducatives",
            "B1.3",
        ),
        ("m'approprier les composantes informatiques (lieux, outils) de mon environnement professionnel", "A1.2"),
    ],
)
def test_edited_statements(text: str, code: str) -> None:
    assert said(text) == [(code, MentionKind.EDITED_STATEMENT)]


@pytest.mark.parametrize(
    "text",
    [
        "Les élèves utilisent des outils pour leur évaluation et le suivi de leur stage par le tuteur.",
        "Les situations d'apprentissage de ma classe sont propices au travail de groupe et à la discussion.",
        "Le professeur documentaliste anime le travail des équipes, et la veille du concours nous avons répété.",
        "Nous avons pris en compte la météo et respecté les règles de la cour.",
    ],
)
def test_prose_on_the_same_subject_is_no_statement(text: str) -> None:
    assert said(text) == []


def test_a_statement_beside_its_code_counts_once() -> None:
    statement = FRAMEWORK.competences[0].statement
    assert said(f"A1.1 {statement}") == [("A1.1", MentionKind.CODE)]
    assert said(f"{statement} (A1.1)") == [("A1.1", MentionKind.CODE)]


def test_a_statement_beside_another_code_is_said_too() -> None:
    statement = FRAMEWORK.competences[0].statement
    assert said(f"{statement} Voir aussi B2.1.") == [("A1.1", MentionKind.STATEMENT), ("B2.1", MentionKind.CODE)]
