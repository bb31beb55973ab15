"""The API: what a program may do, with which token, and how it is told what went wrong."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any

import pytest
from click.testing import CliRunner
from flask import Flask
from jsonschema import Draft202012Validator
from werkzeug.test import TestResponse

from precheck.campaign.accounts import ensure_user, shut_out
from precheck.campaign.campaigns import find
from precheck.campaign.receipts import Signer, verify
from precheck.campaign.store import Store
from precheck.campaign.tables import Access
from precheck.campaign.tokens import Scope, issue, revoke
from precheck.cli import main
from precheck.reading.pool import Reader
from precheck.report.schema import load_schema
from precheck.testing import make_pdf
from tests.web.site import CANDIDATE, ELSEWHERE, HERE, Browser, token_of
from web.access import EVERYBODY, declared
from web.drafts import Desk

NOW = dt.datetime.now(dt.UTC)
PDF = make_pdf("Bonjour.")
DEPOSITS = f"/api/v1/campaigns/{HERE}/deposits"


@pytest.fixture
def tokens(site_store: Store) -> dict[str, str]:
    """Tokens of a program, by what they open."""
    with site_store.writing() as write:
        person = ensure_user(write, "moodle", NOW)
        here, elsewhere = (find(write, key, site_store.folder) for key in (HERE, ELSEWHERE))
        return {
            "read": issue(write, person, here, [Scope.READ], NOW, "tests"),
            "deposit": issue(write, person, here, [Scope.DEPOSIT], NOW, "tests"),
            "elsewhere": issue(write, person, elsewhere, list(Scope), NOW, "tests"),
            "old": issue(write, person, here, list(Scope), NOW - dt.timedelta(days=400), "tests"),
        }


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}", "Accept-Language": "en"}


def form(data: bytes = PDF, **fields: str) -> dict[str, Any]:
    return {"file": (io.BytesIO(data), "dossier.pdf"), **fields}


def problem(answer: TestResponse) -> tuple[int, str]:
    """The status and the code of a problem, which says what happened and is of the right kind."""
    assert answer.mimetype == "application/problem+json"
    assert answer.json is not None
    assert answer.json["status"] == answer.status_code
    assert answer.json["detail"]
    return answer.status_code, answer.json["code"]


def test_a_file_is_checked(app: Flask, client: Browser) -> None:
    sent = client.post("/api/v1/checks", data=form(profile="upec", language="en"))
    assert sent.status_code == 202
    assert sent.json is not None
    here = sent.headers["Location"]
    assert sent.json["links"] == {"self": here}
    assert (sent.json["state"], sent.json["profile"], sent.json["language"]) == ("waiting", "upec", "en")
    assert problem(client.get(f"{here}/report")) == (409, "not-ready")
    checks = app.extensions["precheck-queue"].checks
    with Reader(workers=1) as reader:
        Desk(checks, reader).work(checks.id(sent.json["token"]))
    done = client.get(here).json
    assert done is not None
    assert (done["state"], done["place"], done["verdict"]) == ("done", 0, "to_verify")
    kinds = {kind: client.get(address) for kind, address in done["links"].items() if kind != "self"}
    assert {kind: answer.mimetype for kind, answer in kinds.items()} == {
        "json": "application/json", "text": "text/plain", "html": "text/html", "pdf": "application/pdf",
        "annotated": "application/pdf",
    }  # fmt: skip
    Draft202012Validator(load_schema()).validate(kinds["json"].json)
    assert client.get(f"/verification/{sent.json['token']}").status_code == 200, "the site shows the same draft"
    assert client.delete(here).status_code == 204
    assert problem(client.get(here)) == (404, "nothing-here")


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, (422, "file-missing")),
        (form(b""), (422, "not-a-pdf")),
        (form(b"Bonjour"), (422, "not-a-pdf")),
        (form(profile="/etc/passwd"), (422, "unknown-profile")),
        (form(language="la"), (422, "unknown-language")),
    ],
)
def test_what_is_not_taken(client: Browser, fields: dict[str, Any], expected: tuple[int, str]) -> None:
    assert problem(client.post("/api/v1/checks", data=fields)) == expected


def test_one_address_sends_so_many_files_by_whichever_way(app: Flask, client: Browser) -> None:
    object.__setattr__(app.config["SETTINGS"], "uploads_per_hour", 2)
    token = token_of(client.get("/").text)
    client.post("/verification", data={"dossier": (io.BytesIO(PDF), "a.pdf"), "csrf_token": token})
    assert client.post("/api/v1/checks", data=form()).status_code == 202
    answer = client.post("/api/v1/checks", data=form())
    assert problem(answer) == (429, "too-many-requests")
    assert int(answer.headers["Retry-After"]) > 0


def test_problems_speak_the_language_asked_for(client: Browser) -> None:
    told = [client.get("/api/v1/x", headers={"Accept-Language": each}).json for each in ("fr", "en")]
    assert [each and each["detail"].split()[0] for each in told] == ["Il", "There"]
    assert problem(client.put("/api/v1/checks")) == (405, "method-not-allowed")


@pytest.mark.parametrize(
    ("name", "read", "deposit"),
    [
        ("read", 200, 403), ("deposit", 403, 201), ("elsewhere", 404, 404), ("old", 401, 401), ("", 401, 401),
    ],
)  # fmt: skip
def test_who_may_do_what(client: Browser, tokens: dict[str, str], name: str, read: int, deposit: int) -> None:
    headers = bearer(tokens.get(name, "nothing"))
    answers = [
        client.get(f"/api/v1/campaigns/{HERE}", headers=headers),
        client.get(f"/api/v1/campaigns/{HERE}/candidacies", headers=headers),
        client.post(DEPOSITS, data=form(candidate=CANDIDATE), headers=headers),
    ]
    assert [answer.status_code for answer in answers] == [read, read, deposit]
    if read == 401:
        assert answers[0].headers["WWW-Authenticate"] == 'Bearer realm="precheck"'


def test_no_cookie_opens_what_a_scope_guards(app: Flask, signed_in: Any) -> None:
    browser = signed_in("superuser")
    for rule in app.url_map.iter_rules():
        if isinstance(declared(app, rule.endpoint), Scope):
            address = rule.rule.replace("<key>", HERE).replace("<int(max=2147483647):id_>", "1")
            address = address.replace("<string(maxlength=64):job>", "x")
            for method in (rule.methods or set()) - {"OPTIONS", "HEAD"}:
                assert problem(browser.open(address, method=method)) == (401, "no-token")


def test_every_operation_says_whom_it_lets_in(app: Flask) -> None:
    found = {
        f"{method} {rule.rule}": declared(app, rule.endpoint)
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith("/api/v1/c")
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})
    }
    assert {who for name, who in found.items() if "/checks" in name} == {EVERYBODY}
    assert {who for name, who in found.items() if "/campaigns" in name} == set(Scope)


def test_a_deposit_from_a_script(client: Browser, tokens: dict[str, str], site_store: Store) -> None:
    sent = client.post(DEPOSITS, data=form(candidate=CANDIDATE), headers=bearer(tokens["deposit"]))
    assert sent.status_code == 201
    assert sent.json is not None
    assert {key: sent.json[key] for key in ("candidate", "number", "session", "role", "version", "file", "size")} == {
        "candidate": CANDIDATE, "number": 17, "session": 1, "role": "dossier", "version": 1, "file": "dossier.pdf",
        "size": len(PDF),
    }  # fmt: skip
    assert sent.json["late"] > 0, "the window closed in 2017"
    assert sent.json["accepted"] is False
    again = client.post(DEPOSITS, data=form(candidate=CANDIDATE), headers=bearer(tokens["deposit"]))
    assert (again.status_code, again.json) == (200, sent.json)
    reading = bearer(tokens["read"])
    here = sent.headers["Location"]
    assert client.get(here, headers=reading).json == sent.json
    receipt = client.get(f"{here}/receipt", headers=reading).data
    assert verify("receipt", receipt, Signer(site_store.folder).public) == sent.json["sha256"]
    assert problem(client.get(f"{here}/result", headers=reading)) == (404, "not-screened")
    listed = client.get(f"/api/v1/campaigns/{HERE}/candidacies", headers=reading).json
    assert listed is not None
    assert [(each["candidate"], each["state"], each["deposits"]) for each in listed["candidacies"]] == [
        (CANDIDATE, "registered", [sent.json])
    ]
    with site_store.reading() as read:
        actions = [each.action for each in read.query(Access).order_by(Access.id) if each.actor == "moodle"]
    assert actions == ["late-deposit", "api-deposit", "api-receipt", "api-list"]


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"candidate": "nobody"}, (404, "no-candidate")),
        ({}, (422, "candidate-missing")),
        ({"candidate": CANDIDATE, "role": "x"}, (422, "unknown-role")),
        ({"candidate": CANDIDATE, "session": "x"}, (422, "unknown-session")),
        ({"candidate": CANDIDATE, "session": "9"}, (404, "nothing-here")),
    ],
)
def test_deposits_that_are_not_taken(
    client: Browser, tokens: dict[str, str], fields: dict[str, str], expected: tuple[int, str]
) -> None:
    answer = client.post(DEPOSITS, data=form(PDF, **fields), headers=bearer(tokens["deposit"]))
    assert problem(answer) == expected
    assert "data" not in answer.text, "no folder of the server is told"


def test_a_revoked_token_opens_nothing(client: Browser, tokens: dict[str, str], site_store: Store) -> None:
    address = f"/api/v1/campaigns/{HERE}"
    with site_store.writing() as write:
        assert revoke(write, ensure_user(write, "moodle", NOW), find(write, HERE, site_store.folder), NOW, "tests") == 3
    assert client.get(address, headers=bearer(tokens["read"])).status_code == 401
    elsewhere = client.get(f"/api/v1/campaigns/{ELSEWHERE}", headers=bearer(tokens["elsewhere"]))
    assert elsewhere.status_code == 200
    with site_store.writing() as write:
        shut_out(write, ensure_user(write, "moodle", NOW), NOW, "tests")
    again = client.get(f"/api/v1/campaigns/{ELSEWHERE}", headers=bearer(tokens["elsewhere"]))
    assert again.status_code == 401


def test_tokens_are_made_by_a_command(app: Flask, client: Browser, site_store: Store) -> None:
    def run(*words: str) -> Any:
        environ = {"PRECHECK_DATA_DIR": str(site_store.folder), "PRECHECK_LANG": "en"}
        return CliRunner().invoke(main, ["user", "token", "moodle", *words], env=environ)

    made = run("--campaign", HERE, "--scope", "read")
    assert (made.exit_code, made.stderr) == (0, "Keep it like a password: it is not shown again.\n")
    headers = bearer(made.stdout.strip())
    assert client.get(f"/api/v1/campaigns/{HERE}", headers=headers).status_code == 200
    gone = run("--revoke")
    assert (gone.exit_code, gone.stdout) == (0, "✓ 1 token revoked.\n")
    assert client.get(f"/api/v1/campaigns/{HERE}", headers=headers).status_code == 401
    assert run("--scope", "read").exit_code == 2


def test_the_description_for_people_tells_every_operation(client: Browser) -> None:
    spec = client.get("/api/v1/openapi.json").json
    assert spec is not None
    page = client.get("/api/v1/")
    assert "script-src 'self'" in page.headers["Content-Security-Policy"]
    names = [op["operationId"] for ops in spec["paths"].values() for m, op in ops.items() if m != "parameters"]
    assert [name for name in names if f'id="{name}"' not in page.text] == []
