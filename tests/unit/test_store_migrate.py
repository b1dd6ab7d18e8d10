import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, Inspector, func, inspect, select, text
from sqlalchemy.dialects import postgresql
from sqlalchemy.exc import OperationalError
from sqlalchemy.schema import CreateTable

from desktop.store import chain, keyfile, migrate
from desktop.store.backup import backups, faults
from desktop.store.desk import Desk, open_desk
from desktop.store.engine import connect, make_engine
from desktop.store.migrate import SCHEMA, SCRIPTS, NewerDesk
from desktop.store.models import Audit, Record, Row
from tests.unit import store_fixture
from tests.unit.store_fixture import FIXTURES

KEY = bytes(range(32))


@contextmanager
def empty_database(path: Path) -> Iterator[Engine]:
    connect(path, KEY, create=True).close()
    engine = make_engine(path, KEY)
    try:
        yield engine
    finally:
        engine.dispose()


def described(inspector: Inspector) -> dict[str, object]:
    """Describe tables as far as SQLite knows them, whatever the order they were written in."""
    tables: dict[str, object] = {}
    for table in inspector.get_table_names():
        tables[table] = {
            "columns": [
                (column["name"], str(column["type"]), column["nullable"], column["default"])
                for column in inspector.get_columns(table)
            ],
            "key": inspector.get_pk_constraint(table),
            "references": sorted(map(str, inspector.get_foreign_keys(table))),
            "unique": sorted(map(str, inspector.get_unique_constraints(table))),
            "checks": sorted(
                f"{check['name']}: {check['sqltext']}"
                for check in inspector.get_check_constraints(table)
            ),
            "indexes": sorted(
                f"{index['name']} {index['unique']} {index['column_names']}"
                for index in inspector.get_indexes(table)
            ),
        }
    return tables


def others(engine: Engine) -> list[tuple[object, ...]]:
    """Give what the inspector does not know: triggers, parts of indexes, tables without rowid."""
    with engine.connect() as connection:
        return [
            tuple(row)
            for row in connection.execute(
                text(
                    "SELECT type, name, CASE WHEN type = 'table' THEN sql LIKE '%WITHOUT ROWID%' "
                    "ELSE sql END FROM sqlite_master WHERE name NOT LIKE 'sqlite_%' "
                    "ORDER BY type, name"
                )
            )
        ]


# --- one schema, two ways to it ------------------------------------------------------------


def test_the_models_and_the_migrations_give_the_same_database(tmp_path: Path) -> None:
    with (
        empty_database(tmp_path / "models.db") as made,
        empty_database(tmp_path / "migrations.db") as migrated,
    ):
        with made.begin() as connection:
            migrate.create_tables(connection)
        migrate.upgrade(migrated)

        assert described(inspect(made)) == described(inspect(migrated))
        assert others(made) == others(migrated)
        assert len(inspect(made).get_table_names()) == len(Row.metadata.tables) + 1


def test_alembic_finds_no_difference_between_the_models_and_the_migrations(
    tmp_path: Path,
) -> None:
    with empty_database(tmp_path / "migrations.db") as engine:
        migrate.upgrade(engine)
        with engine.connect() as connection:
            context = MigrationContext.configure(connection, opts={"compare_type": True})
            assert compare_metadata(context, Row.metadata) == []


def test_the_newest_migration_is_the_schema_of_this_version() -> None:
    scripts = ScriptDirectory(str(SCRIPTS))

    assert scripts.get_heads() == [SCHEMA]


def test_migrations_stand_by_themselves() -> None:
    for script in (SCRIPTS / "versions").glob("*.py"):
        assert "desktop" not in script.read_text(encoding="utf-8"), script.name


def test_every_table_can_be_made_on_postgresql() -> None:
    for table in Row.metadata.sorted_tables:
        made = str(CreateTable(table).compile(dialect=postgresql.dialect()))  # type: ignore[no-untyped-call]
        assert made.strip().startswith("CREATE TABLE")


