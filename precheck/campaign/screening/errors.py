"""What can stop a screening. One deposit never does."""

from __future__ import annotations

from precheck.campaign.errors import CampaignError
from precheck.errors import ExitCode
from precheck.i18n import msg


class ScreeningRunning(CampaignError):
    """Somebody is screening that campaign already."""

    what = msg("The campaign “{campaign}” is being screened already.")
    remedy = msg("Wait until it has finished: running it twice would do the same work twice.")


class CorpusChanged(CampaignError):
    """Somebody changed a corpus while deposits were compared with it."""

    what = msg("The corpus {folder} was changed during the screening.")
    remedy = msg("Run the screening again when the corpus stays as it is.")


class ClusterUnknown(CampaignError):
    """`--cluster` names no kind of cluster."""

    what = msg("“{said}” is no cluster.")
    remedy = msg("Say local, slurm, oar, or the address of a Dask scheduler such as tcp://host:8786.")


class ClusterMissing(CampaignError):
    """The libraries for clusters are not installed."""

    exit_code = ExitCode.BAD_CONFIGURATION
    what = msg("Working on a cluster needs libraries that are not installed.")
    remedy = msg("Install precheck[cluster], here and on the nodes of the cluster, or leave out --cluster.")


class ClusterUnreachable(CampaignError):
    """The scheduler of the cluster does not answer."""

    exit_code = ExitCode.BAD_CONFIGURATION
    what = msg("The cluster {place} cannot be used: {reason}")
    remedy = msg("Check its address and that it runs; what was done before is kept.")
