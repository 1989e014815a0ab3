"""What features declare is what menu, search, audit filter and worker offer, and what the pages themselves allow."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest

from auth.actor import Actor, as_actor
from auth.errors import AuthError
from dashapp.declare.feature import Nav
from dashapp.factory import find_registry
from dashapp.services.access import menu
from dashapp.services.search.finding import find_pages
from dashapp.web.router import Page, Visit
from tests.whole_site import WholeSite, make_whole_site

REGISTRY = find_registry()
PAGES = [nav for nav in REGISTRY.nav if nav.address != "/account"]
ROOT = Path(__file__).parents[2]
ENTERS = {"enter", "enter_in_system"}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> WholeSite:
    return make_whole_site(tmp_path_factory.mktemp("features"))


def actors(site: WholeSite) -> dict[str, Actor]:
    return {actor.role: actor for actor in map(as_actor, (site.cast.alice, site.cast.bob, site.cast.ada))}


@pytest.mark.parametrize("nav", PAGES, ids=lambda nav: nav.address)
def test_a_page_lets_in_whom_its_declaration_names(site: WholeSite, nav: Nav) -> None:
    page, variables = site.clockstart.router.find(nav.address)
    with site.app.server.test_request_context():
        let_in = {
            role for role, actor in actors(site).items() if lets_in(page, Visit(actor, nav.address, variables, {}))
        }
    assert let_in == nav.roles


def lets_in(page: Page, visit: Visit) -> bool:
    try:
        page.check(visit)
    except AuthError:
        return False
    return True


@pytest.mark.parametrize("nav", PAGES, ids=lambda nav: nav.address)
def test_search_finds_a_page_for_those_who_may_open_it(site: WholeSite, nav: Nav) -> None:
    for role, actor in actors(site).items():
        found = {page.href for page in find_pages(site.clockstart, actor, nav.title.casefold())}
        assert (nav.address in found) == (role in nav.roles)


def test_search_finds_the_further_pages_of_modules(site: WholeSite) -> None:
    found = find_pages(site.clockstart, actors(site)["learner"], "all services")
    assert [page.href for page in found] == ["/capacity-planner/services"]


def test_the_menu_shows_each_role_what_it_may_open(site: WholeSite) -> None:
    for role, actor in actors(site).items():
        shown = {page.address for page in menu.list_pages(site.clockstart, actor)}
        declared = {nav.address for nav in REGISTRY.nav if nav.in_menu}
        assert shown & declared == {nav.address for nav in REGISTRY.nav if nav.in_menu and role in nav.roles}


@pytest.mark.parametrize("kind", REGISTRY.jobs)
def test_every_kind_of_job_has_its_function(kind: str) -> None:
    module, name = REGISTRY.jobs[kind].run.split(":")
    assert callable(getattr(import_module(module), name))


def test_every_act_that_is_entered_has_words() -> None:
    assert set(find_entered()) - REGISTRY.acts.keys() == set()


def test_every_act_with_words_is_entered() -> None:
    """Each is named in the code that enters it: whole, or by its end where the beginning is a purpose."""
    text = "".join(path.read_text(encoding="utf-8") for path in sources())
    named = {act for act in REGISTRY.acts if f'"{act}"' in text or f"'{act}'" in text}
    by_purpose = {act for act in REGISTRY.acts if f'{{purpose}}_{act.partition("_")[2]}"' in text}
    assert REGISTRY.acts.keys() - named - by_purpose == set()


def find_entered() -> Iterator[str]:
    """The acts that are written out where an entry is made."""
    for path in (path for path in sources() if path.suffix == ".py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func).rpartition(".")[2] in ENTERS:
                yield from (arg.value for arg in node.args if isinstance(arg, ast.Constant) and arg.value)


def sources() -> Iterator[Path]:
    for layer in ("auth", "dashapp", "pages", "server", "storage"):
        found = [*(ROOT / layer).rglob("*.py"), *(ROOT / layer).rglob("*.lua")]
        yield from (path for path in found if path.name != "core.py")
