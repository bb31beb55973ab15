"""`precheck campaign items`: what evaluators and the jury decide, item by item."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from precheck.cli_campaign.desk import Desk, candidacy_option, csv_option, desk, told
from precheck.cli_common import language_option
from precheck.cli_store import actor_option, campaign_argument, now_option
from precheck.i18n import Message, Translator, msg, msgs
from precheck.report.plain import page_ranges

if TYPE_CHECKING:
    from precheck.campaign.tables import Candidacy


@click.command("items")
@campaign_argument
@click.argument("who", metavar="[CANDIDATE]", required=False)
@click.option("--acquired", multiple=True, metavar="CODES", help="Items acquired, such as A1.1,A1.2.")
@click.option("--not-acquired", "refused", multiple=True, metavar="CODES", help="Items not acquired.")
@click.option(
    "--stage", type=click.Choice(["evaluator", "jury"]), default="evaluator", show_default=True, help="Who decides."
)
@click.option("--comment", default="", help="Kept with the decisions.")
@click.option("--pages", is_flag=True, help="Also tell on which pages the dossier mentions each item: where to look.")
@csv_option
@candidacy_option
@actor_option
@now_option
@language_option
def items_command(
    key: str,
    who: str | None,
    acquired: tuple[str, ...],
    refused: tuple[str, ...],
    stage: str,
    comment: str,
    pages: bool,
    file: Path | None,
    number: int | None,
    actor: str,
    now: dt.datetime,
    lang: str,
) -> None:
    """Decide items of a candidate, or those of many from a CSV grid; then show what is decided.

    The grid has a column `candidat`, perhaps one `étape` (évaluateur or jury), and one for each code: 1 or x for
    acquired, 0 for not, nothing where nothing is said.
    """
    from precheck.campaign.campaigns import log
    from precheck.campaign.decisions import Stage, decide_items

    if (who is None) is (file is None):
        raise click.UsageError("Name a candidate, or give a --csv file.")
    say = Translator(lang)
    if file is not None:
        click.echo(f"✓ {say(_from_file(key, file, number, now, actor))}")
        return
    decided = _decided(acquired, refused)
    mentioned = _mentioned(key, str(who), number) if pages else {}
    with desk(key) as at:
        one = at.candidacy(str(who), number)
        if decided:
            decide_items(at.session, one, decided, Stage(stage), now, actor, comment, at.profile)
        else:
            log(at.session, now, actor, "look", key, str(one.candidate.number))
        lines = list(_table(at, one, mentioned, say))
    click.echo("\n".join(lines))


def _decided(acquired: tuple[str, ...], refused: tuple[str, ...]) -> dict[str, bool]:
    yes, no = (
        [code.strip() for said in group for code in said.split(",") if code.strip()] for group in (acquired, refused)
    )
    if both := sorted(set(yes) & set(no)):
        raise click.UsageError(f"Both acquired and not: {', '.join(both)}.")
    return dict.fromkeys(yes, True) | dict.fromkeys(no, False)


def _from_file(key: str, file: Path, number: int | None, now: dt.datetime, actor: str) -> Message:
    from precheck.campaign.campaigns import current
    from precheck.campaign.grids import decide_grid, read_items

    with desk(key) as at:
        rows = read_items(current(at.campaign, number), at.profile, file.read_bytes(), file.name)
        count = decide_grid(at.session, rows, at.profile, now, actor)
        return msgs("{count} decision noted for {people} candidates", "{count} decisions noted for {people} candidates",
                    count, people=len({row.one.id for row in rows}))  # fmt: skip


def _mentioned(key: str, who: str, number: int | None) -> Mapping[str, tuple[int, ...]]:
    """The pages on which the dossier mentions each item."""
    from precheck.campaign.decisions import suggested
    from precheck.campaign.results import report_of
    from precheck.model.report import Refusal
    from precheck.reading.pool import Reader

    with desk(key, writing=False) as at, Reader() as reader:
        deposit = at.candidacy(who, number).dossier
        report = report_of(at.store, reader, at.profile, deposit) if deposit else None
        return {} if report is None or isinstance(report, Refusal) else suggested(report)


def _table(at: Desk, one: Candidacy, mentioned: Mapping[str, tuple[int, ...]], say: Translator) -> Iterator[str]:
    from precheck.campaign.decisions import Stage, framework_of, items_of, judged_codes

    yield told(one, say)
    evaluator, jury = items_of(one, Stage.EVALUATOR), items_of(one, Stage.JURY)
    signs = {True: "✓", False: "✗", None: "·"}
    yield "  " + say(msg("item, evaluator, jury"))
    statements = {item.code: item.statement for item in framework_of(at.profile).competences}
    for code in judged_codes(at.profile):
        where = f"  p. {page_ranges(mentioned[code])}" if code in mentioned else ""
        marks = f"{signs[evaluator.get(code)]} {signs[jury.get(code)]}"
        yield f"  {code:5} {marks}{where}  {statements[code][:60]}".rstrip()
