"""A small OpenID Connect provider: discovery, keys, authorisation code with PKCE (S256), signed ID tokens."""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import time
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from joserfc import jwt
from joserfc.jwk import RSAKey
from werkzeug.utils import redirect
from werkzeug.wrappers import Request, Response

CLIENT, SECRET = "precheck", "a shared secret of the tests"


@dataclass
class OidcProvider:
    """`claims` are those of the person who is signed in at the provider. The rest makes it misbehave."""

    claims: dict[str, Any] = field(default_factory=lambda: {"sub": "8f14e45f", "eppn": "zmartin@exemple.fr"})
    changes: dict[str, Any] = field(default_factory=dict)
    """Claims of the ID token that are replaced: an old `exp`, another `nonce`, `iss` or `aud`."""
    issuer: str | None = None
    """In the discovery document, in place of the address."""
    unsigned: bool = False
    """The ID token has the algorithm "none", which the discovery document offers."""
    stranger: bool = False
    """The ID token is signed with a key of somebody else."""

    def __post_init__(self) -> None:
        self._key = RSAKey.generate_key(2048, {"kid": "1", "use": "sig"})
        self._codes: dict[str, dict[str, str]] = {}

    def respond(self, request: Request) -> Response:
        """The four addresses of a provider."""
        base = request.host_url.rstrip("/")
        if request.path == "/.well-known/openid-configuration":
            return _json(
                {
                    "issuer": self.issuer or base,
                    "authorization_endpoint": f"{base}/authorize",
                    "token_endpoint": f"{base}/token",
                    "jwks_uri": f"{base}/keys",
                    "id_token_signing_alg_values_supported": ["RS256", "HS256", "none"],
                }
            )
        if request.path == "/keys":
            return _json({"keys": [self._key.as_dict(private=False)]})
        if request.path == "/authorize":
            return self._authorize(request)
        if request.path == "/token":
            return self._token(request, base)
        return Response("nothing here", 404)

    def _authorize(self, request: Request) -> Response:
        asked = request.args.to_dict()
        assert asked["client_id"] == CLIENT
        assert asked["code_challenge_method"] == "S256"
        code = secrets.token_urlsafe(16)
        self._codes[code] = asked
        back = urlencode({"code": code, "state": asked["state"]})
        return redirect(f"{asked['redirect_uri']}?{back}")

    def _token(self, request: Request, base: str) -> Response:
        asked = self._codes.pop(request.form.get("code", ""), None)
        digest = hashlib.sha256(request.form.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).decode().rstrip("=")
        authorization = request.authorization
        known = authorization is not None and (authorization.username, authorization.password) == (CLIENT, SECRET)
        if asked is None or not known or challenge != asked["code_challenge"]:
            return _json({"error": "invalid_grant"}, 400)
        now = int(time.time())
        claims = {
            "iss": base, "aud": CLIENT, "iat": now, "exp": now + 300, "nonce": asked["nonce"], **self.claims,
            **self.changes,
        }  # fmt: skip
        return _json({"access_token": "opaque", "token_type": "Bearer", "id_token": self._signed(claims)})

    def _signed(self, claims: dict[str, Any]) -> str:
        if self.unsigned:
            return f"{_base64({'alg': 'none', 'kid': '1'})}.{_base64(claims)}."
        key = RSAKey.generate_key(2048, {"kid": "1"}) if self.stranger else self._key
        return jwt.encode({"alg": "RS256", "kid": "1"}, claims, key)


def _base64(said: dict[str, Any]) -> str:
    return base64.urlsafe_b64encode(json.dumps(said).encode()).decode().rstrip("=")


def _json(said: dict[str, Any], code: int = 200) -> Response:
    return Response(json.dumps(said), code, mimetype="application/json")
