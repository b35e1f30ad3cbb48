"""The demo's promises, and two matters of today whose clocks are near their end whatever the hour it is started.

The office keeps office hours; the IT team's desk is staffed around the clock, so its clocks run at night too.
"""

from __future__ import annotations

from datetime import datetime

from desk import calendar_presets, people, policy_presets
from desk.calendar_editing import CalendarPlan, add_calendar
from desk.first_setup import make_defaults
from desk.policy_editing import PolicyPlan, add_policy
from models.session import Session
from ops.seed_people import HENDRA, IT, MADE
from ops.seed_turns import Matter

TIME_ZONE = "Asia/Jakarta"
MINUTE = 1 / (24 * 60)
"""In days, as a matter tells its age."""


def promise(session: Session, *, at: datetime) -> None:
    """After the teams are there."""
    make_defaults(session, at=at, time_zone=TIME_ZONE)
    hours = calendar_presets.hours_of("around_the_clock")
    watch = CalendarPlan("Piket 24 jam", TIME_ZONE, hours, public_holidays=False, joint_leave=False)
    calendar = add_calendar(session, watch, by=None, at=at)
    targets = policy_presets.PRESETS["it_service_desk"]
    plan = PolicyPlan(
        "Layanan TI", team=people.get_team(session, IT.slug), calendar=calendar, targets=targets
    )
    add_policy(session, plan, by=None, at=at)


NO_NETWORK = Matter(
    HENDRA,
    IT,
    "Wi-Fi ruang guru terputus",
    100 * MINUTE,
    "Yth. Layanan TI,\n\nWi-Fi di ruang guru terputus sejak pagi, padahal sore ini ada ujian daring. Lampu pada "
    "perangkat di langit-langit berkedip merah. Mohon bantuannya.\n\nHendra Gunadi",
)
"""Its first reply was promised within two hours: the warning is due, the breach soon."""

FINGERPRINTS = Matter(
    MADE,
    IT,
    "Mesin presensi menolak sidik jari",
    145 * MINUTE,
    "Selamat pagi,\n\nMesin presensi di Puskesmas Teluk menolak sidik jari semua petugas. Presensi sementara "
    "kami catat di buku. Kapan dapat diperbaiki?\n\nI Made Suarjana",
)
"""Its first reply was due 25 minutes ago."""

TODAY = (NO_NETWORK, FINGERPRINTS)
