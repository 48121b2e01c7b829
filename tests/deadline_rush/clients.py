"""Two hundred people at their browsers: each saves as it types, submits once, and tries again when the network fails."""

import asyncio
import json
import random
import re
import time
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from urllib.parse import urlencode
from uuid import uuid4

from tests.deadline_rush.front import MOST_ANSWER, STAMP, Front, read_message
from tests.deadline_rush.world import Seat

HOST = "portal.invalid"
WAIT = 110.0
TRIES = 8
WORDS = ["we", "collect", "mend", "and", "pass", "on", "what", "people", "no", "longer", "need", "with", "neighbours"]


class Kind(StrEnum):
    """What a person does besides saving."""

    TWICE = "sends twice at once and again later"
    LATE = "sends too late"
    FORGER = "sends too late with a stamp of its own"
    DROPPER = "drops the connection and reloads"
    LAST = "sends in the last second"
    PLAIN = "sends in the last quarter"


# The first six are all kinds, so that a small rush has them too.
ORDER = [*Kind, Kind.PLAIN, Kind.LAST, Kind.PLAIN, Kind.TWICE, Kind.PLAIN, Kind.LAST]


@dataclass
class Sent:
    """One submission that was sent: its name in the front's log, its key, the status and where the answer led."""

    name: str
    key: str
    status: int
    location: str


