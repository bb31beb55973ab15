"""One's own account: the password, and the sessions elsewhere."""

from __future__ import annotations

from collections.abc import Callable

from tests.web.site import PASSWORD, Browser

NEW = "encore quatre autres mots"


def test_the_page_tells_what_one_may_do(signed_in: Callable[[str], Browser]) -> None:
    page = signed_in("evaluator").get("/compte")
    assert "Évaluer des dossiers de la campagne c2i2e" in page.text
    assert "Déposer mon propre dossier" in signed_in("candidate").get("/compte").text


def test_a_new_password_ends_the_other_sessions(signed_in: Callable[[str], Browser]) -> None:
    here, elsewhere = signed_in("evaluator"), signed_in("evaluator")
    changed = here.submit("/compte/mot-de-passe", {"current": PASSWORD, "password": NEW}, page="/compte")
    assert changed.status_code == 303
    assert "Votre mot de passe est changé" in here.get("/compte").text
    assert elsewhere.get("/compte").status_code == 302
    old = elsewhere.submit("/connexion", {"login": "evaluator", "password": PASSWORD}, page="/connexion")
    assert old.status_code == 403
    new = elsewhere.submit("/connexion", {"login": "evaluator", "password": NEW}, page="/connexion")
    assert new.status_code == 303


def test_the_current_password_is_asked_for(signed_in: Callable[[str], Browser]) -> None:
    browser = signed_in("evaluator")
    refused = browser.submit("/compte/mot-de-passe", {"current": "wrong", "password": NEW}, page="/compte")
    assert refused.status_code == 403
    assert 'aria-describedby="fault"' in refused.text
    assert browser.get("/compte").status_code == 200


def test_a_weak_password_is_refused_beside_its_field(signed_in: Callable[[str], Browser]) -> None:
    browser = signed_in("evaluator")
    refused = browser.submit("/compte/mot-de-passe", {"current": PASSWORD, "password": "court"}, page="/compte")
    assert refused.status_code == 400
    assert 'aria-describedby="length fault"' in refused.text


def test_guessing_the_current_password_is_slowed(signed_in: Callable[[str], Browser]) -> None:
    browser = signed_in("evaluator")
    guesses = [
        browser.submit("/compte/mot-de-passe", {"current": "wrong", "password": NEW}, page="/compte").status_code
        for _ in range(11)
    ]
    assert guesses == [403] * 10 + [429]


def test_the_other_sessions_end_and_this_one_lasts(signed_in: Callable[[str], Browser]) -> None:
    here, elsewhere, somebody = signed_in("evaluator"), signed_in("evaluator"), signed_in("candidate")
    assert here.submit("/compte/deconnecter", page="/compte").status_code == 303
    assert "Vous êtes déconnecté partout ailleurs." in here.get("/compte").text
    assert elsewhere.get("/compte").status_code == 302
    assert somebody.get("/compte").status_code == 200
