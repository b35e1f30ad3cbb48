"""Two workers at the same moment: one of them goes first, neither loses or doubles anything.

On SQLite the database has one writer; on PostgreSQL the claims, locks and turns of the desk must do it.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from desk import tickets
from desk.surroundings import Surroundings
from desk.work import work
from ingest.intake import Arrival, keep
from models.mail import Delivery, DeliveryKind, Fate, Mail
from models.message import Message
from models.people import RequesterAddress
from models.ticket import Ticket
from outbound.deliver import Postman
from tests.conversation import Talk
from tests.desks import NOON, a_ticket, agent, said
from tests.mails import mail

WORKERS = 4


def at_once(deed: Callable[[int], object]) -> list[object]:
    start = Barrier(WORKERS)

    def work_on(number: int) -> object:
        start.wait()
        return deed(number)

    with ThreadPoolExecutor(WORKERS) as pool:
        return list(pool.map(work_on, range(WORKERS)))


def test_same_bytes_kept_at_once_are_one_mail(desk: Surroundings) -> None:
    raw = mail()
    ids = at_once(lambda _: keep(desk, raw, Arrival("main", NOON), at=NOON))

    assert len(set(ids)) == len(Talk(desk).all(Mail)) == 1


def test_one_mail_filed_at_once_opens_one_ticket(desk: Surroundings) -> None:
    talk = Talk(desk)
    mail_id = talk.kept(mail())
    fates = at_once(lambda _: talk.pipeline.process(mail_id))

    assert (fates.count(Fate.FILED), fates.count(None)) == (1, WORKERS - 1)


def test_one_mail_in_several_mailboxes_filed_at_once_is_one_message(desk: Surroundings) -> None:
    talk = Talk(desk)
    copies = [
        talk.kept(mail(message_id="one@partner.example", above={"Received": f"by host {number}"}))
        for number in range(WORKERS)
    ]
    at_once(lambda number: talk.pipeline.process(copies[number]))

    assert (len(talk.all(Ticket)), len(talk.all(Message))) == (1, 1)


def test_first_mails_of_one_person_filed_at_once_make_one_requester(desk: Surroundings) -> None:
    talk = Talk(desk)
    mails = [talk.kept(mail(f"Number {number}")) for number in range(WORKERS)]
    at_once(lambda number: talk.pipeline.process(mails[number]))

    assert (len(talk.all(RequesterAddress)), len(talk.all(Ticket))) == (1, WORKERS)


def test_acknowledgements_to_one_person_keep_their_limit_at_once(desk: Surroundings) -> None:
    talk = Talk(desk)
    mails = [talk.kept(mail(f"Number {number}")) for number in range(WORKERS)]
    at_once(lambda number: talk.pipeline.process(mails[number]))

    assert len(talk.all(Delivery, Delivery.kind == DeliveryKind.ACKNOWLEDGEMENT)) == 3


def test_words_of_several_people_join_one_ticket_at_once(desk: Surroundings) -> None:
    """A lost race is nobody's fault: the mail is filed a moment later and needs no look."""
    talk = Talk(desk)
    talk.arrives(mail(message_id="first@partner.example"))
    answers = [
        talk.kept(mail("Me too", from_=f"p{number}@crowd.example", in_reply_to="first@partner.example"))
        for number in range(WORKERS)
    ]
    at_once(lambda number: talk.pipeline.process(answers[number]))
    while waiting := talk.pipeline.waiting():
        talk.pipeline.process(waiting[0])

    assert {each.fate for each in talk.all(Mail)} == {Fate.FILED}
    assert len(talk.all(Message)) == 1 + WORKERS


def test_form_sent_several_times_at_once_is_said_once(desk: Surroundings) -> None:
    with work(desk, at=NOON) as session:
        code = a_ticket(session).code

    def press(_number: int) -> None:
        with work(desk, at=NOON) as session:
            ticket, ana = tickets.get_ticket(session, code), agent(session, "ana")
            tickets.reply(session, ticket, said("Coming.", form_key="one form"), by=ana, at=NOON)

    at_once(press)

    assert len(Talk(desk).all(Delivery, Delivery.kind == DeliveryKind.REPLY)) == 1


def test_several_workers_deliver_each_mail_once(desk: Surroundings) -> None:
    talk = Talk(desk)
    for number in range(6):
        talk.arrives(mail(f"Number {number}", from_=f"p{number}@crowd.example"))
    at_once(lambda _: Postman(desk, "main", talk.courier, talk.clock).deliver_due())

    assert len(talk.courier.letters) == len(talk.all(Delivery)) == 18
