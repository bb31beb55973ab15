"""The access log speaks in words: nothing that is noted in a campaign appears there as the program calls it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import precheck.campaign
import web
from web.log_words import action_word

OF_NO_CAMPAIGN = {
    "password-refused", "password-set", "sessions-ended", "shut-out", "sign-in", "sign-in-link", "user",
}  # fmt: skip
"""Noted of accounts: the access log of a campaign does not show them."""


def noted() -> Iterator[str]:
    """Each action that is noted by its name: `log(session, now, actor, "action", …)`, or `desk.log("action", …)`."""
    for room in (precheck.campaign, web):
        for path in Path(str(room.__file__)).parent.rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                if isinstance(node, ast.Call) and ast.unparse(node.func) in {"log", "campaigns.log", "at.log"}:
                    place = 0 if ast.unparse(node.func) == "at.log" else 3
                    action = node.args[place] if len(node.args) > place else None
                    if isinstance(action, ast.Constant):
                        yield str(action.value)


def test_every_action_has_words() -> None:
    found = set(noted())
    assert found >= OF_NO_CAMPAIGN | {"export-own", "unarchive", "reopen-session", "purge", "screen-stop"}
    assert {action for action in found - OF_NO_CAMPAIGN if action_word(action) is None} == set()
