"""Why somebody may not do something, each with the sentence they will read."""

from datetime import timedelta
from math import ceil

NOT_OPEN = "This is not open to you. Ask the person who looks after Clockstart if you need it."


class AuthError(Exception):
    """Any refusal; `sentence` is what a person reads."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class NotSignedIn(AuthError):
    """Nobody is signed in, or the session has ended."""

    def __init__(self, sentence: str = "Sign in to carry on.") -> None:
        super().__init__(sentence)


class WrongSignIn(NotSignedIn):
    """The same sentence whatever was wrong, so that it says nothing on who has an account."""

    def __init__(self) -> None:
        super().__init__("The email address or the password is not right.")


class Forbidden(AuthError):
    """The person is known and may not do this."""

    def __init__(self, sentence: str = NOT_OPEN) -> None:
        super().__init__(sentence)


class NotProven(Forbidden):
    """A dangerous act, and the person has not proved lately that it is them; `/prove` asks for it."""

    def __init__(self) -> None:
        super().__init__("Confirm that it is you first: this cannot be done on an open page alone.")


class AnotherPerson(AuthError):
    """A page that was opened by one person asks in the session of another."""

    def __init__(self) -> None:
        super().__init__("Somebody else has signed in here since this page was opened. Nothing has been sent.")


class WrongCode(NotSignedIn):
    """The second factor was not the right one; the password was."""

    def __init__(
        self, sentence: str = "This code is not right, or has been used already. Wait for the next one and try again."
    ) -> None:
        super().__init__(sentence)


class CodeNotNow(WrongCode):
    """A recovery code works once, and a full store cannot note that it was. Says nothing on whether it is right."""

    def __init__(self) -> None:
        super().__init__(
            "The data store has no room, so a recovery code cannot be marked as used and is not accepted. Sign in with "
            "the code of your authenticator app, or tell your administrator."
        )


class FactorNeeded(Forbidden):
    """Signed in with the password alone, and the role asks for a second factor."""

    def __init__(self) -> None:
        super().__init__("Set up your second factor first. Reload this page to do so.")


class WeakPassword(AuthError):
    """The new password cannot be used."""


class TooManyAttempts(AuthError):
    """Wait `wait` before the next attempt."""

    def __init__(self, wait: timedelta) -> None:
        super().__init__(f"There have been too many attempts. Try again in {_in_words(wait)}.")
        self.wait = wait


class SignInsBusy(TooManyAttempts):
    """Too many passwords are being looked at; come back after `wait`. Nothing was looked at and nothing counted."""

    def __init__(self, wait: timedelta) -> None:
        super().__init__(wait)
        self.sentence = f"Many people are signing in at this moment. Try again in {_in_words(wait)}."


def _in_words(wait: timedelta) -> str:
    seconds = max(1, ceil(wait.total_seconds()))
    number, unit = (seconds, "second") if seconds < 60 else (ceil(seconds / 60), "minute")
    return f"{number} {unit}{'' if number == 1 else 's'}"
