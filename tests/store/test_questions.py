"""Questions about marks and rulings: written as they were seen, in a backup, cleared of who is erased."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
from redis import Redis

from storage import Store, open_store
from storage.backup import restore_backup, write_backup
from storage.erasure import remove_from_indexes
from storage.errors import Conflict
from tests.store.conftest import everywhere

SAID = {"uid": "A", "state": "open", "by": ""}


@everywhere
def test_neither_is_overwritten_unseen(client: Redis) -> None:
    store = open_store(client).questions
    for put, find in ((store.put, store.find), (store.put_ruling, lambda one: store.find_rulings([one]).get(one))):
        assert find("x") is None
        put("x", SAID, None)
        with pytest.raises(Conflict) as problem:
            put("x", {**SAID, "state": "void"}, None)
        assert problem.value.theirs == SAID == find("x")
        put("x", {**SAID, "state": "void"}, SAID)
        assert find("x") == {**SAID, "state": "void"}
    assert store.find_rulings([]) == {}


def test_who_is_erased_is_in_none(store: Store) -> None:
    store.questions.put("own", SAID, None)
    store.questions.put("other", {"uid": "C", "state": "upheld", "by": "A"}, None)
    remove_from_indexes(store.client, "A")
    assert store.questions.list() == {"other": {"uid": "C", "state": "upheld", "by": ""}}


def test_a_backup_holds_them(store: Store, now: datetime, tmp_path: Path) -> None:
    store.questions.put("q", SAID, None)
    store.questions.put_ruling("case", {"void": True}, None)
    backup = write_backup(store.client, tmp_path, now=now)
    store.questions.put("later", SAID, None)
    restore_backup(store.client, backup, replace=True)
    assert store.questions.list() == {"q": SAID}
    assert store.questions.find_rulings(["case", "none"]) == {"case": {"void": True}}
