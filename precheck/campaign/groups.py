"""Groups: deposits of a campaign that share passages, joined where a pair shares at least a threshold."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from precheck.campaign.tables import Campaign, CampaignSession, Candidacy, CheckResult, Deposit, PeerShare

SETTING = "group-threshold"
"""Where a campaign keeps the threshold that an administrator chose."""
USUAL = 0.10
"""The threshold where the shares say nothing: none, one, or all alike."""
FLOOR, CEILING = 0.10, 0.50
"""Below, phrases that everybody uses join everybody; above, a half of a dossier is no group whatever others share."""


@dataclass(frozen=True, slots=True, order=True)
class PairShare:
    """What two deposits have in common: `first` < `second` are identifiers, `share` (0 to 1) and `words` the larger of
    both directions."""

    first: int
    second: int
    share: float
    words: int


@dataclass(frozen=True, slots=True, order=True)
class Member:
    """A deposit of a group: the anonymous number of its candidate, its identifier, the candidate's name."""

    number: int
    deposit: int
    name: str


@dataclass(frozen=True, slots=True)
class Group:
    """Deposits joined by pairs; members by number, pairs by share, the largest first."""

    members: tuple[Member, ...]
    pairs: tuple[PairShare, ...]

    @property
    def largest(self) -> float:
        """The largest share of a pair."""
        return max(pair.share for pair in self.pairs)

    @property
    def smallest(self) -> float:
        """The smallest share that joins two of its members."""
        return min(pair.share for pair in self.pairs)

    @property
    def chained(self) -> bool:
        """Whether some members are joined through others only: they may have nothing in common."""
        count = len(self.members)
        return len(self.pairs) < count * (count - 1) // 2


def shares(session: Session, campaign: Campaign) -> list[PairShare]:
    """What the deposits that count have in common, by the results that stand; the largest share first."""
    counted = members(session, campaign)
    rows = session.execute(
        select(CheckResult.deposit_id, PeerShare.peer_id, PeerShare.share, PeerShare.words)
        .join(PeerShare, PeerShare.result_id == CheckResult.id)
        .where(CheckResult.deposit_id.in_(counted), PeerShare.peer_id.in_(counted))
    )
    return undirected((row[0], row[1], row[2], row[3]) for row in rows)


def members(session: Session, campaign: Campaign) -> dict[int, Member]:
    """The deposits that count, by their identifiers: of each candidacy the last dossier accepted."""
    candidacies = session.scalars(
        select(Candidacy).join(CampaignSession).where(CampaignSession.campaign_id == campaign.id)
    )
    dossiers: list[Deposit] = [one.dossier for one in candidacies if one.dossier is not None]
    return {
        each.id: Member(each.candidacy.candidate.number, each.id, each.candidacy.candidate.name) for each in dossiers
    }


def undirected(rows: Iterable[tuple[int, int, float, int]]) -> list[PairShare]:
    """Rows of (deposit, peer, share, words) as pairs, whatever their order."""
    best: dict[tuple[int, int], tuple[float, int]] = {}
    for one, other, share, words in rows:
        if one == other or share <= 0:
            continue
        both = (min(one, other), max(one, other))
        best[both] = max(best.get(both, (0.0, 0)), (share, words))
    found = [PairShare(*both, *values) for both, values in best.items()]
    return sorted(found, key=lambda pair: (-pair.share, -pair.words, pair.first, pair.second))


def proposed_threshold(found: Sequence[PairShare]) -> float:
    """The share that best parts the few pairs that have much in common from the many that have little.

    The threshold of Otsu (1979, "A threshold selection method from gray-level histograms"), which makes the variance
    between both classes largest, on the logarithms of the shares; between `FLOOR` and `CEILING`, to a whole per cent.
    """
    logs = sorted(math.log(pair.share) for pair in found)
    total, count = math.fsum(logs), len(logs)
    best, below, threshold = 0.0, 0.0, math.log(USUAL)
    for place in range(1, count):
        below += logs[place - 1]
        if logs[place] - logs[place - 1] < 1e-9:
            continue
        means = below / place - (total - below) / (count - place)
        between = place * (count - place) * means * means
        if between > best * (1 + 1e-9):
            best, threshold = between, (logs[place - 1] + logs[place]) / 2
    return round(min(max(math.exp(threshold), FLOOR), CEILING), 2)


def threshold_of(campaign: Campaign, found: Sequence[PairShare]) -> float:
    """The threshold that was chosen for the campaign, or else the one proposed."""
    kept = campaign.settings.get(SETTING)
    return proposed_threshold(found) if kept is None else float(kept)


def keep_threshold(campaign: Campaign, threshold: float) -> None:
    """Keep it with the campaign."""
    campaign.settings = {**campaign.settings, SETTING: threshold}


def groups(session: Session, campaign: Campaign, threshold: float) -> tuple[Group, ...]:
    """The groups of a campaign: the one with the largest share first, then by the smallest number."""
    return join(shares(session, campaign), members(session, campaign), threshold)


def join(found: Sequence[PairShare], known: Mapping[int, Member], threshold: float) -> tuple[Group, ...]:
    """The connected components of the pairs that share at least the threshold. Nobody stands in two groups; a lower
    threshold only joins groups."""
    import networkx

    kept = sorted(
        (pair for pair in found if pair.share >= threshold), key=lambda p: (-p.share, -p.words, p.first, p.second)
    )
    graph = networkx.Graph([(pair.first, pair.second) for pair in kept])
    made = [
        Group(
            tuple(sorted(known[deposit] for deposit in component)),
            tuple(pair for pair in kept if pair.first in component),
        )
        for component in networkx.connected_components(graph)
    ]
    return tuple(sorted(made, key=lambda group: (-group.largest, group.members)))
