"""Looking for viruses with ClamAV, where there is one.

Its daemon takes the bytes over a socket: the command `zINSTREAM`, chunks that each follow their length in four bytes,
and a length of nought (docs.clamav.net, "ClamD Protocol"). A file that can't be looked at is refused, never passed.
"""

import logging
import socket
import struct
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError

CHUNK = 64 * 1024
SECONDS = 30
LONGEST_REPLY = 4096
log = logging.getLogger(__name__)


class Infected(ValidationError):
    """A virus was found in a file; `signature` is what ClamAV calls it."""

    def __init__(self, name: str, signature: str) -> None:
        super().__init__(
            f"“{name}” holds a virus, so it was not kept. Check your computer, and choose another file.",
            code="infected",
        )
        self.signature = signature


def scan(content: bytes, name: str) -> None:
    """Refuse a file in which a virus is found (Infected) or that can't be checked just now (ValidationError).

    Without `settings.CLAMAV_SOCKET` every file passes.
    """
    if not settings.CLAMAV_SOCKET:
        return
    try:
        reply = _ask(content)
    except OSError as fault:
        log.error("ClamAV at %s does not answer: %s", settings.CLAMAV_SOCKET, fault)
        reply = ""
    if reply.endswith(" FOUND"):
        signature = reply.removeprefix("stream: ").removesuffix(" FOUND")
        log.warning("A file was refused: ClamAV found %s in it", signature)
        raise Infected(name, signature)
    if reply != "stream: OK":
        if reply:
            log.error("ClamAV could not check a file: %s", reply)
        raise ValidationError(
            f"“{name}” can’t be checked for viruses just now, so it was not kept. Try again in a few minutes.",
            code="unscanned",
        )


def _ask(content: bytes) -> str:
    """Send the bytes to the daemon and return what it says, without the final NUL. OSError when it can't be asked."""
    with _connected() as connection:
        connection.sendall(b"zINSTREAM\0")
        for start in range(0, len(content), CHUNK):
            chunk = content[start : start + CHUNK]
            connection.sendall(struct.pack("!I", len(chunk)) + chunk)
        connection.sendall(struct.pack("!I", 0))
        reply = b""
        while not reply.endswith(b"\0") and len(reply) < LONGEST_REPLY and (more := connection.recv(LONGEST_REPLY)):
            reply += more
    return reply.removesuffix(b"\0").decode("utf-8", "replace").strip()


def _connected() -> socket.socket:
    """A connection to `settings.CLAMAV_SOCKET`: "tcp://host:port" or the path of a Unix socket."""
    if settings.CLAMAV_SOCKET.startswith("tcp://"):
        address = urlsplit(settings.CLAMAV_SOCKET)
        return socket.create_connection((address.hostname, address.port), SECONDS)
    connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    connection.settimeout(SECONDS)
    try:
        connection.connect(settings.CLAMAV_SOCKET)
    except OSError:
        connection.close()
        raise
    return connection
