"""Who gets in where. Every page says whom it lets in; a page that says nothing lets nobody in.

What a person may not see does not exist for them: the answer is 404 for the signed in, the sign-in page for others.
Programs come with a bearer token, and with nothing else: no cookie opens what a scope guards, no token opens a page.
"""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from flask import Flask, abort, current_app, g, redirect, request, session, url_for

from precheck.campaign.accounts import ADVISER, Role, UnknownKey, account_of, is_local, key_of, link_by_digest, roles_of
from precheck.campaign.own import candidate_of
from precheck.campaign.store import Store, Transaction
from precheck.campaign.tokens import NoToken, Program, Scope, ScopeMissing, opened
from web.clock import now
from web.institution import remote_user

View = TypeVar("View", bound=Callable[..., Any])
LOGIN, EPOCH, TICKET = "login", "epoch", "ticket"
LINKS = "links"
"""In a session, the personal or shared links that were followed: campaigns' keys to digests of their secrets."""
CAS = "cas"
"""The use of a key that stands for a session which a CAS server began, and may end."""

EVERYBODY = "everybody"
SIGNED_IN = "signed in"
CANDIDATE = "candidate"
_DECLARED = "_precheck_access"
_ROOMY = "_precheck_roomy"


@dataclass(frozen=True, slots=True)
class Person:
    """Who asks: the login, the name, and the roles, as pairs of a role and a campaign's key ("" for everywhere).
    `external` tells that the institution signed the person in."""

    login: str
    name: str
    email: str
    roles: frozenset[tuple[Role, str]]
    external: bool = False
    epoch: int = 0
    """Sessions begun in an earlier one have ended."""

    @property
    def superuser(self) -> bool:
        return (Role.SUPERUSER, "") in self.roles

    def may(self, role: Role, campaign: str) -> bool:
        """Whether the person has the role in that campaign; an administrator may what an evaluator may."""
        if self.superuser or (Role.ADMINISTRATOR, campaign) in self.roles:
            return True
        return role is Role.EVALUATOR and (Role.EVALUATOR, campaign) in self.roles

    def campaigns(self, role: Role) -> frozenset[str]:
        """The keys of the campaigns where the person has exactly that role."""
        return frozenset(key for each, key in self.roles if each is role)


@dataclass(frozen=True, slots=True)
class Visit:
    """Who looks at a candidate's own pages: the candidate, or an adviser with the link for reading that the candidate
    shared. `actor` is how the history and the access log call them."""

    candidate: int
    actor: str
    adviser: bool = False
    by_link: bool = False


def store() -> Store:
    """The store of the site."""
    found: Store = current_app.extensions["precheck-store"]
    return found


def person() -> Person | None:
    """Who asks, None for nobody in particular. Roles are looked up at each request: a revoked one is gone at once."""
    if "person" not in g:
        g.person = _asking()
    found: Person | None = g.person
    return found


def _asking() -> Person | None:
    """The proxy's word holds for its own request only, and before what a session remembers."""
    named = remote_user(request.environ, current_app.config["SETTINGS"])
    if named:
        return known(named, external=True)
    login = session.get(LOGIN)
    if not isinstance(login, str) or not _lasts():
        return None
    found = known(login, external=bool(session.get("external")), name=session.get("name", ""))
    return found if found and found.epoch == session.get(EPOCH) else None


def _lasts() -> bool:
    """Whether a session that a CAS server began was not ended by it."""
    ticket = session.get(TICKET)
    if ticket is None:
        return True
    try:
        with store().reading() as read:
            key_of(read, CAS, ticket, dt.datetime.now(dt.UTC))
    except UnknownKey:
        return False
    return True


def known(login: str, *, external: bool, name: str = "") -> Person | None:
    """The person of that login. Candidates whom the institution signs in need no account: they have no roles."""
    with store().reading() as read:
        user = account_of(read, login)
        if user is None:
            return Person(login, name or login, "", frozenset(), external) if external else None
        if not user.active or (external and is_local(read, user)):
            return None
        return Person(login, user.name or name or login, user.email, roles_of(user), external, user.epoch)


def me() -> Person:
    """Who asks, on a page for those who signed in."""
    found = person()
    assert found is not None
    return found


def own_candidate(key: str) -> Visit | None:
    """Whose own pages of that campaign the person may see: by signing in, or by a link that still opens them."""
    if "visits" not in g:
        g.visits = {}
    if key not in g.visits:
        with store().reading() as read:
            g.visits[key] = _visit(read, key)
    found: Visit | None = g.visits[key]
    return found


