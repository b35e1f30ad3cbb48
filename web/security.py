"""What every answer carries against hostile content: a strict policy, no sniffing, no framing, no referrer.

Pages load style, script and pictures from this host alone, and nothing inline. A mail's HTML and its files
bring their own, stricter policies (`web.files`).
"""

from __future__ import annotations

from flask import Flask, Response, abort, request
from flask_wtf.csrf import CSRFProtect

PAGE_POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self';"
    " frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)

HEADERS = {
    "Content-Security-Policy": PAGE_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cache-Control": "private, no-cache",
}


def protect(app: Flask) -> None:
    """Headers first: an answer that CSRF protection cuts short carries them too."""
    app.after_request(_with_headers)
    app.before_request(_refuse_nul)
    CSRFProtect(app)


def _refuse_nul() -> None:
    """No page has one in its address, and PostgreSQL would take the question itself for wrong."""
    if "\0" in request.path:
        abort(404)


def _with_headers(response: Response) -> Response:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    return response
