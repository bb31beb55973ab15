"""Reports on what candidates deposited, in their own view: each in a private folder that ends with the campaign.

As with drafts, the folders are the truth; the deposit itself lies in the store.
"""

from __future__ import annotations

from precheck.campaign.intake.roles import Role
from precheck.campaign.own import deposit_by_id
from precheck.campaign.results import known, source_of
from precheck.campaign.states import Phase
from precheck.campaign.store import Store, Transaction
from precheck.campaign.tables import Deposit
from web.checks import Check, Checks, Request
from web.drafts import Desk


def folder_of(deposit: Deposit) -> str:
    """The name of the folder: a number alone may come again after an erasure."""
    return f"{deposit.id}-{deposit.sha256[:40]}"


def shown(deposit: Deposit) -> bool:
    """Whether there is a report for the candidate: on a dossier, while the campaign is open."""
    return deposit.role == Role.DOSSIER and deposit.candidacy.session.campaign.phase == Phase.OPEN


def request_of(deposit: Deposit, language: str) -> Request:
    """What is asked for by depositing."""
    return Request(deposit.name, deposit.candidacy.session.campaign.profile, language, deposit.received)


def report_of(checks: Checks, deposit: Deposit) -> Check | None:
    """The report on a deposit, or the wait for it."""
    return checks.get(folder_of(deposit)) if shown(deposit) else None


def _behind(read: Transaction, check: Check) -> Deposit | None:
    """The deposit that a folder is about, None when the folder has no reason to be any more."""
    number = check.id.partition("-")[0]
    found = deposit_by_id(read, int(number)) if number.isdigit() else None
    return found if found is not None and folder_of(found) == check.id and shown(found) else None


def work(store: Store, checks: Checks, desk: Desk, id_: str) -> int | None:
    """Write the report in that folder, and tell of which deposit; None when there is nothing to do."""
    check = checks.get(id_)
    if check is None or check.answer is not None:
        return None
    with store.reading() as read:
        deposit = _behind(read, check)
        if deposit is None:
            checks.erase(id_)
            return None
        number, source, told = deposit.id, source_of(store, deposit), known(deposit)
    desk.answer(checks, check, source, told)
    return number


def sweep(store: Store, checks: Checks) -> int:
    """Erase the reports of campaigns that are over, and of deposits that were erased; how many."""
    everything = list(checks)
    if not everything:
        return 0
    with store.reading() as read:
        old = [check.id for check in everything if _behind(read, check) is None]
    for id_ in old:
        checks.erase(id_)
    return len(old)
