"""`precheck campaign call`, `hear` and `postpone`: the oral."""

from __future__ import annotations

import datetime as dt

import click

from precheck.cli_campaign.desk import (
    candidacy_option,
    candidate_argument,
    candidates_argument,
    desk,
    judged_option,
    told,
)
from precheck.cli_common import language_option
from precheck.cli_store import actor_option, campaign_argument, now_option, reason_option
from precheck.i18n import Translator, msg, msgs

oral_option = click.option("--on", "oral", type=click.DateTime(["%Y-%m-%dT%H:%M", "%Y-%m-%d"]), metavar="MOMENT",
                           help="When the oral is held, institution time, such as 2017-06-20T09:30.")  # fmt: skip


@click.command("call")
@campaign_argument
@candidates_argument
@click.option("--all", "everybody", is_flag=True, help="All who are eligible and not called yet.")
@oral_option
@click.option("--reason", default="", help="Why somebody is called who was not eligible at the close; kept.")
@judged_option
@actor_option
@now_option
@language_option
def call_command(
    key: str,
    people: tuple[str, ...],
    everybody: bool,
    oral: dt.datetime | None,
    reason: str,
    number: int | None,
    actor: str,
    now: dt.datetime,
    lang: str,
) -> None:
    """Call candidates to the oral: those whose dossier was handed on at the close."""
    from precheck.campaign.sessions import call, judged, to_call

    if bool(people) is everybody:
        raise click.UsageError("Name the candidates, or give --all.")
    say = Translator(lang)
    with desk(key) as at:
        ones = (
            to_call(judged(at.campaign, number), now)
            if everybody
            else [at.candidacy(who, number) for who in people]
        )  # fmt: skip
        held = oral.replace(tzinfo=at.procedure.timezone) if oral else None
        for one in ones:
            call(at.session, one, at.procedure, now, actor, held, reason)
        lines = [told(one, say) for one in ones]
    for line in lines:
        click.echo(f"✓ {line}")
    click.echo(say(msgs("{count} candidate called", "{count} candidates called", len(lines))))


@click.command("hear")
@campaign_argument
@click.argument("people", metavar="CANDIDATE...", nargs=-1, required=True)
@click.option("--absent", is_flag=True, help="They did not come: counts as abandoned, a person answers for it.")
@reason_option
@candidacy_option
@actor_option
@now_option
@language_option
def hear_command(
    key: str,
    people: tuple[str, ...],
    absent: bool,
    reason: str,
    number: int | None,
    actor: str,
    now: dt.datetime,
    lang: str,
) -> None:
    """Note that candidates were heard, or were absent."""
    from precheck.campaign.orals import hear, miss

    say = Translator(lang)
    with desk(key) as at:
        ones = [at.candidacy(who, number) for who in people]
        for one in ones:
            if absent:
                miss(at.session, one, at.procedure, now, actor, reason)
            else:
                hear(at.session, one, at.procedure, now, actor)
        lines = [told(one, say) for one in ones]
    for line in lines:
        click.echo(f"✓ {line}")


@click.command("postpone")
@campaign_argument
@candidate_argument
@click.option("--motive", required=True, help="One of the motives of the profile; the proof was seen.")
@oral_option
@candidacy_option
@actor_option
@now_option
@language_option
def postpone_command(
    key: str,
    who: str,
    motive: str,
    oral: dt.datetime | None,
    number: int | None,
    actor: str,
    now: dt.datetime,
    lang: str,
) -> None:
    """Hold the oral of a candidate on another date, for one of the motives of the profile."""
    from precheck.campaign.orals import postpone

    say = Translator(lang)
    with desk(key) as at:
        one = at.candidacy(who, number)
        held = oral.replace(tzinfo=at.procedure.timezone) if oral else None
        taken = postpone(at.session, one, at.procedure, held, motive, now, actor)
        line = msg("{name} is heard on another date: {motive}", name=one.candidate.name, motive=taken.reason)
    click.echo(f"✓ {say(line)}")
