"""A small knowledge base for the tests: an access card, the VPN, and how to repair the printer (for agents)."""

from __future__ import annotations

from desk import knowledge
from desk.knowledge import Wording, Writing
from models.knowledge import Article, Audience
from models.session import Session
from tests.desks import NOON

CARD = Writing(
    "access-card",
    Audience.PUBLIC,
    "Building",
    {
        "en": Wording(
            "Access card lost or broken",
            "Report a lost access card at the counter. A new card costs nothing and is ready on the next day.",
            "badge entry",
        ),
        "id": Wording(
            "Kartu akses hilang atau rusak",
            "Laporkan kartu akses yang hilang di loket. Kartu baru gratis dan selesai keesokan harinya.",
            "id card masuk gedung",
        ),
    },
)
VPN = Writing(
    "vpn",
    Audience.PUBLIC,
    "Network",
    {"en": Wording("VPN disconnects", "Install the newest VPN client and choose the second server.")},
)
PRINTER = Writing(
    "printer",
    Audience.INTERNAL,
    "Devices",
    {
        "en": Wording(
            "Printer prints empty pages", "Clean the head of the printer; spare units lie in the store."
        )
    },
)


def stock(session: Session, *writings: Writing) -> list[Article]:
    """All three, when none is named."""
    return [knowledge.publish(session, each, by=None, at=NOON) for each in writings or (CARD, VPN, PRINTER)]
