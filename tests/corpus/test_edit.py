"""The edits that give a dossier one defect leave the rest as it was."""

from __future__ import annotations

import pytest

from corpus.samples.generate import edit
from corpus.samples.generate.dossier import Dossier, load
from corpus.samples.generate.markup import plain


@pytest.fixture(scope="module")
def dossier() -> Dossier:
    return load("carte")


def keys(dossier: Dossier) -> list[str]:
    return [section.key for section in dossier.sections]


def text(dossier: Dossier, key: str) -> str:
    section = next(s for s in dossier.sections if s.key == key)
    return "\n".join(plain(block.spans) for block in section.blocks)


ALL = ["introduction", "part1", "part2", "part3", "part4", "conclusion", "bibliography"]


def test_a_part_is_left_out(dossier: Dossier) -> None:
    assert keys(dossier) == ALL
    assert keys(edit.without(dossier, "part3")) == [key for key in ALL if key != "part3"]


def test_two_parts_change_places(dossier: Dossier) -> None:
    swapped = edit.swapped(dossier, "part2", "part3")
    assert keys(swapped) == ["introduction", "part1", "part3", "part2", "part4", "conclusion", "bibliography"]
    assert set(swapped.sections) == set(dossier.sections)


def test_paragraphs_keep_their_first_sentences(dossier: Dossier) -> None:
    short = edit.shortened(dossier, ["conclusion"], 1, keep=["Un choix m’a coûté"])
    assert "Mes choix d’organisation pédagogique reposaient" in text(short, "conclusion")
    assert "La première venait du nombre de postes" not in text(short, "conclusion")
    assert "sans chiffre, pour que l’effort commun" in text(short, "conclusion")
    assert text(short, "part1") == text(dossier, "part1")


def test_a_block_to_leave_out_must_exist(dossier: Dossier) -> None:
    with pytest.raises(ValueError, match="no block of part1 begins with 'Figure 99'"):
        edit.without_blocks(dossier, "part1", ["Figure 99"])


def test_one_code_stands_in_for_another(dossier: Dossier) -> None:
    other = edit.recoded(dossier, {"A1.5": "A3.2"})
    assert "A1.5" in text(dossier, "part2")
    assert "A1.5" not in text(other, "part2")
    assert "A3.2" in text(other, "part2")


def test_an_anonymous_dossier_names_nobody() -> None:
    for name, surname in (("carte", "vernaz"), ("ecole", "delcroix")):
        anonymous = load(name, level="extra", anonymous=True, annexes=True)
        written = "\n".join(text(anonymous, section.key) for section in anonymous.sections)
        assert surname not in f"{written}{anonymous.facts}".casefold()
