"""What people see: the agents' panel, and the demo's mailboxes. Forms in, pages out, no rules.

`create_app` takes the desk it shows and a clock, and gives a WSGI application. Everything but the sign-in
page is closed to strangers, nothing acts on GET, and every page works without a script.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from desk.surroundings import Surroundings
from web import (
    addresses,
    agents,
    answer_sheet,
    article_editor,
    articles,
    bulk_deeds,
    calendar_words,
    calendars,
    clock_words,
    due_words,
    errors,
    files,
    filters,
    health,
    held_replies,
    help_pages,
    junk,
    language,
    merges,
    my_mail,
    navigation,
    needs_look,
    new_ticket,
    organizations,
    parcels,
    passwords,
    policies,
    requesters,
    security,
    settings_pages,
    sign_in,
    signed_in,
    sla_view,
    solved,
    spam,
    teams,
    texts,
    ticket_deeds,
    ticket_list,
    tickets,
    uploads,
    whole_mails,
    workload,
    writing,
)
from web.mailroom import Mailroom
from web.mailroom import register as register_mailroom
from web.panel import Panel, attach
from web.remote_pictures import RemotePictures

LARGEST_REQUEST = 1024 * 1024
SESSION_LASTS = timedelta(hours=12)

PAGES = (
    health.pages,
    sign_in.pages,
    passwords.pages,
    language.pages,
    ticket_list.pages,
    bulk_deeds.pages,
    sla_view.pages,
    workload.pages,
    tickets.pages,
    ticket_deeds.pages,
    writing.pages,
    merges.pages,
    junk.pages,
    spam.pages,
    new_ticket.pages,
    requesters.pages,
    organizations.pages,
    files.pages,
    whole_mails.pages,
    parcels.pages,
    answer_sheet.pages,
    held_replies.pages,
    needs_look.pages,
    settings_pages.pages,
    teams.pages,
    agents.pages,
    my_mail.pages,
    addresses.pages,
    calendars.pages,
    policies.pages,
    texts.pages,
    help_pages.pages,
    solved.pages,
    articles.pages,
    article_editor.pages,
)


def create_app(
    desk: Surroundings,
    *,
    now: Callable[[], datetime],
    mailroom: Mailroom | None = None,
    pictures: RemotePictures | None = None,
) -> Flask:
    """With a `mailroom`, the demo's mailboxes are open too, to whoever reaches this application."""
    app = Flask(__name__)
    app.config.update(_config(desk))
    attach(app, Panel(desk=desk, now=now, pictures=pictures or RemotePictures()))
    uploads.register(app)
    security.protect(app)
    signed_in.prepare(app)
    filters.register(app)
    articles.register(app)
    clock_words.register(app)
    due_words.register(app)
    calendar_words.register(app)
    language.register(app)
    navigation.register(app)
    errors.register(app)
    for pages in PAGES:
        app.register_blueprint(pages)
    limiter = sign_in.limit_attempts(app, store=desk.settings.web.rate_limit_store)
    parcels.limit(app, limiter)
    if mailroom is not None:
        register_mailroom(app, mailroom)
    _trust_proxies(app, desk.settings.web.trusted_proxies)
    return app


def _config(desk: Surroundings) -> dict[str, object]:
    return {
        "SECRET_KEY": desk.signer.token("web-session", "cookies"),
        "SESSION_COOKIE_NAME": "meja",
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_SECURE": desk.settings.desk.base_url.startswith("https://"),
        "PERMANENT_SESSION_LIFETIME": SESSION_LASTS,
        "MAX_CONTENT_LENGTH": LARGEST_REQUEST,
        "MAX_FORM_MEMORY_SIZE": LARGEST_REQUEST,
        # A form may lie open all day; it is bound to the session, which ends by itself.
        "WTF_CSRF_TIME_LIMIT": None,
        # We send no Referer (`security`), so none can be asked for.
        "WTF_CSRF_SSL_STRICT": False,
    }


def _trust_proxies(app: Flask, count: int) -> None:
    """X-Forwarded-* is believed only from as many proxies as settings.toml names (T125)."""
    if count > 0:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=count, x_proto=count, x_host=count)  # type: ignore[method-assign]
