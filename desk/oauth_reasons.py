"""English sentences for signing in by consent (OAuth), each with what to do. Codes come from `ops.oauth`."""

from __future__ import annotations

SENTENCES = {
    "settings_oauth": (
        "{path}: a password names oauth:{name}, and there is no [[oauth]] of that name. Add it, "
        "or correct the name."
    ),
    "settings_oauth_urls": (
        "{path}: the [[oauth]] {name} of another provider needs token_url, scope, and "
        "authorize_url or device_url."
    ),
    "not_signed_in": (
        "Nobody has signed in to {name} yet. Run `meja mailbox login` with the name of its mailbox."
    ),
    "not_by_consent": (
        'The mailbox {mailbox} signs in with a password. Only one with password = "oauth:NAME" is '
        "signed in to this way."
    ),
    "token_refused": (
        "{host} does not accept the sign-in of {user} for mailbox {mailbox} (it says: “{words}”). "
        "It is renewed by itself; if this stays, run `meja mailbox login {mailbox}`."
    ),
    "oauth_unreachable": (
        "The sign-in service {host} does not answer ({error}). It is tried again; check the network."
    ),
    "oauth_refused": (
        "The sign-in service refused {name}: {error}. Run `meja mailbox login` again, and check "
        "client_id, client_secret and tenant."
    ),
    "oauth_no_refresh": (
        "The sign-in service gave {name} no permission that lasts. Remove Meja from the account's "
        "connected applications and sign in again."
    ),
    "oauth_answer_unreadable": (
        "That address holds no answer for {name}. Copy the whole address that the browser shows "
        "after you consented."
    ),
    "oauth_too_late": "Nobody entered the code in time. Give the command again.",
}
