"""What the rows and cards of a list say: each thing once, and whose it is where many people's are shown."""

from __future__ import annotations

import json
from datetime import date

import pytest

from dashapp.module_page.grid import LEARNER, Placed, cell_maker, list_card_parts, render_grid
from pages.consent_manager import MODULE as CONSENT
from pages.funding_ifr import MODULE as FUNDING
from tests.unit.ui.tree import attribute, walk

TODAY = date(2026, 6, 12)


@pytest.mark.parametrize(("step", "shown"), [("Draft", None), ("Submit it", "Submit it")])
def test_a_next_step_that_says_how_the_record_stands_is_not_said_again(step: str, shown: str | None) -> None:
    row = {"id": "one", "patient_name": "Ann", "status": "draft", "next_step": step}
    cells = cell_maker(FUNDING)(row)
    assert (cells["status"], cells.get("next_step")) == ("Draft", shown)


def test_a_card_says_how_it_stands_in_words() -> None:
    assert list_card_parts(CONSENT)["stands"] == "stand"


@pytest.mark.parametrize("with_learner", [False, True])
def test_a_card_says_whose_it_is_where_many_peoples_are_shown(with_learner: bool) -> None:
    drawn = render_grid(CONSENT, [], Placed("/x", TODAY, with_learner=with_learner))
    (parts,) = [
        told for part in walk(drawn) if not isinstance(part, str) for told in [attribute(part, "data-card")] if told
    ]
    assert json.loads(parts).get("learner") == (LEARNER if with_learner else None)
