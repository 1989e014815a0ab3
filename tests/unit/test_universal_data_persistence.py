"""The functions of the earlier platform work under the name it had."""

from __future__ import annotations

import fakeredis
import pytest

import universal_data_persistence
from storage import open_store, user_data
from storage.errors import NoOwner
from tests.cast import make_cast
from universal_data_persistence import acting_as, load_user_data, save_dna_cases, save_user_data, using_store


def test_the_old_name_hands_on_the_same_functions() -> None:
    assert set(universal_data_persistence.__all__) == set(user_data.__all__)
    assert all(getattr(universal_data_persistence, name) is getattr(user_data, name) for name in user_data.__all__)


def test_what_is_saved_under_the_old_name_is_each_persons_own() -> None:
    store = open_store(fakeredis.FakeRedis(decode_responses=True))
    make_cast(store)
    with using_store(store):
        with acting_as("alice@example.com"):
            save_user_data("theatre_lists", [{"id": "t1", "theatre": "2"}])
            save_dna_cases([{"id": "d1"}])
        with acting_as("charlie@example.com"):
            assert load_user_data("theatre_lists") == []
        with acting_as("alice@example.com"):
            assert load_user_data("theatre_lists") == [{"id": "t1", "theatre": "2"}]
            assert load_user_data("dna_cases") == [{"id": "d1"}]
        with pytest.raises(NoOwner):
            load_user_data("theatre_lists")