def _visit(read: Transaction, key: str) -> Visit | None:
    asking = person()
    signed_in = candidate_of(read, key, asking.login) if asking else None
    if signed_in is not None:
        return Visit(signed_in.id, signed_in.key)
    link = link_by_digest(read, session.get(LINKS, {}).get(key, ""), now())
    if link is None or link.candidate is None or link.candidate.campaign.key != key:
        return None
    if link.use == ADVISER:
        return Visit(link.candidate.id, f"adviser of {link.candidate.number}", adviser=True, by_link=True)
    return Visit(link.candidate.id, link.candidate.key, by_link=True)


def follow(key: str, digest: str) -> None:
    """Remember that a link was followed, by the digest of its secret, which stays in no address."""
    session[LINKS] = {**session.get(LINKS, {}), key: digest}
    g.pop("visits", None)


def leave(key: str) -> None:
    """Forget the link to that campaign."""
    session[LINKS] = {place: link for place, link in session.get(LINKS, {}).items() if place != key}
    g.pop("visits", None)


def sign_in(login: str, *, external: bool, name: str = "", ticket: str | None = None) -> None:
    """Remember who it is; the old session is forgotten, so that none can be planted beforehand. An account that was
    shut out, or whose password the institution knows nothing of, stays closed.

    Args:
        name: what the institution calls the person, for those without an account.
        ticket: the CAS server's, with which it may end the session.
    """
    entering = known(login, external=external)
    session.clear()
    session[LOGIN] = login
    session[EPOCH] = entering.epoch if entering else 0
    session["external"] = external
    session["name"] = name
    if ticket is not None:
        session[TICKET] = ticket
    session.permanent = False
    g.pop("person", None)


def sign_out() -> None:
    """Forget who it was."""
    session.clear()
    g.pop("person", None)


def program() -> Program:
    """Who asks with a bearer token.

    Raises:
        NoToken: nobody does, or the token opens nothing.
    """
    if "program" not in g:
        scheme, _, secret = request.headers.get("Authorization", "").partition(" ")
        g.program = None
        if scheme.lower() == "bearer" and secret:
            with store().reading() as read:
                g.program = opened(read, secret.strip(), dt.datetime.now(dt.UTC))
    found: Program | None = g.program
    if found is None:
        raise NoToken
    return found


def allow(who: Role | Scope | str) -> Callable[[View], View]:
    """Declare whom a page lets in: a role or, for programs, a scope in the campaign of its address (argument `key`),
    or one of the constants."""

    def declare(view: View) -> View:
        @functools.wraps(view)
        def guarded(*args: Any, **values: Any) -> Any:
            _verify(who, values.get("key"))
            return view(*args, **values)

        setattr(guarded, _DECLARED, who)
        return guarded  # type: ignore[return-value]

    return declare


def _verify(who: Role | Scope | str, key: str | None) -> None:
    if who == EVERYBODY:
        return
    if isinstance(who, Scope):
        _verify_program(who, key)
        return
    asking = person()
    if who == CANDIDATE and own_candidate(key or "") is not None:
        return
    if asking is None:
        target = request.full_path.rstrip("?") if request.method == "GET" else "/"
        abort(redirect(url_for("signing.form", next=target)))
    if who == CANDIDATE:
        abort(404)
    if isinstance(who, Role):
        within = asking.superuser if who is Role.SUPERUSER else asking.may(who, key or "")
        if not within:
            abort(404)


def _verify_program(scope: Scope, key: str | None) -> None:
    asking = program()
    if asking.campaign != key:
        abort(404)
    if scope not in asking.scopes:
        raise ScopeMissing(scope=scope.value)


def declared(app: Flask, endpoint: str) -> Role | Scope | str | None:
    """Whom a page lets in; None for one that was forgotten."""
    if endpoint == "static":
        return EVERYBODY
    return getattr(app.view_functions[endpoint], _DECLARED, None)


def roomy(view: View) -> View:
    """Declare, inside `allow`, a page that takes the large files of an import."""
    setattr(view, _ROOMY, True)
    return view


def make_room(app: Flask) -> None:
    """Large files are read only when they come from somebody who may import them; called before anything that reads
    a body."""

    @app.before_request
    def room() -> None:
        view = app.view_functions.get(request.endpoint or "")
        if not getattr(view, _ROOMY, False):
            return
        asking = person()
        who, key = getattr(view, _DECLARED, None), (request.view_args or {}).get("key", "")
        if asking is not None and isinstance(who, Role) and asking.may(who, key):
            request.max_content_length = app.config["SETTINGS"].import_bytes


def init(app: Flask) -> None:
    """Nobody gets into a page that does not say whom it lets in."""

    @app.before_request
    def deny_by_default() -> None:
        endpoint = request.endpoint
        if endpoint is not None and declared(app, endpoint) is None:
            abort(404)

    @app.context_processor
    def asking() -> dict[str, Any]:
        return {"person": person()}
