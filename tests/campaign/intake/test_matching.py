"""Whose file it is: certain, or a doubt for a human; never a guess."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from precheck.campaign.intake.matching import Known, Match, Roster, Told, words_of
from precheck.campaign.intake.moodle import Kind, Submission, parse

PEOPLE = (
    Known("u1@univ.fr", "DUPONT", "Marie-Claire", ("u1@univ.fr", "20170001")),
    Known("u2@univ.fr", "d'Almeida", "Zoé", ("u2@univ.fr", "20170002")),
    Known("u3@univ.fr", "LE GOFF", "Anne", ("u3@univ.fr", "20170003")),
    Known("u4@univ.fr", "MARTIN", "Paul", ("u4@univ.fr",)),
    Known("u5@univ.fr", "Martin", "Paul", ("u5@univ.fr",)),
    Known("martin", "BERNARD", "Lucie", ("martin",)),
    Known("u7@univ.fr", "DELACHAUX", "Frédérique", ("u7@univ.fr", "Participant 77")),
    Known("u8@univ.fr", "MARIE", "Claire", ("u8@univ.fr",)),
)
ROSTER = Roster(PEOPLE)


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        (Told(names=("Marie Claire Dupont",)), Match("u1@univ.fr")),
        (Told(names=("dupont-marie-claire",)), Match("u1@univ.fr")),
        (Told(names=("ALMEIDA_Zoe_dossier_c2i2e_final",)), Match("u2@univ.fr")),
        (Told(names=("Zoé d’Almeida",)), Match("u2@univ.fr")),
        (Told(names=("Goff Anne",)), Match("u3@univ.fr")),
        (Told(names=("Frederique Delachuax",)), Match("u7@univ.fr")),
        (Told(text="dossier_20170002 final"), Match("u2@univ.fr")),
        (Told(text="u3@univ.fr_dossier"), Match("u3@univ.fr")),
        (Told(ids=("martin",)), Match("martin")),
        (Told(ids=("participant 77",)), Match("u7@univ.fr")),
        (Told(names=("Paul Martin",)), Match(likely=("u4@univ.fr", "u5@univ.fr"))),
        (Told(names=("Inconnu Total",)), Match()),
        (Told(text="dossier 2017"), Match()),
        # An identifier and a name that contradict each other; a name that is nearly one, or has a word too many.
        (Told(text="20170003", names=("Zoé d'Almeida",)), Match(likely=("u2@univ.fr", "u3@univ.fr"))),
        (Told(names=("MARTIN Paul", "Paul"), username="MARTIN"), Match(likely=("u4@univ.fr", "u5@univ.fr"))),
        (Told(names=("Anna Le Goff",)), Match(likely=("u3@univ.fr",))),
    ],
)  # fmt: skip
def test_who_is_found(told: Told, expected: Match) -> None:
    assert ROSTER.match(told) == expected


def test_a_word_too_many_is_a_doubt() -> None:
    assert ROSTER.match(Told(names=("Marie-Claire DURAND",))).key is None
    assert ROSTER.match(Told(names=("Marie Dupont",))) == Match("u1@univ.fr")


WORD = st.text(alphabet="abcdefghijklmnopqrstuvwxyzéèçïôœ", min_size=3, max_size=9)
NAME = st.tuples(WORD, WORD | st.tuples(WORD, WORD).map("-".join))


@given(st.lists(NAME, min_size=1, max_size=8), st.randoms(use_true_random=False))
def test_a_name_in_any_writing_finds_its_own_person_and_homonyms_are_doubtful(
    names: list[tuple[str, str]], drawn: random.Random
) -> None:
    roster = Roster(Known(str(at), *name, (str(at),)) for at, name in enumerate(names))
    for at, own in enumerate(names):
        words = " ".join(own).replace("-", drawn.choice(" -_")).split()
        drawn.shuffle(words)
        written = " ".join(drawn.choice((str.upper, str.lower, str.title))(word) for word in words)
        same = [str(other) for other, name in enumerate(names) if words_of(" ".join(name)) == words_of(written)]
        match = roster.match(Told(names=(written.translate(str.maketrans("éèçïô", "eecio")),)))
        assert match == (Match(str(at)) if len(same) == 1 else Match(likely=tuple(sorted(same))))


def submission(
    label: str, names: tuple[str, ...], file: str, username: str = "", kind: Kind = Kind.PERSON
) -> Submission:
    return Submission(label, kind, "123", names, username, file)


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("Zoé d'Almeida_123_assignsubmission_file/d.pdf",
         submission("Zoé d'Almeida_123_assignsubmission_file", ("Zoé d'Almeida",), "d.pdf")),
        ("export/Zoé d'Almeida_123_assignsubmission_file_/sous/d.pdf",
         submission("Zoé d'Almeida_123_assignsubmission_file_", ("Zoé d'Almeida",), "sous/d.pdf")),
        ("ALMEIDA Zoé_123_assignsubmission_file_mon_dossier.pdf",
         submission("ALMEIDA Zoé_123_assignsubmission_file_", ("ALMEIDA Zoé",), "mon_dossier.pdf")),
        ("zalmeida_Zoé d'Almeida_123_assignsubmission_file_/d.pdf",
         submission("zalmeida_Zoé d'Almeida_123_assignsubmission_file_", ("zalmeida Zoé d'Almeida", "Zoé d'Almeida"),
                    "d.pdf", "zalmeida")),
        ("Le_Goff_Anne_123_assignsubmission_file_/d.pdf",
         submission("Le_Goff_Anne_123_assignsubmission_file_", ("Le Goff Anne", "Goff Anne"), "d.pdf", "Le")),
        ("Participant_123_assignsubmission_file_d.pdf",
         submission("Participant_123_assignsubmission_file_", (), "d.pdf", kind=Kind.BLIND)),
        ("Groupe A_123_assignsubmission_file_/d.pdf",
         submission("Groupe A_123_assignsubmission_file_", (), "d.pdf", kind=Kind.GROUP)),
        ("Groupe_123_assignsubmission_file_d.pdf",
         submission("Groupe_123_assignsubmission_file_", (), "d.pdf", kind=Kind.GROUP)),
        ("DUPONT_Marie.pdf", None),
        ("a_123_assignsubmission_file_", None),
    ],
)  # fmt: skip
def test_how_moodle_names_submissions(path: str, expected: Submission | None) -> None:
    assert parse(path) == expected
