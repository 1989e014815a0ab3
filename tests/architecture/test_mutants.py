"""The list of mutants (`make mutants` tries them) fits the product: what each changes is there, and its tests are."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from tests.architecture.repository import ROOT, read
from tests.mutants import Mutant, Stale, read_mutants

MUTANTS = read_mutants()


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.name)
def test_a_mutant_changes_what_is_there_and_names_tests_that_are(mutant: Mutant) -> None:
    changed = mutant.mutate(read(mutant.file))
    assert changed != read(mutant.file)
    if Path(mutant.file).suffix == ".py":
        ast.parse(changed)
    for test in mutant.tests:
        file, _, name = test.partition("::")
        assert (ROOT / file).is_file()
        assert not name or f"def {name.partition('[')[0]}(" in read(file)


def test_no_mutant_is_listed_twice() -> None:
    assert len({mutant.name for mutant in MUTANTS}) == len(MUTANTS) >= 30


def test_a_mutant_whose_text_is_gone_is_named() -> None:
    with pytest.raises(Stale, match=f"{MUTANTS[0].name}: its text is found 0 times in {MUTANTS[0].file}"):
        MUTANTS[0].mutate("def can_manage(): ...")
