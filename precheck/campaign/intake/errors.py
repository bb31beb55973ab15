"""What can be wrong with a roster, a table or a late deposit."""

from __future__ import annotations

from precheck.campaign.errors import CampaignError
from precheck.errors import ExitCode
from precheck.i18n import Message, msg


class TableUnreadable(CampaignError):
    """A CSV or XLSX file cannot be read as a table."""

    exit_code = ExitCode.UNREADABLE
    what = msg("{file} cannot be read as a table: {reason}.")
    remedy = msg("Export it again as CSV or XLSX, with the names of the columns on the first line.")


class ColumnUnknown(CampaignError):
    """A column that is needed or was named is not in the table."""

    what = msg("{file} has no column for “{field}”; its columns are: {columns}.")
    remedy = msg("Name the column with `--column FIELD=NAME`; the fields are: {fields}.")


class RosterInvalid(CampaignError):
    """Lines of a roster are wrong; nothing of it was imported."""

    exit_code = ExitCode.UNREADABLE
    what = msg("{file} was not imported: some of its lines are wrong ({count}).")
    remedy = msg("Correct these lines and import the file again.")

    def __init__(self, file: str, faults: tuple[Message, ...]) -> None:
        super().__init__(file=file, count=len(faults))
        self._faults = faults

    @property
    def details(self) -> tuple[Message, ...]:
        return self._faults


class CampaignOver(CampaignError):
    """The campaign is archived or purged: nothing enters any more."""

    what = msg("The campaign “{campaign}” is archived: nothing enters it any more.")
    remedy = msg("Begin another campaign with `precheck campaign init`.")


class NothingLate(CampaignError):
    """There is no late dossier of that candidate to accept."""

    what = msg("There is no late dossier of the candidate “{candidate}” that waits to be accepted.")
    remedy = msg("Look at the deposits with `precheck campaign status`.")


class NotAnInstant(CampaignError):
    """A date that cannot be understood."""

    what = msg("“{said}” is not a date such as 17/05/2017, or with its time 17/05/2017 18:00:00.")
    remedy = msg("Write the date like that, or as 2017-05-17T18:00:00+02:00.")
