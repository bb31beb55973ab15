"""What all exporters share: what is asked of them, what they answer, where they write, and the access log."""

from __future__ import annotations

import contextlib
import datetime as dt
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Protocol
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from precheck.campaign import campaigns
from precheck.campaign.exports.errors import UnknownForm
from precheck.campaign.procedure import Procedure
from precheck.campaign.store import Store
from precheck.campaign.tables import Campaign, CampaignSession
from precheck.i18n import Message, Translator
from precheck.model.profile import Profile
from precheck.output import whole_file, whole_folder, zip_entry


@dataclass(frozen=True, slots=True)
class Demand:
    """What is asked of an exporter.

    `campaign` is a key; `session` a number, None for the campaign's current one; `output` a file or a folder, whose
    ending says the form. `anonymous` names candidates by their numbers; `year` is that of the yearly table.
    """

    store: Store
    campaign: str
    output: Path
    translator: Translator
    now: dt.datetime
    actor: str
    session: int | None = None
    anonymous: bool = False
    year: str | None = None


@dataclass(frozen=True, slots=True)
class Done:
    """What an exporter did: in a sentence, and what is worth knowing about it."""

    said: Message
    notes: tuple[Message, ...] = ()


class Exporter(Protocol):
    """A module of this package."""

    @property
    def FORMS(self) -> tuple[str, ...]:
        """The endings that `output` may have; "" is a folder."""

    def export(self, demand: Demand) -> Done:
        """Write what is asked, whole or not at all, and note it in the access log.

        Raises:
            CampaignError: there is nothing to export, or no such form.
            OutputError: it cannot be written there.
        """


@dataclass(frozen=True, slots=True)
class Place:
    """The campaign, the session and the profile that a demand is about."""

    campaign: Campaign
    session: CampaignSession
    profile: Profile
    procedure: Procedure

    @property
    def zone(self) -> ZoneInfo:
        return self.procedure.timezone


def place_of(session: Session, demand: Demand) -> Place:
    """Where a demand is at home. Raises `NoCampaign`, `ProfileError`."""
    campaign = campaigns.find(session, demand.campaign, demand.store.folder)
    profile = campaigns.profile_of(campaign)
    return Place(campaign, campaigns.current(campaign, demand.session), profile, Procedure.of(profile))


def form_of(output: Path, forms: tuple[str, ...]) -> str:
    """The ending of `output`, one of `forms`; a folder where they allow one and there is no other.

    Raises:
        UnknownForm: it is none of them.
    """
    ending = output.suffix.lower()
    if ending in forms:
        return ending
    if "" in forms:
        return ""
    raise UnknownForm(file=str(output), forms=", ".join(forms))


class Tree(Protocol):
    """Files to be written below one place."""

    def put(self, name: str, content: bytes) -> None:
        """Write a file; `name` is a relative path with `/`, made of names from `file_name`."""


@dataclass(frozen=True, slots=True)
class _Folder:
    root: Path

    def put(self, name: str, content: bytes) -> None:
        path = self.root / PurePosixPath(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


@dataclass(frozen=True, slots=True)
class _Zip:
    archive: zipfile.ZipFile

    def put(self, name: str, content: bytes) -> None:
        self.archive.writestr(zip_entry(name, packed=name.endswith((".pdf", ".zip"))), content)


@contextlib.contextmanager
def tree(path: Path) -> Iterator[Tree]:
    """A folder, or a zip where the name ends so, that stands at `path` when the block ends without an error.

    Raises:
        OutputError: it cannot be written, or the folder is not empty.
    """
    if path.suffix.lower() == ".zip":
        with whole_file(path) as stream, zipfile.ZipFile(stream, "w") as archive:
            yield _Zip(archive)
    else:
        with whole_folder(path) as folder:
            yield _Folder(folder)


def file_name(text: str, length: int = 120) -> str:
    """`text` as the name of a file or folder on any system: nothing that leads elsewhere, never empty."""
    kept = "".join("_" if char in '/\\:*?"<>|' or not char.isprintable() else char for char in text)
    return kept[:length].strip(" .") or "_"


class Names:
    """Names for files or folders of one place; nobody shares one, also where capitals are not told apart."""

    def __init__(self, *taken: str) -> None:
        self._taken = {name.casefold() for name in taken}

    def __call__(self, text: str, length: int = 120) -> str:
        """`text` as `file_name` makes it, with a number when it is taken."""
        name = free = file_name(text, length)
        number = 1
        while free.casefold() in self._taken:
            number += 1
            free = f"{name}-{number}"
        self._taken.add(free.casefold())
        return free


def note(session: Session, demand: Demand, what: str, place: Place | None = None, **detail: object) -> None:
    """Note the export in the access log, in the same transaction as what it records."""
    subject = "" if place is None else str(place.session.number)
    campaigns.log(session, demand.now, demand.actor, f"export-{what}", demand.campaign, subject, **detail)
