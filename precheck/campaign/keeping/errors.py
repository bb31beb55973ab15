"""The errors of keeping."""

from __future__ import annotations

from precheck.campaign.errors import CampaignError
from precheck.errors import ExitCode
from precheck.i18n import msg


class NotClosed(CampaignError):
    """The campaign is still open."""

    what = msg("The campaign “{campaign}” is not closed yet.")
    remedy = msg("Close it first with `precheck campaign close`: its dossiers are still needed.")


class NotArchived(CampaignError):
    """Only an archived campaign is taken up again."""

    what = msg("The campaign “{campaign}” is not archived: it is in the state “{phase}”.")
    remedy = msg("Nothing needs to be done for an open or closed one; what was purged is in its archive only.")


class NotDue(CampaignError):
    """The time for which a campaign is kept is not over."""

    what = msg("The campaign “{campaign}” is kept until {until}.")
    remedy = msg("Wait until then: claims may still come. The time stands in the profile (retention-days).")


class NotConfirmed(CampaignError):
    """What cannot be undone is confirmed by the key of the campaign."""

    what = msg("“{said}” is not the key of the campaign “{campaign}”: nothing was erased.")
    remedy = msg("Give the key of the campaign itself: --confirm {campaign}.")


class ArchiveDamaged(CampaignError):
    """An archive does not hold what its manifest says."""

    exit_code = ExitCode.UNREADABLE
    what = msg("The archive {file} is damaged: {reason}.")
    remedy = msg("Make it again, or take another copy.")