def test_opening_a_desk_of_this_version_does_not_load_alembic(desk: Desk) -> None:
    desk.close()
    program = (
        "import sys; from pathlib import Path; from desktop.store.desk import open_desk\n"
        "open_desk(Path(sys.argv[1]), sys.argv[2]).close(); print('alembic' in sys.modules)"
    )
    passphrase = "correct horse battery staple"

    done = subprocess.run(
        [sys.executable, "-c", program, str(desk.folder), passphrase],
        capture_output=True,
        text=True,
        check=True,
    )

    assert done.stdout == "False\n"


# --- every schema that was released --------------------------------------------------------


def released() -> list[str]:
    return sorted(folder.name for folder in FIXTURES.iterdir())


def test_this_schema_has_a_desk_among_the_fixtures() -> None:
    assert SCHEMA in released()


@pytest.mark.parametrize("schema", released())
def test_a_desk_of_every_released_schema_opens_with_all_that_is_in_it(
    schema: str, tmp_path: Path
) -> None:
    shutil.copytree(FIXTURES / schema, tmp_path / "desk")
    filled = tables_of(tmp_path / "desk")

    with open_desk(tmp_path / "desk", store_fixture.PASSPHRASE, who="Ann") as desk:
        with desk.read() as session:
            for table in Row.metadata.sorted_tables:
                rows = session.execute(select(func.count()).select_from(table)).scalar_one()
                assert (rows > 0) == (table.name in filled), table.name
            record = session.get_one(Record, "visit")
            assert record.answers == store_fixture.ANSWERS
            assert record.finished_at == store_fixture.MOMENT
            assert chain.verify(session) is None
        with closing(connect(desk.folder / "desk.db", desk.key)) as raw:
            assert faults(raw) == []


def tables_of(folder: Path) -> set[str]:
    with closing(connect(folder / "desk.db", key_of(folder))) as raw:
        return {name for (name,) in raw.execute("SELECT name FROM sqlite_master")}


def test_a_desk_of_an_older_schema_is_backed_up_before_it_is_brought_up_to_date(
    tmp_path: Path,
) -> None:
    shutil.copytree(FIXTURES / "0001", tmp_path / "desk")

    with open_desk(tmp_path / "desk", store_fixture.PASSPHRASE, who="Ann") as desk:
        (backup,) = backups(desk.folder / "backups")
        assert one(desk.folder, "SELECT version_num FROM alembic_version") == SCHEMA
        assert one(backup.folder, "SELECT version_num FROM alembic_version") == "0001"


def test_the_fixture_of_this_schema_is_what_its_maker_makes(tmp_path: Path) -> None:
    store_fixture.make(tmp_path / "made")
    shutil.copytree(FIXTURES / SCHEMA, tmp_path / "kept")
    found = []
    for name in ("made", "kept"):
        with closing(connect(tmp_path / name / "desk.db", key_of(tmp_path / name))) as raw:
            found.append(raw.execute("SELECT sql FROM sqlite_master ORDER BY name").fetchall())

    assert found[0] == found[1]


def key_of(folder: Path) -> bytes:
    return keyfile.unlock(folder / "desk.key", store_fixture.PASSPHRASE)


# --- migrating -----------------------------------------------------------------------------

# One revision after the present one.
REBUILDS_A_PARENT = '''
"""Rebuild the record's table, which others refer to."""
from alembic import op
import sqlalchemy as sa
revision = "next"
down_revision = "PRESENT"
def upgrade():
    with op.batch_alter_table("record") as batch:
        batch.add_column(sa.Column("weather", sa.Text, nullable=False, server_default="dry"))
        batch.drop_column("typed_by")
'''
FAILS_HALF_WAY = '''
"""Change something, then fail."""
from alembic import op
import sqlalchemy as sa
revision = "next"
down_revision = "PRESENT"
def upgrade():
    op.create_table("half", sa.Column("id", sa.Integer, primary_key=True))
    op.execute("UPDATE record SET reference = 'broken'")
    op.execute("INSERT INTO no_such_table VALUES (1)")
'''
LEAVES_AN_ORPHAN = '''
"""Erase what others refer to."""
from alembic import op
revision = "next"
down_revision = "PRESENT"
def upgrade():
    op.execute("DELETE FROM place")
'''


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """Give a desk of the present schema, old to the next, with a row in every table."""
    shutil.copytree(FIXTURES / SCHEMA, tmp_path / "desk")
    return tmp_path / "desk"


