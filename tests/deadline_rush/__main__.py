"""The last minute before a closing, with a real web server: `.venv/bin/python -m tests.deadline_rush`.

    --database postgres://role:password@host/rush   its own database, made afresh; SQLite in a temporary folder without it
    --providers 200 --seconds 60 --no-kill

So many providers save every few seconds and submit in the last ones, some twice, some late, some with a stamp of their own,
some with a connection that drops before the answer. Half-way gunicorn is killed with all its workers and started again. Then
the database is asked: every receipt given is there with the same hash, no bid has two live versions, nothing that arrived
from the closing instant on was accepted, nothing that arrived before was refused, no word was lost, a reload shows the
receipt. Exit status 1 and the faults if not. All is bounded: requests, their sizes, their waits; nothing leaves loopback.
"""

import argparse
import asyncio
import contextlib
import os
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from tests.deadline_rush.front import Front

ROOT = Path(__file__).resolve().parents[2]
NAME_OF_ITS_OWN = "rush"


def main() -> int:
    """Play one rush; 0 if every promise was kept."""
    # Stopped from outside, it stops its own servers first.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    asked = _asked()
    with tempfile.TemporaryDirectory(prefix="deadline-rush-") as folder:
        database = asked.database or f"sqlite:///{folder}/rush.sqlite3"
        providers = asked.providers or (200 if asked.database else 40)
        if asked.database:
            _make_afresh(asked.database)
        os.environ.update(_settings(database))
        import django

        django.setup()
        from tests.deadline_rush.verdict import Verdict
        from tests.deadline_rush.world import build

        _say(f"{providers} providers write their bids on {urlsplit(database).scheme}.")
        seats, closes_at = build(providers)
        os.environ["RUSH_CLOCK"] = f"{folder}/clock"
        people, front, kills = asyncio.run(_rush(seats, closes_at, asked.seconds, is_killed=not asked.no_kill))
        verdict = Verdict(people, front, closes_at)
        for line in [f"The web server was killed and started again: {kills} times.", *verdict.lines()]:
            _say(line)
        _say(_times("Autosave", [one for person in people for one in person.save_times]))
        _say(_times("Submit", [one for person in people for one in person.submit_times]))
        faults = verdict.faults()
        for fault in faults[:40]:
            _say(f"FAULT: {fault}")
        _say("Every promise was kept." if not faults else f"{len(faults)} faults.")
        return 1 if faults else 0


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.deadline_rush", description=__doc__.splitlines()[0])
    parser.add_argument(
        "--database", default="", help=f"an address whose database's name begins with {NAME_OF_ITS_OWN}"
    )
    parser.add_argument("--providers", type=int, default=0, help="200 on PostgreSQL, 40 on SQLite")
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--no-kill", action="store_true")
    asked = parser.parse_args()
    if asked.database and not urlsplit(asked.database).path.startswith(f"/{NAME_OF_ITS_OWN}"):
        parser.error(f"It is dropped and made afresh, so the database's name must begin with {NAME_OF_ITS_OWN}.")
    return asked


def _make_afresh(address: str) -> None:
    """Drop and create the database of the rush, from the server's own `postgres` database."""
    import psycopg2
    from psycopg2 import sql

    where = urlsplit(address)
    name = sql.Identifier(where.path.lstrip("/"))
    connection = psycopg2.connect(where._replace(scheme="postgresql", path="/postgres").geturl())
    connection.autocommit = True
    with contextlib.closing(connection), connection.cursor() as cursor:
        cursor.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(name))
        cursor.execute(sql.SQL("CREATE DATABASE {}").format(name))


