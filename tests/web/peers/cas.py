"""A small CAS server (protocol 3.0): signs in whom it is told, makes tickets, confirms each once."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from xml.sax.saxutils import escape

from werkzeug.utils import redirect
from werkzeug.wrappers import Request, Response

_XMLNS = 'xmlns:cas="http://www.yale.edu/tp/cas"'


@dataclass
class CasServer:
    """`user` is who is signed in at the server; `attributes` are released with the name."""

    user: str = "zmartin"
    attributes: dict[str, list[str]] = field(default_factory=dict)
    answer: str | None = None
    """In place of every confirmation: a server that is out of order."""
    tickets: dict[str, str] = field(default_factory=dict)
    """The service of each ticket that was not confirmed yet."""

    def __post_init__(self) -> None:
        self._numbers = itertools.count(1)

    def ticket(self, service: str) -> str:
        """A new ticket for that service."""
        ticket = f"ST-{next(self._numbers)}-abcdefghij"
        self.tickets[ticket] = service
        return ticket

    def respond(self, request: Request) -> Response:
        """`/cas/login` and `/cas/p3/serviceValidate`."""
        if request.path == "/cas/login":
            service = request.args["service"]
            return redirect(f"{service}?ticket={self.ticket(service)}")
        if request.path == "/cas/p3/serviceValidate":
            return Response(self._confirmation(request), mimetype="application/xml")
        return Response("nothing here", 404)

    def _confirmation(self, request: Request) -> str:
        if self.answer is not None:
            return self.answer
        service = self.tickets.pop(request.args.get("ticket", ""), None)
        if service is None or service != request.args.get("service"):
            code = "INVALID_TICKET" if service is None else "INVALID_SERVICE"
            inside = f'<cas:authenticationFailure code="{code}">refused</cas:authenticationFailure>'
        else:
            released = "".join(
                f"<cas:{name}>{escape(value)}</cas:{name}>"
                for name, values in self.attributes.items()
                for value in values
            )
            inside = (
                f"<cas:authenticationSuccess><cas:user>{escape(self.user)}</cas:user>"
                f"<cas:attributes>{released}</cas:attributes></cas:authenticationSuccess>"
            )
        return f"<cas:serviceResponse {_XMLNS}>{inside}</cas:serviceResponse>"


def logout_request(ticket: str) -> str:
    """What the server posts to the site when the person of that ticket signs out."""
    return (
        '<samlp:LogoutRequest xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" ID="LR-1" Version="2.0">'
        f"<samlp:SessionIndex>{escape(ticket)}</samlp:SessionIndex></samlp:LogoutRequest>"
    )
