"""What travels to those who do the work and back: plain data, no connection, no open file."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from precheck import __version__
from precheck.campaign.screening.workplace import Workplace
from precheck.model.profile import Profile
from precheck.model.structure import Deposit
from precheck.reading.limits import Limits

REFUSED = "refused"
"""The verdict on a file that cannot be read."""
UNSETTLED = ""
"""The basis of a result that is no fault of the file: the next screening tries again."""


class Trace(NamedTuple):
    """What is remembered of every deposit: its number, the key of its author, and all that a reading depends on."""

    deposit: int
    author: str
    identity: str


@dataclass(frozen=True, slots=True)
class Settings:
    """What a screening is made with.

    `files` is the folder of the deposits' files, `corpora` are folders with the fingerprints of their states, `peers`
    the fingerprint of the deposits that are compared with each other ("" before it is known).
    """

    files: Path
    place: Workplace
    profile: Profile
    corpora: tuple[tuple[Path, str], ...] = ()
    peers: str = ""
    limits: Limits = Limits()
    reading: str = field(init=False)
    """Identifies all that the reading of a file depends on."""
    basis: str = field(init=False)
    """Identifies all that a result depends on, the deposit aside."""

    def __post_init__(self) -> None:
        reading = digest(__version__, msgspec.msgpack.encode((self.profile, self.limits), order="deterministic").hex())
        object.__setattr__(self, "reading", reading)
        object.__setattr__(self, "basis", digest(reading, self.peers, [state for _, state in self.corpora]))

    def basis_of(self, trace: Trace) -> str:
        """Identifies all that the result of a deposit depends on."""
        return digest(self.basis, trace)


@dataclass(frozen=True, slots=True)
class Item:
    """A deposit: its number in the store, its file, what the rules may know, the key of its author as a source, the
    anonymous number of its candidate, and the sources that an evaluator set aside. Shown, as in the log of a cluster,
    it names nobody."""

    deposit: int
    sha256: str
    name: str = field(repr=False)
    facts: Deposit = field(repr=False)
    author: str = field(repr=False)
    number: int
    aside: tuple[str, ...] = ()

    @property
    def trace(self) -> Trace:
        """What is remembered of it."""
        return Trace(self.deposit, self.author, digest(self.sha256, self.name, msgspec.to_builtins(self.facts)))


@dataclass(frozen=True, slots=True)
class Task:
    """A deposit and what to do it with."""

    settings: Settings = field(repr=False)
    item: Item

    @property
    def document(self) -> str:
        """The key of the dossier as it was read."""
        return digest(self.settings.reading, self.item.trace.identity)

    @property
    def basis(self) -> str:
        """Identifies all that the result depends on."""
        return self.settings.basis_of(self.item.trace)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was found in a deposit: a row of `precheck.campaign.tables.CheckResult` and those of its shares.

    `shares` are (deposit, words, share). All is told without the sources `aside`, but for `originality`, which holds
    everything that was found. `seconds` tells where the time went, by step.
    """

    deposit: int
    basis: str
    verdict: str
    pages: int | None = None
    share: float | None = None
    passages: int = 0
    outcomes: Mapping[str, str] = field(default_factory=dict)
    originality: bytes | None = None
    shares: tuple[tuple[int, int, float], ...] = ()
    seconds: Mapping[str, float] = field(default_factory=dict)
    aside: tuple[str, ...] = ()

    @property
    def settled(self) -> bool:
        """False when the file is not to blame."""
        return self.basis != UNSETTLED


def digest(*values: Any) -> str:
    """Identifies these values, 64 hexadecimal digits."""
    return hashlib.sha256(msgspec.json.encode(values, order="deterministic")).hexdigest()


def peer_id(deposit: int) -> str:
    """The identifier of a deposit as a source among its peers: 48 digits that are its own, then its number."""
    return f"{digest('deposit', deposit)[:48]}{deposit:016x}"


def deposit_of(source: str) -> int | None:
    """The deposit behind the identifier of a source; None for a source that is no peer."""
    deposit = int(source[48:], 16)
    return deposit if source == peer_id(deposit) else None


def fingerprint(traces: Iterable[Trace]) -> str:
    """Identifies a set of deposits."""
    return digest(sorted(traces))
