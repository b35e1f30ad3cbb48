"""What a desk keeps things in: the database and its schema, and Redis where settings.toml names one."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

from ops.doctor.case import Case
from ops.doctor.findings import Finding, failure, fine

SECONDS = 5


def database_fits(case: Case) -> Iterator[Finding]:
    if case.unfit:
        yield failure("database_unfit", remedy=case.unfit)
    else:
        yield fine("database_fits", kind=case.desk.database.engine.dialect.name)


def queue_answers(case: Case) -> Iterator[Finding]:
    """Nothing is lost without it: the worker looks by itself, and failed sign-ins are counted in each process."""
    stores = {
        "queue.url": case.settings.queue.url,
        "web.rate_limit_store": case.settings.web.rate_limit_store,
    }
    for key, url in stores.items():
        if url.startswith(("redis", "unix")):
            yield _asked(key, url)


def _asked(key: str, url: str) -> Finding:
    host = urlsplit(url).hostname or url
    try:
        from redis import Redis
        from redis.exceptions import RedisError
    except ImportError:
        return failure("redis_not_installed", key=key)
    try:
        Redis.from_url(url, socket_connect_timeout=SECONDS, socket_timeout=SECONDS).ping()
    except (RedisError, OSError, ValueError) as error:
        return failure("redis_down", key=key, host=host, error=error)
    return fine("redis_answers", key=key, host=host)
