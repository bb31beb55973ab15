"""What an institution says of who somebody is: a proxy's header, a CAS server, an OpenID Connect provider.

Nothing here signs anybody in: it reads, asks and verifies. The libraries are loaded by who uses them.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import Flask, Response

from precheck.errors import PrecheckError
from precheck.i18n import msg
from web.settings import Settings

PATIENCE = 8.0
"""Seconds that a server of the institution may take to answer."""
_LOGIN_LENGTH = 200
_EPPN = ("eduPersonPrincipalName", "eppn", "urn:oid:1.3.6.1.4.1.5923.1.1.1.6")
_ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA", "Ed25519")
"""Signatures made with a key that only the provider has: neither "none" nor a secret that is shared."""
_EXTENSION = "precheck-oidc"


class SignInRefused(PrecheckError):
    """The institution did not confirm who somebody is, or what came back does not belong to this sign-in."""

    what = msg("Your institution did not confirm who you are, or the sign-in took too long.")
    remedy = msg("Begin again from the sign-in page.")


class InstitutionSilent(PrecheckError):
    """The server that signs people in does not answer, or not as it should."""

    what = msg("The sign-in service of your institution does not answer.")
    remedy = msg("It is not your fault, and nothing is lost: try again in a few minutes.")


class NameTaken(PrecheckError):
    """The institution's name for somebody is that of a local account, or of one that was closed."""

    what = msg("The account of that name is closed, or opens with its own password only.")
    remedy = msg("If it is yours, sign in with its password, or ask the administrator of the site.")


@dataclass(frozen=True, slots=True)
class Identity:
    """Whom an institution confirmed: the login, and a name to show, perhaps empty."""

    login: str
    name: str = ""


def remote_user(environ: Mapping[str, Any], settings: Settings) -> str | None:
    """Whom the proxy before the site signed in, None when there is no such proxy or nobody.

    The header is believed only when the connection itself comes from a named address: what X-Forwarded-For claims,
    and ProxyFix makes of it, does not count.
    """
    if not settings.remote_user_from:
        return None
    peer = environ.get("werkzeug.proxy_fix.orig", environ).get("REMOTE_ADDR") or ""
    if not any(_within(peer, place) for place in settings.remote_user_from):
        return None
    header = environ.get(f"HTTP_{settings.remote_user_header.upper().replace('-', '_')}", "")
    try:
        return _login(header.encode("latin-1").decode("utf-8"))
    except UnicodeError:
        return None


def _within(peer: str, place: str) -> bool:
    if not peer or place == "unix":
        return not peer and place == "unix"
    try:
        address = ipaddress.ip_address(peer)
    except ValueError:
        return False
    mapped = getattr(address, "ipv4_mapped", None)
    return (mapped or address) in ipaddress.ip_network(place, strict=False)


def _login(said: object) -> str | None:
    """The login in what was said; None when it is no login: two of them joined by a comma are none."""
    if isinstance(said, list):
        said = said[0] if len(said) == 1 else None
    if not isinstance(said, str):
        return None
    text = said.strip()
    fit = 0 < len(text) <= _LOGIN_LENGTH and text.isprintable() and not set(text) & set(" ,;")
    return text if fit else None


def _identity(said: Mapping[str, Any], settings: Settings, otherwise: object) -> Identity:
    """Who that is, by the claim that the settings name, or else eduPersonPrincipalName, or else `otherwise`.

    Raises:
        SignInRefused: nothing of the kind was said.
    """
    if settings.login_claim:
        said_login = said.get(settings.login_claim)
    else:
        said_login = next((said[name] for name in _EPPN if said.get(name)), otherwise)
    login = _login(said_login)
    if login is None:
        raise SignInRefused
    names = (said.get(name) for name in ("displayName", "name", "cn"))
    name = next((name for name in names if isinstance(name, str) and name.strip()), "")
    return Identity(login, name.strip()[:_LOGIN_LENGTH])


# --- CAS ---------------------------------------------------------------------


def _cas_client(settings: Settings, service: str) -> Any:
    import requests
    from cas import CASClient

    class Patient(requests.Session):
        """A session whose requests end."""

        def request(self, *args: Any, **options: Any) -> requests.Response:
            options["timeout"] = PATIENCE
            return super().request(*args, **options)

    server = settings.cas_url.rstrip("/") + "/"
    return CASClient(version=3, service_url=service, server_url=server, session=Patient())


