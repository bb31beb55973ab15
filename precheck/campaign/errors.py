"""The errors of campaigns."""

from __future__ import annotations

from precheck.errors import ExitCode, PrecheckError
from precheck.i18n import Message, msg
from precheck.model.finding import Clause


class CampaignError(PrecheckError):
    """Something of a campaign cannot be done."""

    exit_code = ExitCode.USAGE


class StepForbidden(CampaignError):
    """A step that the procedure does not allow; `clause` is what it rests on, where the profile names it."""

    what = msg("This step is not allowed ({step}): {why}.")
    remedy = msg(
        "Look at the state of the candidacy with `precheck campaign status`, or give the candidate an extension."
    )

    def __init__(self, step: Message, why: Message, clause: Clause | None = None) -> None:
        super().__init__(step=step, why=why)
        self.clause = clause

    @property
    def details(self) -> tuple[Message, ...]:
        if self.clause is None:
            return ()
        said = msg("“{quote}” ({source}, {article})", quote=self.clause.quote, source=self.clause.source,
                   article=self.clause.article)  # fmt: skip
        return (said,)


class NoCampaign(CampaignError):
    """There is no campaign of that key in the data folder."""

    what = msg("There is no campaign “{campaign}” in {folder}.")
    remedy = msg("List those there are with `precheck campaign list`, or begin one with `precheck campaign init`.")


class CampaignExists(CampaignError):
    """A campaign of that key is there already."""

    what = msg("There is a campaign “{campaign}” already.")
    remedy = msg("Choose another key.")


class NoCandidate(CampaignError):
    """Nobody of that key or name is on the roster."""

    what = msg("Nobody called “{candidate}” is on the roster of the campaign “{campaign}”.")
    remedy = msg("Give the candidate's key, as `precheck campaign status` lists it, or import the roster again.")


class StoreError(PrecheckError):
    """The store cannot be used."""

    exit_code = ExitCode.BAD_CONFIGURATION
    what = msg("The data in {place} cannot be used: {reason}")
    remedy = msg("Check PRECHECK_DATA_DIR and PRECHECK_DATABASE_URL, and that you may write there.")


class StoreNewer(StoreError):
    """A newer version made the store."""

    what = msg("The data in {place} were made by a newer version of precheck (revision {revision}).")
    remedy = msg("Install that version; nothing was changed.")


class StoreFull(StoreError):
    """The disk is full, or the database cannot be written."""

    exit_code = ExitCode.INTERNAL
    what = msg("{file} could not be kept: {reason}")
    remedy = msg("Make room and deposit it again: nothing was recorded, and no receipt was given.")


class DataThere(StoreError):
    """A backup is restored into an empty data folder only."""

    exit_code = ExitCode.USAGE
    what = msg("There are data in {place} already.")
    remedy = msg("Move them away, or set PRECHECK_DATA_DIR to another folder: nothing was changed.")


class BadBackup(StoreError):
    """A file is no backup, or was damaged."""

    what = msg("{file} is not a whole backup of precheck: {reason}")
    remedy = msg("Take another backup: nothing was changed.")


class BlobMissing(StoreError):
    """A file that the database names is not in the data folder, or was changed there."""

    what = msg("The file {sha256} is missing from the data folder or was changed there.")
    remedy = msg("Restore the data folder from the last backup.")
