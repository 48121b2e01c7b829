"""`manage.py demo`: play the demonstration story if it is not there, serve the portal, and say who can sign in."""

import contextlib
import io
import signal
import subprocess  # nosec B404
import sys
from collections.abc import Iterator, Sequence
from types import FrameType

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.servers import basehttp
from django.utils import timezone

from commissioning import story
from socialvalue.setup import ROOT, told
from socialvalue.text import datetime_text
from socialvalue.wsgi import application

HOST = "127.0.0.1"
COLUMNS = ("Name", "E-mail", "Role", "Organisation")


class Command(BaseCommand):
    """Ends with one line that says where the portal is."""

    help = "Play the demonstration story, list the people one can sign in as, and serve the portal on this machine."

    def add_arguments(self, parser: CommandParser) -> None:
        """Add `--reset`, `--no-serve` and `--port`."""
        parser.add_argument("--reset", action="store_true", help="empty the database and play the story afresh")
        parser.add_argument("--no-serve", action="store_true", help="prepare everything, but serve nothing")
        parser.add_argument("--port", type=int, default=8000, help="the port to serve on (8000)")

    def handle(self, *args: object, reset: bool, no_serve: bool, port: int, **options: object) -> None:
        """Refuse in production, and in a database that holds other people's work."""
        if settings.PRODUCTION:
            raise CommandError(
                "The demonstration is for trying out the portal. It does not run where DJANGO_PRODUCTION is set."
            )
        if story.has_strangers():
            raise CommandError(
                "This database holds people or organisations that are not the demonstration's, so nothing was changed. "
                "Give DATABASE_URL the address of an empty database."
            )
        if reset and story.played_at():
            with told("Emptying the database"):
                story.drop_tables()
                call_command("migrate", verbosity=0)
                call_command("createcachetable", verbosity=0)
                call_command("load_reference", stdout=io.StringIO())
        if not story.played_at():
            with told("Demonstration story"):
                story.play(now=timezone.now())
        self._list_people()
        if no_serve:
            self.stdout.write("Everything is prepared. To serve it: python3 manage.py demo")
            return
        self._serve(port)

    def _list_people(self) -> None:
        """Print who can sign in, in a table, and when the story was played."""
        self._table([COLUMNS, *((one.name, one.email, one.roles, one.organisation) for one in story.sign_ins())])
        self._table([("Sign in as", "to"), *story.waiting()])
        self.stdout.write(f"\nEverybody's password: {story.PASSWORD}")
        self.stdout.write(
            "All people, providers and words here are invented. The public bodies are marked as demonstrations."
        )
        self.stdout.write(
            f"The story was played at {datetime_text(story.played_at())}. To play it afresh around today, add --reset.\n"
        )

    def _table(self, rows: Sequence[Sequence[str]]) -> None:
        """Print rows in columns, the names of the columns first."""
        widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
        self.stdout.write("")
        for row in rows:
            self.stdout.write("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())

    def _serve(self, port: int) -> None:
        """Serve until stopped, with a worker beside the server that makes the PDFs."""
        settings.DEBUG = False  # who tries it out meets the portal's own error pages, not a developer's
        signal.signal(signal.SIGTERM, _stop)
        with contextlib.ExitStack() as beside:

            def ready(bound: int) -> None:
                beside.enter_context(_worker())
                self.stdout.write(f"The portal is ready at http://{HOST}:{bound}/")
                self.stdout.flush()

            try:
                basehttp.run(HOST, port, application, threading=True, on_bind=ready)
            except OSError as reason:
                raise CommandError(
                    f"Could not serve on port {port}: {reason.strerror}. Try another with --port."
                ) from reason
            except KeyboardInterrupt:
                self.stdout.write("\nStopped.")


@contextlib.contextmanager
def _worker() -> Iterator[None]:
    """A process that does the work which leaves the request; it ends with the server."""
    command = [sys.executable, str(ROOT / "manage.py"), "db_worker", "--no-reload", "--verbosity=0"]
    process = subprocess.Popen(command, cwd=ROOT)  # nosec B603
    try:
        yield
    finally:
        process.terminate()
        process.wait()


def _stop(number: int, frame: FrameType | None) -> None:
    """End as Ctrl+C does, so that the worker is ended too."""
    raise KeyboardInterrupt
