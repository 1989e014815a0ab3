"""`flask repair-store` and `flask start-anew`: they work where the store, and so the app, cannot be started."""

import os
import sys
from datetime import UTC, datetime

import click

from dashapp.settings import Settings, SettingsError, load_settings
from storage.errors import StorageError
from storage.repair import carry_out, make_plan, start_anew


def read_settings() -> Settings:
    try:
        return load_settings(os.environ)
    except SettingsError as problem:
        raise click.ClickException(str(problem)) from problem


@click.command("repair-store")
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.option("--dry-run", is_flag=True, help="Only say what would go.")
def repair_store(yes: bool, dry_run: bool) -> None:
    """Mend the store's files: says what would go, copies them aside, mends them, and reads everything again."""
    settings = read_settings()
    if settings.redis_url:
        raise click.ClickException("This installation uses a store at an address; repair it where it runs.")
    try:
        plan = make_plan(settings.data_dir, settings.redis_server or None)
        if not plan.is_needed:
            click.echo("The files of the store can be read to the end. Nothing to do.")
            return
        click.echo("\n".join(plan.sentences))
        if dry_run:
            return
        if not yes:
            click.confirm("The files as they are will be copied aside. Go on?", abort=True)
        done = carry_out(plan, settings.data_dir, settings.redis_server or None, datetime.now(UTC))
    except StorageError as problem:
        raise click.ClickException(problem.sentence) from problem
    click.echo(f"Repaired. The files as they were are in {done.aside}")
    click.echo(f"Read again: {done.people:,} people.")
    for sentence in done.differences:
        click.echo(f"{sentence} Run: flask rebuild-user EMAIL")
    if done.differences:
        sys.exit(1)


@click.command("start-anew")
@click.option("--yes", is_flag=True, help="Do not ask.")
def start_empty(yes: bool) -> None:
    """Begin with an empty store on purpose: what is left of the old one is set aside, nothing is erased."""
    settings = read_settings()
    if not yes:
        click.confirm("The next start will find an empty store. What is there now is set aside. Go on?", abort=True)
    try:
        moved = start_anew(settings.data_dir, datetime.now(UTC), is_embedded=not settings.redis_url)
    except StorageError as problem:
        raise click.ClickException(problem.sentence) from problem
    for place in moved:
        click.echo(f"Set aside: {place}")
    click.echo("The next start begins with an empty store. To bring a backup back, run: flask restore FILE")
