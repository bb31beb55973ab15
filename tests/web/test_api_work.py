"""What scripts of a learning platform do with a whole campaign: the roster, the screening, the exports."""

from __future__ import annotations

import csv
import datetime as dt
import io
import os
import subprocess
import sys
from collections.abc import Mapping
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from precheck.campaign.accounts import ensure_user
from precheck.campaign.campaigns import find
from precheck.campaign.intake.roles import Role
from precheck.campaign.intake.single import deposit_one
from precheck.campaign.store import Store
from precheck.campaign.tables import Access
from precheck.campaign.tokens import Scope, issue
from precheck.i18n import Translator
from precheck.testing import make_pdf
from tests.web.site import CANDIDATE, HERE, ROOT, Browser
from web.jobs import SCREENING, Job
from web.settings import Settings

NOW = dt.datetime.now(dt.UTC)
IN_TIME = dt.datetime(2017, 5, 12, tzinfo=dt.UTC)
PLACE = f"/api/v1/campaigns/{HERE}"
ROSTER = "Numéro étudiant;Nom;Prénom\n21700001;Martin;Zoé\n21700002;Petit;Ali\n"


@pytest.fixture
def tokens(site_store: Store) -> Mapping[str, dict[str, str]]:
    """The headers of a program with each scope alone."""
    with site_store.writing() as write:
        person = ensure_user(write, "moodle", NOW)
        here = find(write, HERE, site_store.folder)
        made = {scope.value: issue(write, person, here, [scope], NOW, "tests") for scope in Scope}
    return {name: {"Authorization": f"Bearer {token}", "Accept-Language": "en"} for name, token in made.items()}


def table(text: str, name: str = "roster.csv") -> dict[str, Any]:
    return {"file": (io.BytesIO(text.encode()), name)}


def code(answer: TestResponse) -> tuple[int, str]:
    assert answer.mimetype == "application/problem+json"
    return answer.status_code, (answer.json or {})["code"]


OPERATIONS = (
    ("GET", "", "read"),
    ("GET", "/candidacies", "read"),
    ("GET", "/deposits/1", "read"),
    ("GET", "/deposits/1/receipt", "read"),
    ("GET", "/deposits/1/result", "read"),
    ("POST", "/deposits", "deposit"),
    ("POST", "/roster", "roster"),
    ("POST", "/screening", "screen"),
    ("GET", "/screening", "screen"),
    ("DELETE", "/screening", "screen"),
    ("POST", "/exports?what=table", "export"),
    ("GET", "/exports", "export"),
    ("GET", "/exports/x", "export"),
    ("GET", "/exports/x/file", "export"),
)


@pytest.mark.parametrize(("method", "path", "scope"), OPERATIONS)
def test_each_operation_wants_its_scope_and_no_other(
    client: Browser, tokens: Mapping[str, dict[str, str]], method: str, path: str, scope: str
) -> None:
    for name, headers in tokens.items():
        answer = client.open(PLACE + path, method=method, headers=headers)
        assert (answer.status_code == 403) == (name != scope), (name, answer.status_code)
        if name != scope:
            assert code(answer) == (403, "scope-missing")


def test_those_are_all_operations(client: Browser) -> None:
    spec = client.get("/api/v1/openapi.json").json
    assert spec is not None
    described = {
        (method.upper(), path, operation["security"][0]["token"][0])
        for path, operations in spec["paths"].items()
        for method, operation in operations.items()
        if method != "parameters" and path.startswith("/api/v1/campaigns")
    }
    known = {
        (method, f"/api/v1/campaigns/{{key}}{path.partition('?')[0]}".replace("/x", "/{job}").replace("/1", "/{id_}"),
         scope)
        for method, path, scope in OPERATIONS
    }  # fmt: skip
    assert described == known


def test_a_roster_is_imported_whole_or_not_at_all(client: Browser, tokens: Mapping[str, dict[str, str]]) -> None:
    def send(text: str, how: str = "") -> TestResponse:
        return client.post(f"{PLACE}/roster{how}", data=table(text), headers=tokens["roster"])

    def names() -> list[str]:
        found = client.get(f"{PLACE}/candidacies", headers=tokens["read"]).json
        assert found is not None
        return [each["surname"] for each in found["candidacies"]]

    told = {"session": 1, "new": 1, "changed": 0, "unchanged": 1, "ignored": []}
    assert send(ROSTER, "?dry_run=true").json == {**told, "dry_run": True}
    assert names() == ["Martin"]
    assert send(ROSTER).json == {**told, "dry_run": False}
    assert names() == ["Martin", "Petit"]
    assert send(ROSTER).json == {**told, "dry_run": False, "new": 0, "unchanged": 2}
    wrong = send(ROSTER + ";Sans;Numéro\n21700003;Bon;Un\n")
    assert code(wrong) == (422, "roster-invalid")
    assert wrong.json is not None
    assert len(wrong.json["errors"]["lines"]) == 1
    assert names() == ["Martin", "Petit"]
    assert code(send("")) == (422, "table-unreadable")
    assert code(client.post(f"{PLACE}/roster", headers=tokens["roster"])) == (422, "file-missing")
    assert code(send(ROSTER, "?session=7")) == (404, "nothing-here")
    assert code(send(ROSTER, "?session=x")) == (422, "not-as-described")


