"""The database's schema: made new from the models, brought up to date by migrations.

Both ways give the same tables (a test compares them), so opening a desk of this version never
loads Alembic. Migrations stand by themselves in `migrations/versions`, as files on the disk also
in a frozen app, and never import the models.
"""

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Engine, text

from desktop.errors import UserError
from desktop.store import audit
from desktop.store.engine import RawConnection, make_engine
from desktop.store.layout import DATABASE
from desktop.store.models import Row
from desktop.store.trouble import damaged

if TYPE_CHECKING:
    from alembic.config import Config

SCHEMA = "0002"
"""The newest revision in `SCRIPTS`: the one the models describe."""

SCRIPTS = Path(__file__).parent / "migrations"


class NewerDesk(UserError):
    """The database was written by a newer version of the program."""


def create_tables(connection: Connection) -> None:
    """Make all tables in an empty database and note their revision, in the open transaction."""
    Row.metadata.create_all(connection, checkfirst=False)
    connection.execute(
        text(
            "CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL, "
            "CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num))"
        )
    )
    connection.execute(text("INSERT INTO alembic_version VALUES (:schema)"), {"schema": SCHEMA})


def revision_of(raw: RawConnection) -> str:
    """Give the revision of an open database. DatabaseDamaged when it says none."""
    tables = raw.execute("SELECT name FROM sqlite_master WHERE name = 'alembic_version'")
    if tables.fetchone() is None:
        raise damaged()
    row = raw.execute("SELECT version_num FROM alembic_version").fetchone()
    if row is None:
        raise damaged()
    return str(row[0])


def bring_up_to_date(
    folder: Path, key: bytes, revision: str, *, who: str, scripts: Path = SCRIPTS
) -> None:
    """Back a desk up and migrate its database from `revision` to ours.

    NewerDesk when `revision` is none of ours. When a migration fails, the database stays as it
    was.
    """
    from desktop.store.backup import make_backup  # only here, as Alembic below

    insist_on_known(revision, scripts)
    make_backup(folder, key)
    engine = make_engine(folder / DATABASE, key)
    try:
        upgrade(engine, who=who, scripts=scripts)
    finally:
        engine.dispose()


def insist_on_known(revision: str, scripts: Path = SCRIPTS) -> None:
    """Raise NewerDesk when `revision` is none of ours."""
    if revision == SCHEMA:
        return  # without loading Alembic
    from alembic.script import ScriptDirectory

    known = ScriptDirectory.from_config(_config(scripts)).walk_revisions()
    if revision not in {script.revision for script in known}:
        raise NewerDesk(
            "This desk was last used with a newer version of Scrutiny Desk.",
            "Install the newest version on this computer and open the desk with it.",
        )


def upgrade(engine: Engine, *, who: str = "", scripts: Path = SCRIPTS) -> None:
    """Run all migrations the database lacks, in one transaction with its audit entry."""
    from alembic import command

    with engine.connect() as connection:
        raw: RawConnection = connection.connection.driver_connection
        # Rebuilding a table drops the old one, and with foreign keys on that silently deletes
        # its children. The setting has no effect inside a transaction, hence before it.
        raw.execute("PRAGMA foreign_keys=OFF")
        try:
            with connection.execution_options(begin="BEGIN IMMEDIATE").begin():
                config = _config(scripts)
                config.attributes["connection"] = connection
                command.upgrade(config, "head")
                if connection.exec_driver_sql("PRAGMA foreign_key_check").first() is not None:
                    raise RuntimeError("a migration left rows that refer to nothing")
                audit.append(connection, audit.Entry(who, "Brought the database up to date"))
        finally:
            raw.execute("PRAGMA foreign_keys=ON")


def _config(scripts: Path) -> "Config":
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(scripts).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config
