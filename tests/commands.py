"""`flask …` as a process of its own, without the seconds that each would spend on importing the app: a process that has
imported it is copied."""

from __future__ import annotations

import atexit
import multiprocessing
import os
import pkgutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from tests.running_app import ROOT
from tests.waiting import PATIENCE

STARTER = multiprocessing.get_context("forkserver")
PAGES = [f"pages.{found.name}" for found in pkgutil.iter_modules([str(ROOT / "pages")])]
LOADED = ["flask.cli", "flask_compress", "server.cli", "dashapp.factory", "tests.commands", *PAGES]
STARTER.set_forkserver_preload(LOADED)


def run_flask(arguments: Sequence[str], environment: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    """What `flask ARGUMENTS` printed and ended with."""
    with tempfile.TemporaryDirectory() as folder:
        told = [Path(folder, name) for name in ("out", "err")]
        process = STARTER.Process(target=be_flask, args=(list(arguments), dict(environment), told))
        process.start()
        process.join(PATIENCE)
        out, err = (path.read_text(encoding="utf-8") for path in told)
        assert process.exitcode is not None, f"it does not end: {out}{err}"
        return subprocess.CompletedProcess(["flask", *arguments], process.exitcode, out, err)


def be_flask(arguments: Sequence[str], environment: Mapping[str, str], told: Sequence[Path]) -> None:
    """In the copy: as if this had been started as `python -m flask`."""
    from flask.cli import main

    for stream, path in zip((sys.stdout, sys.stderr), told, strict=True):
        stream.flush()
        os.dup2(os.open(path, os.O_WRONLY | os.O_CREAT, 0o600), stream.fileno())
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(ROOT)
    sys.argv = ["flask", *arguments]
    try:
        main()
    finally:
        atexit._run_exitfuncs()  # which such a copy leaves out, and which stop the store of a command
