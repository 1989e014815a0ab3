"""`flask check`: is everything in order, and if not, what is not; told apart, also where the app cannot be made."""

import sys
import tempfile
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import asdict, dataclass

import click
import orjson
from flask import current_app
from flask.cli import with_appcontext

from dashapp.context import EXTENSION, Clockstart
from dashapp.services.jobs.queue import open_queue
from dashapp.services.jobs.worker_health import count_workers
from dashapp.settings import Settings
from storage import migrations
from storage.connection import check_ready
from storage.diagnosis import find_fault
from storage.errors import StorageError
from storage.notices import list_notices

CANNOT_START = "CLOCKSTART_CANNOT_START"


@dataclass(frozen=True, slots=True)
class Told:
    """One thing that was looked at. `code` names a fault for scripts and is empty where all is well."""

    what: str
    sentence: str
    code: str = ""


@click.command("check")
@click.option("--json", "as_json", is_flag=True, help="As JSON, for scripts.")
@with_appcontext
def check(as_json: bool) -> None:
    """Say whether settings, folder, store, persistence, versions, web server and job worker are in order; status 1 when
    something has to be mended."""
    told = list(look())
    wrong = any(one.code for one in told)
    if as_json:
        click.echo(orjson.dumps({"ok": not wrong, "checks": [asdict(one) for one in told]}))
    else:
        for one in told:
            click.echo(f"{one.what}: {one.sentence}")
    sys.exit(int(wrong))


def look() -> Iterator[Told]:
    """Everything in its order; what rests on something that is wrong is left out."""
    if CANNOT_START in current_app.config:
        yield Told("Start", current_app.config[CANNOT_START], "cannot_start")
        return
    clockstart: Clockstart = current_app.extensions[EXTENSION]
    yield Told("Settings", "read.")
    yield look_at_folder(clockstart.settings)
    addresses = (("Store", clockstart.settings.redis_url), ("Job queue", clockstart.settings.queue_url))
    faults = [Told(what, fault.sentence, fault.code) for what, url in addresses if url and (fault := find_fault(url))]
    yield from faults
    if not any(told.what == "Store" for told in faults):
        yield from look_at_store(clockstart)
    yield Told("Modules", f"{len(clockstart.registry)}.")
    yield look_at_web(clockstart.settings)
    if clockstart.settings.redis_url and not faults:
        yield look_at_worker(clockstart.settings)


def look_at_folder(settings: Settings) -> Told:
    try:
        with tempfile.TemporaryFile(dir=settings.data_dir) as file:
            file.write(bytes(4096))
    except OSError as problem:
        return Told("Data folder", f"{settings.data_dir} cannot be written to: {problem.strerror}.", "folder")
    return Told("Data folder", f"{settings.data_dir} can be written to.")


def look_at_store(clockstart: Clockstart) -> Iterator[Told]:
    readiness = check_ready(clockstart.store.client)
    yield Told("Store", f"{readiness.engine}, fsync {readiness.fsync}.")
    yield Told("Persistence", "on." if readiness.ok else readiness.reason, "" if readiness.ok else "not_ready")
    for sentence in readiness.warnings:
        yield Told("Append-only file", sentence, "rewrite_failed")
    try:
        for notice in list_notices(clockstart.store.client):
            yield Told("To know", f"{notice.at}: {notice.sentence}")
        version = migrations.find_version(clockstart.store.client)
    except StorageError as problem:
        yield Told("Stored data", problem.sentence, "unreadable")
        return
    code = "version" if version and version != migrations.VERSION else ""
    yield Told("Stored data", f"version {version} of {migrations.VERSION}.", code)


def look_at_web(settings: Settings) -> Told:
    """Whether it runs is no fault, one way or the other; that something else has its port is."""
    place = f"{settings.host}:{settings.port}"
    try:
        with urllib.request.urlopen(f"http://{place}/healthz", timeout=3) as reply:
            ours = b'"up"' in reply.read(200)
    except (urllib.error.URLError, OSError) as problem:
        if isinstance(getattr(problem, "reason", problem), ConnectionRefusedError):
            return Told("Web server", f"nothing listens at {place}.")
        ours = False
    return (
        Told("Web server", f"up at {place}.") if ours else Told("Web server", f"another program has {place}.", "port")
    )


def look_at_worker(settings: Settings) -> Told:
    """Beside a store that others run, somebody has to run a worker too."""
    try:
        with open_queue(settings) as client:
            found = count_workers(client)
    except StorageError as problem:
        return Told("Job worker", problem.sentence, "queue")
    return Told("Job worker", f"{found} running." if found else "none has shown itself lately.")
