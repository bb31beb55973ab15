"""`precheck campaign close`, `reopen-session`, `eligible` and `abandon`: the end of a session."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import click

from precheck.cli_campaign.desk import agreed, candidates_argument, desk, judged_option, told, yes_option
from precheck.cli_common import language_option
from precheck.cli_store import actor_option, campaign_argument, now_option, reason_option, session_option
from precheck.i18n import Translator, msg, msgs

if TYPE_CHECKING:
    from precheck.campaign.sessions import Standing


@click.command("close")
@campaign_argument
@session_option
@reason_option
@actor_option
@now_option
@language_option
def close_command(key: str, number: int | None, reason: str, actor: str, now: dt.datetime, lang: str) -> None:
    """Close a session: shows who may go before the jury, and who seems to have abandoned. Decides nothing.

    While somebody may still deposit, closing needs a --reason.
    """
    from precheck.campaign.campaigns import current
    from precheck.campaign.sessions import close_session

    say = Translator(lang)
    with desk(key) as at:
        window = current(at.campaign, number)
        closing = close_session(at.session, window, at.procedure, now, actor, reason)
        closed = msg("Session {number} of {campaign} is closed, {day}.", number=window.number, campaign=key,
                     day=at.instant(now))  # fmt: skip
        lines = [f"✓ {say(closed)}", *_standings(closing.standings, say)]
        if closing.proposed:
            lines += ["", say(msg("Perhaps abandoned; confirm with `precheck campaign abandon`:"))]
            lines += [f"  ? {told(one, say)}" for one in closing.proposed]
    click.echo("\n".join(lines))


@click.command("reopen-session")
@campaign_argument
@judged_option
@reason_option
@actor_option
@now_option
@language_option
def reopen_session_command(key: str, number: int | None, reason: str, actor: str, now: dt.datetime, lang: str) -> None:
    """Open a closed session again; needs a --reason, and that nothing rests on its close yet.

    Nobody's state changes, and the time to deposit stays as it was: give an extension to who needs one.
    """
    from precheck.campaign.reopening import reopen_session
    from precheck.campaign.sessions import judged

    with desk(key) as at:
        window = judged(at.campaign, number)
        reopen_session(at.session, window, at.procedure, now, actor, reason)
        done = msg("Session {number} of {campaign} is open again.", number=window.number, campaign=key)
    click.echo(f"✓ {Translator(lang)(done)}")


@click.command("eligible")
@campaign_argument
@judged_option
@actor_option
@now_option
@language_option
def eligible_command(key: str, number: int | None, actor: str, now: dt.datetime, lang: str) -> None:
    """List who may go before the jury, as of the close, and why others may not."""
    from precheck.campaign.campaigns import log
    from precheck.campaign.sessions import judged, standings

    say = Translator(lang)
    with desk(key) as at:
        window = judged(at.campaign, number)
        lines = list(_standings(standings(window, now), say))
        log(at.session, now, actor, "look", key, str(window.number))
    click.echo("\n".join(lines))


def _standings(found: Iterable[Standing], say: Translator) -> Iterator[str]:
    eligible = 0
    for each in found:
        person = each.one.candidate
        eligible += each.eligible
        if each.why is None:
            yield f"  ✓ {person.key}  {person.name}"
        else:
            yield f"  ✗ {person.key}  " + say(msg("{name}: {why}", name=person.name, why=each.why))
    yield say(msgs("{count} candidate may go before the jury", "{count} candidates may go before the jury", eligible))


@click.command("abandon")
@campaign_argument
@candidates_argument
@click.option("--confirm", is_flag=True, help="Note that these candidates abandoned; all proposed when none is named.")
@reason_option
@judged_option
@yes_option
@actor_option
@now_option
@language_option
def abandon_command(
    key: str,
    people: tuple[str, ...],
    confirm: bool,
    reason: str,
    number: int | None,
    yes: bool,
    actor: str,
    now: dt.datetime,
    lang: str,
) -> None:
    """List who did not deposit in time; with --confirm, note that they abandoned. A person answers for it."""
    from precheck.campaign.sessions import abandon, judged, proposed_abandonments

    say = Translator(lang)
    with desk(key) as at:
        found = proposed_abandonments(judged(at.campaign, number), at.procedure, now)
        ones = [at.candidacy(who, number) for who in people] or list(found)
        for one in ones:
            click.echo(f"? {told(one, say)}")
        if not confirm or not ones:
            click.echo(say(msgs("{count} proposed; nothing was noted", "{count} proposed; nothing was noted",
                                len(ones))))  # fmt: skip
            return
        question = msg("Note that they abandoned, in the name of {actor}?", actor=actor)
        if not agreed(question, yes, say):
            raise click.Abort
        abandon(at.session, ones, at.procedure, now, actor, reason)
        lines = [told(one, say) for one in ones]
    for line in lines:
        click.echo(f"✓ {line}")
