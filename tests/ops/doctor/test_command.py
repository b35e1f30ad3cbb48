"""`meja doctor` as an administrator runs it: what it prints, how it ends, with the desk running and without."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from tests.ops.doctor.conftest import Hosts
from tests.ops.doctor.patients import Patient

NewPatient = Callable[..., Patient]
MEJA = str(Path(sys.executable).with_name("meja"))


def doctor(patient: Patient, *words: str, language: str = "C.UTF-8") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [MEJA, "doctor", "--settings", str(patient.path), *words],
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {"LC_ALL": language},
    )


def test_a_healthy_desk_ends_with_0(hosts: Hosts, new_patient: NewPatient) -> None:
    patient = new_patient(hosts, "strips")
    patient.has_an_administrator()
    done = doctor(patient)

    assert (done.returncode, done.stderr) == (0, "")
    assert "Failures: 0" in done.stdout
