"""Staff management: who has an account, what they may be, where they are signed in; cohorts; invitations. For
administrators. Pages show, plain forms act (`acts`), so that every act is one POST that can be refused and audited.
"""

from collections.abc import Callable

from dash import Dash
from dash.development.base_component import Component

from dashapp.context import Clockstart
from dashapp.declare.feature import ADMINISTRATORS, Feature, JobKind, Nav
from dashapp.web.router import Page, Visit, administrators
from pages.staff import account, acts, cohorts, confirm, directory, import_file, panel

Render = Callable[[Clockstart, Visit], Component]
PAGES: tuple[tuple[str, str, Render], ...] = (
    ("/admin", "Admin panel", panel.render_panel),
    ("/staff", "Staff management", directory.render_directory),
    ("/staff/invite", "Invite somebody", directory.render_invite),
    ("/staff/import", "Import people from a file", import_file.render_import),
    ("/staff/cohorts", "Cohorts", cohorts.render_cohorts),
    ("/staff/cohorts/<cohort_id>", "Cohort", cohorts.render_cohort),
    ("/staff/<uid>", "Account", account.render_account),
    ("/staff/<uid>/confirm/<act>", "Confirm", confirm.render_confirm),
    ("/admin/confirm/<act>", "Confirm", confirm.render_confirm_for_all),
)


def register(app: Dash, clockstart: Clockstart) -> None:
    """The addresses, the routes that act, and the callbacks of the import."""
    for address, title, render in PAGES:
        clockstart.router.add(address, Page(title, draw(clockstart, render), administrators))
    app.server.register_blueprint(acts.staff_acts)
    import_file.register_callbacks(app)


def draw(clockstart: Clockstart, render: Render) -> Callable[[Visit], Component]:
    return lambda visit: render(clockstart, visit)


FEATURE = Feature(
    (
        Nav("Admin panel", "/admin", "People and settings", ADMINISTRATORS, "What goes on, and acts for everybody"),
        Nav(
            "Staff management",
            "/staff",
            "People and settings",
            ADMINISTRATORS,
            "Who has an account, and what they may be",
        ),
        Nav("Invite somebody", "/staff/invite", "", ADMINISTRATORS, "Staff management", in_menu=False),
        Nav("Import people from a file", "/staff/import", "", ADMINISTRATORS, "Staff management", in_menu=False),
        Nav("Cohorts", "/staff/cohorts", "", ADMINISTRATORS, "Who learns together", in_menu=False),
    ),
    register,
    jobs={"people": JobKind("dashapp.services.people.people_file:bring_in")},
    acts={
        "deactivated": "Deactivated",
        "reactivated": "Activated again",
        "role_changed": "Changed the role",
        "email_changed": "Changed the e-mail address",
        "links_voided": "Made links void",
        "sessions_ended": "Ended all sessions",
        "everyones_sessions_ended": "Ended everybody's sessions",
        "factor_reset": "Reset the second factor",
        "cohort_made": "Made a cohort",
        "cohort_renamed": "Renamed a cohort",
        "cohort_removed": "Removed a cohort",
        "cohort_assigned": "Put in a cohort",
        "cohort_left": "Taken out of a cohort",
    },
)
