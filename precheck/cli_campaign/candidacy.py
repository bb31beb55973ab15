"""`precheck campaign cancel`, `reopen`, `enter` and `history`: one candidate."""

from __future__ import annotations

import datetime as dt
import json

import click

from precheck.cli_campaign.desk import candidacy_option, candidate_argument, candidates_argument, desk, told
from precheck.cli_common import language_option
from precheck.cli_store import actor_option, campaign_argument, now_option, reason_option
from precheck.i18n import Translator, msgs


@click.command("cancel")
@campaign_argument
@candidate_argument
@reason_option
@candidacy_option
@actor_option
@now_option
@language_option
def cancel_command(
    key: str, who: str, reason: str, number: int | None, actor: str, now: dt.datetime, lang: str
) -> None:
    """Annul a candidacy, as the jury decided; needs a --reason."""
    from precheck.campaign.decisions import cancel

    with desk(key) as at:
        one = at.candidacy(who, number)
        cancel(at.session, one, at.procedure, reason, now, actor)
        line = told(one, Translator(lang))
    click.echo(f"✓ {line}")


@click.command("reopen")
@campaign_argument
@candidate_argument
@reason_option
@candidacy_option
@actor_option
@now_option
@language_option
def reopen_command(
    key: str, who: str, reason: str, number: int | None, actor: str, now: dt.datetime, lang: str
) -> None:
    """Take the last step of a candidacy back; needs a --reason. A decision taken back holds no longer."""
    from precheck.campaign.decisions import reopen

    with desk(key) as at:
        one = at.candidacy(who, number)
        reopen(at.session, one, at.procedure, reason, now, actor)
        line = told(one, Translator(lang))
    click.echo(f"✓ {line}")


@click.command("enter")
@campaign_argument
@candidates_argument
@click.option("--all", "everybody", is_flag=True, help="All who did not succeed in the session before.")
@click.option("--into", "number", type=click.IntRange(1), help="Number of the session. By default, the next.")
@actor_option
@now_option
@language_option
def enter_command(
    key: str,
    people: tuple[str, ...],
    everybody: bool,
    number: int | None,
    actor: str,
    now: dt.datetime,
    lang: str,
) -> None:
    """Enter candidates for the next session; what they acquired is carried over."""
    from precheck.campaign.campaigns import candidate, current
    from precheck.campaign.sessions import enter, may_enter, next_session

    if bool(people) is everybody:
        raise click.UsageError("Name the candidates, or give --all.")
    say = Translator(lang)
    with desk(key) as at:
        persons = (
            may_enter(current(at.campaign, number)) if everybody else [candidate(at.campaign, who) for who in people]
        )
        lines = []
        for person in persons:
            window = current(at.campaign, number) if number else next_session(at.campaign, person)
            lines.append(told(enter(at.session, person, window, at.procedure, now, actor), say))
    for line in lines:
        click.echo(f"✓ {line}")
    click.echo(say(msgs("{count} candidate entered", "{count} candidates entered", len(lines))))


@click.command("history")
@campaign_argument
@candidate_argument
@click.option("--json", "as_json", is_flag=True, help="Answer in JSON, for programs.")
@candidacy_option
@actor_option
@now_option
@language_option
def history_command(
    key: str, who: str, as_json: bool, number: int | None, actor: str, now: dt.datetime, lang: str
) -> None:
    """Show all that was done on a candidacy: who, when, from where to where, why."""
    from precheck.campaign.campaigns import log
    from precheck.campaign.history import history_of

    say = Translator(lang)
    with desk(key) as at:
        one = at.candidacy(who, number)
        log(at.session, now, actor, "look", key, str(one.candidate.number))
        entries = history_of(one)
        head = told(one, say)
        lines = [f"{at.instant(each.at)}  {each.actor}: {say(each.what)}" for each in entries]
        reasons = [each.reason for each in entries]
    if as_json:
        rows = [
            {"at": each.at.isoformat(), "actor": each.actor, "what": say(each.what), "reason": each.reason}
            for each in entries
        ]
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    click.echo(head)
    for line, reason in zip(lines, reasons, strict=True):
        click.echo("\n".join([f"  {line}", *(f"    {part}" for part in reason.splitlines())]))
