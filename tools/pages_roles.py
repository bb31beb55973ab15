"""The page of roles, from what each page of the site declares."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from pathlib import Path

from precheck.campaign.accounts import Role
from precheck.campaign.tokens import Scope
from web.access import CANDIDATE, EVERYBODY, SIGNED_IN, declared
from web.app import create_app
from web.settings import Settings

INTRODUCTION = """# Who gets in where

Every page of the site says whom it lets in; a page that says nothing lets nobody in. What a person may not see does
not exist for them: the answer is 404, and the sign-in page for who did not sign in. `<key>` is the campaign: a role
counts in its own campaign only. A page for the signed in shows each person their own things. A program shows the token
of its campaign; people do not get into its pages, and are told so with 401. A candidate's pages also
open by the personal link, and for reading by the link that the candidate shares with an adviser.

`tests/web/test_roles.py` asks for every page as every kind of person and demands what stands here.

| page | nobody | candidate | evaluator | administrator | superuser | program |
|---|---|---|---|---|---|---|
"""
LETS_IN: Mapping[Role | Scope | str, tuple[str, ...]] = {
    EVERYBODY: (
        "nobody", "candidate", "evaluator elsewhere", "evaluator", "administrator elsewhere", "administrator",
        "superuser", "program",
    ),
    SIGNED_IN: (
        "candidate", "evaluator elsewhere", "evaluator", "administrator elsewhere", "administrator", "superuser",
    ),
    CANDIDATE: ("candidate",),
    Role.EVALUATOR: ("evaluator", "administrator", "superuser"),
    Role.ADMINISTRATOR: ("administrator", "superuser"),
    Role.SUPERUSER: ("superuser",),
    Scope.READ: ("program",),
    Scope.DEPOSIT: ("program",),
    Scope.ROSTER: ("program",),
    Scope.SCREEN: ("program",),
    Scope.EXPORT: ("program",),
}  # fmt: skip
"""Whom each declaration lets in; "elsewhere" is a role in another campaign than the page's."""
_COLUMNS = ("nobody", "candidate", "evaluator", "administrator", "superuser", "program")


def page() -> str:
    """The page, in Markdown."""
    with tempfile.TemporaryDirectory() as folder:
        site = create_app(Settings(Path(folder)))
        rules = sorted(site.url_map.iter_rules(), key=lambda rule: (rule.rule, sorted(rule.methods or ())))
        lines = [
            _line(", ".join(sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})), rule.rule,
                  declared(site, rule.endpoint))
            for rule in rules
        ]  # fmt: skip
        site.extensions["precheck-store"].close()
    return INTRODUCTION + "".join(lines)


def _line(method: str, path: str, who: Role | Scope | str | None) -> str:
    let_in = LETS_IN[who] if who is not None else ()
    cells = " | ".join("yes" if kind in let_in else "–" for kind in _COLUMNS)
    return f"| {method} `{path}` | {cells} |\n"
