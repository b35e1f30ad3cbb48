"""Who holds a lease, and whether that process still lives.

A claim names its owner as `host:pid:chance`. A lease runs out by time; when the owner was a process of
this host that has died, it need not be waited for.
"""

from __future__ import annotations

import os
import socket
from secrets import token_hex

_CHANCE = token_hex(4)


def owner() -> str:
    """This process, as it signs its claims; at most 60 characters."""
    return f"{socket.gethostname()[:30]}:{os.getpid()}:{_CHANCE}"


def is_gone(name: str | None) -> bool:
    """Whether the owner was a process of this host and is no more. Never true for another host's."""
    host, _, rest = (name or "").rpartition(":")[0].rpartition(":")
    if host != socket.gethostname()[:30] or not rest.isdigit():
        return False
    if int(rest) == os.getpid():
        return name != owner()
    try:
        os.kill(int(rest), 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        pass
    return False
