"""The groups of a campaign as one self-contained HTML page: the picture, the tables, the distribution."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from precheck.campaign.graph import bars, graph_svg, histogram_svg
from precheck.campaign.groups import Group, Member, PairShare
from precheck.i18n import Message, Translator, msg, msgs
from precheck.report.html import environment
from precheck.report.originality_words import percent
from precheck.report.plain import Voice, plain


@dataclass(frozen=True, slots=True)
class Found:
    """What the page shows; `named` whether people are told by their names or by their numbers."""

    campaign: str
    groups: tuple[Group, ...]
    shares: Sequence[PairShare]
    known: Mapping[int, Member]
    threshold: float
    proposed: float
    named: bool = True


def label(member: Member, named: bool) -> Message:
    """How a deposit is called."""
    number = msg("Dossier no. {number}", number=member.number)
    return msg("{name} ({number})", name=member.name, number=member.number) if named else number


def summary(found: Found) -> Message:
    """How many groups there are, and from what share on."""
    return msgs(
        "{count} group of dossiers that share at least {threshold} % of their words",
        "{count} groups of dossiers that share at least {threshold} % of their words",
        len(found.groups),
        threshold=round(100 * found.threshold),
    )


def described(group: Group, number: int, language: str) -> Message:
    """A group in a sentence, chains told."""
    count = len(group.members)
    largest, smallest = percent(group.largest, language), percent(group.smallest, language)
    if group.chained:
        return msgs(
            "Group {number}: {count} dossier, {smallest} to {largest} %; some are joined through others only",
            "Group {number}: {count} dossiers, {smallest} to {largest} %; some are joined through others only",
            count, number=number, smallest=smallest, largest=largest,
        )  # fmt: skip
    if smallest == largest:
        return msgs("Group {number}: {count} dossier, {largest} %", "Group {number}: {count} dossiers, {largest} %",
                    count, number=number, largest=largest)  # fmt: skip
    return msgs(
        "Group {number}: {count} dossier, {smallest} to {largest} %",
        "Group {number}: {count} dossiers, {smallest} to {largest} %",
        count, number=number, smallest=smallest, largest=largest,
    )  # fmt: skip


def picture(found: Found, translator: Translator) -> str:
    """The graph as SVG; "" without groups."""
    if not found.groups:
        return ""
    say = Voice(translator)
    told = "; ".join(say(described(group, place, say.language)) for place, group in enumerate(found.groups, 1))
    return graph_svg(
        found.groups,
        lambda member: plain(member.name) if found.named else say(label(member, False)),
        lambda share: percent(share, say.language),
        say(msg("Graph of the groups")),
        told,
    )


def page(found: Found, translator: Translator) -> str:
    """The page."""
    from markupsafe import Markup

    say = Voice(translator)
    at = say(msg("threshold {threshold} %", threshold=round(100 * found.threshold)))
    lowest = [(start, end, number) for start, end, number in bars(found.shares) if number]
    histogram = histogram_svg(
        found.shares, found.threshold, at, say(msg("Distribution of the shares")),
        say(msgs("{count} pair with words in common", "{count} pairs with words in common", len(found.shares))),
    )  # fmt: skip
    # The pictures are made by our own code, which escapes all that it is given.
    return (
        environment(say)
        .get_template("groups.html")
        .render(
            title=say(msg("Groups of the campaign {campaign}", campaign=found.campaign)),
            summary=say(summary(found)),
            found=found,
            graph=Markup(picture(found, translator)),  # noqa: S704
            histogram=Markup(histogram),  # noqa: S704
            bars=lowest,
            told=[say(described(group, place, say.language)) for place, group in enumerate(found.groups, 1)],
            name=lambda deposit: say(label(found.known[deposit], found.named)),
            percent=lambda share: percent(share, say.language),
            whole=lambda share: round(100 * share),
        )
    )
