"""From and to an S3-compatible server on this computer, with the same tables as from and to folders."""

import json

import boto3
import pytest
from batch_helpers import WORKER, Noting, by_name
from moto.server import ThreadedMotoServer

from visiongait.batch import cluster
from visiongait.batch.cohort import write_cohort
from visiongait.batch.plan import Selection
from visiongait.batch.run import BatchSettings, run_batch
from visiongait.batch.store import open_store
from visiongait.errors import EnvironmentFaultError, UsageError

pytest_plugins = ["made_batch"]
FILES = {"a.mp4": "good 1", "sub/b.mp4": "good 2", "sub/c.mp4": "broken", "notes.txt": "none"}
TABLES = [f"{name}.{kind}" for name in ("strides", "summary", "events") for kind in ("csv", "parquet")]


@pytest.fixture(scope="module")
def server(stand_in_found):
    """An S3 server, and an environment that leads every process to it."""
    served = ThreadedMotoServer(ip_address="127.0.0.1", port=0)
    served.start()
    address = "http://{}:{}".format(*served.get_host_and_port())
    with pytest.MonkeyPatch.context() as patch:
        for name, value in {
            "AWS_ENDPOINT_URL": address,
            "AWS_ACCESS_KEY_ID": "testing",
            "AWS_SECRET_ACCESS_KEY": "testing",
            "AWS_DEFAULT_REGION": "us-east-1",
        }.items():
            patch.setenv(name, value)
        yield boto3.client("s3")
    served.stop()


@pytest.fixture(scope="module")
def workers(server):
    """A cluster that knows the server."""
    with cluster.connected(None, 1) as client:
        yield client.scheduler.address


@pytest.fixture
def bucket(server, request):
    name = f"archive-{abs(hash(request.node.name))}"
    server.create_bucket(Bucket=name)
    for path, words in FILES.items():
        server.put_object(Bucket=name, Key=f"in/{path}", Body=words.encode())
    return name


@pytest.fixture
def settings(workers, bucket):
    def make(**others):
        chosen = {"out": f"s3://{bucket}/out", "worker": WORKER, "scheduler": workers} | others
        return BatchSettings([f"s3://{bucket}/in"], **chosen)

    return make


def keys(server, bucket):
    return {one["Key"] for one in server.list_objects_v2(Bucket=bucket, Prefix="out/")["Contents"]}


def test_from_and_to_a_bucket_gives_the_tables_of_folders(server, bucket, settings, tmp_path):
    outcomes = by_name(run_batch(settings()))
    assert {name: one.status for name, one in outcomes.items()} == {
        "a": "done", "sub_b": "done", "sub_c": "failed",
    }  # fmt: skip
    for path, words in FILES.items():
        (tmp_path / "in" / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "in" / path).write_text(words)
    run_batch(
        BatchSettings(
            [str(tmp_path / "in")], str(tmp_path / "out"), worker=WORKER, scheduler=settings().scheduler
        )
    )
    folder, objects = open_store(str(tmp_path / "out")), open_store(f"s3://{bucket}/out")
    assert folder.read(TABLES) == objects.read(TABLES)
    assert {
        f"out/recordings/{outcomes['a'].recording}/{f}" for f in ("report.html", "recording.json")
    } <= keys(server, bucket)
    assert write_cohort(f"s3://{bucket}/out").n_recordings == 2
    assert "out/cohort.html" in keys(server, bucket)


def test_nothing_is_fetched_again_and_what_changed_is_done_again(server, bucket, settings, monkeypatch):
    watcher = Noting()
    run_batch(settings(), watcher)
    assert sorted(watcher.measured) == ["a", "sub_b", "sub_c"]
    monkeypatch.setattr(cluster, "run", refuse_to_identify(cluster.run))
    again = Noting()
    run_batch(settings(), again)
    assert again.measured == []
    monkeypatch.undo()
    server.put_object(Bucket=bucket, Key="in/a.mp4", Body=b"good 3")
    run_batch(settings(), again)
    assert again.measured == ["a"]


def refuse_to_identify(run):
    """Run as always, but fail where bytes would be read for their hash."""

    def guarded(client, work, arguments, report):
        assert work.__name__ != "identify" or not arguments
        return run(client, work, arguments, report)

    return guarded


def test_a_folder_without_its_mark_is_not_there(server, bucket, settings):
    first = by_name(run_batch(settings(selection=Selection(limit=1))))["a"]
    server.delete_object(Bucket=bucket, Key=f"out/recordings/{first.recording}/recording.json")
    watcher = Noting()
    run_batch(settings(selection=Selection(limit=1)), watcher)
    assert watcher.measured == ["a"]
    mark = server.get_object(Bucket=bucket, Key=f"out/recordings/{first.recording}/recording.json")
    assert json.load(mark["Body"])["status"] == "done"


def test_manifests_lie_in_buckets_too(server, bucket, settings):
    server.put_object(Bucket=bucket, Key="in/list.csv", Body=b"path,subject\nsub/b.mp4,S1\n")
    done = run_batch(
        BatchSettings(
            [f"s3://{bucket}/in/list.csv"],
            f"s3://{bucket}/out",
            worker=WORKER,
            scheduler=settings().scheduler,
        )
    )
    assert by_name(done)["sub_b"].status == "done"
    assert (
        open_store(f"s3://{bucket}/out").read(["strides.csv"])["strides.csv"].splitlines()[1].split(b",")[1]
        == b"S1"
    )


def test_what_is_not_there_is_one_sentence(server, bucket, settings):
    with pytest.raises(UsageError, match="There is no s3://"):
        run_batch(BatchSettings([f"s3://{bucket}/none"], f"s3://{bucket}/out", worker=WORKER))
    with pytest.raises(EnvironmentFaultError, match="cannot be reached"):
        run_batch(settings(out="s3://no-such-bucket/out"))
