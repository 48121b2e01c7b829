"""The script of the deadline rush still runs: six providers, eight seconds, SQLite, nobody killed. It measures nothing here."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def test_a_small_rush_keeps_every_promise():
    command = [sys.executable, "-m", "tests.deadline_rush", "--providers", "6", "--seconds", "8", "--no-kill"]
    own = {
        name: value for name, value in os.environ.items() if not name.startswith(("DATABASE_URL", "DJANGO_", "PYTEST_"))
    }
    done = subprocess.run(command, cwd=ROOT, env=own, capture_output=True, text=True, timeout=240, check=False)
    assert done.returncode == 0, f"{done.stdout}\n{done.stderr}"
    assert "Every promise was kept." in done.stdout


def test_it_takes_only_a_database_of_its_own():
    command = [sys.executable, "-m", "tests.deadline_rush", "--database", "postgres://portal:portal@127.0.0.1/portal"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 2 and "must begin with rush" in done.stderr
