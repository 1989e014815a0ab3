"""What the audit trail calls an act, in words. An act that is not listed is said as it is named."""

from __future__ import annotations

from collections.abc import Mapping

RECORD_ACTS: Mapping[str, str] = {
    "add": "Added",
    "edit": "Changed",
    "remove": "Removed",
    "restore": "Restored",
    "replace": "Saved by a file or script",
}
OTHER_ACTS: Mapping[str, str] = {
    "review": "Feedback or work handed in",
    "sign_in": "Signed in",
    "sign_out": "Signed out",
    "sign_in_refused": "Sign-in refused",
    "export": "Exported",
    "import": "Imported a file",
    "earlier_data_given": "Brought in earlier data for them",
    "import_taken_back": "Took an import back",
    "import_put_back": "Put an import back",
    "data_downloaded": "Downloaded all their data",
    "name_changed": "Changed the name",
    "password_changed": "Changed the password",
    "session_ended": "Ended a session",
    "other_sessions_ended": "Ended the other sessions",
    "invite_link_made": "Invitation made",
    "invite_link_used": "Invitation taken up",
    "invite_mailed": "Invitation sent by e-mail",
    "invite_mail_failed": "Invitation could not be sent by e-mail",
    "reset_mailed": "Link to a new password sent by e-mail",
    "reset_mail_failed": "Link to a new password could not be sent by e-mail",
    "reset_link_made": "Link to a new password made",
    "reset_link_used": "New password set by link",
    "first_link_made": "Link to the first account made",
    "account_made": "Made the account",
    "deactivated": "Deactivated",
    "activated": "Activated again",
    "cohort_assigned": "Put in a cohort",
    "factor_set_up": "Set up the second factor",
    "factor_removed": "Took the second factor away",
    "code_refused": "Code refused",
    "recovery_codes_made": "Made recovery codes",
    "recovery_code_used": "Used a recovery code",
    "proof_given": "Proved who they are",
    "view_started": "Began to look at these pages as the learner",
    "view_ended": "Stopped looking at these pages",
    "check-list": "Checked a list",
    "remove-list": "Removed a checked list",
    "sign-off": "Signed off a return",
    "reactivated": "Activated again",
    "role_changed": "Changed the role",
    "email_changed": "Changed the e-mail address",
    "access_changed": "Changed access to a module",
    "cohort_made": "Made a cohort",
    "cohort_renamed": "Renamed a cohort",
    "cohort_removed": "Removed a cohort",
    "store_notice_read": "Read a notice about the store",
    "cohort_left": "Taken out of a cohort",
    "links_voided": "Made links void",
    "sessions_ended": "Ended all sessions",
    "everyones_sessions_ended": "Ended everybody's sessions",
    "factor_reset": "Reset the second factor",
    "rebuild": "Rebuilt from the audit trail",
    "import-extract": "Brought in published figures",
    "remove-extract": "Removed published figures",
    "erase": "Erased a person",
    "entry_erased": "Erased an entry about a person who was erased",
    "rule_changes_seen": "Read what new rules changed in their clocks",
    "retention_changed": "Changed how long inactive people are kept",
}


def say_act(act: str) -> str:
    """ "Changed"."""
    return RECORD_ACTS.get(act) or OTHER_ACTS.get(act) or act.replace("_", " ").capitalize()
