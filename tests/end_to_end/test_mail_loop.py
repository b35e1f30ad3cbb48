"""Three hundred mails through Postfix, Dovecot, Meja and Postfix again: all accounted for."""

from __future__ import annotations

from collections.abc import Iterator
from email.message import EmailMessage
from itertools import cycle

from tests.end_to_end.conftest import Road
from tests.end_to_end.desk_process import DeskProcess, eventually
from tests.end_to_end.generated import Clue, Letter, Partners
from tests.end_to_end.ledger import is_acknowledgement, ledger, read

NEW, AFTERTHOUGHTS, ANSWERS = 180, 40, 80


def test_300_mails_are_all_accounted_for(desk: DeskProcess, road: Road) -> None:
    partners = Partners(seed=20261124, domain=road.partners, to=road.address)
    desk.run()
    first = list(with_afterthoughts(partners))
    road.send_in_order(first)
    assert eventually(lambda: road.is_quiet(desk, mails=NEW + AFTERTHOUGHTS), patience=180)

    answers = answers_to(first, road, partners)
    road.send(answers)
    eventually(lambda: road.is_quiet(desk, mails=NEW + AFTERTHOUGHTS + ANSWERS), patience=120)

    assert ledger(desk, [*first, *answers], road.received()).complaints() == []


def with_afterthoughts(partners: Partners) -> Iterator[Letter]:
    """New matters; some partners write once more at once, before anybody can have answered."""
    for number, letter in enumerate(partners.new_matters(NEW)):
        yield letter
        if number < AFTERTHOUGHTS:
            yield partners.answer(letter, Clue.OWN_MAIL)


def answers_to(letters: list[Letter], road: Road, partners: Partners) -> list[Letter]:
    """Half of them answer the acknowledgement; half lost all references and only name the ticket."""
    acknowledgements = acknowledgements_on(road)
    matters = [letter for letter in letters if letter.is_new_matter][AFTERTHOUGHTS:]
    return [
        partners.answer(letter, clue, acknowledgement=acknowledgements[letter.message_id])
        for letter, clue in zip(matters[:ANSWERS], cycle((Clue.ACKNOWLEDGEMENT, Clue.SUBJECT)), strict=False)
    ]


def acknowledgements_on(road: Road) -> dict[str, EmailMessage]:
    """By the Message-ID that each answers."""
    mails = [mail for mail in map(read, road.received()) if is_acknowledgement(mail)]
    return {mail["In-Reply-To"].strip(): mail for mail in mails}
