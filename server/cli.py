"""Administration commands: `flask create-user …` and the others (CONTRACTS §7). `.flaskenv` names the app."""

import sys
from collections.abc import Callable
from datetime import UTC, datetime
from functools import wraps
from pathlib import Path
from typing import Any

import click
import orjson
from flask import Flask, current_app
from flask.cli import with_appcontext

import auth
from auth.errors import AuthError
from auth.invitations import invite, invite_first
from auth.passwords import check_new_password
from dashapp.context import Clockstart, current_clockstart
from dashapp.demo import demo
from dashapp.services.earlier import earlier_data, earlier_files
from dashapp.services.files import imports
from dashapp.services.jobs import jobs
from dashapp.services.people import retention
from dashapp.services.practice import badges
from dashapp.services.records.records import new_id
from dashapp.services.work.installation import note_backup
from dashapp.settings import SettingsError, tell
from server.checking import CANNOT_START, check
from server.repairing import repair_store, start_empty
from storage import backup, migrations, trail
from storage.accounts import ROLES, Person
from storage.errors import StorageError
from storage.record import Trace

COMMAND_LINE = Trace("command line")
COMMANDS: list[click.Command] = [check, repair_store, start_empty]
ANY_VERSION = frozenset({"migrate", "verify-backup", "restore", "backup"})


def make_server() -> Flask:
    """What `flask` works with: the app, or where it cannot be made, as much as says why."""
    from server import wsgi

    try:
        return add_commands(wsgi.make_app())
    except (SettingsError, StorageError, OSError) as problem:
        server = Flask("clockstart")
        server.config[CANNOT_START] = tell(problem)
        return add_commands(server)


def add_commands(server: Flask) -> Flask:
    """The commands, for whoever makes a server to work with them."""
    for one in COMMANDS:
        server.cli.add_command(one)
    return server


