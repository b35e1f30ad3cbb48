"""What `meja init` asks about mail: the address, where its mailbox lives, how mail leaves; each tried at once."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import click

from desk.people import checked_address
from desk.settings import OAuthSettings, Settings
from ingest.mailbox import Account as Box
from ops.consenting import sign_in_here
from ops.first_look import Look, knock_at, look_into
from ops.first_settings import OAUTH, write_client_secret
from ops.interview import Interview
from ops.mail_hosts import MAIL_HOSTS, MailHost
from ops.oauth import SignIn
from outbound.handover import Account as Way

SECURITY = click.Choice(["tls", "starttls", "none"])
FIRST = {
    "from-now": "from now on: what is there is left alone",
    "days:30": "the last thirty days as well",
    "archive": "all of it, as closed tickets to search in",
}
MAILBOX = ("mailbox_host", "mailbox_port", "mailbox_security", "mailbox_user", "mailbox_password")
SENDING = ("sending_host", "sending_port", "sending_security", "sending_user", "sending_password")

Known = dict[str, Any]


@dataclass
class MailQuestions:
    """`folder`: where settings.toml will lie. Without `tries` nothing is connected to."""

    interview: Interview
    folder: Path
    tries: bool = True
    host: MailHost = MAIL_HOSTS["other"]
    look: Look | None = None
    known: Known = field(default_factory=dict)

    def ask(self) -> Known:
        """Raises click.Abort when nobody answers any more, Invalid when what the command line gave does not work."""
        for part in (self._address, self._mailbox, self._what_was_found, self._sending):
            self.known |= part()
        self.known.pop("token", None)
        return self.known

    def _address(self) -> Known:
        return self.interview.several(("address",), self._ask_address, _check_address)[0]

    def _ask_address(self) -> Known:
        return {
            "address": self.interview.one("address", "Address partners write to, say support@agency.example")
        }

    def _mailbox(self) -> Known:
        self.host = self._mail_host()
        answers, self.look = self.interview.several(MAILBOX, self._ask_mailbox, self._try_mailbox)
        return answers

    def _mail_host(self) -> MailHost:
        if self.interview.given.get("mailbox_host") is not None:
            return MAIL_HOSTS["other"]
        hosts = {name: host.words for name, host in MAIL_HOSTS.items()}
        chosen = self.interview.choice("provider", "Where does its mailbox live?", hosts, default="cpanel")
        if MAIL_HOSTS[chosen].hint:
            self.interview.tell(MAIL_HOSTS[chosen].hint)
        return MAIL_HOSTS[chosen]

    def _ask_mailbox(self) -> Known:
        one, address = self.interview.one, self.known["address"]
        host = self.host.imap_host.format(domain=address.rpartition("@")[2])
        answers = {
            "mailbox_host": one("mailbox_host", "IMAP host", default=host or None),
            "mailbox_port": one("mailbox_port", "IMAP port", default=993, type=click.IntRange(1, 65535)),
            "mailbox_security": one("mailbox_security", "IMAP security", default="tls", type=SECURITY),
            "mailbox_user": one("mailbox_user", "IMAP user", default=address),
        }
        if self.host.consent:
            return answers | {"mailbox_password": ""} | self._ask_application()
        return answers | {"mailbox_password": one("mailbox_password", "IMAP password", hide_input=True)}

    def _ask_application(self) -> Known:
        one, asks_tenant = self.interview.one, self.host.consent == "microsoft"
        tenant = (
            one("tenant", "Domain of the organization", default="organizations")
            if asks_tenant
            else "organizations"
        )
        return {
            "consent": self.host.consent,
            "client_id": one("client_id", "Client id of the registered application"),
            "client_secret": one("client_secret", "Its secret (empty for none)", default="", hide_input=True),
            "tenant": tenant,
        }

    def _try_mailbox(self, answers: Known) -> Look | None:
        """With the token of a consent given here and now, where there is no password."""
        if not self.tries:
            return None
        if answers.get("consent"):
            answers["token"] = self._consented(answers)
        self.interview.tell("Signing in to {host} ...", host=answers["mailbox_host"])
        return look_into(mailbox_account(answers))

    def _consented(self, answers: Known) -> str:
        oauth = OAuthSettings(
            name=OAUTH,
            provider=answers["consent"],
            client_id=answers["client_id"],
            client_secret=write_client_secret(self.folder, answers["client_secret"]),
            tenant=answers["tenant"],
        )
        sign_in = SignIn(Settings(folder=str(self.folder), oauth=(oauth,)), oauth)
        sign_in_here(sign_in, self.interview.say)
        return sign_in.settings.read_secret(f"oauth:{OAUTH}")

    def _what_was_found(self) -> Known:
        look, tell = self.look, self.interview.tell
        if look is None:
            found: Known = {"authserv_id": self.host.authserv_id}
        else:
            tell("That works: {count} mails are in INBOX.", count=look.mails)
            tell(
                "Spam is read in: {names}. Answers by hand in: {others}.",
                names=look.junk or "-",
                others=look.sent or "-",
            )
            if not look.announces:
                tell("The server does not announce new mail, so Meja looks once a minute.")
            authserv_id = look.authserv_id if look.mails else self.host.authserv_id
            begins = {"uidvalidity": look.uidvalidity, "uidnext": look.uidnext}
            found = {"authserv_id": authserv_id, **begins}
        first = self.interview.choice(
            "first_connection",
            "What about mail that is there already? Nobody is written to because of it.",
            FIRST,
            default="from-now",
        )
        return found | {"first_connection": first}

    def _sending(self) -> Known:
        answers, _ = self.interview.several(SENDING, self._ask_sending, self._try_sending)
        answers.pop("token", None)
        return answers

    def _ask_sending(self) -> Known:
        one, address = self.interview.one, self.known["address"]
        host = self.host.smtp_host.format(domain=address.rpartition("@")[2])
        port, security = self.host.smtp_port, self.host.smtp_security
        return {
            "sending_host": one("sending_host", "SMTP host", default=host or self.known["mailbox_host"]),
            "sending_port": one("sending_port", "SMTP port", default=port, type=click.IntRange(1, 65535)),
            "sending_security": one("sending_security", "SMTP security", default=security, type=SECURITY),
            **self._ask_way_out(),
            "per_hour": self.host.per_hour,
            "per_day": self.host.per_day,
        }

    def _ask_way_out(self) -> Known:
        """The same user and password as the mailbox, unless somebody says otherwise."""
        one, known = self.interview.one, self.known
        user = one("sending_user", "SMTP user (- for none)", default=known["mailbox_user"])
        user = "" if user == "-" else user
        if not user or known.get("consent"):
            return {"sending_user": user, "sending_password": ""}
        typed = one(
            "sending_password",
            "SMTP password (empty: that of the mailbox)",
            default="",
            hide_input=True,
            show_default=False,
        )
        return {"sending_user": user, "sending_password": typed or known["mailbox_password"]}

    def _try_sending(self, answers: Known) -> None:
        if not self.tries:
            return
        self.interview.tell("Signing in to {host} ...", host=answers["sending_host"])
        knock_at(
            sending_account(answers | {"token": self.known.get("token", "")}), address=self.known["address"]
        )
        self.interview.tell("That works; nothing was sent.")


def mailbox_account(answers: Known) -> Box:
    return Box(
        name="main",
        host=answers["mailbox_host"],
        port=answers["mailbox_port"],
        user=answers["mailbox_user"],
        password=lambda: str(answers.get("token") or answers["mailbox_password"]),
        security=answers["mailbox_security"],
        by_token="token" in answers,
    )


def sending_account(answers: Known) -> Way:
    return Way(
        name="main",
        host=answers["sending_host"],
        port=answers["sending_port"],
        security=answers["sending_security"],
        user=answers["sending_user"] or None,
        password=lambda: str(answers["token"] or answers["sending_password"]),
        by_token=bool(answers["token"]),
    )


def _check_address(answers: Known) -> None:
    checked_address(answers["address"])
