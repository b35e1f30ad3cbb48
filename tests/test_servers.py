"""Each server of the tests starts, answers, stops and leaves nothing; what is missing is said aloud."""

from __future__ import annotations

import signal
import smtplib
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg
import pytest
import redis

from tests.servers import Missing, free_port, or_skipped, skip_or_fail
from tests.servers.browser import browser_page, running_chromium
from tests.servers.fixtures import DOMAIN
from tests.servers.postfix import running_postfix
from tests.servers.postgres import fresh_database, running_postgres
from tests.servers.process import running, short_folder, wait_until
from tests.servers.valkey import running_valkey

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

    from tests.servers.postfix import Postfix
    from tests.servers.sink import Sink

VALKEY_UNTIL_KILLED = """
import time
from tests.servers.valkey import running_valkey
with running_valkey() as url:
    print(url, flush=True)
    time.sleep(600)
"""


@pytest.fixture
def folder() -> Iterator[Path]:
    with short_folder("t") as made:
        yield made


def test_a_missing_component_skips_its_tests(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CI", raising=False)

    with pytest.raises(pytest.skip.Exception, match=r"Teleport\. Type: apt-get install teleport"):
        skip_or_fail(Missing("Teleport", line="apt-get install teleport"))


def test_a_missing_component_fails_in_continuous_integration(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CI", "true")

    with pytest.raises(pytest.fail.Exception, match=r"Type: apt-get install teleport"), or_skipped():
        raise Missing("Teleport", line="apt-get install teleport")


def test_the_end_of_a_run_lists_what_is_missing_once(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(
        """
        import pytest
        from tests.servers import Missing, skip_or_fail

        @pytest.mark.parametrize("number", range(3))
        def test_with_a_teleport(number):
            skip_or_fail(Missing("Teleport, the 'big' one", line="apt-get install teleport"))
        """
    )

    run = pytester.runpytest_subprocess("-p", "tests.servers.fixtures", "-p", "no:cacheprovider")

    assert run.outlines.count("Teleport, the 'big' one. Type: apt-get install teleport") == 1


def test_free_ports_differ() -> None:
    ports = [free_port() for _ in range(20)]

    assert len(set(ports)) == 20


def test_a_program_that_ends_at_once_is_reported_with_its_words(folder: Path) -> None:
    argv = ["sh", "-c", "echo no such option; exit 3"]

    with running(argv, folder=folder) as program, pytest.raises(RuntimeError, match=r"3\):\nno such option"):
        wait_until(lambda: False, process=program, output=folder / "output")


def test_a_program_deaf_to_its_stop_signal_is_removed_with_its_children(folder: Path) -> None:
    argv = ["sh", "-c", f"trap '' INT; sleep 600 {folder} & touch ready; wait", str(folder)]

    with running(argv, folder=folder, stop=signal.SIGINT, patience=0.1) as program:
        wait_until((folder / "ready").exists, process=program, output=folder / "output")

    assert not programs_with(str(folder))


def test_servers_end_when_the_tests_are_killed() -> None:
    tests = subprocess.Popen([sys.executable, "-c", VALKEY_UNTIL_KILLED], stdout=subprocess.PIPE, text=True)
    assert tests.stdout is not None
    port = tests.stdout.readline().partition("127.0.0.1:")[2].partition("/")[0]
    assert programs_with(f":{port}")

    with tests:
        tests.kill()

    assert gone(f":{port}")


def test_valkey_answers(valkey_url: str) -> None:
    with redis.Redis.from_url(valkey_url) as client:
        client.set("greeting", "halo")

        assert client.get("greeting") == b"halo"


def test_valkey_leaves_nothing() -> None:
    with or_skipped(), running_valkey() as url:
        port = url.partition("127.0.0.1:")[2].partition("/")[0]

    assert not programs_with(f":{port}")


def test_postgres_databases_are_fresh_for_every_test(postgres_url: str) -> None:
    with fresh_database(postgres_url) as url, psycopg.connect(url) as connection:
        connection.execute("CREATE TABLE ticket (subject text)")
        connection.commit()

        with fresh_database(postgres_url) as other, psycopg.connect(other) as stranger:
            tables = stranger.execute("SELECT * FROM pg_tables WHERE schemaname = 'public'").fetchall()

    assert tables == []


def test_a_postgres_database_can_start_from_a_template(postgres_url: str) -> None:
    with fresh_database(postgres_url) as template:
        with psycopg.connect(template) as connection:
            connection.execute("CREATE TABLE ticket (subject text)")
        name = template.partition("?")[0].rpartition("/")[2]

        with fresh_database(postgres_url, template=name) as url, psycopg.connect(url) as copy:
            assert copy.execute("SELECT count(*) FROM ticket").fetchone() == (0,)


def test_postgres_leaves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("MEJA_TEST_PG_URL", raising=False)
    with or_skipped(), running_postgres() as url:
        folder = url.partition("host=")[2]

    assert not Path(folder).exists()
    assert gone(folder)


def test_postfix_delivers_foreign_mail_to_the_sink(postfix: Postfix, postfix_sink: Sink) -> None:
    with smtplib.SMTP("127.0.0.1", postfix.port) as client:
        client.sendmail(f"support@{DOMAIN}", ["rui@partner.example"], b"Subject: Halo\r\n\r\nApa kabar?\r\n")

    assert eventually(lambda: "rui@partner.example" in [mail.recipient for mail in postfix_sink.taken])


def test_postfix_delivers_mail_for_our_domain_to_dovecot(postfix: Postfix) -> None:
    with smtplib.SMTP("127.0.0.1", postfix.port) as client:
        client.sendmail("rui@partner.example", [f"sales+x1@{DOMAIN}"], b"Subject: Halo\r\n\r\nApa kabar?\r\n")

    assert eventually(lambda: f"to=<sales+x1@{DOMAIN}>, relay=127.0.0.1" in postfix.log())
    assert "status=sent" in postfix.log()


def test_postfix_refuses_unknown_recipients(postfix: Postfix) -> None:
    with smtplib.SMTP("127.0.0.1", postfix.port) as client:
        client.ehlo()
        client.mail("rui@partner.example")

        assert client.rcpt(f"nobody@{DOMAIN}")[0] == 550


def test_postfix_leaves_nothing(folder: Path) -> None:
    with (
        or_skipped(),
        running_postfix(folder, lmtp_port=free_port(), sink_port=free_port(), domains=[DOMAIN], addresses=[]),
    ):
        pass

    assert gone(str(folder))


def test_chromium_shows_a_page(page: Page) -> None:
    page.set_content("<h1>Meja</h1><script>document.querySelector('h1').append(' bantuan')</script>")

    assert page.inner_text("h1") == "Meja bantuan"


def test_chromium_can_read_a_page_without_scripts_on_a_phone(chromium: Browser) -> None:
    with browser_page(chromium, java_script_enabled=False, viewport={"width": 360, "height": 740}) as page:
        page.set_content("<h1>Meja</h1><script>document.querySelector('h1').append(' bantuan')</script>")

        assert page.inner_text("h1") == "Meja"


def test_chromium_leaves_nothing() -> None:
    before = set(programs_with("--user-data-dir="))
    with or_skipped(), running_chromium():
        ours = set(programs_with("--user-data-dir=")) - before

    assert ours
    assert eventually(lambda: not ours.intersection(programs_with("--user-data-dir=")))


def eventually(seen: Callable[[], bool]) -> bool:
    """True as soon as it is seen; a slow machine has half a minute."""
    give_up = time.monotonic() + 30
    while not seen():
        if time.monotonic() > give_up:
            return False
        time.sleep(0.01)
    return True


def gone(words: str) -> bool:
    return eventually(lambda: not programs_with(words))


def programs_with(words: str) -> list[str]:
    """Command lines that hold these words; the dead have none."""
    listed = subprocess.run(["ps", "-ww", "-eo", "args"], capture_output=True, text=True, check=True)
    return [line for line in listed.stdout.splitlines() if words in line]
