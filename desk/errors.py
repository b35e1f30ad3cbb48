"""What may go wrong in the desk's own words. Every door maps these: the web to a page, mail to an answer."""

from __future__ import annotations

from models.reason import Reason


class DeskError(Exception):
    """Carries a reason, so that it can be worded in the reader's language."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.code)
        self.reason = reason


class NotFound(DeskError):
    """No such thing, or not for these eyes: the two are answered alike."""


class Gone(DeskError):
    """It was there, and has ended; the reason says what to do instead."""


class NotAllowed(DeskError):
    """This person may not do this."""


class Invalid(DeskError):
    """The request itself makes no sense."""


class Conflict(DeskError):
    """Somebody else was faster; what was seen is no longer true."""


class BadSettings(DeskError):
    """settings.toml cannot be used as it stands."""


class WrongSchema(DeskError):
    """The database is older or newer than this Meja."""


class TryLater(DeskError):
    """Nothing was taken; whoever brought it keeps it and comes again when this is mended."""
