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
    "sign_in": "Signed in",
    "sign_out": "Signed out",
    "sign_in_refused": "Sign-in refused",
    "export": "Exported",
    "data_downloaded": "Downloaded all their data",
    "name_changed": "Changed the name",
    "password_changed": "Changed the password",
    "session_ended": "Ended a session",
    "other_sessions_ended": "Ended the other sessions",
    "invitation_link_made": "Invitation made",
    "invitation_link_used": "Invitation taken up",
    "reset_link_made": "Link to a new password made",
    "reset_link_used": "New password set by link",
    "rebuild": "Rebuilt from the audit trail",
    "erase": "Erased a person",
}


def say_act(act: str) -> str:
    """ "Changed"."""
    return RECORD_ACTS.get(act) or OTHER_ACTS.get(act) or act.replace("_", " ").capitalize()
