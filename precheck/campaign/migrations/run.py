"""Bringing the tables up to date, whoever else does so at the same moment."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from alembic.util.exc import CommandError
from sqlalchemy import Engine, text

from precheck.campaign.errors import StoreNewer

FOLDER = Path(__file__).parent
_LOCK = 71_830_115
"""The advisory lock of PostgreSQL under which tables are changed: any number that nobody else uses."""


def config() -> Config:
    """Alembic's settings; there is no file to edit."""
    settings = Config()
    settings.set_main_option("script_location", str(FOLDER))
    return settings


def upgrade(engine: Engine, head: str) -> None:
    """Bring the tables to the revision `head`, in one transaction.

    Raises:
        StoreNewer: the database is at a revision that this version does not know.
    """
    settings = config()
    with engine.connect() as connection:
        connection.execution_options(precheck_writing=True)
        with connection.begin():
            if connection.dialect.name == "postgresql":
                connection.execute(text(f"SELECT pg_advisory_xact_lock({_LOCK})"))
            settings.attributes["connection"] = connection
            try:
                command.upgrade(settings, head)
            except CommandError as error:
                known = {script.revision for script in ScriptDirectory.from_config(settings).walk_revisions()}
                raise StoreNewer(place="", revision=",".join(sorted(known))) from error
