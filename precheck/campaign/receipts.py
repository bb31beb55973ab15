"""Receipts: what was deposited, by whom, when; signed with the Ed25519 key of the data folder.

A receipt is a text that people can read. Its last two lines name the key and hold the signature of every byte before.
"""

from __future__ import annotations

import base64
import binascii
import contextlib
import datetime as dt
import hashlib
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from precheck.campaign.errors import CampaignError, StoreError
from precheck.errors import ExitCode, system_reason
from precheck.i18n import LANGUAGES, Message, Translator, msg, msgs

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

KEY = "keys/receipts.pem"
_LONGEST = 20_000
"""Bytes of a receipt; a file that is larger is none."""


class ReceiptInvalid(CampaignError):
    """A receipt that was not given by this data folder, was changed, or tells of another file."""

    exit_code = ExitCode.UNREADABLE
    what = msg("{file} proves nothing: {reason}.")
    remedy = msg("Give the receipt as it was received, to the last byte, and the file that was deposited.")


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a receipt tells. `received` is written in `zone`; `late` counts seconds after the last one allowed."""

    campaign: str
    session: str
    number: int
    candidate: str
    role: str
    version: int
    file: str
    size: int
    sha256: str
    received: dt.datetime
    zone: ZoneInfo
    late: int = 0

    def lines(self) -> tuple[Message, ...]:
        """The lines of the text, without key and signature."""
        local = self.received.astimezone(self.zone).isoformat(timespec="seconds")
        in_time = msg("in time")
        late: Message = msgs("{count} second late", "{count} seconds late", self.late) if self.late else in_time
        return (
            msg("Receipt of a deposit"),
            msg("Campaign: {campaign}", campaign=self.campaign),
            msg("Session: {session}", session=self.session),
            msg("Dossier no: {number}", number=self.number),
            msg("Candidate: {candidate}", candidate=self.candidate),
            msg("Document: {role}, version {version}", role=ROLE_WORD[self.role], version=self.version),
            msg("File: {file}", file=self.file),
            msg("Size: {size} bytes", size=self.size),
            msg("SHA-256: {sha256}", sha256=self.sha256),
            msg("Received: {received} ({zone})", received=local, zone=self.zone.key),
            msg("Window: {late}", late=late),
        )


ROLE_WORD = {
    "dossier": msg("dossier"),
    "attestation": msg("attestation"),
    "slides": msg("slides"),
    "other": msg("other document"),
}
_SHA256_LINE = 8
"""Where the SHA-256 stands among the lines."""


class Signer:
    """The private key of a data folder, made at the first need. Safe among processes.

    Args:
        make: False where a missing key is an error, as for verifying.

    Raises:
        StoreError: the key cannot be made, read or used.
    """

    def __init__(self, folder: Path, *, make: bool = True) -> None:
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
        from cryptography.hazmat.primitives.serialization import load_pem_private_key

        place = folder / KEY
        try:
            if make and not place.exists():
                _make(place)
            key = load_pem_private_key(place.read_bytes(), None)
        except OSError as error:
            raise StoreError(place=str(place), reason=system_reason(error)) from None
        except ValueError:
            raise StoreError(place=str(place), reason=msg("it is not the key of receipts")) from None
        if not isinstance(key, Ed25519PrivateKey):
            raise StoreError(place=str(place), reason=msg("it is not the key of receipts"))
        self._key = key
        self.public = key.public_key()

    def sign(self, receipt: Receipt, say: Translator) -> str:
        """The text that the candidate is given; its lines end with a line feed."""
        body = "".join(f"{say(line)}\n" for line in receipt.lines())
        key = msg("Key: {key}", key=key_id(self.public))
        body += f"{say(key)}\n"
        signature = base64.b64encode(self._key.sign(body.encode())).decode()
        return f"{body}{_signed(signature, say)}"


def _signed(signature: str, say: Translator) -> str:
    """The last line."""
    line = msg("Signature: {signature}", signature=signature)
    return f"{say(line)}\n"


def _make(place: Path) -> None:
    """A fresh key, written beside and linked into place: the first of several processes wins, with a whole file."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

    place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    pem = Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    handle, beside = tempfile.mkstemp(prefix=".new-", dir=place.parent)  # readable by its owner only
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(pem)
            stream.flush()
            os.fsync(stream.fileno())
        with contextlib.suppress(FileExistsError):
            os.link(beside, place)
    finally:
        os.unlink(beside)
    folder = os.open(place.parent, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def key_id(public: Ed25519PublicKey) -> str:
    """The first 16 digits of the SHA-256 of a public key."""
    return hashlib.sha256(public.public_bytes_raw()).hexdigest()[:16]


def public_pem(public: Ed25519PublicKey) -> str:
    """A public key as text, for whoever verifies receipts elsewhere."""
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    return public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()


def load_public(path: Path) -> Ed25519PublicKey:
    """The public key in a file. Raises `StoreError`."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
    from cryptography.hazmat.primitives.serialization import load_pem_public_key

    try:
        key = load_pem_public_key(path.read_bytes())
    except OSError as error:
        raise StoreError(place=str(path), reason=system_reason(error)) from None
    except ValueError:
        raise StoreError(place=str(path), reason=msg("it is not the key of receipts")) from None
    if not isinstance(key, Ed25519PublicKey):
        raise StoreError(place=str(path), reason=msg("it is not the key of receipts"))
    return key


def verify(name: str, receipt: bytes, public: Ed25519PublicKey) -> str:
    """Prove that a receipt was given with that key and not changed since; the SHA-256 that it tells.

    Args:
        name: how errors call the receipt.

    Raises:
        ReceiptInvalid: it was not, or it was.
    """
    from cryptography.exceptions import InvalidSignature

    changed: Message = msg("it was changed, or is no receipt")
    try:
        lines = receipt.decode("utf-8").split("\n")
        said = lines[-2].rpartition(" ")[2]
        key = lines[-3].rpartition(" ")[2]
        signature = base64.b64decode(said, validate=True)
        sha256 = lines[_SHA256_LINE].rpartition(" ")[2]
    except (UnicodeDecodeError, IndexError, binascii.Error, ValueError):
        raise ReceiptInvalid(file=name, reason=changed) from None
    if key != key_id(public) and len(key) == 16:
        raise ReceiptInvalid(file=name, reason=msg("it was signed with another key ({key})", key=key))
    body = "\n".join([*lines[:-2], ""])
    # Nothing else may stand around the signature, and it has one way to be written.
    endings = {_signed(said, Translator(lang)) for lang in LANGUAGES}
    if base64.b64encode(signature).decode() != said or receipt not in {f"{body}{end}".encode() for end in endings}:
        raise ReceiptInvalid(file=name, reason=changed)
    try:
        public.verify(signature, body.encode())
    except InvalidSignature:
        raise ReceiptInvalid(file=name, reason=changed) from None
    return sha256


def verify_file(place: Path, public: Ed25519PublicKey, deposited: Path | None = None) -> str:
    """`verify` the receipt in a file and, when `deposited` is given, that it tells of that file; the SHA-256.

    Raises:
        ReceiptInvalid: one of them is not so, or cannot be read.
    """
    try:
        with place.open("rb") as stream:
            text = stream.read(_LONGEST + 1)
        sha256 = verify(place.name, text, public)
        if deposited is not None:
            with deposited.open("rb") as stream:
                found = hashlib.file_digest(stream, "sha256").hexdigest()
            if found != sha256:
                raise ReceiptInvalid(
                    file=place.name, reason=msg("it tells of another file than {other}", other=deposited.name)
                )
    except OSError as error:
        raise ReceiptInvalid(file=str(error.filename), reason=system_reason(error)) from None
    return sha256
