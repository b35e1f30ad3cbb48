"""What every test may ask for. The servers come from `tests.servers.fixtures`."""

from __future__ import annotations

from hypothesis import settings

pytest_plugins = ("pytester", "tests.servers.fixtures", "tests.desks")

# No test fails because the machine was slow.
settings.register_profile("meja", deadline=None, print_blob=True)
settings.load_profile("meja")
