"""The desk's mailboxes in the demo: an IMAP server in memory, for IMAP4rev1 with IDLE, MOVE and UIDPLUS.

pymap is made to be run as a program; here its in-memory backend is put together by hand. Its version is
pinned, for nobody promises that this goes on to work. It takes STORE of a keyword and forgets it, as
some hosts do: whoever reads here may not rely on keywords.
"""

from __future__ import annotations

import asyncio
from argparse import Namespace
from collections.abc import Mapping
from datetime import UTC, datetime

from proxyprotocol.noop import ProxyProtocolNoop
from proxyprotocol.reader import ProxyProtocolReader
from pymap.backend.dict import Config, Identity, Login
from pymap.concurrent import Subsystem
from pymap.imap import IMAPServer
from pymap.parsing.message import AppendMessage
from pymap.user import Passwords, UserMetadata
from pysasl.hashing import BuiltinHash

_FOLDERS = ("Sent", "Junk")


class Mailboxes:
    """To be used on the event loop of its server."""

    def __init__(self) -> None:
        self._config = _Config(
            Namespace(),
            host=None,
            port=0,
            demo_data=False,
            demo_user="",
            demo_password="",
            tls_enabled=False,
            # The passwords stand on the screen: no need to let each sign-in cost half a second.
            hash_context=BuiltinHash(rounds=1000),
            # No pool of threads, which nobody would end.
            cpu_subsystem=Subsystem.for_asyncio(),
            proxy_protocol=ProxyProtocolNoop(),
        )
        self._login = Login(self._config)

    async def listen(self, accounts: Mapping[str, str], host: str, port: int) -> asyncio.Server:
        """`accounts`: passwords by name."""
        self._config.apply_context()
        for name, password in accounts.items():
            await self._add(name, password)
        server = IMAPServer(self._login, self._config)
        reader = ProxyProtocolReader(self._config.proxy_protocol)
        return await asyncio.start_server(reader.get_callback(server), host, port)

    async def append(self, account: str, raw: bytes, folder: str = "INBOX") -> None:
        async with self._identity(account).new_session() as session:
            await session.append_messages(folder, [AppendMessage(raw, datetime.now(UTC))])

    async def _add(self, account: str, password: str) -> None:
        hashed = await Passwords(self._config).hash_password(password)
        await self._identity(account).set(UserMetadata(self._config, account, password=hashed))
        async with self._identity(account).new_session() as session:
            for folder in _FOLDERS:
                await session.create_mailbox(folder)

    def _identity(self, account: str) -> Identity:
        return Identity(account, self._login, None, frozenset())


class _Config(Config):
    @property
    def greeting(self) -> bytes:
        """Without asking the resolver for our name, which may hang."""
        return b"Server ready localhost"