def command(name: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """A flask command that gets the Clockstart context first; a domain error ends it with its sentence. Stored data of
    another version is left alone, but by what is there to look at it or to bring it to this version."""

    def decorate(function: Callable[..., None]) -> Callable[..., None]:
        @click.command(name, help=function.__doc__)
        @with_appcontext
        @wraps(function)
        def run(**arguments: Any) -> None:
            if CANNOT_START in current_app.config:
                raise click.ClickException(current_app.config[CANNOT_START])
            try:
                if name not in ANY_VERSION:
                    migrations.check_version(current_clockstart().store.client)
                function(current_clockstart(), **arguments)
            except (StorageError, AuthError) as problem:
                raise click.ClickException(problem.sentence) from problem

        COMMANDS.append(run)
        return function

    return decorate


@command("create-user")
@click.argument("email")
@click.option("--role", type=click.Choice(ROLES), required=True)
@click.option("--name", required=True)
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input instead of inviting.")
def create_user(clockstart: Clockstart, email: str, role: str, name: str, password_stdin: bool) -> None:
    """Make an account. Without a password it prints a one-use invitation link."""
    secret = ""
    if password_stdin:
        password = sys.stdin.readline().rstrip("\r\n")
        check_new_password(password, about=(email, name))
        secret = auth.current_auth().passwords.hash(password)
    person = clockstart.store.people.create(email, name, role, now=clockstart.now, password_hash=secret)
    enter(clockstart, person.uid, "account_made", role=role)
    waited = earlier_data.claim_waiting(clockstart, person)
    if waited:
        click.echo(f"{waited:,} records of the earlier platform were waiting for {person.email} and are there now.")
    if secret:
        click.echo(f"{person.email} can sign in.")
    else:
        click.echo(f"One-use invitation for {person.email}: {make_link(clockstart, person)}")


def make_link(clockstart: Clockstart, person: Person) -> str:
    """A one-use invitation that can be sent as it is."""
    return clockstart.settings.address + invite(auth.current_auth(), person, made_by=COMMAND_LINE.actor)


@command("set-up-link")
def set_up_link(clockstart: Clockstart) -> None:
    """Print the one-use link that makes the first administrator of an empty store."""
    if not clockstart.store.people.is_empty():
        raise click.ClickException("Somebody has an account already. Use: flask create-user EMAIL --role admin …")
    path = invite_first(clockstart.store, made_by=COMMAND_LINE.actor, now=clockstart.now)
    click.echo(f"Makes the first account, once, within 7 days: {clockstart.settings.address}{path}")


@command("deactivate-user")
@click.argument("email")
def deactivate_user(clockstart: Clockstart, email: str) -> None:
    """Close an account at once; every session of it ends. Nothing is erased."""
    person = clockstart.store.people.get_by_email(email)
    clockstart.store.people.deactivate(person.uid)
    clockstart.store.people.void_links(person.uid, now=clockstart.now)
    enter(clockstart, person.uid, "deactivated")
    click.echo(f"{person.email} is deactivated.")


@command("create-cohort")
@click.argument("name")
def create_cohort(clockstart: Clockstart, name: str) -> None:
    """Make a cohort."""
    cohort = clockstart.store.people.create_cohort(name, now=clockstart.now)
    enter(clockstart, None, "cohort_made", cohort=cohort.id)
    click.echo(f"Made the cohort {cohort.name}.")


@command("assign")
@click.argument("email")
@click.argument("cohort")
def assign(clockstart: Clockstart, email: str, cohort: str) -> None:
    """Put a learner in a cohort, or give it to a manager to look after."""
    people = clockstart.store.people
    person, found = people.get_by_email(email), people.find_cohort_by_name(cohort)
    if found is None:
        raise click.ClickException(f"There is no cohort called {cohort}.")
    people.assign(person.uid, found.id)
    enter(clockstart, person.uid, "cohort_assigned", cohort=found.id)
    click.echo(f"{person.name}: {found.name}.")


@command("seed-demo")
@click.option("--learners", type=int, default=demo.LEARNERS, show_default=True)
@click.option("--records", type=int, default=None, help="Records of each learner in each module; varied when left out.")
def seed_demo(clockstart: Clockstart, learners: int, records: int | None) -> None:
    """Make the synthetic demo cohort; people who are there already stay as they are."""
    if not clockstart.settings.demo_password:
        raise click.ClickException("Set CLOCKSTART_DEMO=1 or CLOCKSTART_DEMO_PASSWORD first.")
    with click.progressbar(length=learners, label="Learners") as bar:
        made = demo.make_demo(clockstart, learners, records, lambda done, total: bar.update(1))
    click.echo(f"Made {len(made):,} people.")


@command("remove-demo")
def remove_demo(clockstart: Clockstart) -> None:
    """Take every demo person away, with everything they stored."""
    click.echo(f"Removed {demo.remove_demo(clockstart):,} people.")


@command("backup")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
def backup_all(clockstart: Clockstart, folder: Path) -> None:
    """Write a logical backup of everything into FOLDER and read it again."""
    written = backup.write_backup(clockstart.store.client, folder, now=datetime.now(UTC))
    note_backup(clockstart.settings, datetime.now(UTC))
    click.echo(f"Wrote {written}")


@command("verify-backup")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def verify_backup(clockstart: Clockstart, file: Path) -> None:
    """Read a backup through and say what it holds."""
    facts = backup.verify_backup(file)
    click.echo(f"In order: {facts.people:,} people, {facts.keys:,} keys, made {facts.at}.")


@command("restore")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--replace", is_flag=True, help="Replace everything the store holds now.")
def restore(clockstart: Clockstart, file: Path, replace: bool) -> None:
    """Put a backup back into an empty store."""
    facts = backup.restore_backup(clockstart.store.client, file, replace=replace)
    click.echo(f"Restored {facts.people:,} people. Everybody signs in again.")


@command("export-user")
@click.argument("email")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def export_user(clockstart: Clockstart, email: str, file: Path) -> None:
    """Write everything kept about one person to FILE."""
    person = clockstart.store.people.get_by_email(email)
    click.echo(f"Wrote {backup.export_person(clockstart.store.client, person.uid, file, now=clockstart.now)}")


@command("import-user")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def import_user(clockstart: Clockstart, file: Path) -> None:
    """Bring one exported person in, and print a link with which they set a password. What the file says of a record and
    its audit trail does not, such as a score that somebody typed, is left out."""
    person = clockstart.store.people.get(backup.import_person(clockstart.store.client, file))
    if edited := [*trail.find_differences(clockstart.store.client, person.uid)]:
        trail.rebuild_user(clockstart.store.client, person.uid, trace=COMMAND_LINE, now=clockstart.now)
        click.echo("\n".join([*edited, "Left out: the records are as the audit trail in the file has them."]))
    click.echo(f"{person.email}: {make_link(clockstart, person)}")


@command("import-list")
@click.argument("slug")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--owner", metavar="EMAIL", help="In whose list the rows are stored.")
@click.option("--dry-run", is_flag=True, help="Only say what would be done. Needs no owner.")
def import_list(clockstart: Clockstart, slug: str, file: Path, owner: str | None, dry_run: bool) -> None:
    """Import a CSV or Excel FILE into a module's list, as its page does; prints one document of JSON. Status 1 if a row
    was set aside."""
    person = clockstart.store.people.get_by_email(owner) if owner else None
    told = imports.try_out(clockstart, slug, file.name, file.read_bytes(), person.uid if person else None)
    if not dry_run:
        if person is None:
            raise click.UsageError("Say in whose list the rows are stored: --owner EMAIL")
        job_id = new_id()
        clockstart.store.jobs.create(person.uid, job_id, "import", now=clockstart.now)
        jobs.run("import", person.uid, job_id, (slug, file.name, file.read_bytes()))
        job = clockstart.store.jobs.get(person.uid, job_id)
        if job.state != "done":
            raise click.ClickException(job.sentence)
        stored = job.result or {}
        told |= {"imported": stored["new"], "already_there": stored["there"]}
    click.echo(orjson.dumps(told, option=orjson.OPT_INDENT_2).decode())
    if told["set_aside"] or told["asks_the_person"]:
        sys.exit(1)


@command("erase-user")
@click.argument("email")
@click.option("--yes", is_flag=True, help="Do not ask.")
def erase_user(clockstart: Clockstart, email: str, yes: bool) -> None:
    """Erase a person, all they stored and notes about them, for good, with proof. Older backups still have them."""
    person = clockstart.store.people.get_by_email(email)
    if not yes:
        click.confirm(f"Erase {person.name} ({person.email}) and everything they stored?", abort=True)
    done = retention.erase_person(clockstart, person, COMMAND_LINE)
    click.echo(f"Erased {done.keys_removed:,} keys; {done.keys_left} are left.")


@command("import-earlier-data")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Only say what would be done.")
@click.option(
    "--owner", "owners", multiple=True, metavar="FILE_OR_PATTERN=EMAIL", help="Whose a file without a usable owner is."
)
def import_earlier_data(clockstart: Clockstart, folder: Path, dry_run: bool, owners: tuple[str, ...]) -> None:
    """Bring in the earlier platform's files from FOLDER: a line for each file, then the total. Status 1 if anything was
    refused."""
    reports = earlier_data.import_folder(clockstart, folder, earlier_files.read_owners(owners), dry_run=dry_run)
    for report in reports:
        click.echo(report.line())
    new, there, waiting = (sum(getattr(report, name) for report in reports) for name in ("new", "there", "waiting"))
    refused = sum(len(report.refused) for report in reports)
    counts = f"{new:,} new, {there:,} already there, {waiting:,} waiting for an account, {refused:,} refused"
    click.echo(f"{'Would bring in' if dry_run else 'Total'}: {len(reports):,} files, {counts}.")
    if refused:
        sys.exit(1)


@command("migrate")
def migrate(clockstart: Clockstart) -> None:
    """Bring the stored data to this version."""
    for sentence in migrations.migrate(clockstart.store.client, now=clockstart.now) or ["Nothing to do."]:
        click.echo(sentence)


@command("verify-audit")
@click.argument("email", required=False)
def verify_audit(clockstart: Clockstart, email: str | None) -> None:
    """Say where a person's records, or everybody's, do not agree with the audit trail; status 1 if anywhere."""
    people = clockstart.store.people
    wrong = 0
    for person in [people.get_by_email(email)] if email else people.list():
        for sentence in trail.find_differences(clockstart.store.client, person.uid):
            wrong += 1
            click.echo(f"{person.email}: {sentence}")
    click.echo(f"{wrong:,} differences.")
    if wrong:
        sys.exit(1)


@command("change-issuer-key")
def change_issuer_key(clockstart: Clockstart) -> None:
    """Sign badges with another key from now on. Those that were signed before stay verifiable."""
    click.echo(f"Badges are signed with the key {badges.change_key(clockstart, COMMAND_LINE)} from now on.")


@command("rebuild-user")
@click.argument("email")
def rebuild_user(clockstart: Clockstart, email: str) -> None:
    """Make a person's records, links and summary again from the audit trail."""
    person = clockstart.store.people.get_by_email(email)
    count = trail.rebuild_user(clockstart.store.client, person.uid, trace=COMMAND_LINE, now=clockstart.now)
    click.echo(f"Rebuilt {count:,} records of {person.email}.")


@command("rebuild-indexes")
def rebuild_indexes(clockstart: Clockstart) -> None:
    """Make the lists of people, addresses and cohort members again from the accounts; status 1 if two share an
    address."""
    left = clockstart.store.people.rebuild_indexes()
    for person in left:
        click.echo(f"{person.uid} ({person.name}) cannot sign in: somebody else has {person.email}.")
    click.echo(f"{len(clockstart.store.people.list()):,} people are listed.")
    if left:
        sys.exit(1)


def enter(clockstart: Clockstart, uid: str | None, act: str, **about: str) -> None:
    """In a person's trail, or with None in the system's."""
    clockstart.store.audit.enter(uid, act, trace=COMMAND_LINE, now=clockstart.now, **about)