def work(app: Flask, settings: Settings, headers: dict[str, str], address: str) -> dict[str, Any]:
    """Do what waits, as the worker does, and tell how it ended."""
    for id_ in app.extensions["precheck-queue"].jobs.waiting():
        environ = {**os.environ, "PRECHECK_DATA_DIR": str(settings.data_dir), "PYTHONPATH": str(ROOT)}
        subprocess.run([sys.executable, "-m", "web.job", id_], env=environ, check=True, timeout=120)
    told = app.test_client().get(address, headers=headers).json
    assert told is not None
    return dict(told)


def test_a_screening_from_a_script(
    app: Flask, client: Browser, tokens: Mapping[str, dict[str, str]], site_store: Store, settings: Settings
) -> None:
    done = deposit_one(site_store, HERE, None, CANDIDATE, Role.DOSSIER, "a.pdf", make_pdf("Bonjour."), IN_TIME, "tests",
                       Translator("fr"))  # fmt: skip
    headers = tokens["screen"]
    assert code(client.get(f"{PLACE}/screening", headers=headers)) == (404, "nothing-here")
    assert code(client.delete(f"{PLACE}/screening", headers=headers)) == (404, "nothing-here")
    begun = client.post(f"{PLACE}/screening", headers=headers)
    assert begun.status_code == 202
    assert begun.json is not None
    assert {name: begun.json[name] for name in ("state", "session", "stage", "said", "ended")} == {
        "state": "waiting", "session": 1, "stage": None, "said": None, "ended": None,
    }  # fmt: skip
    assert code(client.post(f"{PLACE}/screening", headers=headers)) == (409, "screening-running")
    told = work(app, settings, headers, begun.headers["Location"])
    assert (told["state"], told["said"]) == ("done", "1 dossier has a result, 1 of them new.")
    found = client.get(f"{PLACE}/deposits/{done.deposit}/result", headers=tokens["read"]).json
    assert found is not None
    assert found["verdict"] == "not_conforming"
    stopped = client.delete(f"{PLACE}/screening", headers=headers)
    assert (stopped.status_code, (stopped.json or {})["state"]) == (202, "done"), "it was over"
    client.post(f"{PLACE}/screening", headers=headers)
    stopped = client.delete(f"{PLACE}/screening", headers=headers)
    assert (stopped.status_code, (stopped.json or {})["state"]) == (202, "stopped")
    with site_store.reading() as read:
        actions = [each.action for each in read.query(Access).order_by(Access.id) if each.actor == "moodle"]
    assert actions == ["screen", "api-result", "screen-stop", "screen-stop"]


def test_exports_from_a_script(
    app: Flask, client: Browser, tokens: Mapping[str, dict[str, str]], settings: Settings
) -> None:
    headers = tokens["export"]
    asked = client.post(f"{PLACE}/exports?what=table&form=.csv", headers=headers)
    assert asked.status_code == 202
    place = asked.headers["Location"]
    assert code(client.get(f"{place}/file", headers=headers)) == (409, "not-ready")
    told = work(app, settings, headers, place)
    assert (told["state"], told["what"], told["form"], told["anonymous"]) == ("done", "table", ".csv", False)
    with client.get(told["links"]["file"], headers=headers) as fetched:
        assert fetched.headers["Content-Disposition"].startswith("attachment;")
        rows = list(csv.reader(io.StringIO(fetched.data.decode("utf-8-sig")), delimiter=";"))
    assert [row[2] for row in rows[1:]] == ["MARTIN Zoé"]
    listed = client.get(f"{PLACE}/exports", headers=headers).json
    assert listed == {"exports": [told]}
    assert code(client.post(f"{PLACE}/exports", headers=headers)) == (422, "not-as-described")
    assert code(client.post(f"{PLACE}/exports?what=yearly", headers=headers)) == (422, "not-as-described")
    assert code(client.post(f"{PLACE}/exports?what=table&form=.exe", headers=headers)) == (422, "unknown-form")


@pytest.mark.parametrize("kind", [SCREENING, "yearly"])
def test_a_token_opens_no_export_beyond_its_campaign(
    app: Flask, client: Browser, tokens: Mapping[str, dict[str, str]], kind: str
) -> None:
    job = app.extensions["precheck-queue"].jobs.ask(Job(kind, HERE, "admin", "fr", NOW, 1, ".csv"))
    headers = tokens["export"]
    assert code(client.get(f"{PLACE}/exports/{job}", headers=headers)) == (404, "nothing-here")
    assert code(client.get(f"{PLACE}/exports/{job}/file", headers=headers)) == (404, "nothing-here")
    assert client.get(f"{PLACE}/exports", headers=headers).json == {"exports": []}
