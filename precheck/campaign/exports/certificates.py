"""The list of those to whom the jury gave the certificate: CSV, XLSX, or a PDF to be signed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from precheck.campaign.exports import sheets
from precheck.campaign.exports.base import Demand, Done, Place, form_of, note, place_of
from precheck.campaign.exports.errors import NothingToExport
from precheck.campaign.exports.papers import day, decided, issue, paper
from precheck.campaign.exports.sheets import Column, Sheet
from precheck.campaign.states import State
from precheck.campaign.tables import Candidacy
from precheck.i18n import Message, msg, msgs
from precheck.output import write_whole
from precheck.report.plain import Voice

FORMS = (".pdf", ".xlsx", ".csv")
KIND = "certificate-list"
"""How it is recorded in `Issued`."""
LABELS: Mapping[str, Message] = {"signature": msg("Signature and stamp")}


def export(demand: Demand) -> Done:
    """Write the list and record it for each candidate on it. Raises `CampaignError`, `OutputError`."""
    form = form_of(demand.output, FORMS)
    with demand.store.writing() as session:
        place = place_of(session, demand)
        found = [one for one in decided(session, place.session, State.CERTIFIED) if one.jury and one.jury.certified]
        if not found:
            reason = msg("the jury has confirmed no certificate")
            raise NothingToExport(campaign=demand.campaign, reason=reason)
        content = list_as_pdf(found, place, demand) if form == ".pdf" else _list(found, place, demand, form)
        issue(found, KIND, content, demand)
        note(session, demand, "certificates", place, certificates=len(found))
    write_whole(demand.output, content)
    said = msgs("A list of {count} certificate written to {file}.", "A list of {count} certificates written to {file}.",
                len(found), file=str(demand.output))  # fmt: skip
    return Done(said)


def sheet(found: Sequence[Candidacy], place: Place) -> Sheet:
    """The list as a table."""
    columns = (
        Column(msg("Number"), 9),
        Column(msg("Key"), 24),
        Column(msg("Name"), 30),
        Column(msg("Kind of candidate"), 26),
        Column(msg("Session"), 20),
        Column(msg("Decided ({zone})", zone=place.zone.key), 20),
        Column(msg("Items acquired"), 10),
    )
    rows = tuple(
        (one.candidate.number, one.candidate.key, one.candidate.name, one.candidate.public, place.session.name,
         one.jury.at, len(one.jury.acquired))
        for one in found
        if one.jury
    )  # fmt: skip
    return Sheet(msg("Certificates"), columns, rows)


def _list(found: Sequence[Candidacy], place: Place, demand: Demand, form: str) -> bytes:
    created = max(one.jury.at for one in found if one.jury)
    return sheets.written(form, [sheet(found, place)], demand.translator, place.zone, created)


def list_as_pdf(found: Sequence[Candidacy], place: Place, demand: Demand) -> bytes:
    """The list as a paper to be signed. The same decisions and the same day give the same bytes."""
    voice = Voice(demand.translator)
    title = voice(msg("List of the candidates certified"))
    data = {
        "title": title,
        "footer": f"{title} – {voice(place.campaign.title)}",
        "institution": voice(place.profile.institution),
        "lead": f"{voice(place.campaign.title)}, {voice(place.session.name)}",
        "head": [voice(each) for each in (msg("No."), msg("Name"), msg("Kind of candidate"), msg("Decided"),
                                          msg("Items"))],
        "lines": [
            [str(number), voice(one.candidate.name), voice(one.candidate.public), day(one.jury.at, place),
             str(len(one.jury.acquired))]
            for number, one in enumerate(found, 1)
            if one.jury
        ],
        "total": voice(msgs("{count} certificate", "{count} certificates", len(found))),
        "dated": voice(msg("Made on {day}", day=day(demand.now, place))),
    }  # fmt: skip
    return paper("certificates", data, voice, LABELS)
