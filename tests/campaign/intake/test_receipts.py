"""Receipts prove what was deposited; nothing can be changed in one."""

from __future__ import annotations

import datetime as dt
import hashlib
import stat
import threading
from dataclasses import replace
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from precheck.campaign.errors import StoreError
from precheck.campaign.receipts import (
    KEY,
    Receipt,
    ReceiptInvalid,
    Signer,
    load_public,
    public_pem,
    verify,
    verify_file,
)
from precheck.i18n import Translator

RECEIPT = Receipt(
    "g", "Campagne 2017", 124, "20170001", "dossier", 2, "Élan : dossier.pdf", 1234, hashlib.sha256(b"x").hexdigest(),
    dt.datetime(2017, 5, 17, 22, 0, 0, tzinfo=dt.UTC), ZoneInfo("Europe/Paris"), 1,
)  # fmt: skip


@pytest.fixture(scope="module")
def signer(tmp_path_factory: pytest.TempPathFactory) -> Signer:
    return Signer(tmp_path_factory.mktemp("data"))


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_a_receipt_is_verified_in_both_languages(signer: Signer, lang: str) -> None:
    text = signer.sign(RECEIPT, Translator(lang))
    assert verify("r", text.encode(), signer.public) == RECEIPT.sha256
    assert "2017-05-18T00:00:00+02:00 (Europe/Paris)" in text
    assert "1 second" in text


@given(st.data())
def test_no_byte_can_be_changed_added_or_taken(signer: Signer, data: st.DataObject) -> None:
    text = signer.sign(RECEIPT, Translator("fr")).encode()
    at = data.draw(st.integers(0, len(text) - 1))
    byte = bytes([data.draw(st.integers(0, 255).filter(lambda value: value != text[at]))])
    changes = [text[:at] + byte + text[at + 1 :], text[:at] + text[at + 1 :], text[:at] + byte + text[at:], text[:at]]
    changed = data.draw(st.sampled_from(changes))
    if changed != text:
        with pytest.raises(ReceiptInvalid):
            verify("r", changed, signer.public)


def test_another_key_and_another_file(signer: Signer, tmp_path: Path) -> None:
    (tmp_path / "r.txt").write_text(signer.sign(RECEIPT, Translator("fr")), "utf-8")
    (tmp_path / "x.pdf").write_bytes(b"x")
    (tmp_path / "y.pdf").write_bytes(b"y")
    (tmp_path / "key.pem").write_text(public_pem(signer.public), "utf-8")
    public = load_public(tmp_path / "key.pem")
    assert verify_file(tmp_path / "r.txt", public, tmp_path / "x.pdf") == RECEIPT.sha256
    with pytest.raises(ReceiptInvalid, match=r"another file than y\.pdf"):
        verify_file(tmp_path / "r.txt", public, tmp_path / "y.pdf")
    with pytest.raises(ReceiptInvalid, match="another key"):
        verify_file(tmp_path / "r.txt", Signer(tmp_path / "other").public)
    with pytest.raises(ReceiptInvalid, match="no file or folder"):
        verify_file(tmp_path / "none.txt", public)


def test_the_key_is_private_and_made_once(tmp_path: Path) -> None:
    texts: list[str] = []
    threads = [threading.Thread(target=lambda: texts.append(public_pem(Signer(tmp_path).public))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(texts) == 8
    assert len(set(texts)) == 1
    assert stat.S_IMODE((tmp_path / KEY).stat().st_mode) == 0o600
    assert [path.name for path in (tmp_path / KEY).parent.iterdir()] == ["receipts.pem"]


def test_a_key_that_is_none_is_told(tmp_path: Path) -> None:
    (tmp_path / "key.pem").write_bytes(b"-----BEGIN")
    with pytest.raises(StoreError, match="not the key of receipts"):
        load_public(tmp_path / "key.pem")
    with pytest.raises(StoreError, match="no file or folder"):
        Signer(tmp_path, make=False)


def test_receipts_differ_by_what_they_tell(signer: Signer) -> None:
    say = Translator("fr")
    assert signer.sign(RECEIPT, say) != signer.sign(replace(RECEIPT, late=0), say)
    assert signer.sign(RECEIPT, say) == signer.sign(RECEIPT, say)
