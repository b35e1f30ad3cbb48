"""Put a Meja together: connect, check the schema, wake the worker after a commit that queued mail."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import event

from desk.errors import WrongSchema
from desk.settings import OAUTH, SendingSettings, Settings
from desk.surroundings import Surroundings, surroundings
from models.mail import Delivery
from models.reason import because
from models.schema import Fit, schema_of
from models.session import Database, Session
from outbound.courier import SmtpCourier
from outbound.handover import Account

REFUSALS = {Fit.MISSING: "schema_missing", Fit.OLD: "schema_old", Fit.NEWER: "schema_newer"}


def open_desk(settings: Settings) -> Surroundings:
    """Raises BadSettings, WrongSchema, or DatabaseError when the database does not answer."""
    desk = surroundings(settings)
    check_schema(desk.database)
    return desk


def check_schema(database: Database) -> None:
    schema = schema_of(database)
    if schema.fit in REFUSALS:
        raise WrongSchema(because(REFUSALS[schema.fit], found=schema.found, wanted=schema.wanted))


def wake_after_commit(database: Database, ring: Callable[[str], object]) -> None:
    """Ring for each sending account that a committed transaction queued mail for; a rollback rings for nobody."""

    def note(session: Session, _context: Any) -> None:
        queued = {each.sending_account for each in session.new if isinstance(each, Delivery)}
        session.info.setdefault("to_deliver", set()).update(queued)

    def ring_noted(session: Session) -> None:
        for account in session.info.pop("to_deliver", ()):
            ring(account)

    def forget(session: Session) -> None:
        session.info.pop("to_deliver", None)

    event.listen(database.sessions, "after_flush", note)
    event.listen(database.sessions, "after_commit", ring_noted)
    event.listen(database.sessions, "after_rollback", forget)


def courier_for(settings: Settings, sending: SendingSettings) -> SmtpCourier:
    account = Account(
        name=sending.name,
        host=sending.host,
        port=sending.port,
        security=sending.security,
        user=sending.user or None,
        password=(lambda: settings.read_secret(sending.password)) if sending.password else None,
        by_token=sending.password.startswith(OAUTH),
        hello=sending.hello or None,
        ca_file=sending.ca_file or None,
    )
    return SmtpCourier(account)