@dataclass
class Person:
    """One person. After the rush: what was saved, sent and shown, and what went wrong."""

    seat: Seat
    kind: Kind
    front: Front
    closes_at: datetime
    seconds: float
    text: str = ""
    version: int = 0
    sent: list[Sent] = field(default_factory=list)
    receipts: list[tuple[str, str]] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    save_times: list[float] = field(default_factory=list)
    submit_times: list[float] = field(default_factory=list)
    refused_late: int = 0
    _cookies: dict[str, str] = field(default_factory=dict)
    _form: dict[str, str] = field(default_factory=dict)

    async def sit_down(self) -> None:
        """Read the page, as everybody has long before the end."""
        self.version, self._cookies = self.seat.version, {"sessionid": self.seat.session}
        await self._read()

    async def live(self) -> None:
        """Save until it is time, submit, look at the receipt."""
        chance = random.Random(self.seat.bid.int)
        try:
            left = {Kind.LAST: chance.uniform(0.05, 0.9), Kind.LATE: -chance.uniform(0.05, 1.5)}
            left[Kind.FORGER] = -chance.uniform(0.05, 1.5)
            moment = left.get(self.kind, chance.uniform(0.9, max(1.0, self.seconds / 4)))
            await self._save_until(self.closes_at - timedelta(seconds=max(moment, 0.0) + 0.5), chance)
            await self._until(self.closes_at - timedelta(seconds=moment))
            await self._submit()
        except (OSError, TimeoutError, ValueError, KeyError, asyncio.IncompleteReadError) as fault:
            self.faults.append(f"gave up: {fault!r}")

    async def _read(self) -> None:
        status, _, page = await self._ask("GET", f"/bids/{self.seat.bid}/check/")
        if status != 200:
            raise ValueError(f"the check page answered {status}")
        for name in ("csrfmiddlewaretoken", "key", "tender_version"):
            self._form[name] = re.search(rf'name="{name}" value="([^"]+)"', page)[1]

    async def _save_until(self, end: datetime, chance: random.Random) -> None:
        """Save every few seconds, one after the other, once at least."""
        number = 0
        while True:
            number += 1
            text = f"Version {number}. " + " ".join(chance.choice(WORDS) for _ in range(200)) + "."
            await self._save(text)
            pause = chance.uniform(self.seconds / 12, self.seconds / 4)
            if self.front.now() + timedelta(seconds=pause) >= end:
                return
            await asyncio.sleep(pause)

    async def _save(self, text: str) -> None:
        said = {"text": text, "from_version": str(self.version)}
        started = time.monotonic()
        status, _, answer = await self._post(f"/bids/{self.seat.bid}/questions/1/save/", said)
        self.save_times.append(time.monotonic() - started)
        told = json.loads(answer) if answer.startswith("{") else {}
        if status == 200:
            self.text, self.version = text, told["version"]
        elif status == 409 and told.get("theirs") == text:
            self.text, self.version = text, told["version"]  # it was saved, and only the answer was lost
        elif status == 422 and self.last_stamp >= self.closes_at:
            self.refused_late += 1
        else:
            self.faults.append(f"a save that arrived at {self.last_stamp} was answered {status}: {answer[:120]}")

    async def _submit(self) -> None:
        address = f"/bids/{self.seat.bid}/check/"
        forged = {STAMP: f"t={int((self.closes_at - timedelta(hours=1)).timestamp() * 1_000_000)}"}
        if self.kind is Kind.DROPPER:
            await self._ask("POST", address, {**self._form, "signed": "on"}, drop=True)
            await asyncio.sleep(1)
        if self.kind is Kind.TWICE:
            await asyncio.gather(self._send(address), self._send(address))
            await self._until(self.closes_at + timedelta(seconds=2))
        await self._send(address, forged if self.kind is Kind.FORGER else {})

    async def _send(self, address: str, headers: dict[str, str] | None = None) -> None:
        started = time.monotonic()
        said = {**self._form, "signed": "on"}
        status, told, page = await self._post(address, said, headers)
        name = told["x-rush-id"]
        self.submit_times.append(time.monotonic() - started)
        location = told.get("location", "")
        self.sent.append(Sent(name, self._form["key"], status, location))
        if status == 302:
            await self._look(location)
        elif status == 422 and "Not submitted." in page and "It reached us at" in page and self.text in page:
            self.refused_late += 1
        else:
            self.faults.append(f"a submission was answered {status} without its text: {page[:200]}")

    async def _look(self, location: str) -> None:
        status, _, page = await self._ask("GET", location)
        reference, sha256 = re.search(r"BID(?:-\w{4}){3}", page), re.search(r"\b[0-9a-f]{64}\b", page)
        if status != 200 or not reference or not sha256:
            self.faults.append(f"the receipt answered {status}")
        else:
            self.receipts.append((reference[0], sha256[0]))

    async def _until(self, moment: datetime) -> None:
        await asyncio.sleep(max(0.0, (moment - self.front.now()).total_seconds()))

    async def _post(
        self, path: str, said: dict[str, str], headers: dict[str, str] | None = None
    ) -> tuple[int, dict[str, str], str]:
        """Send, and again with the same words if the network or a gateway failed, as a person presses the button again."""
        fault: object = None
        for _ in range(TRIES):
            try:
                answer = await self._ask("POST", path, {**said, **self._token}, headers=headers)
                if answer[0] < 500:
                    return answer
                fault = answer[0]
            except (OSError, TimeoutError, asyncio.IncompleteReadError) as broken:
                fault = broken
            await asyncio.sleep(1)
        raise ValueError(f"{path} failed {TRIES} times: {fault!r}")

    @property
    def _token(self) -> dict[str, str]:
        return {"csrfmiddlewaretoken": self._form["csrfmiddlewaretoken"]}

    @property
    def last_stamp(self) -> datetime:
        """When the last request of this person was at the front."""
        return self.front.log[self._last].stamp

    async def _ask(
        self,
        method: str,
        path: str,
        said: dict[str, str] | None = None,
        *,
        headers: dict[str, str] | None = None,
        drop: bool = False,
    ) -> tuple[int, dict[str, str], str]:
        """One request on a connection of its own: status, headers and text. With `drop` the answer is not waited for."""
        name, body = uuid4().hex, urlencode(said or {}).encode()
        lines = {
            "Host": HOST,
            "Cookie": "; ".join(f"{key}={value}" for key, value in self._cookies.items()),
            "Origin": f"https://{HOST}",
            "Referer": f"https://{HOST}{path}",
            "Accept": "text/html, application/json",
            "Content-Type": "application/x-www-form-urlencoded",
            "Content-Length": str(len(body)),
            "X-Rush-Id": name,
            **(headers or {}),
        }
        head = f"{method} {path} HTTP/1.1\r\n" + "".join(f"{key}: {value}\r\n" for key, value in lines.items())
        async with asyncio.timeout(WAIT):
            reader, writer = await asyncio.open_connection("127.0.0.1", self.front.port)
            try:
                writer.write(f"{head}\r\n".encode() + body)
                await writer.drain()
                if drop:
                    await asyncio.sleep(0.05)
                    return 0, {}, ""
                self._last = name
                answered, content = await read_message(reader, MOST_ANSWER)
            finally:
                writer.close()
        first, *rest = answered.decode("latin-1").split("\r\n")
        told = {"x-rush-id": name}
        for line in filter(None, rest):
            key, _, value = line.partition(":")
            if key.lower() == "set-cookie":
                cookie, _, kept = value.strip().partition(";")[0].partition("=")
                self._cookies[cookie] = kept
            else:
                told[key.lower()] = value.strip()
        return int(first.split(" ")[1]), told, content.decode(errors="replace")
