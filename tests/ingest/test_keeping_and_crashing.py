"""Die at every named point of the way in and out, begin again: nothing lost, nothing doubled.

`raise` is an error that the nets catch; `die` goes through every net, as a killed process would, and leaves
its claims behind until their leases run out.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from desk import failpoints
from desk.failpoints import POINTS
from desk.surroundings import Surroundings
from ingest.intake import Arrival, Place, keep
from models.mail import Delivery, DeliveryKind, DeliveryState, Fate, Mail, Sighting, Treatment
from models.message import Message
from outbound.deliver import recover
from tests.conversation import Talk
from tests.mails import mail

WAY_IN = ["I2.fetched", "I3.before_rename", "I4.file_durable", "I5.before_keep_commit", "I6.kept"]
FILING = ["I9.before_claim", "I10.claimed", "I11.before_file_commit", "I12.filed", "desk.open_ticket"]
WAY_OUT = [name for name in POINTS if name.startswith("O")]
AFTER_THE_MARK = ["O5.before_data", "O7.before_accept_commit"]


class Killed(BaseException):
    """No net catches it."""


@pytest.fixture(params=["raise", "die"])
def crash(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    def die(_name: str, _argument: str) -> None:
        raise Killed

    monkeypatch.setitem(failpoints.ACTIONS, "die", die)
    return str(request.param)


def until_it_works(deed: Callable[[], object]) -> None:
    """As a supervisor would: what died is started again."""
    for _ in range(5):
        try:
            deed()
            return
        except (failpoints.FailpointReached, Killed):
            continue
    raise AssertionError("it dies every time")


def works_on(talk: Talk) -> None:
    """What the worker's sweep does."""
    recover(talk.desk, at=talk.clock())
    for mail_id in talk.pipeline.waiting():
        talk.pipeline.process(mail_id)
    talk.delivers()


@pytest.mark.parametrize("point", WAY_IN)
def test_mail_is_kept_once_wherever_keeping_dies(talk: Talk, crash: str, point: str) -> None:
    raw, arrival = mail(), Arrival("main", talk.clock(), place=Place("main", "INBOX", 1, 7))
    failpoints.arm(f"{point}:1:{crash}")
    until_it_works(lambda: keep(talk.desk, raw, arrival, at=talk.clock()))

    assert (len(talk.all(Mail)), len(talk.all(Sighting))) == (1, 1)
    assert talk.desk.raw.read(talk.the(Mail).sha256) == raw


@pytest.mark.parametrize("point", [*FILING, *WAY_OUT, "deliver.acknowledgement", "deliver.new_matter"])
def test_mail_is_filed_and_acknowledged_once_wherever_the_worker_dies(
    talk: Talk, crash: str, point: str
) -> None:
    talk.kept(mail())
    failpoints.arm(f"{point}:1:{crash}")
    for _ in range(4):
        until_it_works(lambda: works_on(talk))
        talk.clock.passes(minutes=20)
    letters = [letter.envelope.recipient for letter in talk.courier.letters]

    assert (len(talk.tickets), len(talk.messages)) == (1, 1)
    assert sorted(set(letters)) == sorted(letters)
    assert len(letters) >= (2 if point in AFTER_THE_MARK else 3)
    assert {each.state for each in talk.deliveries} <= {DeliveryState.SENT, DeliveryState.UNKNOWN}


@pytest.mark.parametrize("point", [*WAY_OUT, "deliver.reply", "I11.before_file_commit", "desk.reply"])
def test_words_of_an_agent_arrive_wherever_the_worker_dies(talk: Talk, crash: str, point: str) -> None:
    """At least once; twice only with the same bytes, and only when death came after the mark."""
    talk.kept(mail())
    works_on(talk)
    notice = next(each for each in talk.courier.letters if each.envelope.recipient == "ana@desk.example")
    talk.kept(
        mail("Step back.", from_="ana@desk.example", subject=notice.subject, in_reply_to=notice.message_id)
    )
    failpoints.arm(f"{point}:1:{crash}")
    for _ in range(4):
        until_it_works(lambda: works_on(talk))
        talk.clock.passes(minutes=20)
    answers = [each.raw for each in talk.courier.letters if each["Auto-Submitted"] == ""]

    assert len(talk.all(Delivery, Delivery.kind == DeliveryKind.REPLY)) == 1
    assert len(set(answers)) == 1
    assert len(answers) == 1 or (crash == "die" and point == "O7.before_accept_commit")


def test_full_disk_keeps_nothing_and_says_so(talk: Talk) -> None:
    failpoints.arm("I3.before_rename:1:enospc")
    with pytest.raises(OSError, match="space"):
        talk.kept(mail())

    assert talk.all(Mail) == []


def test_same_uid_seen_again_is_the_same_sighting(talk: Talk) -> None:
    arrival = Arrival("main", talk.clock(), place=Place("main", "INBOX", 1, 7))
    ids = {keep(talk.desk, mail(message_id="one@x.example"), arrival, at=talk.clock()) for _ in range(2)}

    assert (len(ids), len(talk.all(Sighting))) == (1, 1)


def test_same_bytes_in_two_mailboxes_are_one_mail_seen_twice(talk: Talk) -> None:
    raw = mail()

    assert talk.kept(raw, door="main") == talk.kept(raw, door="strict")
    assert len(talk.all(Sighting)) == 2


def test_mail_from_the_future_arrived_now(talk: Talk) -> None:
    """T031: a host's clock may be wrong; ours orders."""
    arrival = Arrival("main", talk.clock().replace(year=2050))
    keep(talk.desk, mail(), arrival, at=talk.clock())

    assert talk.the(Mail).arrived_at == talk.clock()


def test_old_mail_is_filed_as_a_closed_silent_archive(talk: Talk) -> None:
    first = mail("Old", message_id="old@partner.example")
    talk.arrives(first, treatment=Treatment.ARCHIVE)
    talk.arrives(mail("Older answer", in_reply_to="old@partner.example"), treatment=Treatment.ARCHIVE)

    assert (talk.ticket.status.value, len(talk.messages), talk.deliveries) == ("closed", 2, [])


def test_quiet_mail_opens_a_ticket_and_tells_nobody(talk: Talk) -> None:
    talk.arrives(mail(), treatment=Treatment.QUIET)

    assert (talk.ticket.status.value, talk.deliveries) == ("new", [])


def test_agents_answer_in_an_archive_is_not_held_and_leaves_nowhere(talk: Talk) -> None:
    talk.arrives(mail(message_id="old@partner.example"), treatment=Treatment.ARCHIVE)
    talk.arrives(
        mail("I came.", from_="ana@desk.example", in_reply_to="old@partner.example"),
        treatment=Treatment.ARCHIVE,
    )

    assert (talk.held, talk.deliveries, len(talk.all(Message))) == ([], [], 2)


@pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
def test_every_mail_ends_filed_on_either_database(desk: Surroundings, engine: str) -> None:
    talk = Talk(desk)
    fates = {talk.arrives(mail(f"Number {number}")).fate for number in range(5)}

    assert (fates, len(talk.tickets)) == ({Fate.FILED}, 5)
