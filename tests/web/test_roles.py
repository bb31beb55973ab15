"""Every page as every kind of person: what each gets is what the page declares. New pages are found by themselves."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest
from flask import Flask
from werkzeug.routing import BaseConverter, IntegerConverter, Rule

from precheck.campaign.accounts import Role
from precheck.campaign.tokens import Scope
from tests.web.site import ELSEWHERE, HERE, PEOPLE, Browser, free_port, token_of
from tools.pages_roles import LETS_IN
from web.access import CANDIDATE, EVERYBODY, SIGNED_IN, declared
from web.security import limiter
from web.settings import Settings

KINDS = tuple(PEOPLE)
NOWHERE = "jamais"
LEADS_OUT = {"signing.leave", "account.end_others"}
"""Pages after which a session is another one: afterwards the person signs in again."""


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """A site with every way to sign in; the servers of the institution are down."""
    nowhere = f"http://127.0.0.1:{free_port()}"
    return Settings(tmp_path / "data", workers=1, cas_url=nowhere, oidc_url=nowhere, oidc_client="precheck")


def lets_in(who: Role | Scope | str, kind: str, key: str) -> bool:
    """Whether a page declared for `who`, in the campaign of that key, is for that kind of person."""
    if who == EVERYBODY:
        return True
    if isinstance(who, Scope):
        return False
    if who == CANDIDATE:
        return kind == "candidate" and key == HERE
    if who == SIGNED_IN or kind in {"nobody", "superuser"}:
        return kind != "nobody"
    roles = {(role, where) for role, where in PEOPLE[kind]}
    wanted = {Role.EVALUATOR, Role.ADMINISTRATOR} if who is Role.EVALUATOR else {who}
    return any((role, key) in roles for role in wanted if isinstance(role, Role))


def path_of(app: Flask, rule: Rule, key: str) -> str:
    """The address of a page with arguments that could be."""
    said = {name: _example(name, rule._converters[name], key) for name in rule.arguments}
    with app.test_request_context():
        return app.url_map.bind("localhost").build(rule.endpoint, said, method=_method(rule))


def _example(name: str, converter: BaseConverter, key: str) -> object:
    if name == "key":
        return key
    if isinstance(converter, IntegerConverter):
        return 1
    return {"code": "fr", "secret": "x" * 43, "token": "x" * 32}.get(name, "x")


def _method(rule: Rule) -> str:
    methods = rule.methods or set()
    return "GET" if "GET" in methods else sorted(methods - {"OPTIONS", "HEAD"})[0]


def test_every_page_declares_whom_it_lets_in(app: Flask) -> None:
    undeclared = {rule.endpoint for rule in app.url_map.iter_rules() if declared(app, rule.endpoint) is None}
    assert undeclared == set()


def test_a_page_for_a_role_in_a_campaign_has_its_key_in_the_address(app: Flask) -> None:
    """Otherwise the role could be in no campaign, and the page would be nobody's."""
    keyless = {
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if declared(app, rule.endpoint) in {Role.EVALUATOR, Role.ADMINISTRATOR} and "key" not in rule.arguments
    }
    assert keyless == set()


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_of_person_gets_what_the_pages_declare(
    app: Flask, signed_in: Callable[[str], Browser], monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    monkeypatch.setattr(limiter, "enabled", False)  # so many requests come from nobody
    assert list(_wrong_answers(app, signed_in, kind)) == []


def _wrong_answers(app: Flask, signed_in: Callable[[str], Browser], kind: str) -> Iterator[str]:
    browser = signed_in(kind)
    for rule in sorted(app.url_map.iter_rules(), key=lambda each: (each.rule, _method(each))):
        who = declared(app, rule.endpoint)
        assert who is not None
        for key in (HERE, ELSEWHERE, NOWHERE) if "key" in rule.arguments else (HERE,):
            path, method = path_of(app, rule, key), _method(rule)
            token = token_of(browser.get("/accessibilite").text)
            answer = browser.open(path, method=method, data=None if method == "GET" else {"csrf_token": token})
            answer.close()
            status, target = answer.status_code, answer.headers.get("Location", "")
            if isinstance(who, Scope) and status == 401:
                continue
            if not _as_designed(lets_in(who, kind, key), kind, status, target, bool(rule.arguments)):
                yield f"{method} {path} ({who}): {status} {target}"
            if rule.endpoint in LEADS_OUT:
                browser = signed_in(kind)


def _as_designed(let_in: bool, kind: str, status: int, target: str, may_be_missing: bool) -> bool:
    led_to_sign_in = status in {302, 303} and target.startswith("/connexion?")
    if let_in:
        works = status < 400 or status in {400, 403, 409, 422}
        return not led_to_sign_in and (works or (status == 404 and may_be_missing) or status == 503)
    return led_to_sign_in if kind == "nobody" else status == 404


def test_the_table(app: Flask) -> None:
    """What is written in docs/roles.md is what is enforced here."""
    kinds: Mapping[str, frozenset[str]] = {
        str(who): frozenset(kind for kind in KINDS if lets_in(who, kind, HERE))
        for who in (EVERYBODY, SIGNED_IN, CANDIDATE, *Role, *Scope)
    }
    assert kinds == {str(who): frozenset(said) - {"program"} for who, said in LETS_IN.items()}
