"""Importing a roster: all of it or nothing, again and again."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise

import pytest
from sqlalchemy import select

from precheck.campaign.intake.errors import ColumnUnknown, RosterInvalid
from precheck.campaign.store import Store
from precheck.campaign.tables import Access, Candidacy, Candidate
from precheck.i18n import Translator
from tests.campaign.intake.conftest import ROSTER, import_roster


def people(store: Store) -> list[Candidate]:
    with store.reading() as session:
        return list(session.scalars(select(Candidate).order_by(Candidate.key)))


def test_everybody_enters_the_session(ready: Store) -> None:
    found = [(one.key, one.name, one.email, one.public, one.others) for one in people(ready)]
    assert found[:3] == [
        ("20170001", "DUPONT Marie-Claire", "mc@example.org", "Masters enseignement", ["mdupont"]),
        ("20170002", "D'ALMEIDA Zoé", "zoe@example.org", "", []),
        ("20170003", "LE GOFF Anne", "", "", []),
    ]
    with ready.reading() as session:
        states = [(one.candidate.key, one.state, one.extension) for one in session.scalars(select(Candidacy))]
        assert sorted(states)[1] == ("20170002", "registered", dt.datetime(2017, 5, 20, 21, 59, 59, tzinfo=dt.UTC))
        assert {state for _, state, _ in states} == {"registered"}
        assert session.scalars(select(Access.detail).where(Access.action == "roster")).all() == [{"new": 5, "lines": 5}]


def test_numbers_are_drawn_once_and_tell_nothing_of_the_alphabet(begun: Store, now: dt.datetime) -> None:
    lines = "".join(f"{key:03};NOM{key:03};P\n" for key in range(100))
    import_roster(begun, "clé;nom;prénom\n" + lines, now)
    first = {one.key: one.number for one in people(begun)}
    in_order = [first[key] for key in sorted(first)]
    assert sorted(in_order) == list(range(1, 101))
    assert sum(after > before for before, after in pairwise(in_order)) in range(30, 70)
    import_roster(begun, "clé;nom;prénom\n" + lines + "000a;AAA;A\n", now)
    again = {one.key: one.number for one in people(begun)}
    assert again == first | {"000a": 101}


def test_a_second_import_updates_adds_and_removes_nobody(ready: Store, now: dt.datetime) -> None:
    import_roster(ready, "clé;nom;prénom;courriel\n20170001;Durand;;\n20170009;Neuf;Ève;\n", now)
    found = {one.key: (one.name, one.email) for one in people(ready)}
    assert len(found) == 6
    assert found["20170001"] == ("DURAND Marie-Claire", "mc@example.org")
    assert found["20170009"] == ("NEUF Ève", "")


def test_every_wrong_line_is_told_and_nothing_is_imported(begun: Store, now: dt.datetime) -> None:
    text = (
        "clé;nom;prénom;courriel;public;délai;items acquis;copie numérique\n"
        "1;Bon;Jean;j@x.fr;masters ENSEIGNEMENT;20/05/2017 12:00;A1.1 b2.1;oui\n"
        ";Sans;Clé\n"
        "3;;Nom\n"
        "4;A;B;nobody\n"
        "5;A;B;;Retraités\n"
        "6;A;B;;;31/02/2017\n"
        "7;A;B;;;;Z9\n"
        "8;A;B;;;;;peut-être\n"
        "1;Autre;Jean\n"
        "9;A;B;;;;;;;trop\n"
        f"{'x' * 201};A;B\n"
    )
    with pytest.raises(RosterInvalid) as caught:
        import_roster(begun, text, now)
    told = [Translator("en")(line) for line in caught.value.details]
    publics = (
        "Masters enseignement, Autres masters, Doctorats, Candidats libres, Formation continue du sup, "
        "Formation continue du sco, Formation continue Autres"
    )
    assert told == [
        "line 3: there is no key",
        "line 4: there is no name",
        "line 5: “nobody” is not an e-mail address",
        f"line 6: “Retraités” is not a kind of candidate; they are: {publics}",
        "line 7: “31/02/2017” is not a date",
        "line 8: “Z9” is not an item of the framework",
        "line 9: “peut-être” is neither yes nor no (digital_copy)",
        "line 11: it has more cells than the header",
        "line 12: a cell is too long",
        "line 10: “1” stands on line 2 already",
    ]
    assert people(begun) == []


def test_whole_names_and_columns_that_are_mapped(begun: Store, now: dt.datetime) -> None:
    text = 'NUM,QUI\n1,DUPONT Marie\n2,"Le Goff, Anne"\n3,Zoé Martin\n4,Jean-Luc DE LA TOUR\n'
    import_roster(begun, text, now, key="num", fullname="Qui")
    assert [(one.surname, one.given) for one in people(begun)] == [
        ("DUPONT", "Marie"), ("Le Goff", "Anne"), ("Zoé Martin", ""), ("DE LA TOUR", "Jean-Luc"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "said", "field"),
    [
        ("a;nom\n1;x\n", {}, "key"),
        ("clé;prénom\n1;x\n", {}, "surname"),
        ("clé;nom\n1;x\n", {"given": "PRENOM2"}, "given=PRENOM2"),
        ("clé;nom\n1;x\n", {"shoe": "nom"}, "shoe"),
    ],
)
def test_a_missing_column_is_told(begun: Store, now: dt.datetime, text: str, said: dict[str, str], field: str) -> None:
    with pytest.raises(ColumnUnknown) as caught:
        import_roster(begun, text, now, **said)
    assert caught.value.params["field"] == field


def test_an_extension_granted_by_hand_survives_an_empty_cell(ready: Store, now: dt.datetime) -> None:
    import_roster(ready, ROSTER.replace("20/05/2017", ""), now)
    with ready.reading() as session:
        granted = session.scalars(select(Candidacy.extension).where(Candidacy.extension.is_not(None))).all()
    assert granted == [dt.datetime(2017, 5, 20, 21, 59, 59, tzinfo=dt.UTC)]
