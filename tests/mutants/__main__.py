"""Try every mutant, or those with the given words in their names, on a copy of the tree: `make mutants ONLY=proof`.

Prints a line for each, and ends with status 1 when more survive than may, or one could not be tried.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Sequence
from itertools import count
from pathlib import Path

from tests.mutants import ROOT, Mutant, Stale, read_mutants

SURVIVORS_AT_MOST = 3
MOMENTS = count(1_000_000_000)
GREEN, RED = 0, 1
"""What pytest ends with when every test passed, and when one failed. Anything else has judged nothing."""


def main(words: Sequence[str]) -> int:
    mutants = [mutant for mutant in read_mutants() if all(word.casefold() in mutant.name.casefold() for word in words)]
    with tempfile.TemporaryDirectory(prefix="mutants-") as folder:
        tree = copy_tree(Path(folder))
        print("First without a fault: every test that matters has to pass.", flush=True)
        tests = sorted({test for mutant in mutants for test in mutant.tests})
        if run_tests(tree, tests) != GREEN:
            print("They do not, so they can show nothing.")
            return 1
        verdicts = [try_one(tree, mutant) for mutant in mutants]
    survived, unclear = (
        verdicts.count("survived"),
        len(verdicts) - verdicts.count("survived") - verdicts.count("killed"),
    )
    print(
        f"{len(verdicts)} mutants: {survived} survived, at most {SURVIVORS_AT_MOST} may; {unclear} could not be tried."
    )
    return int(survived > SURVIVORS_AT_MOST or unclear > 0)


def copy_tree(folder: Path) -> Path:
    """The files that git knows of, as they are now, with the same virtual environment."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    for name in filter(None, listed.stdout.split("\0")):
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, folder / name)
    (folder / ".venv").symlink_to((ROOT / ".venv").resolve())
    return folder


def try_one(tree: Path, mutant: Mutant) -> str:
    """Put the fault in, run the tests that matter, take it out; a line on how it went."""
    path, begun = tree / mutant.file, time.monotonic()
    whole = path.read_text(encoding="utf-8")
    try:
        write(path, mutant.mutate(whole))
        verdict = {GREEN: "survived", RED: "killed"}.get(run_tests(tree, mutant.tests), "unclear")
    except Stale as stale:
        print(stale)
        verdict = "stale"
    finally:
        write(path, whole)
    print(f"{verdict:<9} {time.monotonic() - begun:5.1f} s  {mutant.name}  ({' '.join(mutant.tests)})", flush=True)
    return verdict


def write(path: Path, text: str) -> None:
    """Write at a moment that no version of the file had, so that what was compiled of another is never taken for it."""
    path.write_text(text, encoding="utf-8")
    moment = next(MOMENTS)
    os.utime(path, (moment, moment))


def run_tests(tree: Path, tests: Iterable[str]) -> int:
    """What pytest ends with."""
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", *tests],
        cwd=tree, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode not in {GREEN, RED}:
        print(done.stdout[-2000:] + done.stderr[-2000:])
    return done.returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
