"""Servers that lie, break off or never end: no half mail, no endless answer, and the next mail goes on."""

from __future__ import annotations

import pytest

from ingest.mailbox import Fetched
from ingest.wire import Overrun, Wire
from tests.ingest.mailboxes import evil_account, opened, unreachable
from tests.servers.evil_imap import MAIL, Answer, Conversation, EvilImap, evil_imap

SIZE, BODY = "UID FETCH 7 (RFC822.SIZE", "UID FETCH 7 (INTERNALDATE BODY.PEEK[])"
PROBE, HEADERS = "UID FETCH 7 (BODY.PEEK[]<", "UID FETCH 7 (INTERNALDATE RFC822.SIZE BODY.PEEK[HEADER]"
ONLY_HEADERS = b"Subject: Toner\r\n\r\n"
NOT_BEYOND: Answer = [b'* 1 FETCH (UID 7 BODY[]<40000000> "")\r\n%T OK fetched\r\n']
HEADERS_OF_LARGE: Answer = [
    b"* 1 FETCH (UID 7 RFC822.SIZE 99 BODY[HEADER]<0> {18}\r\n" + ONLY_HEADERS + b")\r\n%T OK fetched\r\n"
]


def body(answer: bytes) -> dict[str, Answer]:
    return {BODY: [b"* 1 FETCH (UID 7 " + answer + b")\r\n%T OK fetched\r\n"]}


def announced(size: int) -> dict[str, Answer]:
    return {SIZE: [f"* 1 FETCH (UID 7 RFC822.SIZE {size})\r\n%T OK fetched\r\n".encode()]}


def fetched_from(evil: EvilImap, **changes: object) -> list[Fetched]:
    with opened(evil_account(evil, **changes)) as mailbox:
        return list(mailbox.fetch(mailbox.uids()))


@pytest.mark.parametrize("size", [0, len(MAIL) // 2, 10**12])
def test_wrong_announced_size_gives_the_real_bytes(size: int) -> None:
    with evil_imap({**announced(size), PROBE: NOT_BEYOND}) as evil:
        (fetched,) = fetched_from(evil)

    assert (fetched.raw, fetched.size, fetched.whole) == (MAIL, len(MAIL), True)


def test_mail_larger_than_it_was_announced_gives_its_beginning_only() -> None:
    with evil_imap(announced(0)) as evil:
        (fetched,) = fetched_from(evil, max_bytes=len(MAIL) - 1)

    assert (fetched.raw, fetched.size, fetched.whole) == (MAIL[:-1], len(MAIL), False)


@pytest.mark.parametrize("size", [4294967296, 10**30])
def test_literal_beyond_all_measure_is_not_waited_for(size: int) -> None:
    script = {
        BODY: [b"* 1 FETCH (UID 7 BODY[] {%d}\r\n" % size],
        PROBE: NOT_BEYOND,
        HEADERS: HEADERS_OF_LARGE,
    }
    with evil_imap(script) as evil:
        (fetched,) = fetched_from(evil)

        assert (fetched.raw, fetched.whole) == (ONLY_HEADERS, False)
        assert evil.heard_of("LOGOUT")


def test_folder_numbered_anew_while_reading_ends_the_reading() -> None:
    def renumber(evil: EvilImap) -> None:
        evil.answers["SELECT"] = [b"* 1 EXISTS\r\n* OK [UIDVALIDITY 6] new\r\n%T OK selected\r\n"]

    script: dict[str, Answer] = {
        BODY: [lambda talk: renumber(talk.server), b"* 1 FETCH (UID 7 BODY[] {99999999999}\r\n"]
    }
    with evil_imap(script) as evil:
        assert unreachable(lambda: fetched_from(evil)).code == "uidvalidity_changed"


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param(b"BODY[] NIL", id="NIL"),
        pytest.param(b'BODY[] ""', id="empty"),
        pytest.param(b"BODY[] 12345", id="a number"),
        pytest.param(b"BODY[] {10}\r\nabcdefghijKLMNO", id="longer than its literal"),
        pytest.param(b"FLAGS (\\Seen)", id="something else"),
        pytest.param(b"BODY[]", id="no value"),
        pytest.param(b"NIL NIL", id="no name"),
        pytest.param(b"BODY " + b"(" * 50_000, id="nested without end"),
        pytest.param(b'INTERNALDATE "' + b"9" * 5000 + b'" ENVELOPE NIL', id="an envelope nobody asked for"),
    ],
)
def test_unusable_answer_is_left_out_and_the_connection_lives(answer: bytes) -> None:
    with evil_imap(body(answer)) as evil, opened(evil_account(evil)) as mailbox:
        assert list(mailbox.fetch([7])) == []
        assert mailbox.uids() == [7]
        assert evil.connections == 1


