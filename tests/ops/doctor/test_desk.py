"""What doctor says of a desk from day to day: people, addresses, mail that waits, holidays, signs of life, backups."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from desk import folders
from desk.calendar_editing import CalendarPlan, add_calendar
from desk.calendar_presets import hours_of
from desk.life import beat
from desk.surroundings import desk_of
from ingest.intake import Arrival, keep
from models.addresses import Address
from models.mail import Delivery, DeliveryKind, DeliveryState, Fate, FolderState, Lane, Mail
from models.reason import because
from models.session import Session
from ops.doctor import Grade, Tools
from tests.desks import NOON
from tests.mails import mail
from tests.ops.doctor.patients import Patient, patient_in
from tests.servers.process import short_folder

AT = NOON + timedelta(days=3)
TODAY = Tools(clock=lambda: AT)


@pytest.fixture
def patient(sqlite_template: Path) -> Iterator[Patient]:
    with short_folder("dd") as folder:
        mailbox = {"host": "imap.agency.example", "user": "support@agency.example"}
        made = patient_in(
            folder, template=sqlite_template, mailbox=mailbox, sending={"host": "smtp.agency.example"}
        )
        made.receives_at("support@agency.example")
        yield made


def a_delivery(
    session: Session, *, created_at: datetime, lane: Lane = Lane.NOTICE, **more: object
) -> Delivery:
    row = Delivery(
        idem_key=f"test:{session.query(Delivery).count()}",
        kind=DeliveryKind.NEW_MATTER,
        lane=lane,
        address_id=session.query(Address).one().id,
        sending_account="main",
        recipient="ana@desk.example",
        language="id",
        internet_id=f"{session.query(Delivery).count()}@agency.example",
        not_before=created_at,
        created_at=created_at,
    )
    for name, value in more.items():
        setattr(row, name, value)
    session.add(row)
    session.flush()
    return row


def test_a_desk_in_order_has_nothing_to_mend(patient: Patient) -> None:
    patient.has_an_administrator()
    found = patient.grades("desk", tools=TODAY)
    found.pop("budget_unset", None)

    assert found == {
        "administrator_there": Grade.OK,
        "addresses_there": Grade.OK,
        "mail_moves_on": Grade.OK,
    }


def test_a_desk_without_administrator_is_named(patient: Patient) -> None:
    assert patient.grades("desk", tools=TODAY)["administrator_missing"] is Grade.FAILURE


def test_an_address_whose_doors_are_gone_is_named(patient: Patient) -> None:
    with patient.work() as session:
        row = session.query(Address).one()
        row.mailbox, row.sending_account = "former", "former"
    found = patient.findings("desk", tools=TODAY)

    assert found["address_without_mailbox"].reason.facts["mailbox"] == "former"
    assert found["address_without_account"].reason.facts["account"] == "former"


def test_a_desk_without_addresses_is_named(patient: Patient) -> None:
    patient.receives_at()

    assert patient.grades("desk", tools=TODAY)["no_addresses"] is Grade.FAILURE


@pytest.mark.parametrize(
    ("fate", "code", "grade"),
    [
        (Fate.NEEDS_LOOK, "mail_needs_a_look", Grade.WARNING),
        (Fate.RECEIVED, "mail_unfiled", Grade.FAILURE),
        (Fate.FILED, "mail_moves_on", Grade.OK),
    ],
)
def test_mail_that_goes_no_further_is_named(patient: Patient, *, fate: Fate, code: str, grade: Grade) -> None:
    with patient.work() as session:
        keep(desk_of(session), mail(), Arrival(door="main", arrived_at=NOON), at=NOON)
    with patient.work() as session:
        session.query(Mail).one().fate = fate

    assert patient.grades("desk", tools=TODAY)[code] is grade


def test_mail_that_waits_long_to_leave_is_named_with_the_hosts_words(patient: Patient) -> None:
    with patient.work() as session:
        for _ in range(3):
            a_delivery(
                session,
                created_at=NOON,
                state=DeliveryState.DEFERRED,
                not_before=AT + timedelta(hours=4),
                smtp_text="451 4.7.1 Greylisted",
            )
    found = patient.findings("desk", tools=TODAY)["mail_unsent"]

    assert (found.reason.facts["count"], found.reason.facts["answer"]) == ("3", "451 4.7.1 Greylisted")


def test_mail_that_is_to_leave_later_does_not_wait(patient: Patient) -> None:
    with patient.work() as session:
        a_delivery(session, created_at=NOON, not_before=AT + timedelta(hours=4))

    assert "mail_moves_on" in patient.findings("desk", tools=TODAY)


def test_words_that_wait_for_their_account_to_have_room_are_named(patient: Patient) -> None:
    with patient.work() as session:
        waits = {"not_before": AT + timedelta(hours=1), "reason": because("budget_spent", account="main")}
        a_delivery(session, created_at=NOON, lane=Lane.WORDS, **waits)

    assert patient.grades("desk", tools=TODAY)["mail_waits_for_budget"] is Grade.WARNING


def test_a_sign_in_by_consent_that_ended_says_why(patient: Patient) -> None:
    patient.write(oauth=[{"name": "office", "provider": "microsoft", "client_id": "x"}])
    with patient.work() as session:
        beat(session, "oauth:office", at=NOON, trouble=because("oauth_refused", name="office").as_json())
    found = patient.findings("desk", tools=TODAY)["sign_in_ended"]

    assert found.remedy is not None
    assert found.remedy.code == "oauth_refused"


def test_a_backup_of_damaged_files_is_named(patient: Patient) -> None:
    with patient.work() as session:
        beat(session, "backup.made", at=AT, damaged=2)

    assert patient.grades("keeping", tools=TODAY)["backup_damaged"] is Grade.FAILURE


def test_a_folder_that_is_not_read_says_why(patient: Patient) -> None:
    with patient.work() as session:
        state = FolderState(mailbox="main", folder="INBOX", uidvalidity=1, old_below=1)
        folders.first_connected(session, state, at=NOON)
        session.flush()
        why = because("wrong_password", mailbox="main", host="imap.agency.example", user="x", words="no")
        folders.trouble(session, "main", why, at=NOON)
    found = patient.findings("desk", tools=TODAY)["folder_in_trouble"]

    assert found.remedy is not None
    assert found.remedy.code == "wrong_password"


@pytest.mark.parametrize(
    ("today", "code"),
    [
        (datetime(2026, 11, 24, tzinfo=UTC), "holidays_open"),
        (datetime(2026, 9, 24, tzinfo=UTC), "holidays_known"),
    ],
    ids=["in November", "in September"],
)
def test_holidays_of_next_year_are_asked_for_in_autumn(
    patient: Patient, *, today: datetime, code: str
) -> None:
    with patient.work() as session:
        plan = CalendarPlan("Jam kantor", "Asia/Jakarta", hours_of("five_days"))
        add_calendar(session, plan, by=None, at=NOON)

    assert code in patient.findings("desk", tools=Tools(clock=lambda: today))


def test_parts_that_never_left_a_sign_are_not_spoken_of(patient: Patient) -> None:
    assert set(patient.findings("keeping", tools=TODAY)) == {"backup_never"}


@pytest.mark.parametrize(
    ("last", "code"),
    [(timedelta(minutes=1), "part_alive"), (timedelta(minutes=9), "part_silent")],
    ids=["a moment ago", "long ago"],
)
def test_a_part_is_alive_while_it_gives_signs(patient: Patient, *, last: timedelta, code: str) -> None:
    with patient.work() as session:
        for name in ("worker", "watch:main"):
            beat(session, name, at=AT - last)

    assert code in patient.findings("keeping", tools=TODAY)


def test_a_part_that_was_never_seen_is_named_once_another_was(patient: Patient) -> None:
    with patient.work() as session:
        beat(session, "worker", at=AT)
    found = patient.all_findings("keeping", tools=TODAY)
    silent = [each.reason.facts["name"] for each in found if each.code == "part_never_seen"]

    assert silent == ["watch:main"]


@pytest.mark.parametrize(
    ("signs", "codes"),
    [
        ({"made": 1}, {"backup_made", "backup_unproven"}),
        ({"made": 3, "proven": 3}, {"backup_old", "backup_proven"}),
        ({"made": 1, "proven": 60}, {"backup_made", "backup_proof_old"}),
    ],
    ids=["never proven", "old", "proven long ago"],
)
def test_backups_are_to_be_made_and_proven(
    patient: Patient, *, signs: dict[str, int], codes: set[str]
) -> None:
    with patient.work() as session:
        for name, days in signs.items():
            beat(session, f"backup.{name}", at=AT - timedelta(days=days))

    assert set(patient.findings("keeping", tools=TODAY)) == codes


def a_busy_month(session: Session, *, days: int, per_day: int, lane: Lane = Lane.NOTICE) -> None:
    """So many mails in one hour of each of these days."""
    for day in range(days):
        for _ in range(per_day):
            a_delivery(
                session,
                created_at=AT - timedelta(days=day + 1),
                lane=lane,
                state=DeliveryState.SENT,
                ended_at=AT,
            )


@pytest.mark.parametrize(
    ("budget", "code", "grade"),
    [
        ({}, "budget_unset", Grade.NOTE),
        ({"per_hour": 9}, "budget_too_small_hour", Grade.WARNING),
        ({"per_day": 9}, "budget_too_small_day", Grade.WARNING),
        ({"per_hour": 10, "per_day": 10}, "budget_suffices", Grade.OK),
    ],
    ids=["none", "of an hour", "of a day", "enough"],
)
def test_a_budget_is_held_against_what_the_busiest_time_needed(
    patient: Patient, *, budget: dict[str, int], code: str, grade: Grade
) -> None:
    patient.write(sending=[patient.tables["sending"][0] | budget])
    with patient.work() as session:
        a_busy_month(session, days=6, per_day=10)

    assert patient.grades("desk", tools=TODAY)[code] is grade


def test_a_budget_that_not_even_answers_fit_in_is_named(patient: Patient) -> None:
    patient.write(sending=[patient.tables["sending"][0] | {"per_day": 5}])
    with patient.work() as session:
        a_busy_month(session, days=6, per_day=6, lane=Lane.WORDS)

    assert "budget_too_small_for_words" in patient.findings("desk", tools=TODAY)


def test_a_new_desk_is_measured_by_its_agents(patient: Patient) -> None:
    """Support has two, both told of every new matter: forty matters a day with six mails each."""
    patient.write(sending=[patient.tables["sending"][0] | {"per_hour": 39, "per_day": 239}])
    found = patient.findings("desk", tools=TODAY)
    needed = {code: each.reason.facts["need"] for code, each in found.items() if "need" in each.reason.facts}

    assert needed == {"budget_likely_too_small_hour": "40", "budget_likely_too_small_day": "240"}
