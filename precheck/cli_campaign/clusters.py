"""`precheck campaign groups`."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from precheck.cli_common import language_option
from precheck.cli_store import actor_option, campaign_argument, now_option, open_store
from precheck.i18n import Translator, msg

if TYPE_CHECKING:
    from precheck.campaign.groups_page import Found


@click.command("groups")
@campaign_argument
@click.option("--threshold", type=click.FloatRange(0, 100, min_open=True), metavar="PERCENT",
              help="Share of words that joins two dossiers; by default the one kept, or else proposed.")  # fmt: skip
@click.option("--keep", is_flag=True, help="Keep the threshold with the campaign.")
@click.option("--anonymous", is_flag=True, help="Numbers in place of names.")
@click.option("--json", "as_json", is_flag=True, help="Answer in JSON, for programs.")
@click.option("--output", type=click.Path(path_type=Path, file_okay=False), metavar="FOLDER",
              help="Write the page with the graph and the distribution into this folder.")  # fmt: skip
@actor_option
@now_option
@language_option
def groups_command(
    key: str, threshold: float | None, keep: bool, anonymous: bool, as_json: bool, output: Path | None,
    actor: str, now: dt.datetime, lang: str,
) -> None:  # fmt: skip
    """Show the groups of dossiers that share passages, as the screening found them."""
    from precheck.campaign.groups_page import described, label, page, picture, summary
    from precheck.campaign.groups_view import look
    from precheck.output import write_whole

    say = Translator(lang)
    with open_store() as store:
        found = look(store, key, None if threshold is None else threshold / 100, keep, now, actor, not anonymous)
    if output is not None:
        write_whole(output / "groupes.html", page(found, say).encode())
        if found.groups:
            write_whole(output / "groupes.svg", picture(found, say).encode())
    if as_json:
        click.echo(json.dumps(_json(found), ensure_ascii=False, indent=2))
        return
    for number, group in enumerate(found.groups, 1):
        click.echo(say(described(group, number, lang)))
        for member in group.members:
            click.echo(f"  {say(label(member, found.named))}")
    click.echo(say(summary(found)))
    proposal = msg("Threshold proposed by the distribution: {threshold} %", threshold=round(100 * found.proposed))
    click.echo(say(proposal))
    if output is not None:
        click.echo(f"→ {output / 'groupes.html'}")


def _json(found: Found) -> dict[str, object]:
    number = {deposit: member.number for deposit, member in found.known.items()}
    return {
        "campaign": found.campaign,
        "threshold": found.threshold,
        "proposed": found.proposed,
        "groups": [
            {
                "members": [
                    {"number": one.number, "deposit": one.deposit, **({"name": one.name} if found.named else {})}
                    for one in group.members
                ],
                "pairs": [
                    {"first": number[p.first], "second": number[p.second], "share": p.share, "words": p.words}
                    for p in group.pairs
                ],
                "largest": group.largest,
                "smallest": group.smallest,
                "chained": group.chained,
            }
            for group in found.groups
        ],
    }
