"""The portal as gunicorn serves it in the rush: its clock is moved by the seconds in the file `RUSH_CLOCK`, nothing else is.

So a tender closes at 12 noon on a working day, as the rules want it, whenever the rush is run.
"""

import logging
import os
from datetime import datetime, timedelta
from pathlib import Path

from django.utils import timezone

from socialvalue import clock
from socialvalue.wsgi import application

__all__ = ["application"]

CLOCK = Path(os.environ["RUSH_CLOCK"])


class Moved:
    """What the portal's clock reads its present from."""

    @staticmethod
    def now() -> datetime:
        """The present of the rush."""
        return timezone.now() + timedelta(seconds=float(CLOCK.read_text()))


clock.timezone = Moved
# What is refused too late is counted, not logged.
logging.getLogger("django.request").setLevel(logging.ERROR)
