"""The site of the tests is a site: each kind of person gets in, and the real server answers."""

from __future__ import annotations

import urllib.request
from collections.abc import Callable

import pytest

from tests.web.site import PEOPLE, Browser, Served


@pytest.mark.parametrize("kind", [kind for kind in PEOPLE if kind != "nobody"])
def test_each_kind_of_person_signs_in(signed_in: Callable[[str], Browser], kind: str) -> None:
    page = signed_in(kind).get("/accueil")
    assert page.status_code == 200
    assert f"Camille {kind.title()}" in page.text


def test_the_real_server_tells_a_first_link(server: Served) -> None:
    with urllib.request.urlopen(server.first_link) as answer:
        assert answer.status == 200
        assert "<h1>Bienvenue</h1>" in answer.read().decode()
