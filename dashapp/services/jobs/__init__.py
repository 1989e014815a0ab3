"""Long work: the queue, the worker's part, and what pages see of it."""

from typing import Any


def run_within_limit(kind: str, uid: str, job_id: str, arguments: tuple[Any, ...]) -> None:
    """The name under which jobs wait that were queued when this folder was one file."""
    from dashapp.services.jobs.jobs import run_within_limit as run  # late: whoever reads the queue loads no app

    run(kind, uid, job_id, arguments)
