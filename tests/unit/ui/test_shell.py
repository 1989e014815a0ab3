"""The frame: landmarks, the order of the journey, who I am, signing out."""

from __future__ import annotations

from datetime import date

import pytest
from dash import html

from dashapp.ui.banners import render_banner, render_viewing_as_banner
from dashapp.ui.icons import render_icon
from dashapp.ui.index import ASSETS, INDEX_STRING
from dashapp.ui.page import render_columns, render_page
from dashapp.ui.shell import Footing, NavGroup, NavItem, SignedIn, render_shell
from tests.unit.ui.tree import attribute, find_all, words

GROUPS = (
    NavGroup("", (NavItem("home", "Home", "/"),)),
    NavGroup("Appointments", (NavItem("dna-management", "DNA management", "/dna-management", current=True),)),
    NavGroup("Cancer and MDT", (NavItem("cancer-pathways", "Cancer pathways", "/cancer-pathways", count=1204),)),
)


def shell(**more):
    values = {
        "groups": GROUPS,
        "person": SignedIn("Lena Learner", "Learner"),
        "today": date(2026, 6, 12),
        "footing": Footing("1.2.3", "2026.11", (("Accessibility", "/accessibility"),)),
    }
    return render_shell(render_page("DNA management", "…"), **(values | more))


def test_skip_link_is_first_and_leads_to_the_main_landmark():
    page = shell()
    first = find_all(page, "A")[0]
    assert words(first) == "Skip to the main content"
    assert [attribute(main, "id") for main in find_all(page, "Main")] == [first.href.lstrip("#")]


def test_one_h1_and_it_can_take_the_focus():
    (heading,) = find_all(shell(), "H1")
    assert heading.tabIndex == -1


def test_navigation_keeps_the_order_it_is_given():
    (navigation,) = find_all(shell(), "Nav")
    assert [words(summary) for summary in find_all(navigation, "Summary")] == ["Appointments", "Cancer and MDT"]
    assert [link.href for link in find_all(navigation, "A")] == ["/", "/dna-management", "/cancer-pathways"]


def test_only_the_current_page_is_marked_and_its_group_is_open():
    page = shell()
    marked = find_all(page, "A", **{"aria-current": "page"})
    assert [link.href for link in marked] == ["/dna-management"]
    assert [bool(group.open) for group in find_all(page, "Details")] == [True, False]


def test_counts_have_thousands_separators():
    assert "1,204" in words(find_all(shell(), "Nav"))


@pytest.mark.parametrize(("fixed", "label"), [(False, "Today 12 June 2026"), (True, "Practice date 12 June 2026")])
def test_the_date_says_whether_it_is_fixed(fixed, label):
    (shown,) = find_all(shell(practice_date=fixed), "P", look="cs-today")
    assert words(shown) == label


def test_who_i_am_leads_to_my_account():
    (link,) = find_all(shell(), "A", href="/account")
    assert words(link) == "Lena Learner Learner"


def test_sign_out_is_a_plain_post():
    (form,) = find_all(shell(), "Form", action="/logout")
    assert form.method == "post"
    (button,) = find_all(form, "Button")
    assert (words(button), button.type) == ("Sign out", "submit")


def test_search_is_a_labelled_get_form():
    (form,) = find_all(shell(), "Form", role="search")
    (label,) = find_all(form, "Label")
    (box,) = find_all(form, "Input")
    assert (form.action, form.method, box.name, label.htmlFor) == ("/search", "get", "q", box.id)


def test_menu_button_names_the_drawer_it_opens():
    page = shell()
    (button,) = find_all(page, "Button", look="cs-menu-button")
    assert attribute(button, "aria-controls") == find_all(page, "Nav")[0].id
    assert attribute(button, "aria-expanded") == "false"


def test_foot_says_the_versions():
    assert "Clockstart 1.2.3 · rule books 2026.11" in words(find_all(shell(), "Footer"))


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


def test_right_third_is_named():
    (aside,) = find_all(render_columns("answers", "findings"), "Aside")
    assert attribute(aside, "aria-label") == "What this means"


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
    assert all(f"--cs-shape-{shape}:" in sheet and f".cs-shape-{shape} " in sheet for shape in SHAPES)
