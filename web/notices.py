"""Notices to candidates who ask for them. A page only says which: `notify_receipt(queue, deposit)`,
`notify_rework(queue, candidacy)`, `notify_report(queue, deposit)`; the worker writes and sends it.

A notice names neither the candidate nor what the dossier says: mailboxes are read by others.
"""

from __future__ import annotations

from collections.abc import Callable
from email.message import EmailMessage
from typing import TYPE_CHECKING

from precheck.campaign.intake.storing import next_step
from precheck.campaign.own import candidacy_by_id, deposit_by_id, open_request
from precheck.campaign.receipts import ROLE_WORD
from precheck.campaign.states import Step
from precheck.campaign.store import Store, Transaction
from precheck.campaign.tables import Candidacy
from precheck.i18n import Message, Translator, msg
from web.addresses import public
from web.mail import is_address, write
from web.settings import Settings

if TYPE_CHECKING:
    from web.queue import Queue


def notify_receipt(queue: Queue, deposit: int) -> None:
    """The receipt of a deposit, as given on screen."""
    queue.mail(f"receipt-{deposit}")


def notify_rework(queue: Queue, candidacy: int) -> None:
    """A new version is asked for: why, and until when. Call it once the request is committed."""
    queue.mail(f"rework-{candidacy}")


def notify_report(queue: Queue, deposit: int) -> None:
    """The report on a deposit is ready."""
    queue.mail(f"report-{deposit}")


def compose(settings: Settings, store: Store, name: str) -> EmailMessage | None:
    """The mail of that name; None when there is no reason any more, or the candidate does not ask for notices."""
    kind, _, number = name.partition("-")
    with store.reading() as read:
        found = _KINDS[kind](read, int(number))
        if found is None:
            return None
        one, subject, body, words = found
        person = one.candidate
        if not person.notify or not is_address(person.notices_to):
            return None
        say = Translator(settings.language)
        title = f"{say(subject)} – {one.session.campaign.title}"
        text = "\n\n".join(filter(None, (*map(say, body), words, _foot(settings, one, say))))
        return write(settings, person.notices_to, title, f"{text}\n")


Told = tuple[Candidacy, Message, tuple[Message, ...], str]
"""Whom a notice is for, its subject, what it says, and words of others."""
_WHY = msg(
    "You receive this because you asked for notices on the page of your deposit; there you may end them. Nobody reads "
    "answers to this address."
)


def _foot(settings: Settings, one: Candidacy, say: Translator) -> str:
    lines = []
    if address := public(settings, f"/depot/{one.session.campaign.key}"):
        lines.append(address)
    lines.append(say(_WHY))
    return "\n".join(lines)


def _receipt(read: Transaction, number: int) -> Told | None:
    deposit = deposit_by_id(read, number)
    if deposit is None:
        return None
    said = msg("Your deposit was received ({role}). Keep this receipt: it is signed.", role=ROLE_WORD[deposit.role])
    return deposit.candidacy, msg("Receipt of a deposit"), (said,), deposit.receipt


def _rework(read: Transaction, number: int) -> Told | None:
    one = candidacy_by_id(read, number)
    request = open_request(one) if one else None
    if one is None or request is None:
        return None
    return one, msg("A new version of your dossier is asked for"), (), request.reason


def _report(read: Transaction, number: int) -> Told | None:
    deposit = deposit_by_id(read, number)
    if deposit is None or deposit.candidacy.dossier is not deposit:
        return None
    said = [msg("The report on the dossier that you deposited is ready: you see it on the page of your deposit.")]
    if next_step(deposit.candidacy) is Step.REPLACE:
        said.append(msg("If it names something to correct, see there until when you may replace the dossier."))
    return deposit.candidacy, msg("The report on your dossier is ready"), tuple(said), ""


_KINDS: dict[str, Callable[[Transaction, int], Told | None]] = {
    "receipt": _receipt,
    "rework": _rework,
    "report": _report,
}
