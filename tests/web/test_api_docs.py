"""The examples of docs/api.md run against the real site."""

from __future__ import annotations

import datetime as dt
import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from precheck.campaign.accounts import ensure_user
from precheck.campaign.campaigns import find
from precheck.campaign.receipts import Signer, verify
from precheck.campaign.store import Store
from precheck.campaign.tokens import Scope, issue
from precheck.report.schema import load_schema
from precheck.testing import make_pdf
from tests.web.site import HERE, ROOT, populate, serving

PAGE = (ROOT / "docs" / "api.md").read_text("utf-8")


@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed")
def test_the_examples_run(tmp_path: Path) -> None:
    now = dt.datetime.now(dt.UTC)
    (tmp_path / "dossier.pdf").write_bytes(make_pdf("Bonjour."))
    folder = tmp_path / "site"
    with serving(folder) as served, Store(served.folder) as store:
        populate(store)
        with store.writing() as write:
            person = ensure_user(write, "moodle", now)
            token = issue(write, person, find(write, HERE, store.folder), list(Scope), now, "tests")
        script = "\n".join(re.findall(r"<!-- site -->\n```sh\n(.*?)```", PAGE, re.DOTALL))
        done = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", script], cwd=tmp_path, timeout=120, check=False, capture_output=True,
            text=True, env=os.environ | {"SITE": served.address, "TOKEN": token, "CAMPAIGN": HERE},
        )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, ""), done.stdout
    Draft202012Validator(load_schema()).validate(json.loads((tmp_path / "report.json").read_text()))
    assert (tmp_path / "report.pdf").read_bytes().startswith(b"%PDF-")
    assert (tmp_path / "annotated.pdf").read_bytes().startswith(b"%PDF-")
    assert "Martin" not in (tmp_path / "export.json").read_text()
    assert "MARTIN Zoé" in (tmp_path / "results.csv").read_text("utf-8-sig")
    verify("receipt", (tmp_path / "receipt.txt").read_bytes(), Signer(folder).public)


def test_every_scope_and_operation_is_told() -> None:
    assert [scope.value for scope in Scope if f"| `{scope.value}` |" not in PAGE] == []
