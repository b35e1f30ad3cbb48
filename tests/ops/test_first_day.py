"""`meja init`: an answer that cannot be says so, and the same command may be given again."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from desk.addresses import list_addresses
from desk.errors import BadSettings, Conflict, DeskError, Invalid
from desk.people import list_agents
from desk.settings import load
from desk.surroundings import surroundings
from ops.first_day import set_up
from ops.first_settings import Answers

GOOD = Answers(
    desk_name="Pusat Layanan",
    base_url="http://127.0.0.1:8000",
    address="support@agency.example",
    team="Layanan Informasi",
    mailbox_host="imap.agency.example",
    mailbox_port=993,
    mailbox_security="tls",
    mailbox_user="support",
    mailbox_password="pass of the mailbox",
    first_connection="from-now",
    sending_host="smtp.agency.example",
    sending_port=587,
    sending_security="starttls",
    sending_user="support",
    sending_password="pass of the way out",
    admin_name="Ana Wijaya",
    admin_login="ana@agency.example",
    admin_password="a long enough password",
)
CANNOT_BE: dict[str, tuple[dict[str, str], type[DeskError]]] = {
    "a short password": ({"admin_password": "short"}, Invalid),
    "an administrator without address": ({"admin_login": "ana"}, Invalid),
    "an address that is none": ({"address": "support"}, Invalid),
    "no address": ({"address": ""}, Invalid),
    "the administrator's own address": ({"address": "ana@agency.example"}, Conflict),
    "no team": ({"team": " "}, Invalid),
    "no host": ({"mailbox_host": ""}, BadSettings),
    "no page": ({"base_url": "desk.agency.example"}, BadSettings),
    "days without a number": ({"first_connection": "days:x"}, BadSettings),
}


@pytest.mark.parametrize(("wrong", "error"), CANNOT_BE.values(), ids=CANNOT_BE)
def test_a_wrong_answer_leaves_the_way_free_for_the_next_try(
    wrong: dict[str, str], error: type[DeskError], tmp_path: Path
) -> None:
    path = tmp_path / "settings.toml"
    with pytest.raises(error):
        set_up(path, replace(GOOD, **wrong))  # type: ignore[arg-type]
    assert list(tmp_path.glob("settings.toml*")) == []

    set_up(path, GOOD)

    desk = surroundings(load(path))
    with desk.database.reading() as session:
        assert [agent.login for agent in list_agents(session)] == ["ana@agency.example"]
        assert [each.address for each in list_addresses(session)] == ["support@agency.example"]
    desk.close()


def test_settings_that_are_there_stay_as_they_are(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    path.write_text("# mine\n")

    with pytest.raises(Conflict):
        set_up(path, GOOD)

    assert path.read_text() == "# mine\n"


def test_the_folder_of_the_program_is_no_place_for_a_desk() -> None:
    here = Path(__file__).parents[2]

    with pytest.raises(Conflict) as refused:
        set_up(here / "settings.toml", GOOD)

    assert refused.value.reason.code == "folder_of_the_program"