def test_negative_literal_gives_nothing() -> None:
    with evil_imap(body(b"BODY[] {-5}\r\nabcde")) as evil:
        assert unreachable(lambda: fetched_from(evil)).code == "answer_not_understood"


def test_mail_the_server_cannot_read_costs_its_neighbours_nothing() -> None:
    no: Answer = [b"%T NO [SERVERBUG] cannot read it\r\n"]
    sizes: Answer = [
        b"* 1 FETCH (UID 7 RFC822.SIZE 9)\r\n* 2 FETCH (UID 8 RFC822.SIZE 9)\r\n%T OK fetched\r\n"
    ]
    script = {"UID FETCH 7,8 (RFC822.SIZE": sizes, "UID FETCH 7,8 (INTERNALDATE": no, "UID FETCH 8": no}
    with evil_imap(script) as evil, opened(evil_account(evil)) as mailbox:
        assert [each.uid for each in mailbox.fetch([7, 8])] == [7]


@pytest.mark.parametrize("date", [b"99-Foo-2026 00:00:00 +0000", b"01-Mar-2026 00:00:00 +9900", b""])
def test_unreadable_date_is_no_date(date: bytes) -> None:
    with evil_imap(body(b'INTERNALDATE "' + date + b'" BODY[] {5}\r\nA: b\n')) as evil:
        (fetched,) = fetched_from(evil)

    assert fetched.internal_date is None


@pytest.mark.parametrize(
    "packet",
    [
        pytest.param(b"* 1 FETCH (UID 7 BODY[] {200}\r\nSubject: half a m", id="amid the literal"),
        pytest.param(b"* 1 FETCH (UID 7 BODY[] {12}\r\nSubject: x\r\n", id="after the literal"),
        pytest.param(b"* 1 FETCH (UID 7 BODY[] {12}\r\nSubject: x\r\n)\r\n%T O", id="amid the tagged answer"),
        pytest.param(
            b"* 1 FETCH (UID 7 BODY[] {99}\r\nSubject: x\r\n)\r\n%T OK fetched\r\n",
            id="less than its literal",
        ),
    ],
)
def test_connection_lost_in_a_mail_gives_nothing_and_the_next_try_all_of_it(packet: bytes) -> None:
    with evil_imap({BODY: [packet, lambda talk: talk.hang_up()]}) as evil:
        assert unreachable(lambda: fetched_from(evil)).code == "connection_lost"

        del evil.answers[BODY]
        assert [each.raw for each in fetched_from(evil)] == [MAIL]


def test_lost_connection_may_be_closed_twice() -> None:
    with (
        evil_imap({"UID SEARCH": [lambda talk: talk.hang_up()]}) as evil,
        opened(evil_account(evil)) as mailbox,
    ):
        assert unreachable(mailbox.uids).code == "connection_lost"
        mailbox.close()


@pytest.mark.parametrize(
    "packet", [pytest.param(b"* OK noise\r\n" * 1000, id="lines"), pytest.param(b"x" * 65536, id="one line")]
)
def test_endless_answer_is_cut_off(packet: bytes) -> None:
    with evil_imap({"SELECT": [lambda talk: talk.flood(packet)]}) as evil:
        assert unreachable(lambda: opened(evil_account(evil))).code == "answer_too_long"


def test_dripping_answer_runs_out_of_time() -> None:
    def drip(talk: Conversation) -> None:
        while not talk.server.ended.wait(0.05):
            talk.say(b"x")

    with evil_imap({"NOOP": [drip]}) as evil:
        wire = Wire(evil.host, evil.port, tls=None)
        wire.allow(seconds=0.5)

        with pytest.raises(TimeoutError):
            wire.noop()
        wire.shutdown()


def test_literal_is_refused_before_a_byte_of_it_is_read() -> None:
    with evil_imap({"NOOP": [b"* 1 FETCH (BODY[] {5000001}\r\n"]}) as evil:
        wire = Wire(evil.host, evil.port, tls=None)
        wire.allow(seconds=30, room=5_000_000)

        with pytest.raises(Overrun, match="5000001"):
            wire.noop()
        wire.shutdown()