def migrated(folder: Path, tmp_path: Path, script: str) -> Path:
    """Migrate a desk with one more script and give the folder."""
    scripts = tmp_path / "scripts"
    shutil.copytree(SCRIPTS, scripts, ignore=shutil.ignore_patterns("__pycache__"))
    (scripts / "versions" / "next.py").write_text(script.replace("PRESENT", SCHEMA))
    migrate.bring_up_to_date(folder, key_of(folder), SCHEMA, who="Ann", scripts=scripts)
    return folder


def one(folder: Path, query: str) -> object:
    with closing(connect(folder / "desk.db", key_of(folder))) as raw:
        return raw.execute(query).fetchone()[0]


def test_rebuilding_a_table_keeps_the_rows_that_refer_to_it(old: Path, tmp_path: Path) -> None:
    migrated(old, tmp_path, REBUILDS_A_PARENT)

    assert one(old, "SELECT version_num FROM alembic_version") == "next"
    assert one(old, "SELECT weather FROM record") == "dry"
    for table in ("identifier", "record_date", "record_text", "revision"):
        assert one(old, f"SELECT count(*) FROM {table}") == 1  # noqa: S608
    assert one(old, "SELECT record_id FROM issue") == "visit"
    with closing(connect(old / "desk.db", key_of(old))) as raw:
        assert faults(raw) == []


def test_a_migration_has_its_entry_in_the_audit(old: Path, tmp_path: Path) -> None:
    before = one(old, "SELECT count(*) FROM audit")
    migrated(old, tmp_path, REBUILDS_A_PARENT)

    assert one(old, "SELECT count(*) FROM audit") == int(str(before)) + 1
    newest = "FROM audit ORDER BY seq DESC LIMIT 1"
    assert one(old, f"SELECT why {newest}") == "Brought the database up to date"
    assert one(old, f"SELECT who {newest}") == "Ann"


def test_a_desk_is_backed_up_before_it_is_migrated(old: Path, tmp_path: Path) -> None:
    migrated(old, tmp_path, REBUILDS_A_PARENT)

    (backup,) = backups(old / "backups")
    assert one(backup.folder, "SELECT version_num FROM alembic_version") == SCHEMA
    assert one(backup.folder, "SELECT count(*) FROM record") == 1


def test_a_desk_that_was_migrated_is_newer_to_the_version_before(old: Path, tmp_path: Path) -> None:
    migrated(old, tmp_path, REBUILDS_A_PARENT)

    with pytest.raises(NewerDesk, match="newer version"):
        open_desk(old, store_fixture.PASSPHRASE)


@pytest.mark.parametrize("script", [FAILS_HALF_WAY, LEAVES_AN_ORPHAN])
def test_a_migration_that_fails_leaves_everything_as_it_was(
    old: Path, tmp_path: Path, script: str
) -> None:
    with pytest.raises((OperationalError, RuntimeError)):
        migrated(old, tmp_path, script)

    with open_desk(old, store_fixture.PASSPHRASE) as desk, desk.read() as session:
        assert session.get_one(Record, "visit").reference == ""
        assert "half" not in inspect(session.connection()).get_table_names()
        assert session.scalars(select(func.count()).select_from(Audit)).one() == 2
        assert session.execute(text("PRAGMA foreign_keys")).scalar() == 1
