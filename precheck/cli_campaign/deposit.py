"""`precheck campaign deposit`."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from precheck.cli_common import language_option
from precheck.cli_store import actor_option, campaign_argument, now_option, open_store, session_option
from precheck.errors import ExitCode
from precheck.i18n import Message, Translator, msg, msgs

if TYPE_CHECKING:
    from precheck.campaign.intake.deposits import Choices, DepositPlan
    from precheck.campaign.intake.storing import Outcome
    from precheck.campaign.store import Store

_ROLES = ("dossier", "attestation", "slides", "other")


@click.command("deposit")
@campaign_argument
@click.argument("paths", metavar="FILE|FOLDER|ZIP…", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--candidate", "said", metavar="KEY", help="Whose the files are. By default, their names tell.")
@click.option(
    "--map", "map_path", metavar="CSV", type=click.Path(path_type=Path),
    help="A table with a column of files and one of candidates, which says whose the files are.",
)  # fmt: skip
@click.option("--role", type=click.Choice(_ROLES), help="What the files are. By default, their names tell.")
@click.option(
    "--times", type=click.Choice(["now", "archive"]), default="now", show_default=True,
    help="When they were received: now (or --at), or when each was last changed, as the zip or the folder tells.",
)  # fmt: skip
@click.option("--receipts", metavar="FOLDER", type=click.Path(path_type=Path), help="Write each receipt there.")
@session_option
@click.option("--dry-run", is_flag=True, help="Tell what would happen; store nothing.")
@click.option("--json", "as_json", is_flag=True, help="Answer in JSON, for programs.")
@actor_option
@now_option
@language_option
def deposit_command(
    key: str, paths: tuple[Path, ...], said: str | None, map_path: Path | None, role: str | None, times: str,
    receipts: Path | None, number: int | None, dry_run: bool, as_json: bool, actor: str, now: dt.datetime, lang: str,
) -> None:  # fmt: skip
    """Deposit files for the candidates, and give a receipt for each. Answers 3 when a human must look at something."""
    from precheck.campaign.intake.deposits import Choices
    from precheck.campaign.intake.mapping import file_map
    from precheck.campaign.intake.roles import Role
    from precheck.campaign.intake.storing import apply_deposits
    from precheck.campaign.intake.tables import read_table

    say = Translator(lang)
    mapping = file_map(read_table(map_path)) if map_path else None
    choices = Choices(said, mapping, Role(role) if role else None, times == "archive")
    with open_store() as store:
        plan = _plan(store, key, number, paths, choices)
        outcomes = []
        for outcome in () if dry_run else apply_deposits(store, plan, now, actor, say):
            outcomes.append(outcome)
            if receipts is not None and outcome.receipt:
                _write_receipt(receipts, plan.session, outcome)
            if not as_json:
                click.echo(_line(outcome, say))
    if as_json:
        click.echo(json.dumps(_json(plan, outcomes, say), ensure_ascii=False, indent=2))
    else:
        _tell(plan, outcomes, dry_run, say)
    if not plan.clear or any(outcome.fate in {"late", "refused"} for outcome in outcomes):
        raise SystemExit(int(ExitCode.UNREADABLE))


def _plan(store: Store, key: str, number: int | None, paths: Iterable[Path], choices: Choices) -> DepositPlan:
    from precheck.campaign.campaigns import current, find, profile_of
    from precheck.campaign.intake.deposits import plan_deposits
    from precheck.campaign.intake.sources import find_files
    from precheck.campaign.procedure import Procedure

    with store.reading() as session:
        campaign = find(session, key, store.folder)
        zone = Procedure.of(profile_of(campaign)).timezone
        files = (file for path in paths for file in find_files(path, zone))
        return plan_deposits(campaign, current(campaign, number), files, choices)


def _write_receipt(folder: Path, session: int, outcome: Outcome) -> None:
    from precheck.output import write_whole

    write_whole(folder / f"{session}-{outcome.number}-{outcome.role}-{outcome.version}.txt", outcome.receipt.encode())


def _line(outcome: Outcome, say: Translator) -> str:
    from precheck.campaign.receipts import ROLE_WORD

    name = f"{outcome.name} → {outcome.candidate}"
    if outcome.fate == "stored":
        stored = msg("deposited ({role}, version {version})", role=ROLE_WORD[outcome.role], version=outcome.version)
        return f"✓ {_said(name, stored, say)}"
    if outcome.fate == "late":
        late = msgs("{count} second late; kept, and not accepted until you do",
                    "{count} seconds late; kept, and not accepted until you do", outcome.late)  # fmt: skip
        return f"! {_said(name, late, say)}"
    mark = "·" if outcome.fate == "already" else "✗"
    return f"{mark} {_said(name, outcome.reason, say)}"


def _said(name: str, what: Message | None, say: Translator) -> str:
    return say(msg("{name}: {what}", name=name, what=what or ""))


def _tell(plan: DepositPlan, outcomes: list[Outcome], dry_run: bool, say: Translator) -> None:
    from precheck.campaign.receipts import ROLE_WORD

    if dry_run:
        for file in plan.matched:
            click.echo(f"  {file.name} → {file.candidate} ({say(ROLE_WORD[file.role])})")
    for doubt in plan.doubtful:
        click.echo(f"? {_said(doubt.name, doubt.reason, say)}")
        for candidate, name in doubt.likely:
            click.echo(f"    {candidate}  {name}")
    for refused in (*plan.unmatched, *plan.refused):
        click.echo(f"✗ {_said(refused.name, refused.reason, say)}")
    kept = sum(outcome.fate in {"stored", "late"} for outcome in outcomes)
    aside = len(plan.unmatched) + len(plan.refused) + sum(outcome.fate == "refused" for outcome in outcomes)
    counts = [
        msgs("{count} file would be deposited", "{count} files would be deposited", len(plan.matched))
        if dry_run
        else msgs("{count} file deposited", "{count} files deposited", kept),
        msgs("{count} doubtful", "{count} doubtful files", len(plan.doubtful)),
        msgs("{count} not taken", "{count} files not taken", aside),
    ]
    click.echo(", ".join(map(say, counts)))
    if plan.doubtful or plan.unmatched:
        todo = msg("Say whose they are with --map or --candidate.")
        click.echo(f"→ {say(todo)}")


def _json(plan: DepositPlan, outcomes: list[Outcome], say: Translator) -> dict[str, Any]:
    return {
        "matched": [
            {"file": each.name, "candidate": each.candidate, "role": each.role, "sha256": each.sha256}
            for each in plan.matched
        ],
        "outcomes": [
            {"file": each.name, "candidate": each.candidate, "number": each.number, "role": each.role,
             "fate": each.fate, "version": each.version, "late": each.late, "receipt": each.receipt,
             "reason": say(each.reason) if each.reason else None}
            for each in outcomes
        ],
        "doubtful": [
            {"file": each.name, "reason": say(each.reason), "likely": [key for key, _ in each.likely]}
            for each in plan.doubtful
        ],
        "unmatched": [{"file": each.name, "reason": say(each.reason)} for each in plan.unmatched],
        "refused": [{"file": each.name, "reason": say(each.reason)} for each in plan.refused],
    }  # fmt: skip
