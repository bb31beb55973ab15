"""`precheck campaign status`."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from precheck.cli_campaign.begin import moment
from precheck.cli_common import language_option
from precheck.cli_store import actor_option, campaign_argument, now_option, open_store
from precheck.i18n import Message, Translator, msg, msgs

if TYPE_CHECKING:
    from precheck.campaign.standing import Personal, Standing


@click.command("status")
@campaign_argument
@click.argument("candidate", metavar="CANDIDATE", required=False)
@click.option("--json", "as_json", is_flag=True, help="Answer in JSON, for programs.")
@actor_option
@now_option
@language_option
def status_command(
    key: str, candidate: str | None, as_json: bool, actor: str, now: dt.datetime, lang: str
) -> None:  # fmt: skip
    """Show where a campaign stands and what to do next; with a candidate, the deposits, results and history."""
    from precheck.campaign import campaigns
    from precheck.campaign.procedure import Procedure
    from precheck.campaign.standing import personal, standing

    say = Translator(lang)
    with open_store() as store:
        if candidate is not None:
            with store.writing() as session:
                found = personal(session, campaigns.find(session, key, store.folder), candidate, now, actor)
            lines = _told_person(found, say)
            told: object = [asdict(one) for one in found]
        else:
            with store.reading() as session:
                campaign = campaigns.find(session, key, store.folder)
                figures = standing(campaign, Procedure.of(campaigns.profile_of(campaign)), now)
            lines = _told(figures, say)
            told = asdict(figures) | {"next": say(figures.next)}
    if as_json:
        click.echo(json.dumps(told, ensure_ascii=False, indent=2, default=_instant))
        return
    click.echo("\n".join(lines))


def _instant(value: object) -> str:
    if isinstance(value, dt.datetime):
        return value.isoformat()
    raise TypeError(f"{value!r} cannot be written as JSON")


def _told(found: Standing, say: Translator) -> list[str]:
    from precheck.campaign.states import PHASE_WORD, STATE_WORD, Phase, State

    people = msgs("{count} candidate", "{count} candidates", found.candidates)
    lines = [f"{found.campaign}  {say(PHASE_WORD[Phase(found.phase)])}  {say(people)}"]
    lines += [f"  {count:4}  {say(STATE_WORD[State(state)])}" for state, count in found.states.items()]
    if found.verdicts:
        words = _verdict_words()
        lines.append(say(msg("Dossiers screened")))
        lines += [
            f"  {count:4}  {say(words.get(verdict, msg('{verdict}', verdict=verdict)))}"
            for verdict, count in found.verdicts.items()
        ]
    if found.late:
        lines.append(say(msgs("{count} late dossier is not accepted", "{count} late dossiers are not accepted",
                              found.late)))  # fmt: skip
    if found.doubtful:
        lines.append(say(msgs("{count} dossier has doubts for a human", "{count} dossiers have doubts for a human",
                              found.doubtful)))  # fmt: skip
    return [*lines, f"→ {say(found.next)}"]


def _verdict_words() -> dict[str, Message]:
    from precheck.report.wording import VERDICT_TITLE

    return {verdict.value: title for verdict, title in VERDICT_TITLE.items()} | {"refused": msg("cannot be read")}


def _told_person(found: list[Personal], say: Translator) -> list[str]:
    from precheck.campaign.states import STATE_WORD, STEP_WORD, State, Step

    lines: list[str] = []
    for one in found:
        head = msg("{name} ({key}, {number}), session {session}: {state}", name=one.name, key=one.key,
                   number=one.number, session=one.session, state=STATE_WORD[State(one.state)])  # fmt: skip
        lines.append(say(head))
        for each in one.deposits:
            late = say(msg("late by {seconds} s", seconds=each.late)) if each.late else ""
            share = f"{100 * each.share:.1f} %" if each.share is not None else ""
            parts = [each.role, str(each.version), each.name, moment(each.received), late, each.verdict or "", share]
            lines.append("  " + "  ".join(part for part in parts if part))
        for step in one.history:
            reason = f": {step.reason}" if step.reason else ""
            lines.append(f"  {moment(step.at)}  {say(STEP_WORD[Step(step.step)])}, {step.actor}{reason}")
    return lines