def cas_address(settings: Settings, service: str) -> str:
    """Where people sign in, to come back to `service`."""
    address: str = _cas_client(settings, service).get_login_url()
    return address


def cas_identity(settings: Settings, service: str, ticket: str) -> Identity:
    """Whom the CAS server made that ticket for; it answers once.

    Raises:
        SignInRefused: the ticket is not one of this service, or was used.
        InstitutionSilent: the server does not answer as a CAS server does.
    """
    from xml.etree.ElementTree import ParseError

    import requests

    try:
        user, attributes, _ = _cas_client(settings, service).verify_ticket(ticket)
    except (requests.RequestException, ParseError, IndexError, ValueError, AttributeError) as error:
        raise InstitutionSilent from error
    if not user:
        raise SignInRefused
    return _identity(attributes or {}, settings, user)


def cas_ended(request: str) -> list[str]:
    """The tickets whose sessions a CAS server ends with that logout request; none when it is something else."""
    from defusedxml import DefusedXmlException
    from defusedxml.ElementTree import ParseError, fromstring

    try:
        root = fromstring(request)
    except (ParseError, DefusedXmlException, ValueError):
        return []
    found = root.iter("{urn:oasis:names:tc:SAML:2.0:protocol}SessionIndex")
    return [each.text.strip() for each in found if each.text and each.text.strip()]


# --- OpenID Connect ----------------------------------------------------------


def init(app: Flask, settings: Settings) -> None:
    """Have the client of the provider ready; it is asked for nothing before somebody signs in."""
    if not settings.oidc_url:
        return
    from authlib.integrations.flask_client import OAuth

    app.extensions[_EXTENSION] = OAuth(app).register(
        "oidc",
        client_id=settings.oidc_client,
        client_secret=settings.oidc_secret,
        server_metadata_url=f"{_issuer(settings)}/.well-known/openid-configuration",
        client_kwargs={
            "scope": "openid profile email",
            "code_challenge_method": "S256",
            "default_timeout": PATIENCE,
        },
    )


def _issuer(settings: Settings) -> str:
    return settings.oidc_url.removesuffix("/.well-known/openid-configuration").rstrip("/")


def oidc_redirect(app: Flask, settings: Settings, back: str) -> Response:
    """The answer that sends somebody to the provider, to come back to `back`; state, nonce and verifier are kept in
    the session.

    Raises:
        InstitutionSilent: the provider does not say where people sign in.
    """
    import requests

    try:
        client = _provider(app, settings)
        response: Response = client.authorize_redirect(back)
    except (requests.RequestException, ValueError, RuntimeError) as error:
        raise InstitutionSilent from error
    return response


def oidc_identity(app: Flask, settings: Settings) -> Identity:
    """Whom the provider confirmed in this request: the code is exchanged, the signature and the claims are verified.

    Raises:
        SignInRefused: the state, the nonce, the signature, the issuer, the audience or the time is wrong.
        InstitutionSilent: the provider does not answer.
    """
    import requests
    from authlib.common.errors import AuthlibBaseError
    from joserfc.errors import JoseError

    try:
        token = _provider(app, settings).authorize_access_token()
    except requests.RequestException as error:
        raise InstitutionSilent from error
    except (AuthlibBaseError, JoseError, ValueError) as error:
        raise SignInRefused from error
    claims = token.get("userinfo")
    if not claims:
        raise SignInRefused
    return _identity(claims, settings, claims.get("sub"))


def _provider(app: Flask, settings: Settings) -> Any:
    """The client, once the provider told what it offers: it must be the issuer that the settings name."""
    client = app.extensions[_EXTENSION]
    offered = client.load_server_metadata()
    if str(offered.get("issuer", "")).rstrip("/") != _issuer(settings):
        client.server_metadata.pop("_loaded_at", None)
        raise InstitutionSilent
    said = offered.get("id_token_signing_alg_values_supported") or ["RS256"]
    client.server_metadata["id_token_signing_alg_values_supported"] = [each for each in said if each in _ALGORITHMS]
    return client