def _settings(database: str) -> dict[str, str]:
    """As in production, behind a front end whose stamp is trusted."""
    from tests.deadline_rush.clients import HOST
    from tests.deadline_rush.front import STAMP

    return {
        "DJANGO_SETTINGS_MODULE": "socialvalue.settings",
        "DJANGO_PRODUCTION": "1",
        "DJANGO_SECRET_KEY": "for one rush on loopback, and nothing else",
        "DJANGO_ALLOWED_HOSTS": HOST,
        "SITE_ADDRESS": f"https://{HOST}",
        "DATABASE_URL": database,
        "EMAIL_URL": "dummymail://",
        "FROM_EMAIL": f"rush@{HOST}",
        "SEND_MESSAGES_AT_ONCE": "0",
        "BEHIND_PROXY": "1",
        "ARRIVAL_HEADER": STAMP,
        "TRUSTED_PROXIES": "127.0.0.1",
        "LOG_LEVEL": "ERROR",
    }


async def _rush(seats: list, closes_at: datetime, seconds: int, *, is_killed: bool) -> tuple[list, object, int]:
    """Start the servers, let everybody live, kill half-way; people, front end and how often it was killed."""
    from tests.deadline_rush.clients import ORDER, Person
    from tests.deadline_rush.front import Front

    front = Front(_free_port(), _free_port(), timedelta())
    _set_clock(front, closes_at - timedelta(hours=1))
    with _gunicorn(front.portal) as server:
        await _answers(front.portal)
        listening = await front.open()
        people = [
            Person(seat, ORDER[place % len(ORDER)], front, closes_at, seconds) for place, seat in enumerate(seats)
        ]
        await asyncio.gather(*(person.sit_down() for person in people))
        # The servers run and everybody has read their page: the last seconds begin.
        _set_clock(front, closes_at - timedelta(seconds=seconds))
        lives = asyncio.gather(*(person.live() for person in people))
        kills = 0
        if is_killed:
            await asyncio.sleep((closes_at - front.now()).total_seconds() - seconds / 2)
            os.killpg(server.pid, signal.SIGKILL)
            kills = 1
            await asyncio.sleep(1)
            with _gunicorn(front.portal):
                await lives
        else:
            await lives
        listening.close()
    return people, front, kills


def _set_clock(front: "Front", present: datetime) -> None:
    """Let it be this moment for the front end and for the portal."""
    front.offset = present - datetime.now(UTC)
    clock = Path(os.environ["RUSH_CLOCK"])
    clock.with_suffix(".new").write_text(str(front.offset.total_seconds()))
    clock.with_suffix(".new").replace(clock)


@contextlib.contextmanager
def _gunicorn(port: int) -> Iterator[subprocess.Popen[bytes]]:
    """Gunicorn as the deployment page runs it, in a group of its own."""
    command = [sys.executable, "-m", "gunicorn", "tests.deadline_rush.wsgi", "--bind", f"127.0.0.1:{port}"]
    command += ["--worker-class", "gthread", "--workers", "2", "--threads", "4", "--log-level", "error"]
    server = subprocess.Popen(command, cwd=ROOT, start_new_session=True)
    try:
        yield server
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(server.pid, signal.SIGTERM)
        try:
            server.wait(15)
        except subprocess.TimeoutExpired:
            os.killpg(server.pid, signal.SIGKILL)
            server.wait()


async def _answers(port: int) -> None:
    """Wait until somebody listens."""
    for _ in range(300):
        with contextlib.suppress(OSError):
            _, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.close()
            return
        await asyncio.sleep(0.1)
    raise SystemExit("gunicorn did not start within 30 seconds")


def _free_port() -> int:
    with socket.socket() as any_one:
        any_one.bind(("127.0.0.1", 0))
        return any_one.getsockname()[1]


def _times(name: str, taken: list[float]) -> str:
    """The middle and the slow end of some waits."""
    if len(taken) < 2:
        return f"{name}: {len(taken)} requests."
    cuts = statistics.quantiles(taken, n=100, method="inclusive")
    return f"{name}: {len(taken)} requests, p50 {cuts[49] * 1000:,.0f} ms, p99 {cuts[98] * 1000:,.0f} ms."


def _say(line: str) -> None:
    sys.stdout.write(f"{time.strftime('%H:%M:%S')} {line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
