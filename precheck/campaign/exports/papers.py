"""The papers of a campaign, set by typst: their templates, what they share, and the note that one was given out."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session, selectinload

from precheck.campaign.exports.base import Demand, Place
from precheck.campaign.states import State
from precheck.campaign.tables import CampaignSession, Candidacy, Candidate, Issued
from precheck.i18n import Message
from precheck.report.plain import Voice
from precheck.report.typesetting import typeset

TEMPLATES = Path(__file__).with_name("templates")


def paper(name: str, data: Mapping[str, Any], voice: Voice, labels: Mapping[str, Message]) -> bytes:
    """The PDF that the template of that name makes. `data` hold `title` and `footer`."""
    whole = {**data, "language": voice.language, "labels": {key: voice(label) for key, label in labels.items()}}
    return typeset((TEMPLATES / f"{name}.typ", TEMPLATES / "paper.typ"), whole)


def decided(session: Session, part: CampaignSession, state: State) -> Sequence[Candidacy]:
    """The candidacies in that state on which the jury confirmed its decision, by the candidates' names."""
    from sqlalchemy import select

    found = session.scalars(
        select(Candidacy)
        .where(Candidacy.session_id == part.id, Candidacy.state == state.value)
        .join(Candidacy.jury)
        .join(Candidacy.candidate)
        .options(selectinload(Candidacy.candidate), selectinload(Candidacy.jury))
        .order_by(Candidate.surname, Candidate.given, Candidate.number)
    )
    return found.all()


def issue(found: Iterable[Candidacy], kind: str, content: bytes, demand: Demand) -> None:
    """Record for each that a document was given out. The same document is recorded once."""
    sha256 = hashlib.sha256(content).hexdigest()
    for one in found:
        if not any(each.kind == kind and each.sha256 == sha256 for each in one.documents):
            one.documents.append(Issued(kind=kind, sha256=sha256, at=demand.now, actor=demand.actor))


def day(moment: dt.datetime, place: Place) -> str:
    """A day of the institution: "12/05/2017"."""
    return moment.astimezone(place.zone).strftime("%d/%m/%Y")
