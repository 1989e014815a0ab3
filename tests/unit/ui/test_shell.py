"""The frame: landmarks, the order of the journey, who I am, signing out."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from dash import html

from dashapp.ui.banners import render_banner, render_viewing_as_banner
from dashapp.ui.icons import render_icon
from dashapp.ui.index import ASSETS, INDEX_STRING
from dashapp.ui.page import render_page
from dashapp.ui.shell import Footing, Frame, Menu, NavGroup, NavItem, SignedIn, render_shell
from tests.unit.ui.tree import attribute, find_all, words

MENU = Menu(
    (NavItem("Home", "/", "home"),),
    NavGroup("Pinned", (NavItem("DNA management", "/dna-management", count=1204),)),
    (
        NavGroup("Appointments", (NavItem("DNA management", "/dna-management", count=1204),)),
        NavGroup("Cancer and transfers", (NavItem("Cancer pathways", "/cancer-pathways"),)),
    ),
    ("/cancer-pathways", "/dna-management"),
)


def shell(**more):
    values = {
        "menu": MENU,
        "person": SignedIn("Lena Learner", "Learner"),
        "today": date(2026, 6, 12),
        "footing": Footing("1.2.3", "2026.11"),
    }
    parts = {name: more.pop(name) for name in ("banners", "dialogs") if name in more}
    return render_shell(render_page("DNA management", "…"), Frame(**(values | more)), **parts)


def navigation(page):
    return find_all(page, "Nav", id="navigation")[0]


def test_skip_link_is_first_and_leads_to_the_main_landmark():
    page = shell()
    first = find_all(page, "A")[0]
    assert words(first) == "Skip to the main content"
    assert [attribute(main, "id") for main in find_all(page, "Main")] == [first.href.lstrip("#")]


def test_one_h1_and_it_can_take_the_focus():
    (heading,) = find_all(shell(), "H1")
    assert heading.tabIndex == -1


def test_navigation_keeps_the_order_it_is_given():
    shown = navigation(shell())
    assert [words(summary) for summary in find_all(shown, "Summary")] == ["Appointments 1", "Cancer and transfers 1"]
    links = [link.href for link in find_all(shown, "A")]
    assert links == ["/", "/dna-management", "/modules", "/dna-management", "/cancer-pathways"]


def test_what_is_at_hand_takes_no_room_where_there_is_nothing():
    bare = shell(menu=Menu(MENU.top, NavGroup("Used last", ()), MENU.groups))
    assert "Used last" not in words(navigation(bare))


def test_tabs_lead_to_home_the_list_at_hand_and_everything_else():
    (tabs,) = find_all(shell(), "Nav", look="cs-tabs")
    assert [(words(link), link.href) for link in find_all(tabs, "A")] == [
        ("Home", "/"),
        ("Lists", "/dna-management"),
        ("More", "/modules"),
    ]


def test_the_tab_of_the_lists_stands_for_each_and_leads_to_one_that_is_at_hand():
    pinned = NavGroup("Pinned", (NavItem("Audit trail", "/audit-trail"), *MENU.at_hand.items))
    (tab,) = [tab for tab in replace(MENU, at_hand=pinned).tabs if tab.title == "Lists"]
    assert (tab.href, tab.also) == ("/dna-management", ("/cancer-pathways", "/dna-management"))
    (tabs,) = find_all(shell(), "Nav", look="cs-tabs")
    assert attribute(find_all(tabs, "A")[1], "data-also") == "/cancer-pathways /dna-management"


def test_counts_have_thousands_separators():
    assert "1,204" in words(navigation(shell()))


@pytest.mark.parametrize(
    ("fixed", "label"), [(False, "Today Fri 12 June 2026"), (True, "Practice date Fri 12 June 2026")]
)
def test_the_date_says_whether_it_is_fixed(fixed, label):
    (shown,) = find_all(shell(practice_date=fixed), "P", look="cs-today")
    assert words(shown) == label


def test_who_i_am_leads_to_my_account():
    (mine,) = find_all(shell(), "Details", look="cs-who")
    assert words(find_all(mine, "Summary")) == "LL Lena Learner"
    assert [link.href for link in find_all(mine, "A")] == ["/account"]


@pytest.mark.parametrize(("name", "initials"), [("Ada", "A"), ("Ada Lovelace", "AL"), ("Ada King Lovelace", "AL")])
def test_initials_are_of_the_first_and_the_last_name(name, initials):
    assert SignedIn(name, "Learner").initials == initials


def test_sign_out_is_a_plain_post():
    (form,) = find_all(shell(), "Form", action="/logout")
    assert form.method == "post"
    (button,) = find_all(form, "Button")
    assert (words(button), button.type) == ("Sign out", "submit")


def test_search_is_a_link_to_its_page():
    (link,) = find_all(shell(), "A", look="cs-find")
    assert link.href == "/search"


def test_the_demonstration_is_a_chip_and_only_there_in_one():
    assert not find_all(shell(), look="cs-demo")
    (chip,) = find_all(shell(demo=True), "Details", look="cs-demo")
    assert "invented" in words(chip)


def test_foot_says_the_versions():
    assert "Clockstart 1.2.3, rules 2026.11" in words(find_all(shell(), "Footer"))


def test_banners_and_dialogs_are_where_they_belong():
    page = shell(banners=[render_viewing_as_banner("Amara", "/back")], dialogs=[html.Dialog("Sign in again")])
    assert "pages of Amara, read-only" in words(find_all(page, id="banners"))
    assert not find_all(find_all(page, "Main"), "Dialog")


def test_only_an_urgent_banner_interrupts():
    assert not hasattr(render_banner("note", "…"), "role")
    assert render_banner("breach", "…", urgent=True).role == "alert"


def test_problems_stand_above_the_h1():
    page = render_page("Add case", "…", problems=html.Div("There is a problem"))
    assert words(page).index("There is a problem") < words(page).index("Add case")


def test_icons_are_decoration_and_exist():
    assert attribute(render_icon("breach"), "aria-hidden") == "true"
    with pytest.raises(ValueError, match="no shape"):
        render_icon("rocket")


def test_document_has_a_language_and_one_foot():
    assert '<html lang="en-GB">' in INDEX_STRING
    assert "<footer" not in INDEX_STRING


def test_every_shape_has_its_drawing():
    from dashapp.ui.icons import SHAPES

    sheet = (ASSETS / "shapes.css").read_text()
    assert all(f".cs-shape-{shape} {{\n  --cs-shape: url(" in sheet for shape in SHAPES)


def test_the_top_bar_as_html_says_the_same_and_lets_no_markup_through():
    values = {"menu": MENU, "today": date(2026, 6, 12), "footing": Footing("1.2.3", "2026.11"), "demo": True}
    top = Frame(person=SignedIn('<b>"Lena"</b>', "Learner"), **values).top
    assert "&lt;b&gt;&quot;Lena&quot;&lt;/b&gt;" in top
    assert "<b>" not in top
    assert '<time datetime="2026-06-12">Fri 12 June 2026</time>' in top
    assert "Demonstration</summary>" in top
    assert "<br>Learner</p>" in top
