"""The errors of exports."""

from __future__ import annotations

from precheck.campaign.errors import CampaignError
from precheck.i18n import msg


class UnknownForm(CampaignError):
    """The ending of the file says no form that this export has."""

    what = msg("{file} has an ending that this export does not write.")
    remedy = msg("Give a file that ends with one of {forms}.")


class NothingToExport(CampaignError):
    """There is nothing that the export could tell."""

    what = msg("There is nothing to export from the campaign “{campaign}”: {reason}.")
    remedy = msg("Look at the state of the candidacies with `precheck campaign status`.")
