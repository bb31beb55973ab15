"""`precheck campaign jury`, `copy` and `claim`: what is computed, what the jury decides, what follows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from precheck.cli_campaign.desk import (
    Desk,
    agreed,
    candidacy_option,
    candidate_argument,
    desk,
    judged_option,
    told,
    yes_option,
)
from precheck.cli_common import language_option
from precheck.cli_store import actor_option, campaign_argument, now_option, reason_option
from precheck.i18n import Message, Translator, msg, msgs

if TYPE_CHECKING:
    from precheck.campaign.decisions import Proposal
    from precheck.campaign.tables import Candidacy


@click.command("jury")
@campaign_argument
@click.argument("who", metavar="[CANDIDATE]", required=False)
@click.option(
    "--confirm", "decision", type=click.Choice(["certified", "partial"]), help="The jury's decision on this candidate."
)
@click.option("--confirm-all", "everybody", is_flag=True, help="Confirm what is computed for all for whom it is sure.")
@reason_option
@judged_option
@yes_option
@actor_option
@now_option
@language_option
def jury_command(
    key: str,
    who: str | None,
    decision: str | None,
    everybody: bool,
    reason: str,
    number: int | None,
    yes: bool,
    actor: str,
    now: dt.datetime,
    lang: str,
) -> None:
    """Show what the items of candidates give, and note what the jury decides.

    A decision that differs from what is computed, or where that is unsure, needs a --reason.
    """
    from precheck.campaign.campaigns import log
    from precheck.campaign.decisions import confirm, confirm_all, proposals
    from precheck.campaign.sessions import judged

    if (who is None and decision) or (who is not None and everybody):
        raise click.UsageError("--confirm decides on one candidate, --confirm-all on all of a session.")
    say = Translator(lang)
    with desk(key) as at:
        if who is not None:
            one = at.candidacy(who, number)
            if decision:
                confirm(at.session, one, at.profile, decision == "certified", now, actor, reason)
            else:
                log(at.session, now, actor, "look", key, str(one.candidate.number))
            click.echo("\n".join(_whole(at, one, say)))
            return
        found = proposals(judged(at.campaign, number), at.profile)
        log(at.session, now, actor, "look", key)
        click.echo("\n".join([*(_line(each, say) for each in found), say(_count(found))]))
        if not everybody:
            return
        if not agreed(msg("Confirm them in the name of {actor}?", actor=actor), yes, say):
            raise click.Abort
        noted = confirm_all(at.session, found, at.profile, now, actor)
    click.echo("✓ " + say(msgs("{count} decision noted", "{count} decisions noted", len(noted))))


def _line(each: Proposal, say: Translator) -> str:
    from precheck.campaign.jury import RESULT_WORD

    person, found = each.one.candidate, each.computed
    sign = "?" if not each.sure else "✓" if found.certified else "–"
    reasons = "; ".join(map(say, found.reasons))
    said = msg("{name}: {result}, {acquired} of {total} items", name=person.name, result=RESULT_WORD[found.result],
               acquired=len(found.acquired), total=len(found.acquired) + len(found.missing))  # fmt: skip
    return f"{sign} {person.key}  {say(said)}" + (f" ({reasons})" if reasons else "")


def _count(found: list[Proposal]) -> Message:
    sure = sum(each.sure for each in found)
    return msgs("{count} candidate to decide on, {unsure} of them one by one",
                "{count} candidates to decide on, {unsure} of them one by one", len(found),
                unsure=len(found) - sure)  # fmt: skip


def _whole(at: Desk, one: Candidacy, say: Translator) -> Iterator[str]:
    from precheck.campaign.decisions import COPY_WORD, carried_over, computed, missing_copies
    from precheck.campaign.jury import RESULT_WORD

    found = computed(one, at.profile)
    yield told(one, say)
    yield "  " + say(msg("computed: {result}", result=RESULT_WORD[found.result]))
    for reason in found.reasons:
        yield f"    {say(reason)}"
    for domain in found.domains:
        missing = f"  ({', '.join(domain.missing)})" if domain.missing else ""
        sign = "✓" if domain.reached else "✗"
        yield f"  {sign} {domain.code}  {domain.acquired}/{domain.total}{missing}"
    if before := carried_over(one):
        yield "  " + say(msg("acquired in an earlier session: {codes}", codes=", ".join(before)))
    if one.candidate.earlier:
        yield "  " + say(msg("acquired earlier: {codes}", codes=", ".join(one.candidate.earlier)))
        for kind in missing_copies(one.candidate):
            yield "    " + say(msg("not counted: {copy} is missing", copy=COPY_WORD[kind]))
    if one.jury is not None:
        yield "  " + say(msg("decided by {actor}, {day}", actor=one.jury.actor, day=at.instant(one.jury.at)))
        if one.jury.reason:
            yield f"    {one.jury.reason}"


@click.command("copy")
@campaign_argument
@candidate_argument
@click.option("--digital/--no-digital", default=None, help="The digital copy of an attestation is there, or not.")
@click.option("--office/--no-office", default=None, help="The office has the authentic copy, or not.")
@click.option("--items", metavar="CODES", help="The items that it lists, such as A1.1,A1.2.")
@actor_option
@now_option
@language_option
def copy_command(
    key: str,
    who: str,
    digital: bool | None,
    office: bool | None,
    items: str | None,
    actor: str,
    now: dt.datetime,
    lang: str,
) -> None:
    """Note the copies of an earlier attestation; its items count once both are there."""
    from precheck.campaign.campaigns import candidate
    from precheck.campaign.decisions import COPY_WORD, Copy, missing_copies, record_copy, record_earlier

    say = Translator(lang)
    with desk(key) as at:
        person = candidate(at.campaign, who)
        if items is not None:
            codes = [code.strip() for code in items.split(",") if code.strip()]
            record_earlier(at.session, person, at.profile, codes, now, actor)
        for kind, present in ((Copy.DIGITAL, digital), (Copy.OFFICE, office)):
            if present is not None:
                record_copy(at.session, person, kind, now, actor, present)
        lines = [say(msg("{name}, acquired earlier: {codes}", name=person.name,
                         codes=", ".join(person.earlier) or "–"))]  # fmt: skip
        lines += [
            "  " + say(msg("not counted: {copy} is missing", copy=COPY_WORD[kind])) for kind in missing_copies(person)
        ]
    click.echo("✓ " + "\n".join(lines))


@click.command("claim")
@campaign_argument
@candidate_argument
@click.option("--text", required=True, help="What the candidate claims.")
@candidacy_option
@actor_option
@now_option
@language_option
def claim_command(key: str, who: str, text: str, number: int | None, actor: str, now: dt.datetime, lang: str) -> None:
    """Note a claim on a decision, and tell whether it came in time."""
    from precheck.campaign.orals import claim

    say = Translator(lang)
    with desk(key) as at:
        one = at.candidacy(who, number)
        noted = claim(at.session, one, at.procedure, text, now, actor)
        line = msg("Claim of {name} noted.", name=one.candidate.name)
        if noted.until is not None:
            day = at.instant(noted.until)
            line = (
                msg("Claim of {name} noted; in time, until {day}.", name=one.candidate.name, day=day)
                if noted.in_time
                else msg("Claim of {name} noted; too late, after {day}.", name=one.candidate.name, day=day)
            )
    click.echo(f"✓ {say(line)}")
