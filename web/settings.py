"""How the site runs: one TOML file (`PRECHECK_SETTINGS`, or settings.toml in the data folder), then the environment.

Each setting is also read from `PRECHECK_` and its name in capitals; lists there are parted by commas.
"""

from __future__ import annotations

import ipaddress
import os
import secrets
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

import platformdirs

from precheck.errors import BadConfiguration, system_reason
from precheck.i18n import LANGUAGES, msg
from precheck.reading.limits import MIB

FILE = "settings.toml"
SECRET_FILE = "secret.key"  # noqa: S105 (its name, not the secret)


@dataclass(frozen=True, slots=True)
class Settings:
    """What an institution decides about its site."""

    data_dir: Path
    database_url: str = ""
    public_url: str = ""
    """The address that people see, for links in mails; also says whether cookies need https."""
    language: str = "fr"
    profiles: tuple[str, ...] = ("grenoble-2016", "orleans-2022", "upec", "iufm-2006", "raep")
    """What a candidate may check against: shipped ids or TOML files, the first one chosen at the start."""
    candidate_corpora: tuple[Path, ...] = ()
    """Corpora that a candidate's draft is compared with, in the candidate's view; none: drafts are not compared."""
    corpora: tuple[Path, ...] = ()
    """Corpora that a campaign's dossiers are compared with at the close; closed campaigns may be put into them."""
    upload_megabytes: int = 30
    upload_seconds: int = 300
    """How long a file may take to come."""
    import_megabytes: int = 4096
    """What an administrator may import at once: a platform's zip of a whole session."""
    keep_minutes: int = 60
    """After which a draft and its report are erased."""
    uploads_per_hour: int = 30
    """Drafts that one address may have checked."""
    waiting: int = 2000
    """Drafts in the queue beyond which new ones are put off."""
    queue_dir: str = ""
    """Where the queue of this host lies: by default the data folder, on a local disk when several hosts share that."""
    workers: int = field(default_factory=lambda: os.cpu_count() or 1)
    trusted_proxies: int = 0
    """Reverse proxies before the site, whose X-Forwarded headers are believed."""
    remote_user_from: tuple[str, ...] = ()
    """Addresses or networks of proxies whose header signs people in, "unix" for a socket file; none: nobody is."""
    remote_user_header: str = "X-Remote-User"
    cas_url: str = ""
    """Where the CAS server is, such as https://cas.exemple.fr/cas/."""
    oidc_url: str = ""
    """The issuer, such as https://idp.exemple.fr; what it offers is read from /.well-known/openid-configuration."""
    oidc_client: str = ""
    oidc_secret: str = ""
    login_claim: str = ""
    """Attribute (CAS) or claim (OIDC) with the person's login. By default eduPersonPrincipalName or eppn, then the CAS
    name, or the subject."""
    smtp_host: str = ""
    smtp_port: int = 25
    smtp_user: str = ""
    smtp_password: str = ""
    smtp_tls: bool = False
    mail_from: str = ""
    contact: str = ""
    """Whom to write to, shown on the information pages."""

    @property
    def upload_bytes(self) -> int:
        return self.upload_megabytes * MIB

    @property
    def import_bytes(self) -> int:
        return self.import_megabytes * MIB

    @property
    def institution(self) -> bool:
        """Whether an institution signs people in."""
        return bool(self.remote_user_from or self.cas_url or self.oidc_url)

    @property
    def secure(self) -> bool:
        """Whether people reach the site by https."""
        return self.public_url.startswith("https://")

    def secret(self) -> str:
        """The key that signs cookies: made once for the data folder, readable by its owner only."""
        place = self.data_dir / SECRET_FILE
        try:
            self.data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
            handle = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            pass
        except OSError as error:
            raise BadConfiguration(reason=f"{place}: {system_reason(error)}") from None
        else:
            with os.fdopen(handle, "w", encoding="ascii") as stream:
                stream.write(secrets.token_hex(32))
        return place.read_text(encoding="ascii")


def load(environ: Mapping[str, str] = os.environ) -> Settings:
    """The settings of this environment.

    Raises:
        BadConfiguration: an unknown key, or a value of the wrong kind.
    """
    folder = Path(environ.get("PRECHECK_DATA_DIR") or platformdirs.user_data_dir("precheck"))
    said = _file(environ, folder)
    for each in fields(Settings):
        if (text := environ.get(f"PRECHECK_{each.name.upper()}")) is not None:
            said[each.name] = text
    known = {each.name: each for each in fields(Settings)}
    for name in said:
        if name not in known:
            raise BadConfiguration(reason=msg("“{key}” is not a known setting.", key=name))
    values = {name: _value(name, str(known[name].type), given) for name, given in said.items()}
    settings = Settings(**{**values, "data_dir": folder})
    for place in settings.remote_user_from:
        _network(place)
    if settings.language not in LANGUAGES:
        raise BadConfiguration(reason=msg("There is no language “{language}”.", language=settings.language))
    return settings


def _network(place: str) -> None:
    try:
        _ = place == "unix" or ipaddress.ip_network(place, strict=False)
    except ValueError:
        raise BadConfiguration(reason=msg("The setting “{key}” has a wrong value.", key="remote_user_from")) from None


def _file(environ: Mapping[str, str], folder: Path) -> dict[str, Any]:
    named = environ.get("PRECHECK_SETTINGS")
    place = Path(named) if named else folder / FILE
    try:
        return {key.replace("-", "_"): value for key, value in tomllib.loads(place.read_text("utf-8")).items()}
    except FileNotFoundError as error:
        if named:
            raise BadConfiguration(reason=f"{place}: {system_reason(error)}") from None
        return {}
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise BadConfiguration(reason=f"{place}: {error}") from None


def _texts(given: Any) -> tuple[str, ...]:
    parts = given.split(",") if isinstance(given, str) else given
    if not isinstance(parts, list) or not all(isinstance(part, str) for part in parts):
        raise ValueError
    return tuple(part.strip() for part in parts if part.strip())


def _truth(given: Any) -> bool:
    if isinstance(given, bool):
        return given
    return {"1": True, "true": True, "yes": True, "0": False, "false": False, "no": False}[str(given).lower()]


def _text(given: Any) -> str:
    if not isinstance(given, str):
        raise ValueError
    return given


_READERS: Mapping[str, Callable[[Any], Any]] = {
    "Path": Path,
    "str": _text,
    "int": int,
    "bool": _truth,
    "tuple[str, ...]": _texts,
    "tuple[Path, ...]": lambda given: tuple(map(Path, _texts(given))),
}


def _value(name: str, kind: str, given: Any) -> Any:
    try:
        return _READERS[kind](given)
    except (ValueError, TypeError, KeyError):
        raise BadConfiguration(reason=msg("The setting “{key}” has a wrong value.", key=name)) from None
