"""The sentences of reasons about clocks and holds."""

from __future__ import annotations

SENTENCES = {
    "clock_on_hold": "It paused while the ticket was on hold: {because}",
    "clock_waits_for_requester": "It paused while the ticket waited for the requester.",
    "clock_replied_by_hand": "Somebody replied by hand.",
    "clock_replied": "An agent replied.",
    "clock_resolved": "The ticket was resolved.",
    "clock_closed": "The ticket was closed.",
    "clock_merged": "The ticket was merged into another.",
    "clock_marked_spam": "The ticket was marked as spam.",
    "reply_bounced": "The reply never reached the requester, so it does not count.",
    "nothing_promised": "No policy promises anything of this kind for it any more.",
    "done_cannot_be_held": "{code} is done. Open it again to put it on hold.",
    "hold_ends_in_the_past": "The hold would end in the past. Choose a later moment, or none.",
    "no_such_calendar": "There is no business calendar {slug}.",
    "no_such_policy": "There is no SLA policy {slug}.",
    "holidays_missing": "The public holidays of {year} are not known yet. Enter them when they are decreed.",
    "holidays_estimated": "Some public holidays of {year} are estimated. Look at them, and enter what was decreed.",
}
