"""`visiongait batch` and `cohort`: an archive goes in; result folders and tables over all come out."""

from pathlib import Path
from typing import Any

import click

from ..system import available_cores
from .options import height_option, model_option, quality_option, slowmo_option
from .session import debug_option

SOME_FAILED = 3
"""Exit code where recordings could not be read, as for `analyze`."""


@click.command()
@click.argument("sources", metavar="SOURCE...", nargs=-1, required=True)
@click.option("-o", "--out", required=True, metavar="PLACE", help="Where results go: a folder, or s3://…")
@model_option(help="Pose network.")
@quality_option(help="As for analyze.")
@height_option(help="Height of the subjects whose height the manifest does not give.")
@slowmo_option(help="Slow-motion factor where the manifest gives none; by default, what the files state.")
@click.option("--no-video", is_flag=True, help="Leave out the annotated videos (faster).")
@click.option("--no-blur", is_flag=True, help="Do not blur faces in annotated videos.")
@click.option(
    "--workers",
    type=click.IntRange(min=1),
    metavar="N",
    help="Processes on this computer; by default one per core.",
)
@click.option("--scheduler", metavar="tcp://…", help="Work on a running Dask cluster instead.")
@click.option(
    "--time-limit",
    "time_limit_min",
    type=click.FloatRange(min=0, min_open=True),
    default=60.0,
    show_default=True,
    metavar="MINUTES",
    help="Give up on a recording after this long.",
)
@click.option(
    "--memory-limit",
    "memory_limit_gb",
    type=click.FloatRange(min=0, min_open=True),
    default=4.0,
    show_default=True,
    metavar="GB",
    help="Give up on a recording that needs more memory.",
)
@click.option("--limit", type=click.IntRange(min=0), metavar="N", help="Measure at most N recordings.")
@click.option(
    "--only-new", is_flag=True, help="Skip recordings measured before, even if something has changed."
)
@click.option("--retry-failed", is_flag=True, help="Retry recordings that failed before.")
@click.option("--fail-fast", is_flag=True, help="Stop at the first recording that fails.")
@click.option(
    "--pseudonymise",
    "key_file",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="KEYFILE",
    help="Write pseudonyms instead of names; KEYFILE lists who is who, and is created if missing.",
)
@click.option("--dry-run", is_flag=True, help="Only show what would be measured, and how long it may take.")
@click.option(
    "--json", "as_json", is_flag=True, help="Print one line of JSON per recording and nothing else."
)
@debug_option
def batch(sources: tuple[str, ...], dry_run: bool, as_json: bool, **chosen: Any) -> int:
    """Analyse the recordings in each SOURCE: a folder, a file, a glob, a manifest (.csv), s3://… addresses.

    Recordings analysed before are not analysed again, unless the file, the options or the way of measuring
    have changed.  Stopped at any moment, the same command continues where it stopped.
    """
    from ..batch import run_batch
    from .batch_progress import watching

    settings = _settings(sources, **chosen)
    with watching(as_json=as_json, dry_run=dry_run) as watcher:
        done = run_batch(settings, watcher, dry_run=dry_run)
        watcher.concluded(done, settings.out)
    return SOME_FAILED if any(one.outcome.status == "failed" for one in done.recordings) else 0


def _settings(
    sources: tuple[str, ...],
    *,
    out: str,
    workers: int | None,
    scheduler: str | None,
    time_limit_min: float,
    memory_limit_gb: float,
    limit: int | None,
    only_new: bool,
    retry_failed: bool,
    fail_fast: bool,
    key_file: Path | None,
    **measuring: Any,
) -> Any:
    from ..batch import BatchSettings, Limits, Selection, WorkerSettings

    cores = available_cores()
    count = workers or cores
    threads = 1 if scheduler else max(1, cores // count)
    return BatchSettings(
        sources=sources,
        out=out if "://" in out else str(Path(out).resolve()),
        options=_options(**measuring),
        selection=Selection(retry_failed=retry_failed, only_new=only_new, limit=limit),
        worker=WorkerSettings(threads=threads, limits=Limits(time_limit_min, memory_limit_gb)),
        workers=count,
        scheduler=scheduler,
        key_file=key_file,
        fail_fast=fail_fast,
    )


def _options(*, model: str, no_video: bool, no_blur: bool, **others: Any) -> Any:
    """Return how to measure, after making sure that the network's weights are available."""
    from ..batch import MeasureOptions
    from ..pose import sha256_of_model
    from .progress import bars

    with bars() as progress:
        sha256 = sha256_of_model(model, progress)
    return MeasureOptions(model=model, weights_sha256=sha256, video=not no_video, blur=not no_blur, **others)


@click.command()
@click.argument("out", metavar="PLACE")
@debug_option
def cohort(out: str) -> None:
    """Compare groups within the archive whose results are in PLACE (the -o of `visiongait batch`).

    Groups are those of the manifest (conditions, speed, affected side, sex, age) and of the measured walking
    speed.  Subjects recorded twice give test-retest reliability.
    """
    from ..batch import write_cohort

    found = write_cohort(out)
    click.echo(f"Subjects: {found.n_subjects}; recordings: {found.n_recordings}.")
    click.echo(f"To read: {out.rstrip('/')}/cohort.html (its tables are beside it)")