def test_search_may_find_more_than_a_megabyte_of_uids() -> None:
    found = " ".join(str(uid) for uid in range(1_000_000, 1_200_000))
    script: dict[str, Answer] = {"UID SEARCH": [f"* SEARCH {found}\r\n%T OK found\r\n".encode()]}
    with evil_imap(script) as evil, opened(evil_account(evil)) as mailbox:
        assert len(mailbox.uids()) == 200_000


@pytest.mark.parametrize("answer", [b"* SEARCH x\r\n", b"* SEARCH 1\r\n* SEARCH 2\r\n"])
def test_search_that_cannot_be_read_is_tried_again(answer: bytes) -> None:
    with (
        evil_imap({"UID SEARCH": [answer + b"%T OK found\r\n"]}) as evil,
        opened(evil_account(evil)) as mailbox,
    ):
        assert unreachable(mailbox.uids).code == "answer_not_understood"


def test_folder_without_uidvalidity_is_not_read() -> None:
    with evil_imap({"SELECT": [b"* 1 EXISTS\r\n%T OK selected\r\n"]}) as evil:
        assert unreachable(lambda: opened(evil_account(evil))).code == "uidvalidity_missing"


@pytest.mark.parametrize(
    ("flags", "keeps"),
    [(b"(\\Seen \\*)", True), (b"(\\Seen $mejakept)", True), (b"(\\Seen)", False), (b"()", False)],
)
def test_keyword_is_stored_only_where_it_lasts(flags: bytes, *, keeps: bool) -> None:
    selected = (
        b"* 1 EXISTS\r\n* OK [UIDVALIDITY 5] ok\r\n* OK [PERMANENTFLAGS %b] ok\r\n%%T OK selected\r\n" % flags
    )
    with evil_imap({"SELECT": [selected]}) as evil, opened(evil_account(evil)) as mailbox:
        assert mailbox.mark_taken([7]) == keeps
        assert bool(evil.heard_of("UID STORE 7 +FLAGS.SILENT ($MejaKept)")) == keeps


def test_folder_that_may_only_be_read_is_read_and_not_marked() -> None:
    flags = b"* 1 EXISTS\r\n* OK [UIDVALIDITY 5] ok\r\n* OK [PERMANENTFLAGS (\\*)] ok\r\n"
    answers: Answer = [flags, b"%T OK [READ-ONLY] selected\r\n"]
    with (
        evil_imap({"SELECT": answers, "EXAMINE": answers}) as evil,
        opened(evil_account(evil)) as mailbox,
    ):
        assert [each.raw for each in mailbox.fetch(mailbox.uids())] == [MAIL]
        assert not mailbox.mark_taken([7])
        assert evil.heard_of("STORE") == []


def test_refused_keyword_leaves_the_mailbox_readable() -> None:
    with (
        evil_imap({"UID STORE": [b"%T NO [OVERQUOTA] full\r\n"]}) as evil,
        opened(evil_account(evil)) as mailbox,
    ):
        assert not mailbox.mark_taken([7])
        assert mailbox.uids() == [7]


def test_move_without_the_command_copies_and_removes_these_mails_only() -> None:
    with evil_imap(capabilities="IMAP4rev1 UIDPLUS") as evil, opened(evil_account(evil)) as mailbox:
        assert mailbox.move([7], "Done")
        assert [line.partition(" ")[2] for line in evil.heard[-3:]] == [
            'UID COPY 7 "Done"',
            "UID STORE 7 +FLAGS.SILENT (\\Deleted)",
            "UID EXPUNGE 7",
        ]


def test_copy_into_a_full_folder_deletes_nothing() -> None:
    script: dict[str, Answer] = {"UID COPY": [b"%T NO [OVERQUOTA] full\r\n"]}
    with evil_imap(script, capabilities="IMAP4rev1 UIDPLUS") as evil, opened(evil_account(evil)) as mailbox:
        assert not mailbox.move([7], "Done")
        assert evil.heard_of("Deleted") == evil.heard_of("EXPUNGE") == []


def test_server_that_cannot_move_one_mail_alone_is_not_made_to() -> None:
    with evil_imap(capabilities="IMAP4rev1") as evil, opened(evil_account(evil)) as mailbox:
        assert not mailbox.move([7], "Done")
        assert evil.heard_of("COPY") == evil.heard_of("EXPUNGE") == []
