"""`precheck campaign archive`, `unarchive`, `purge`, `export-person` and `anonymise`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

import click

from precheck.cli_common import language_option
from precheck.cli_store import actor_option, campaign_argument, now_option, open_store, reason_option
from precheck.i18n import Translator, msg, msgs

confirm_option = click.option(
    "--confirm", metavar="KEY", help="Do it: the key of the campaign again. What is erased does not come back."
)


dry_run_option = click.option("--dry-run", is_flag=True, help="Only list what would go, as without --confirm.")


@click.command("archive")
@click.argument("key", metavar="CAMPAIGN", required=False)
@click.option("--output", type=click.Path(path_type=Path, dir_okay=False), metavar="ZIP",
              help="Where the archive goes. By default, CAMPAIGN.zip here.")  # fmt: skip
@click.option("--verify", "verified", type=click.Path(path_type=Path, dir_okay=False), metavar="ZIP",
              help="Only read this archive and hold it against its manifest.")  # fmt: skip
@actor_option
@now_option
@language_option
def archive_command(
    key: str | None, output: Path | None, verified: Path | None, actor: str, now: dt.datetime, lang: str
) -> None:
    """Put everything of a closed campaign into one zip, with the SHA-256 of each file, and verify it."""
    from precheck.campaign.keeping.archive import archive, verify

    say = Translator(lang)
    if (key is None) == (verified is None):
        raise click.UsageError("give a CAMPAIGN to archive, or --verify ZIP.")
    if verified is not None:
        held = verify(verified)
        good = msg("{file} is whole: campaign {campaign}, {files} files, {rows} rows.", file=verified.name,
                   campaign=held.campaign, files=held.files, rows=held.rows)  # fmt: skip
        click.echo(f"✓ {say(good)}")
        return
    place = output or Path(f"{key}.zip")
    with open_store() as store:
        held = archive(store, str(key), place, now, actor)
    made = msg("The campaign {campaign} is archived and verified: {files} files, {rows} rows.", campaign=held.campaign,
               files=held.files, rows=held.rows)  # fmt: skip
    click.echo(f"✓ {say(made)}\n→ {place}")


@click.command("unarchive")
@campaign_argument
@reason_option
@actor_option
@now_option
@language_option
def unarchive_command(key: str, reason: str, actor: str, now: dt.datetime, lang: str) -> None:
    """Take an archived campaign up again, as long as it is not purged; needs a --reason. It is closed again then."""
    from precheck.campaign.keeping.archive import unarchive

    with open_store() as store:
        unarchive(store, key, now, actor, reason)
    click.echo(f"✓ {Translator(lang)(msg('The campaign {campaign} is no longer archived.', campaign=key))}")


@click.command("purge")
@campaign_argument
@confirm_option
@dry_run_option
@actor_option
@now_option
@language_option
def purge_command(
    key: str, confirm: str | None, dry_run: bool, actor: str, now: dt.datetime, lang: str
) -> None:  # fmt: skip
    """Erase the personal data of a campaign when the time for which they are kept is over.

    Without --confirm it lists what would be erased. The yearly figures and the access log stay.
    """
    from precheck.campaign.keeping.purge import plan, purge

    say = Translator(lang)
    only = confirm is None or dry_run
    with open_store() as store:
        made = plan(store, key) if only else purge(store, key, confirm or "", now, actor)
    click.echo(say(msg("Would be erased, from {due} on:", due=f"{made.due:%d/%m/%Y}") if only else msg("Erased:")))
    _files(made.files, made.needed_elsewhere, say)
    for name, count in made.rows.items():
        click.echo(f"  {name}: {count}")
    if only:
        click.echo(say(msg("Nothing was erased. To do it: --confirm {campaign}", campaign=key)))


def _files(alone: Sequence[str], needed_elsewhere: int, say: Translator) -> None:
    """How many files go, and how many stay."""
    click.echo(f"  {say(msgs('{count} file', '{count} files', len(alone)))}")
    if needed_elsewhere:
        kept = msgs("{count} file stays: another campaign needs it", "{count} files stay: other campaigns need them",
                    needed_elsewhere)  # fmt: skip
        click.echo(f"  {say(kept)}")


@click.command("export-person")
@campaign_argument
@click.argument("candidate", metavar="CANDIDATE")
@click.option("--output", type=click.Path(path_type=Path, dir_okay=False), metavar="ZIP", required=True,
              help="Where the zip goes.")  # fmt: skip
@actor_option
@now_option
@language_option
def export_person_command(
    key: str, candidate: str, output: Path, actor: str, now: dt.datetime, lang: str
) -> None:  # fmt: skip
    """Export all that is kept about one person, for that person (RGPD, article 15)."""
    from precheck.campaign.keeping.person import export_person
    from precheck.output import write_whole

    with open_store() as store:
        made = export_person(store, key, candidate, now, actor)
    write_whole(output, made.data)
    say = Translator(lang)
    told = msg("All that is kept about this person: {campaigns} campaigns, {files} files.", campaigns=made.campaigns,
               files=made.files)  # fmt: skip
    click.echo(f"✓ {say(told)}\n→ {output}")


@click.command("anonymise")
@campaign_argument
@confirm_option
@dry_run_option
@actor_option
@now_option
@language_option
def anonymise_command(
    key: str, confirm: str | None, dry_run: bool, actor: str, now: dt.datetime, lang: str
) -> None:  # fmt: skip
    """Replace the names of a closed campaign by numbers and erase its files; figures stay. It cannot be undone.

    Without --confirm it lists what would change.
    """
    from precheck.campaign.keeping.anonymise import anonymise, plan

    say = Translator(lang)
    if confirm is None or dry_run:
        with open_store() as store:
            made = plan(store, key)
        click.echo(say(msg("Would be erased:")))
        _files(made.files, made.needed_elsewhere, say)
        named = msgs("{count} name, with the address, the comments and the reasons",
                     "{count} names, with the addresses, the comments and the reasons", made.people)  # fmt: skip
        click.echo(f"  {say(named)}")
        click.echo(say(msg("Nothing was erased. To do it: --confirm {campaign}", campaign=key)))
        return
    with open_store() as store:
        people = anonymise(store, key, confirm, now, actor)
    done = msgs("{count} person has a number in place of a name.", "{count} people have numbers in place of names.",
                people)  # fmt: skip
    click.echo(f"✓ {say(done)}")
