"""Addresses: link areas and printed ones, over line breaks, told once, placed in the text."""

from __future__ import annotations

import pytest

from precheck.rules.cues import part_area
from precheck.rules.examples import four_parts
from precheck.rules.links import addresses, addresses_in, body_addresses
from precheck.testing import make_dossier


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Voir https://eduscol.education.fr/veille.", ["https://eduscol.education.fr/veille"]),
        ("Voir (www.exemple.fr), puis la suite.", ["www.exemple.fr"]),
        ("eduscol.education.fr et cafepedagogique.net", ["eduscol.education.fr", "cafepedagogique.net"]),
        (
            "https://exemple.fr/une-page-au-nom-\ntres-long/fin.html et voilà",
            ["https://exemple.fr/une-page-au-nom-tres-long/fin.html"],
        ),
        ("https://exemple.fr/dossier\n/page?x=1 et voilà", ["https://exemple.fr/dossier/page?x=1"]),
        ("https://exemple.fr/\nLe site est utile.", ["https://exemple.fr/"]),
        ("www.exemple1.fr\nwww.exemple2.fr", ["www.exemple1.fr", "www.exemple2.fr"]),
        ("www.exemple.fr\nCe site est utile.", ["www.exemple.fr"]),
        ("Écrire à lea.martin@ac-grenoble.fr.", []),
        ("Le fichier carte.odt pèse 2.5 Mo, voir p.ex. la suite.", []),
    ],
)
def test_printed_addresses(text: str, expected: list[str]) -> None:
    assert [address.uri for address in addresses(make_dossier(text))] == expected


def test_an_address_under_its_own_area_is_told_once() -> None:
    dossier = make_dossier("Voir https://exemple.fr/a ici.", links=[(1, "https://exemple.fr/a")])
    (address,) = addresses(dossier)
    assert (address.page, address.printed, address.position) == (1, False, 5)


def test_e_mail_addresses_are_no_links() -> None:
    assert addresses(make_dossier("Bonjour.", links=[(1, "mailto:lea@exemple.fr")])) == ()


def test_addresses_are_placed_in_their_part() -> None:
    dossier = four_parts({1: "www.un.fr", 2: "www.deux.fr"}, links=[(3, "https://trois.fr")])
    assert [address.uri for address in addresses_in(dossier, part_area(dossier, 2))] == [
        "www.deux.fr",
        "https://trois.fr",
    ]


def test_running_headers_give_no_address() -> None:
    dossier = make_dossier(*["Bonjour.\nUne carte."] * 4, header="www.mon-ecole.fr, page {page}")
    assert body_addresses(dossier) == ()
