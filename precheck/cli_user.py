"""`precheck user`: who may sign in on the site, as what."""

from __future__ import annotations

import datetime as dt

import click

from precheck.cli_common import language_option
from precheck.cli_store import actor_option, now_option, open_store
from precheck.i18n import Translator, msg, msgs

_SCOPES = ("read", "deposit")
_ROLES = ("evaluator", "administrator", "superuser")


@click.group()
def user() -> None:
    """Say who may sign in on the site: add people, give and take roles, make one-time links."""


@user.command()
@click.argument("login")
@click.option("--name", default="", help="As others see it.")
@click.option("--email", default="", help="Where notices go.")
@click.option("--role", type=click.Choice(_ROLES), help="What the person may do.")
@click.option("--campaign", "key", metavar="CAMPAIGN", help="In which campaign; a superuser needs none.")
@click.option("--link", is_flag=True, help="Make a one-time link with which the person chooses a password.")
@actor_option
@now_option
@language_option
def add(
    login: str, name: str, email: str, role: str | None, key: str | None, link: bool, actor: str, now: dt.datetime,
    lang: str,
) -> None:  # fmt: skip
    """Add a person, or give one a role."""
    from precheck.campaign.accounts import Role, ensure_user, grant, new_key
    from precheck.campaign.campaigns import find

    if role not in (None, "superuser") and key is None:
        raise click.UsageError("This role needs --campaign.")
    say = Translator(lang)
    with open_store() as store, store.writing() as session:
        person = ensure_user(session, login, now, name, email)
        if role:
            where = find(session, key, store.folder) if key and role != "superuser" else None
            grant(session, person, Role(role), where, now, actor)
        secret = new_key(session, "sign-in", now, user=person) if link else None
    done = msg("{login} may sign in.", login=login)
    click.echo(f"✓ {say(done)}")
    if secret:
        told = msg("One-time link, after the address of the site: {path}", path=f"/bienvenue/{secret}")
        click.echo(f"  {say(told)}")


@user.command()
@click.argument("login")
@click.option("--role", type=click.Choice(_ROLES), help="Take this role away only; by default, shut the person out.")
@click.option("--campaign", "key", metavar="CAMPAIGN", help="In which campaign.")
@actor_option
@now_option
@language_option
def remove(login: str, role: str | None, key: str | None, actor: str, now: dt.datetime, lang: str) -> None:
    """Take a role away, or shut a person out."""
    from precheck.campaign.accounts import Role, ensure_user, revoke, shut_out
    from precheck.campaign.campaigns import find

    with open_store() as store, store.writing() as session:
        person = ensure_user(session, login, now)
        if role:
            where = find(session, key, store.folder) if key else None
            revoke(session, person, Role(role), where, now, actor)
        else:
            shut_out(session, person, now, actor)
    done = msg("Done: {login}.", login=login)
    click.echo(f"✓ {Translator(lang)(done)}")


@user.command()
@click.argument("login")
@click.option("--campaign", "key", metavar="CAMPAIGN", help="The one campaign that the token opens.")
@click.option(
    "--scope", "scopes", multiple=True, type=click.Choice(_SCOPES),
    help="What the program may do; may be given several times.",
)  # fmt: skip
@click.option(
    "--days", type=click.IntRange(1, 3660), default=365, show_default=True, help="After which the token opens nothing."
)
@click.option("--revoke", "gone", is_flag=True, help="Instead, make the login's tokens open nothing.")
@actor_option
@now_option
@language_option
def token(
    login: str, key: str | None, scopes: tuple[str, ...], days: int, gone: bool, actor: str, now: dt.datetime, lang: str
) -> None:
    """Make a token with which a program uses the site's API in one campaign. It is shown once, on a line by itself."""
    from precheck.campaign.accounts import ensure_user
    from precheck.campaign.campaigns import find
    from precheck.campaign.tokens import Scope, issue, revoke

    if not gone and (key is None or not scopes):
        raise click.UsageError("A token needs --campaign and --scope.")
    if gone and scopes:
        raise click.UsageError("--revoke takes the tokens away whatever their scopes: leave --scope out.")
    say = Translator(lang)
    with open_store() as store, store.writing() as session:
        where = find(session, key, store.folder) if key else None
        person = ensure_user(session, login, now)
        if where is None or gone:
            count = revoke(session, person, where, now, actor)
            done = msgs("{count} token revoked.", "{count} tokens revoked.", count)
        else:
            secret = issue(session, person, where, [Scope(scope) for scope in scopes], now, actor, days=days)
    if gone:
        click.echo(f"✓ {say(done)}")
        return
    click.echo(secret)
    told = msg("Keep it like a password: it is not shown again.")
    click.echo(say(told), err=True)


@user.command("list")
@language_option
def list_(lang: str) -> None:
    """List who may sign in, with their roles."""
    from precheck.campaign.accounts import all_users

    with open_store() as store, store.reading() as session:
        found = all_users(session)
        for one in found:
            roles = [f"{each.role}@{each.campaign.key}" if each.campaign else each.role for each in one.grants]
            click.echo("  ".join([one.login if one.active else f"({one.login})", one.name or "-", *roles]))
        click.echo(Translator(lang)(msgs("{count} account", "{count} accounts", len(found))))
