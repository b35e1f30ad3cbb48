"""What the text of each automatic mail may mention, what it must, and invented facts to preview it with.

One table a kind; whoever teaches `outbound.render` to tell something new adds its name here.
"""

from __future__ import annotations

from collections.abc import Mapping

from models.mail import DeliveryKind

ALWAYS = ("code", "team", "desk", "opened", "address", "link")
INSIDE = (*ALWAYS, "subject", "requester", "assignee")
WORDS = ("author", "at", "words", "files")

NAMES: dict[DeliveryKind, tuple[str, ...]] = {
    DeliveryKind.ACKNOWLEDGEMENT: ("code", "about", "name", "opened", "promise", "articles", "team", "desk"),
    DeliveryKind.TOO_LARGE: (
        *("code", "about", "name", "at", "give_link", "until", "largest", "team", "desk", "address"),
    ),
    DeliveryKind.NEW_MATTER: (*INSIDE, *WORDS),
    DeliveryKind.NEW_MESSAGE: (*INSIDE, *WORDS),
    DeliveryKind.ASSIGNED: (*INSIDE, *WORDS),
    DeliveryKind.HELD: (*INSIDE, "reason", "words", "held_link"),
    DeliveryKind.UNDELIVERED: (*INSIDE, "reason", "recipient"),
    DeliveryKind.DUE_SOON: (*INSIDE, *WORDS, "due", "metric_is_due"),
    DeliveryKind.OVERDUE: (*INSIDE, *WORDS, "due", "metric_was_due"),
    DeliveryKind.MORNING: (
        "name",
        "day",
        "desk",
        "overdue_count",
        "today_count",
        "unassigned_count",
        "summary",
        "link",
    ),
    DeliveryKind.DIGEST: ("name", "desk", "count", "summary", "link"),
    DeliveryKind.INVITATION: ("name", "desk", "login", "link", "until"),
    DeliveryKind.PASSWORD: ("name", "desk", "login", "link", "until"),
}
"""What a text of this kind may mention. A kind that stands here can be rewritten."""

WITHOUT_TICKET = (DeliveryKind.MORNING, DeliveryKind.DIGEST, DeliveryKind.INVITATION, DeliveryKind.PASSWORD)
"""One text for all teams, and no code in the subject. By the code an answer finds its ticket."""
BODY_NEEDS = {
    DeliveryKind.TOO_LARGE: "give_link",
    DeliveryKind.HELD: "held_link",
    DeliveryKind.MORNING: "summary",
    DeliveryKind.DIGEST: "summary",
    DeliveryKind.INVITATION: "link",
    DeliveryKind.PASSWORD: "link",
}
MARKER = "##-"
MARKED = (
    DeliveryKind.NEW_MATTER,
    DeliveryKind.NEW_MESSAGE,
    DeliveryKind.ASSIGNED,
    DeliveryKind.DUE_SOON,
    DeliveryKind.OVERDUE,
)
"""Mails that agents answer: the marked line says where the answer ends."""

SAMPLES: dict[str, dict[str, str]] = {
    "id": {
        "code": "MJ-7K3QX2",
        "about": "Re: Kartu akses",
        "subject": "Kartu akses",
        "name": "Rui Santoso",
        "requester": "Rui Santoso",
        "author": "Rui Santoso <rui@mitra.example>",
        "recipient": "rui@mitra.example",
        "assignee": "Ana Lestari",
        "opened": "24 November 2026 pukul 10.00 WIB",
        "promise": "Kami akan membalas paling lambat Selasa, 24 November 2026 pukul 16.00 WIB.",
        "articles": "Barangkali salah satu artikel berikut sudah menjawab pertanyaan Anda:\n\n"
        "1. Kartu akses hilang atau rusak\nhttps://bantuan.balai.example/help/kartu-akses",
        "at": "24 November 2026 pukul 10.00 WIB",
        "words": "Kartu akses saya tidak terbaca lagi di pintu lantai 2.\nMohon dibantu.",
        "files": "Lampiran: kartu.jpg\n",
        "reason": "Tertahan: surel ini tidak menjawab surel yang dikirim Meja kepada Anda.",
        "address": "bantuan@balai.example",
        "link": "https://bantuan.balai.example/tickets/MJ-7K3QX2",
        "held_link": "https://bantuan.balai.example/held-replies/7",
        "give_link": "https://bantuan.balai.example/give/k5v2m7q3x6r4t2w7n3p5b6c4d7f2",
        "largest": "100 MB",
        "login": "ana@balai.example",
        "until": "Selasa, 24 November 2026 pukul 11.00 WIB",
        "due": "24 November 2026 pukul 14.00 WIB",
        "metric_is_due": "Balasan pertama jatuh tempo pada",
        "metric_was_due": "Balasan pertama seharusnya diberikan paling lambat",
        "day": "Selasa, 24 November 2026",
        "count": "2",
        "overdue_count": "1",
        "today_count": "2",
        "unassigned_count": "0",
        "summary": "Lewat tenggat: 1\n  MJ-7K3QX2  Kartu akses (Rui Santoso)\n"
        "      24 November 2026 pukul 09.00 WIB · Ana Lestari\n",
    },
    "en": {
        "code": "MJ-7K3QX2",
        "about": "Re: Access card",
        "subject": "Access card",
        "name": "Rui Santoso",
        "requester": "Rui Santoso",
        "author": "Rui Santoso <rui@mitra.example>",
        "recipient": "rui@mitra.example",
        "assignee": "Ana Lestari",
        "opened": "24 November 2026, 10:00 WIB",
        "promise": "We will reply by Tuesday, 24 November 2026, 16:00 WIB at the latest.",
        "articles": "Perhaps one of these articles answers your question already:\n\n"
        "1. Access card lost or broken\nhttps://help.agency.example/help/access-card",
        "at": "24 November 2026, 10:00 WIB",
        "words": "My access card no longer opens the door on floor 2.\nPlease help.",
        "files": "Attachments: card.jpg\n",
        "reason": "Held: it does not answer a mail that Meja sent to you.",
        "address": "help@agency.example",
        "link": "https://help.agency.example/tickets/MJ-7K3QX2",
        "held_link": "https://help.agency.example/held-replies/7",
        "give_link": "https://help.agency.example/give/k5v2m7q3x6r4t2w7n3p5b6c4d7f2",
        "largest": "100 MB",
        "login": "ana@agency.example",
        "until": "Tuesday, 24 November 2026, 11:00 WIB",
        "due": "24 November 2026, 14:00 WIB",
        "metric_is_due": "The first reply is due",
        "metric_was_due": "The first reply was due",
        "day": "Tuesday, 24 November 2026",
        "count": "2",
        "overdue_count": "1",
        "today_count": "2",
        "unassigned_count": "0",
        "summary": "Overdue: 1\n  MJ-7K3QX2  Access card (Rui Santoso)\n"
        "      24 November 2026, 09:00 WIB · Ana Lestari\n",
    },
}


def samples(language: str, *, team: str, desk: str) -> Mapping[str, str]:
    """Invented facts for every name there is."""
    return SAMPLES[language] | {"team": team, "desk": desk}
