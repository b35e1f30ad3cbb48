"""Who lives in the demo: an invented agency with its teams and agents, and the partners who write to it.

Plain data; `ops.seed` brings it into a desk. All addresses end in `.example`, which nobody can own (RFC 2606).
"""

from __future__ import annotations

from dataclasses import dataclass

from models.people import Role

AGENCY = "Balai Data Tanjung Lestari"
DOMAIN = "balaidata.example"
PASSWORD = "selamat-datang"  # noqa: S105 (stands on the screen; the demo listens on this machine only)


@dataclass(frozen=True)
class TeamSeed:
    slug: str
    name: str

    @property
    def address(self) -> str:
        return f"{self.slug}@{DOMAIN}"


@dataclass(frozen=True)
class AgentSeed:
    name: str
    local: str
    teams: tuple[TeamSeed, ...]
    role: Role = Role.AGENT
    language: str = "id"

    @property
    def address(self) -> str:
        return f"{self.local}@{DOMAIN}"


@dataclass(frozen=True)
class Partner:
    name: str
    address: str
    language: str = "id"


INFORMATION = TeamSeed("informasi", "Layanan Informasi")
IT = TeamSeed("it", "Layanan TI")
DATA = TeamSeed("data", "Permintaan Data")
TEAMS = (INFORMATION, IT, DATA)

SARI = AgentSeed("Sari Wulandari", "sari", (INFORMATION, DATA), Role.COORDINATOR)
MAYA = AgentSeed("Maya Kusumastuti", "maya", (INFORMATION,))
BAGUS = AgentSeed("Bagus Prakoso", "bagus", (IT,))
CLARA = AgentSeed("Clara Simanungkalit", "clara", (DATA,), language="en")
RAHMAT = AgentSeed("Rahmat Adiputra", "rahmat", (IT,), Role.ADMINISTRATOR)
AGENTS = (SARI, MAYA, BAGUS, CLARA, RAHMAT)

RATNA = Partner("Ratna Puspitarini", "ratna@desa-mekarwangi.example")
HENDRA = Partner("Hendra Gunadi", "hendra@smk-bahari.example")
SITI = Partner("Siti Rohmah", "siti@dinas-tani.example")
MADE = Partner("I Made Suarjana", "made@puskesmas-teluk.example")
TOM = Partner("Tom Whitfield", "tom@riverwatch.example", "en")
AIKO = Partner("Aiko Brandt", "aiko@northfield-university.example", "en")
PARTNERS = (RATNA, HENDRA, SITI, MADE, TOM, AIKO)
