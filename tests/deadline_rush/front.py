"""A small front end on loopback, as a reverse proxy stands before the portal: it stamps, relays and, if need be, relays again.

The stamp is the instant at which the last byte of the request was here. What the client sent under that name is dropped. A
request that the portal never answered, since its process died, is sent to it again with its first stamp until somebody
answers: it did arrive. That is honest because every write of the portal may be sent twice (keys, versions), and it is needed,
since a browser that tries again after the closing would be judged by its second arrival.
"""

import asyncio
import contextlib
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

STAMP = "X-Request-Start"
MOST_HEAD, MOST_BODY, MOST_ANSWER = 32 * 1024, 256 * 1024, 2 * 1024 * 1024
PATIENCE = 100.0
"""Seconds for which a request is held: less than the drain, in which the portal believes its stamp."""


@dataclass
class Relayed:
    """One request: when it was here, how often it was relayed, and what became of it."""

    stamp: datetime
    times: int = 0
    status: int = 0


@dataclass
class Front:
    """Listens on `port`, relays to `portal`. `log` is by the name that a client gives its request."""

    port: int
    portal: int
    offset: timedelta
    log: dict[str, Relayed] = field(default_factory=dict)
    _at_once: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(64))

    def now(self) -> datetime:
        """The present of the rush."""
        return datetime.now(UTC) + self.offset

    async def open(self) -> asyncio.Server:
        """Begin to listen."""
        return await asyncio.start_server(self._take, "127.0.0.1", self.port, backlog=1024, limit=MOST_HEAD)

    async def _take(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            head, body = await asyncio.wait_for(read_message(reader, MOST_BODY), 30)
            relayed = Relayed(self.now())
            lines = [line for line in head.split(b"\r\n") if line]
            name = _value(lines, "x-rush-id")
            if name:
                self.log[name] = relayed
            answer = await self._relay(_stamped(lines, relayed.stamp), body, relayed)
            writer.write(answer)
            await writer.drain()
        except (OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError, TimeoutError, ValueError):
            pass  # the client went away or sent nonsense
        finally:
            writer.close()

    async def _relay(self, head: bytes, body: bytes, relayed: Relayed) -> bytes:
        until = time.monotonic() + PATIENCE
        async with self._at_once:
            while time.monotonic() < until:
                relayed.times += 1
                with contextlib.suppress(OSError, asyncio.IncompleteReadError, TimeoutError, ValueError):
                    answer = await asyncio.wait_for(self._ask(head + body), until - time.monotonic())
                    relayed.status = int(answer.split(b" ", 2)[1])
                    return answer
                await asyncio.sleep(0.2)
        relayed.status = 502
        return b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"

    async def _ask(self, message: bytes) -> bytes:
        """The portal's whole answer; an error if it died on the way."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self.portal, limit=MOST_HEAD)
        try:
            writer.write(message)
            await writer.drain()
            head, body = await read_message(reader, MOST_ANSWER)
            return head + body
        finally:
            writer.close()


async def read_message(reader: asyncio.StreamReader, most: int) -> tuple[bytes, bytes]:
    """Head and body of one HTTP message. ValueError if the body is larger than `most` bytes."""
    head = await reader.readuntil(b"\r\n\r\n")
    lines = head.split(b"\r\n")
    if _value(lines, "transfer-encoding") == "chunked":
        body = b""
        while size := int((await reader.readline()).split(b";")[0], 16):
            body += (await reader.readexactly(size + 2))[:-2]
            if len(body) > most:
                raise ValueError("too large")
        await reader.readline()
        lines = [line for line in lines if line and not line.lower().startswith(b"transfer-encoding:")]
        return b"\r\n".join([*lines, f"Content-Length: {len(body)}".encode(), b"", b""]), body
    size = int(_value(lines, "content-length") or 0)
    if size > most:
        raise ValueError("too large")
    return head, await reader.readexactly(size)


def _value(lines: list[bytes], name: str) -> str:
    """A header's value; "" if it is not there."""
    start = f"{name}:".encode()
    return next((line[len(start) :].decode("latin-1").strip() for line in lines if line.lower().startswith(start)), "")


def _stamped(lines: list[bytes], stamp: datetime) -> bytes:
    """The head as the portal gets it: our stamp in place of any other, and one request a connection."""
    ours = (STAMP.lower(), "connection", "x-forwarded-proto", "x-forwarded-for", "x-rush-id")
    kept = [
        line for line in lines if line.split(b":")[0].decode("latin-1").strip().lower().replace("_", "-") not in ours
    ]
    microseconds = (stamp - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1)
    own = [f"{STAMP}: t={microseconds}", "Connection: close", "X-Forwarded-Proto: https", "X-Forwarded-For: 127.0.0.1"]
    return b"\r\n".join([*kept, *(line.encode() for line in own), b"", b""])
