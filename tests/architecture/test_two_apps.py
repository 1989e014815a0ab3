"""Two apps in one process share nothing: neither callbacks, nor addresses, nor data."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from tests.architecture.repository import list_source_files, read
from tests.whole_site import WholeSite, make_whole_site


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> tuple[WholeSite, WholeSite]:
    folder: Path = tmp_path_factory.mktemp("two")
    return make_whole_site(folder / "one"), make_whole_site(folder / "two")


def test_both_have_every_callback(both: tuple[WholeSite, WholeSite]) -> None:
    one, two = both
    assert one.app.callback_map.keys() == two.app.callback_map.keys()
    assert len(one.app.callback_map) > 3


def test_both_have_every_address(both: tuple[WholeSite, WholeSite]) -> None:
    one, two = both
    assert one.clockstart.router.pages.keys() == two.clockstart.router.pages.keys()
    assert one.clockstart.router is not two.clockstart.router


def test_a_session_of_one_is_nothing_to_the_other(both: tuple[WholeSite, WholeSite]) -> None:
    one, two = both
    visitor = one.signed_in("learner")
    cookies = visitor.client._cookies
    stranger = two.visitor()
    stranger.client._cookies = cookies
    assert visitor.get("/").status_code == 200
    assert stranger.get("/").status_code == 302


def test_each_draws_its_home_for_its_own_people(both: tuple[WholeSite, WholeSite]) -> None:
    for site in both:
        assert site.signed_in("learner").open_page("/").status_code == 200


def test_a_fresh_process_serves_the_files_of_a_page_that_another_process_drew(
    both: tuple[WholeSite, WholeSite],
) -> None:
    """Behind two web server processes, one draws the page and the other is asked for its scripts."""
    for site in both:
        assert {"dash", "dash_ag_grid", "dash_bootstrap_components"} <= set(site.app.registered_paths)


ABOVE_RULES = {"storage", "auth", "dashapp", "pages", "server"}
REMEMBERED = {
    "auth/shapes.py": "what callbacks expect",
    "dashapp/services/derived/kept.py": "what was worked out, a part of its app",
    "dashapp/ui/bundle.py": "our own stylesheets and scripts",
    "dashapp/ui/writing.py": "the properties of components",
    "dashapp/web/envelope.py": "the ids of callbacks",
    "dashapp/web/frame.py": "our own version",
    "dashapp/web/packed_scripts.py": "scripts as they are sent, everybody's the same",
    "pages/waiting_list_validator/service/list_files.py": "days by how they are written",
    "storage/current.py": "the store of a script; an app names its own in each request",
    "storage/launching.py": "servers that this process begins before it imports what looks after them",
    "storage/limits.py": "attempts while the store is away, a part of its store",
    "storage/lua.py": "our own scripts",
    "storage/server_files.py": "the folders of servers this process started",
}
"""The files that remember something between requests, and what: nobody's data, or that of one app."""
CACHES = {"OrderedDict", "WeakKeyDictionary", "WeakValueDictionary", "cache", "cachetools", "lru_cache"}


def test_a_process_remembers_nobodys_data_outside_of_an_app() -> None:
    found = {path.as_posix() for path in list_source_files() if path.parts[0] in ABOVE_RULES and remembers(path)}
    assert found == set(REMEMBERED)


def remembers(path: Path) -> bool:
    """Whether a file uses a cache, or begins with an empty collection for others to fill."""
    tree = ast.parse(read(path))
    starts = [node.value for node in tree.body if isinstance(node, ast.Assign | ast.AnnAssign)]
    is_filled_later = any(ast.unparse(value) in {"{}", "[]", "dict()", "list()", "set()"} for value in starts if value)
    imports = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    return is_filled_later or any(CACHES & {node.module, *(one.name for one in node.names)} for node in imports)
