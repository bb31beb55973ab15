"""How Moodle names what it gives when all submissions of an assignment are downloaded.

`{fullname}_{id}_assignsubmission_file/` (older: a trailing `_`) as a folder, or the same with `_{name}.pdf` as a flat
file; `Participant_{id}_` when names are hidden, `Groupe_{id}_` for teams, sometimes a user name before. The id is the
submission's, never the person's.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from pathlib import PurePosixPath

from precheck.structure.folding import fold

_COMPONENT = re.compile(r"(?P<label>(?P<who>.+?)_(?P<id>\d+)_assignsubmission_[a-z]+)(?P<rest>_.*)?", re.DOTALL)
_BLIND = re.compile(r"participant|teilnehmer", re.IGNORECASE)
_GROUP = re.compile(r"(?:groupe|group|equipe|team)\b", re.IGNORECASE)


class Kind(StrEnum):
    """Whom a submission is labelled with."""

    PERSON = "person"
    BLIND = "blind"
    GROUP = "group"


@dataclass(frozen=True, slots=True)
class Submission:
    """What the name of a file from Moodle tells.

    `label` is the folder's name as it stands, or the beginning of a flat file's: a feedback zip must use it again.
    `names` are the ways to read the name of a person: a part before the first underscore may be a user name.
    """

    label: str
    kind: Kind
    id: str
    names: tuple[str, ...]
    username: str
    file: str


def parse(path: str) -> Submission | None:
    """What the path of a file in a zip or folder from Moodle tells; None when it does not come from there."""
    parts = PurePosixPath(path).parts
    for at, part in enumerate(parts):
        found = _COMPONENT.fullmatch(part)
        if not found:
            continue
        flat = at == len(parts) - 1
        rest = found["rest"] or ""
        if flat and len(rest) < 2:
            continue
        label = f"{found['label']}_" if flat else part
        return _submission(label, found, rest[1:] if flat else "/".join(parts[at + 1 :]))
    return None


def _submission(label: str, found: re.Match[str], file: str) -> Submission:
    who = found["who"].strip()
    pieces = [piece for piece in who.split("_") if piece]
    if _BLIND.fullmatch(pieces[-1] if pieces else ""):
        return Submission(label, Kind.BLIND, found["id"], (), pieces[0] if len(pieces) > 1 else "", file)
    if _GROUP.match(fold(who.replace("_", " "))):
        return Submission(label, Kind.GROUP, found["id"], (), "", file)
    names = [" ".join(pieces)]
    if len(pieces) > 1:
        names.append(" ".join(pieces[1:]))
    return Submission(label, Kind.PERSON, found["id"], tuple(names), pieces[0] if len(pieces) > 1 else "", file)
