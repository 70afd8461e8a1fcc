"""The database itself refuses to change or delete what was entered; only erasing a subject may delete."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

TABLES = ("assessment", "summary", "entry", "score")
REFUSAL = "the record is append-only"


def upgrade() -> None:
    """Make the table that opens the door for erasing, and the triggers that keep it shut."""
    op.create_table("erasure", sa.Column("subject", sa.Text, primary_key=True))
    on_sqlite = op.get_bind().dialect.name == "sqlite"
    for statement in _sqlite() if on_sqlite else _postgresql():
        op.execute(statement)


def _sqlite() -> list[str]:
    refuse = f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
    changes = [f"CREATE TRIGGER {table}_change BEFORE UPDATE ON {table} {refuse}" for table in TABLES]
    deletions = [
        f"CREATE TRIGGER {table}_delete BEFORE DELETE ON {table}"
        f" WHEN NOT EXISTS (SELECT 1 FROM erasure) {refuse}"
        for table in TABLES
    ]
    return changes + deletions


def _postgresql() -> list[str]:
    function = f"""
        CREATE FUNCTION keep_record() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF TG_OP = 'DELETE' AND EXISTS (SELECT 1 FROM erasure) THEN RETURN OLD; END IF;
            RAISE EXCEPTION '{REFUSAL}';
        END $$"""
    rows = [
        f"CREATE TRIGGER {table}_keep BEFORE UPDATE OR DELETE ON {table}"
        " FOR EACH ROW EXECUTE FUNCTION keep_record()"
        for table in TABLES
    ]
    whole = [
        f"CREATE TRIGGER {table}_whole BEFORE TRUNCATE ON {table}"
        " FOR EACH STATEMENT EXECUTE FUNCTION keep_record()"
        for table in TABLES
    ]
    return [function, *rows, *whole]
