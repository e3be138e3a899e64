"""The schema's version: bring a database up to date, and refuse one that does not fit.

The Alembic environment lives in `db/migrations` and is used from the installed package;
there is no alembic.ini.
"""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, inspect
from sqlalchemy.orm import Session

from db.organizations_again import read_bodies_again
from db.places import load_places
from db.problems import DatabaseProblem, DatabaseTooNew, DatabaseTooOld, NotOurDatabase
from db.views.install import create_views, drop_views, views_are_ours

MIGRATIONS = Path(__file__).parent / "migrations"


def migration_config(connection: Connection) -> Config:
    """Alembic's settings for one connection."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


def head_version() -> str:
    """The version of the schema that this program works with."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    head = ScriptDirectory.from_config(config).get_current_head()
    if head is None:
        msg = f"no migrations in {MIGRATIONS}: the installation is damaged"
        raise DatabaseProblem(msg)
    return head


def stored_version(connection: Connection) -> str | None:
    """The version of the database's schema; none for an empty database.

    Raises `NotOurDatabase` where there are tables, but no version.
    """
    version = MigrationContext.configure(connection).get_current_revision()
    if version is None and inspect(connection).get_table_names():
        msg = f"{_place(connection)} holds tables of another program; name another database in config.toml"
        raise NotOurDatabase(msg)
    return version


def upgrade_database(engine: Engine) -> None:
    """Bring schema, places and bodies to this program's version, in one transaction; nothing where they are.

    Raises `DatabaseTooNew` and `NotOurDatabase`; then nothing is changed.
    """
    with engine.begin() as connection:
        version = stored_version(connection)
        _refuse_newer(connection, version)
        if version != head_version() or not views_are_ours(connection):
            readers = drop_views(connection)
            command.upgrade(migration_config(connection), "head")
            create_views(connection, readers)
        load_places(connection)
        with Session(connection) as session:
            read_bodies_again(session)
            session.flush()


def require_current(engine: Engine) -> None:
    """Raise `DatabaseTooOld`, `DatabaseTooNew` or `NotOurDatabase` unless the schema is this program's."""
    with engine.connect() as connection:
        version = stored_version(connection)
        _refuse_newer(connection, version)
        if version != head_version():
            state = "is empty" if version is None else f"has the older schema {version}"
            msg = f"{_place(connection)} {state}; run: tintinh db upgrade"
            raise DatabaseTooOld(msg)
        if not views_are_ours(connection):
            msg = f"{_place(connection)} has views of another version; run: tintinh db upgrade"
            raise DatabaseTooOld(msg)


def _refuse_newer(connection: Connection, version: str | None) -> None:
    scripts = ScriptDirectory.from_config(migration_config(connection))
    if version is not None and version not in {script.revision for script in scripts.walk_revisions()}:
        msg = (
            f"{_place(connection)} has the schema {version}, which this Tin Tỉnh does not know:"
            " a newer one wrote it. Install that one (pip install --upgrade tintinh) or name another database"
        )
        raise DatabaseTooNew(msg)


def _place(connection: Connection) -> str:
    return f"the database {connection.engine.url.render_as_string(hide_password=True)}"
