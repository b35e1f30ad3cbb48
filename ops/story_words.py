"""What the people of the story say, in both languages the desk speaks."""

from __future__ import annotations

from dataclasses import dataclass

from ops.seed_people import CLARA, DATA, INFORMATION, MAYA, RATNA, TOM, AgentSeed, Partner, TeamSeed


@dataclass(frozen=True)
class Script:
    partner: Partner
    agent: AgentSeed
    team: TeamSeed
    subject: str
    question: str
    answer: str
    follow_up: str
    farewell: str


INDONESIAN = Script(
    partner=RATNA,
    agent=MAYA,
    team=INFORMATION,
    subject="Syarat salinan profil desa",
    question="Selamat pagi,\n\nApa saja syarat untuk meminta salinan resmi profil desa tahun lalu, dan berapa lama "
    "prosesnya?\n\nTerima kasih,\nRatna Puspitarini",
    answer="Yth. Ibu Ratna,\n\nCukup surat permohonan dan salinan identitas pemohon. Salinan resmi selesai dalam dua "
    "hari kerja.\n\nSalam hormat,\nMaya",
    follow_up="Ibu Maya,\n\nTerima kasih, jelas sekali. Surat permohonan saya antar besok pagi ke loket.\n\nRatna",
    farewell="#selesai\n\nBaik, Ibu Ratna. Kami tunggu di loket mulai pukul 08.00 WIB.\n\nMaya",
)

ENGLISH = Script(
    partner=TOM,
    agent=CLARA,
    team=DATA,
    subject="Well water measurements",
    question="Dear team,\n\nWhich measurements of well water do you publish, and may we cite them in a report?\n\n"
    "Kind regards,\nTom Whitfield",
    answer="Dear Tom,\n\nDepth and acidity of 34 wells, monthly since 2018. You may cite them with the name of our "
    "office and the date.\n\nBest regards,\nClara",
    follow_up="Dear Clara,\n\nThat is all we need, thank you. We shall cite them as you say.\n\nTom",
    farewell="#resolve\n\nYou are welcome, Tom. Good luck with the report.\n\nClara",
)

SCRIPTS = {"id": INDONESIAN, "en": ENGLISH}
