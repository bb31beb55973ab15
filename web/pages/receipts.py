"""Whether a receipt is genuine: anybody may ask."""

from __future__ import annotations

import hashlib

from flask import Blueprint, render_template, request

from precheck.campaign.errors import StoreError
from precheck.campaign.receipts import ReceiptInvalid, Signer, verify
from precheck.i18n import Message, msg
from precheck.report.plain import plain
from web.access import EVERYBODY, allow, store
from web.security import limiter
from web.uploads import name_of

pages = Blueprint("receipts", __name__)
_LONGEST = 20_000
"""Bytes of a receipt; a file that is larger is none."""


@pages.get("/recepisse")
@allow(EVERYBODY)
def ask() -> str:
    """The form."""
    return render_template("deposits/verify.html", fault=None, lines=None, compared=False)


@pages.post("/recepisse")
@limiter.limit("60 per minute")
@allow(EVERYBODY)
def told() -> str | tuple[str, int]:
    """What is found: nothing of what was sent is kept."""
    given, deposited = request.files.get("receipt"), request.files.get("file")
    if given is None or not given.filename:
        return _refused(msg("Choose a file first."), None)
    text = given.stream.read(_LONGEST + 1)
    try:
        sha256 = verify(name_of(given), text, Signer(store().folder, make=False).public)
    except StoreError:
        return _refused(msg("This site has given no receipt yet."), None)
    except ReceiptInvalid as error:
        return _refused(error.message, error.advice)
    lines = [plain(line) for line in text.decode("utf-8").splitlines()[:-2]]
    compared = deposited is not None and bool(deposited.filename)
    if deposited is not None and compared and hashlib.sha256(deposited.stream.read()).hexdigest() != sha256:
        other = msg("it tells of another file than {other}", other=name_of(deposited))
        wrong = ReceiptInvalid(file=name_of(given), reason=other)
        return _refused(wrong.message, wrong.advice)
    return render_template("deposits/verify.html", fault=None, lines=lines, compared=compared)


def _refused(text: Message, advice: Message | None) -> tuple[str, int]:
    return render_template("deposits/verify.html", fault=text, advice=advice, lines=None, compared=False), 400
