"""The errors of campaigns."""

from __future__ import annotations

from collections.abc import Sequence

from precheck.errors import ExitCode, PrecheckError
from precheck.i18n import Message, msg, msgs
from precheck.model.finding import Clause


def clause_lines(clause: Clause | None) -> tuple[Message, ...]:
    """The clause that a refusal rests on, as a line to show; nothing where the profile names none."""
    if clause is None:
        return ()
    return (msg("“{quote}” ({source}, {article})", quote=clause.quote, source=clause.source, article=clause.article),)


class CampaignError(PrecheckError):
    """Something of a campaign cannot be done."""

    exit_code = ExitCode.USAGE


class AgainstProcedure(CampaignError):
    """What the procedure does not allow; `clause` is what it rests on, None where the profile names none."""

    def __init__(self, clause: Clause | None = None, **params: Message | int) -> None:
        super().__init__(**params)
        self.clause = clause

    @property
    def details(self) -> tuple[Message, ...]:
        return clause_lines(self.clause)


class StepForbidden(AgainstProcedure):
    """A step that is not allowed from the state of a candidacy."""

    what = msg("This step is not allowed ({step}): {why}.")
    remedy = msg(
        "Look at the state of the candidacy with `precheck campaign status`, or give the candidate an extension."
    )

    def __init__(self, step: Message, why: Message, clause: Clause | None = None) -> None:
        super().__init__(clause, step=step, why=why)


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


class NobodyNamed(CampaignError):
    """A step that nobody takes: whatever is decided, a named person decides it."""

    what = msg("Nobody is named as who takes this step ({step}).")
    remedy = msg("Say who acts, with --as NAME or PRECHECK_ACTOR.")


def meant(suggestion: str | None) -> tuple[Message, ...]:
    """The name perhaps meant, as a line to show."""
    return () if suggestion is None else (msg("Did you mean “{suggestion}”?", suggestion=suggestion),)


class UnknownItem(CampaignError):
    """An item on which dossiers are not judged; `suggestion` is the one perhaps meant."""

    what = msg("“{said}” is not an item of the framework ({framework}).")
    remedy = msg("Write the codes as the framework does, such as A1.1; nothing was noted.")

    def __init__(self, said: str, suggestion: str | None, framework: str) -> None:
        super().__init__(said=said, framework=framework)
        self.suggestion = suggestion

    @property
    def details(self) -> tuple[Message, ...]:
        return meant(self.suggestion)


class UnknownRule(CampaignError):
    """A rule that the profile does not have; `suggestion` is the one perhaps meant."""

    what = msg("The profile has no rule “{said}”.")
    remedy = msg("List the rules with `precheck profile show`; their codes and names both serve.")

    def __init__(self, said: str, suggestion: str | None) -> None:
        super().__init__(said=said)
        self.suggestion = suggestion

    @property
    def details(self) -> tuple[Message, ...]:
        return meant(self.suggestion)


class ItemsClosed(CampaignError):
    """Items cannot be decided at this stage in the state of the candidacy."""

    what = msg("Items cannot be decided now: the candidacy is in the state “{state}”.")
    remedy = msg(
        "Evaluators decide once a dossier is there, the jury after the oral; what is decided is reopened first."
    )


class NoDossier(CampaignError):
    """The candidate has no dossier that was accepted."""

    what = msg("{candidate} has no dossier that was accepted.")
    remedy = msg("Take the deposit in first, or accept the late one.")


class NoFramework(CampaignError):
    """The profile of the campaign has no competence framework, so there are no items."""

    what = msg("The profile {profile} has no competence framework: there are no items to decide.")
    remedy = msg("Name one with `framework` in the profile.")


class ReasonMissing(CampaignError):
    """A decision that needs a reason has none; `reasons` are what speaks for something else."""

    what = msg("This decision needs a reason.")
    remedy = msg("Give it with --reason; it is kept with the decision.")

    def __init__(self, reasons: Sequence[Message] = ()) -> None:
        super().__init__()
        self.reasons = tuple(reasons)

    @property
    def details(self) -> tuple[Message, ...]:
        return self.reasons


class CommentAlone(CampaignError):
    """A comment is kept with a decision."""

    what = msg("There is a comment without a decision: {items}.")
    remedy = msg("Say whether it is acquired: a comment is kept with the decision.")

    @property
    def details(self) -> tuple[Message, ...]:
        return (self.remedy,)


class ChangedMeanwhile(CampaignError):
    """Somebody else acted on the same dossier since the page was shown: nothing of it is overwritten unseen."""

    what = msg("Somebody else acted on this dossier meanwhile.")
    remedy = msg("Look at what was done, then decide again.")

    def __init__(self, done: Sequence[Message] = ()) -> None:
        super().__init__()
        self.done = tuple(done)

    @property
    def details(self) -> tuple[Message, ...]:
        return (*self.done, self.remedy)


class ResultChanged(ChangedMeanwhile):
    """What was found was made again since it was looked at."""

    what = msg("The result of this dossier was made again meanwhile.")


class NewVersion(ChangedMeanwhile):
    """The candidate deposited another file since the page was shown."""

    what = msg(
        "The candidate deposited a new version meanwhile: what you said was of the one before, and was not noted."
    )
    remedy = msg("Look at the new version, then decide again.")


class UnknownMotive(CampaignError):
    """The oral is held on another date only for the motives of the profile."""

    what = msg("“{motive}” is not one of the motives for another date.")
    remedy = msg("The motives are: {motives}.")


class BadGrid(CampaignError):
    """A file of decisions has faults; all are told, and nothing was noted."""

    what = msg("{file} was not taken in.")
    remedy = msg("Correct the lines told above and give the file again: nothing was noted.")

    def __init__(self, file: str, problems: Sequence[Message]) -> None:
        super().__init__(file=file)
        self.problems = tuple(problems)

    @property
    def message(self) -> Message:
        return msgs("{file} was not taken in: {count} problem.", "{file} was not taken in: {count} problems.",
                    len(self.problems), file=self.params["file"])  # fmt: skip

    @property
    def details(self) -> tuple[Message, ...]:
        return self.problems


class NotYet(AgainstProcedure):
    """A session cannot be closed, or entered, at this moment."""

    what = msg("This cannot be done in session {number}: {why}.")
    remedy = msg("Wait until then, or say why with --reason where the command has it.")

    def __init__(self, number: int, why: Message, clause: Clause | None = None) -> None:
        super().__init__(clause, number=number, why=why)


class ReopeningForbidden(AgainstProcedure):
    """A closed session cannot be opened again: something rests on its close."""

    what = msg("Session {number} cannot be reopened: {why}.")
    remedy = msg("Take back first what rests on its close; what is archived or erased stays closed.")

    def __init__(self, number: int, why: Message, clause: Clause | None = None) -> None:
        super().__init__(clause, number=number, why=why)


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
