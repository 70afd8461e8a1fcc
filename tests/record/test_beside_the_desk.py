"""The desk's tables beside the record: in one PostgreSQL database, or each in its file."""

from visiongait.record import Record, reading, writing
from visiongait.web import people, recordings, tickets
from visiongait.web.database import open_database
from visiongait.web.desk import local_today
from visiongait.web.workspace import new_identity, open_workspace

pytest_plugins = ["record_databases"]


def test_the_desk_and_the_record_share_a_database(url, tmp_path):
    workspace = open_workspace(tmp_path / "desk")
    engine = open_database(workspace)
    assert Record().entries() == []
    with writing(engine) as connection:
        person = people.person_named(connection, {"pseudonym": "P01", "stature": "172"}, "cm", local_today())
        session = people.new_visit(connection, person, {"test": "walk"}, local_today())
        identity = new_identity()
        recordings.file_recording(
            connection, identity, session, "Ganganalyse.MP4", 5_000_000_000, origin="desk", status="waiting"
        )
        token = tickets.issue(connection, "desk")
    engine = open_database(workspace)
    with writing(engine) as connection:
        assert recordings.claim(connection).id == identity
        assert recordings.claim(connection) is None
        recordings.requeue_interrupted(connection)
        assert tickets.redeem(connection, token, "desk") is not None
        assert tickets.redeem(connection, token, "desk") is None
    with reading(engine) as connection:
        (row,) = recordings.listed(connection, words="gangan")
        assert (row.pseudonym, row.recording.status, row.recording.size_bytes) == (
            "P01",
            "waiting",
            5_000_000_000,
        )
    assert Record().entries() == []
