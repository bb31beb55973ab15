"""`precheck campaign assign`, `overrule`, `rework` and `transmit`: an evaluator's work."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from precheck.cli_campaign.desk import (
    candidacy_option,
    candidate_argument,
    candidates_argument,
    csv_option,
    day_or_instant,
    desk,
    told,
)
from precheck.cli_common import language_option
from precheck.cli_store import actor_option, campaign_argument, now_option, reason_option, session_option
from precheck.i18n import Translator, msg, msgs


@click.command("assign")
@campaign_argument
@click.argument("evaluators", metavar="[EVALUATOR]...", nargs=-1)
@csv_option
@click.option("--again", is_flag=True, help="Share out anew what is assigned already.")
@session_option
@actor_option
@now_option
@language_option
def assign_command(
    key: str,
    evaluators: tuple[str, ...],
    file: Path | None,
    again: bool,
    number: int | None,
    actor: str,
    now: dt.datetime,
    lang: str,
) -> None:
    """Share the dossiers out evenly among evaluators, or as a CSV file says (candidat;évaluateur)."""
    from precheck.campaign.campaigns import current
    from precheck.campaign.grids import read_assignments
    from precheck.campaign.sessions import assign, assign_to

    if bool(evaluators) is (file is not None):
        raise click.UsageError("Name the evaluators, or give a --csv file.")
    say = Translator(lang)
    with desk(key) as at:
        window = current(at.campaign, number)
        if file is not None:
            who = read_assignments(window, file.read_bytes(), file.name)
            assign_to(at.session, who, now, actor)
            lines = [msgs("{count} dossier assigned", "{count} dossiers assigned", len(who))]
        else:
            load = assign(at.session, window, evaluators, now, actor, again)
            lines = [
                msgs("{name}: {count} dossier", "{name}: {count} dossiers", count, name=name)
                for name, count in load.items()
            ]
    for line in lines:
        click.echo(f"✓ {say(line)}")


@click.command("overrule")
@campaign_argument
@candidate_argument
@click.argument("rule")
@click.argument("status", type=click.Choice(["passed", "failed", "to-verify", "not-applicable"]))
@reason_option
@candidacy_option
@actor_option
@now_option
@language_option
def overrule_command(
    key: str,
    who: str,
    rule: str,
    status: str,
    reason: str,
    number: int | None,
    actor: str,
    now: dt.datetime,
    lang: str,
) -> None:
    """Say what a check of the latest dossier should have found (RULE: its code or name), and why."""
    from precheck.campaign.decisions import effective_verdict, overrule
    from precheck.campaign.errors import NoDossier
    from precheck.model.finding import Status
    from precheck.model.report import Verdict
    from precheck.report.wording import STATUS_WORD, VERDICT_TITLE

    say = Translator(lang)
    with desk(key) as at:
        one = at.candidacy(who, number)
        if one.dossier is None:
            raise NoDossier(candidate=one.candidate.key)
        said = Status(status.upper().replace("-", "_"))
        noted = overrule(at.session, one.dossier, at.profile, rule, said, reason, now, actor)
        verdict = effective_verdict(one.dossier, at.profile)
        lines = [
            say(msg("{rule} of {name}: {status}", rule=noted.rule, name=one.candidate.name, status=STATUS_WORD[said]))
        ]
        if verdict in set(Verdict):
            lines.append(say(msg("The verdict is now: {verdict}", verdict=VERDICT_TITLE[Verdict(str(verdict))])))
    click.echo("✓ " + "\n  ".join(lines))


@click.command("rework")
@campaign_argument
@candidate_argument
@click.option(
    "--rule",
    "rules",
    multiple=True,
    metavar="RULE",
    help="A demand of format it rests on; by default all "
    "that failed. One that the checks did not find needs --statement.",
)
@click.option("--statement", default="", help="What the evaluator saw; the candidate reads it.")
@click.option("--until", metavar="DAY", help="Last day for the new version, included; needed when the time is over.")
@click.option("--preview", is_flag=True, help="Show the text for the candidate; ask for nothing.")
@candidacy_option
@actor_option
@now_option
@language_option
def rework_command(
    key: str,
    who: str,
    rules: tuple[str, ...],
    statement: str,
    until: str | None,
    preview: bool,
    number: int | None,
    actor: str,
    now: dt.datetime,
    lang: str,
) -> None:
    """Ask a candidate to deposit the dossier again, because of its format; shows the text for the candidate."""
    from precheck.campaign.results import report_of
    from precheck.campaign.rework import prepare, request_rework
    from precheck.reading.pool import Reader

    report = None
    with desk(key, writing=False) as at, Reader() as reader:
        deposit = at.candidacy(who, number).dossier
        if deposit is not None:
            report = report_of(at.store, reader, at.profile, deposit)
    say = Translator(lang)
    with desk(key, writing=not preview) as at:
        one = at.candidacy(who, number)
        last = day_or_instant(until, at.procedure.timezone)
        asked = prepare(one, at.profile, now, rules, statement, last, report)
        if not preview:
            request_rework(at.session, one, at.profile, asked, statement, now, actor)
        line = told(one, say)
    if not preview:
        click.echo(f"✓ {line}\n")
    click.echo(asked.text)


@click.command("transmit")
@campaign_argument
@candidates_argument
@click.option("--ready", is_flag=True, help="All dossiers on every item of which an evaluator has decided.")
@session_option
@actor_option
@now_option
@language_option
def transmit_command(
    key: str,
    people: tuple[str, ...],
    ready: bool,
    number: int | None,
    actor: str,
    now: dt.datetime,
    lang: str,
) -> None:
    """Hand dossiers on to the jury."""
    from precheck.campaign.campaigns import current
    from precheck.campaign.decisions import ready_to_transmit, transmit

    if bool(people) is ready:
        raise click.UsageError("Name the candidates, or give --ready.")
    say = Translator(lang)
    with desk(key) as at:
        ones = (
            ready_to_transmit(current(at.campaign, number), at.profile)
            if ready
            else [at.candidacy(who, number) for who in people]
        )
        for one in ones:
            transmit(at.session, one, at.procedure, now, actor)
        lines = [told(one, say) for one in ones]
    for line in lines:
        click.echo(f"✓ {line}")
    click.echo(say(msgs("{count} dossier handed on", "{count} dossiers handed on", len(lines))))
