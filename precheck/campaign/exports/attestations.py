"""An attestation for each candidate who is not certified: the items acquired, and nothing of the others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from precheck.campaign.exports.base import Demand, Done, Names, Place, form_of, note, place_of, tree
from precheck.campaign.exports.errors import NothingToExport
from precheck.campaign.exports.papers import day, decided, issue, paper
from precheck.campaign.states import State
from precheck.campaign.tables import Candidacy
from precheck.i18n import Message, msg, msgs
from precheck.model.profile import Framework
from precheck.report.plain import Voice

FORMS = ("", ".zip")
KIND = "attestation"
"""How it is recorded in `Issued`."""
LABELS: Mapping[str, Message] = {"signature": msg("Signature and stamp")}


def export(demand: Demand) -> Done:
    """Write the attestations into a folder or a zip, and record them. Raises `CampaignError`, `OutputError`."""
    form_of(demand.output, FORMS)
    with tree(demand.output) as target, demand.store.writing() as session:
        place = place_of(session, demand)
        framework = place.profile.framework
        if framework is None:
            raise NothingToExport(campaign=demand.campaign, reason=msg("its profile names no items"))
        everybody = decided(session, place.session, State.PARTIAL)
        found = [one for one in everybody if acquired(one, framework)]
        if not found:
            raise NothingToExport(
                campaign=demand.campaign, reason=msg("the jury has confirmed no decision with items acquired")
            )
        name = Names()
        for one in found:
            content = attestation(one, place, framework, demand)
            called = f"dossier-{one.candidate.number}" if demand.anonymous else one.candidate.key
            target.put(f"{name(f'attestation-{called}')}.pdf", content)
            issue((one,), KIND, content, demand)
        note(session, demand, "attestations", place, documents=len(found))
    said = msgs("{count} attestation written to {file}.", "{count} attestations written to {file}.", len(found),
                file=str(demand.output))  # fmt: skip
    without = len(everybody) - len(found)
    if not without:
        return Done(said)
    return Done(said, (msgs("{count} candidate acquired no item: there is nothing to attest.",
                            "{count} candidates acquired no item: there is nothing to attest.", without),))  # fmt: skip


def acquired(one: Candidacy, framework: Framework) -> tuple[str, ...]:
    """The codes of the items that the jury confirmed, in the order of the framework."""
    codes = set(one.jury.acquired) if one.jury else set()
    return tuple(item.code for item in framework.competences if item.code in codes)


def attestation(one: Candidacy, place: Place, framework: Framework, demand: Demand) -> bytes:
    """The PDF. The same decision and the same day give the same bytes."""
    voice = Voice(demand.translator)
    codes = acquired(one, framework)
    title = voice(msg("Attestation of the items acquired"))
    assert one.jury is not None
    data = {
        "title": title,
        "footer": f"{title} – {voice(one.candidate.name)}",
        "institution": voice(place.profile.institution),
        "campaign": voice(place.campaign.title),
        "session": voice(place.session.name),
        "name": voice(one.candidate.name),
        "attests": voice(
            msg("We attest that the jury, on {day}, recognised as acquired by", day=day(one.jury.at, place))
        ),
        "acquired": voice(
            msgs(
                "the following item of the framework “{framework}”:",
                "the following {count} items of the framework “{framework}”:",
                len(codes),
                framework=framework.title,
            )
        ),
        "domains": _domains(codes, framework, voice),
        "note": voice(msg("Wording of the items: {source}.", source=framework.source)) if framework.source else "",
        "dated": voice(msg("Made on {day}", day=day(demand.now, place))),
    }
    return paper("attestation", data, voice, LABELS)


def _domains(codes: Sequence[str], framework: Framework, voice: Voice) -> list[dict[str, Any]]:
    return [
        {
            "title": voice(f"{domain.code} – {domain.title}"),
            "items": [
                {"code": voice(item.code), "statement": voice(item.statement)}
                for item in domain.competences
                if item.code in codes
            ],
        }
        for domain in framework.domains
        if any(item.code in codes for item in domain.competences)
    ]
