"""What the app brings whatever pages there are: files, long work on records, and the acts of people with an account."""

from dashapp.declare.feature import Feature, JobKind, Nav
from dashapp.module_page.import_results import render_import
from dashapp.panels.store_notices import notice_acts
from dashapp.web.files import file_addresses
from dashapp.web.health import health_addresses

SERVICES = "dashapp.services"
JOBS = {
    "import": JobKind(f"{SERVICES}.files.imports:bring_in", tell=render_import),
    "take-back": JobKind(f"{SERVICES}.files.taking_back:take_back"),
    "clocks": JobKind(f"{SERVICES}.derived.clocks:work_out_clocks"),
    "mail_link": JobKind(f"{SERVICES}.people.mail:mail_link"),
    "people-records": JobKind(f"{SERVICES}.files.people_records:write_file"),
    "readings": JobKind(f"{SERVICES}.derived.rule_changes:read_own"),
    "rows": JobKind(f"{SERVICES}.derived.rows:work_out_rows"),
    "team_day": JobKind(f"{SERVICES}.work.team_day:look_through"),
}
RECORD_ACTS = {
    "add": "Added",
    "edit": "Changed",
    "remove": "Removed",
    "restore": "Restored",
    "replace": "Saved by a file or script",
    "review": "Feedback or work handed in",
    "export": "Exported",
    "import": "Imported a file",
    "import_taken_back": "Took an import back",
    "import_put_back": "Put an import back",
    "rebuild": "Rebuilt from the audit trail",
    "store_notice_read": "Read a notice about the store",
}
ACCOUNT_ACTS = {
    "sign_in": "Signed in",
    "sign_out": "Signed out",
    "sign_in_refused": "Sign-in refused",
    "data_downloaded": "Downloaded all their data",
    "name_changed": "Changed the name",
    "prediction_on": "Chose to predict before the clock is told",
    "prediction_off": "Chose to be told at once what the clock does",
    "password_changed": "Changed the password",
    "session_ended": "Ended a session",
    "other_sessions_ended": "Ended the other sessions",
    "account_made": "Made the account",
    "invite_link_made": "Invitation made",
    "invite_link_used": "Invitation taken up",
    "invite_mailed": "Invitation sent by e-mail",
    "invite_mail_failed": "Invitation could not be sent by e-mail",
    "first_link_made": "Link to the first account made",
    "reset_link_made": "Link to a new password made",
    "reset_link_used": "New password set by link",
    "reset_mailed": "Link to a new password sent by e-mail",
    "reset_mail_failed": "Link to a new password could not be sent by e-mail",
    "factor_set_up": "Set up the second factor",
    "factor_removed": "Removed the second factor",
    "code_refused": "Code refused",
    "recovery_codes_made": "Made recovery codes",
    "recovery_code_used": "Used a recovery code",
    "proof_given": "Proved who they are",
    "view_started": "Began to look at these pages as the learner",
    "view_ended": "Stopped looking at these pages",
}
CORE = Feature(
    nav=(
        Nav(
            "My account",
            "/account",
            "People and settings",
            purpose="Name, password, second factor, sessions, your data",
        ),
    ),
    downloads=(health_addresses, notice_acts, file_addresses),
    jobs=JOBS,
    acts={**RECORD_ACTS, **ACCOUNT_ACTS},
)
