"""Module access: which role, cohort and person sees which module, with dates. For administrators."""

from dash import Dash

from dashapp.context import Clockstart
from dashapp.declare.feature import ADMINISTRATORS, Feature, Nav
from dashapp.web.router import Page, administrators
from pages.module_access import acts, listing


def register(app: Dash, clockstart: Clockstart) -> None:
    page = Page("Module access", lambda visit: listing.render_access(clockstart, visit), administrators)
    clockstart.router.add("/module-access", page)
    app.server.register_blueprint(acts.access_acts)


FEATURE = Feature(
    (Nav("Module access", "/module-access", "People and settings", ADMINISTRATORS, "Who may use which module"),),
    register,
    acts={"access_changed": "Changed access to a module"},
)
