"""Every check of the project in one go: what `python3 manage.py test` runs, inside `.venv`.

A check whose tool is missing (Chromium, Java, ClamAV, a PostgreSQL server) is named and passed over, unless `--all` is given or
the environment says `CI=true`: then it fails.
"""

from __future__ import annotations

import os
import secrets
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TOOLS = Path(sys.executable).parent
PAGES = ROOT / "build" / "pages"
PACKAGES = ("commissioning", "providers", "glossary", "socialvalue")
# The rooms that know nothing of Django; pyproject.toml holds them to it.
PLAIN_ROOMS = (
    "bidfile",
    "classification",
    "lifecycle",
    "performance",
    "policy",
    "proportionality",
    "readiness",
    "route",
    "scorecase",
    "scoring",
    "tenderfile",
    "timetable",
)
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
# pip-audit must find this old release wanting; where it does not, it cannot reach its data and its green means nothing.
KNOWN_BAD = "django==1.8\n"
# Made-up values: `check --deploy` judges the settings as production would see them.
PRODUCTION = {
    "DJANGO_PRODUCTION": "1",
    "DJANGO_SECRET_KEY": secrets.token_urlsafe(60),
    "DJANGO_ALLOWED_HOSTS": "portal.example",
    "SITE_ADDRESS": "https://portal.example",
    "DATABASE_URL": "postgres://portal@db.example/portal",
    "EMAIL_URL": "smtp://mail.example:25",
    "FROM_EMAIL": "portal@portal.example",
}


class Failed(Exception):
    """A check did not pass; the text is what its tool said."""


class Missing(Exception):
    """A check could not be run for want of a tool; the text says what is missing and how to get it."""


class CannotRun(Exception):
    """A check needs something from outside that nobody at this machine can give, so it is never demanded."""


def run(arguments: Sequence[str]) -> int:
    """Run every check and return the exit code; with arguments for pytest run pytest alone with them.

    `--all` makes a missing tool a failure, as `CI=true` does.
    """
    everything = "--all" in arguments or os.environ.get("CI") == "true"
    for_pytest = [argument for argument in arguments if argument != "--all"]
    if for_pytest:
        return subprocess.call([sys.executable, "-m", "pytest", *for_pytest], cwd=ROOT)

    started = time.monotonic()
    shutil.rmtree(PAGES, ignore_errors=True)
    passed, skipped, failed = [], [], []
    for name, check in CHECKS.items():
        check_started = time.monotonic()
        complaint = ""
        try:
            check()
        except Failed as reason:
            verdict, complaint = "FAILED", str(reason)
            failed.append(name)
        except Missing as reason:
            verdict, complaint = "MISSING", str(reason)
            (failed if everything else skipped).append(name)
        except CannotRun as reason:
            verdict, complaint = "not run", str(reason)
            skipped.append(name)
        else:
            verdict = "passed"
            passed.append(name)
        print(f"{verdict:8} {name}, {time.monotonic() - check_started:.1f} s", flush=True)
        if complaint:
            print(complaint, flush=True)

    seconds = f"{time.monotonic() - started:.0f} s"
    if failed:
        print(f"FAILED: {', '.join(failed)} ({len(passed)} passed, {seconds})")
        return 1
    left_out = f", {len(skipped)} not run ({', '.join(skipped)})" if skipped else ""
    print(f"All checks passed: {len(passed)} of them{left_out}, {seconds}")
    return 0


def _call(*command: str | Path, extra: Mapping[str, str] | None = None) -> str:
    """Run a command in silence and return what it printed; raise `Failed` with that when it ends badly."""
    done = subprocess.run(
        [str(part) for part in command],
        cwd=ROOT,
        env={**os.environ, **(extra or {})},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if done.returncode:
        raise Failed(done.stdout.strip())
    return done.stdout


def _lint() -> None:
    _call(TOOLS / "ruff", "check", "--output-format=concise", ".")


def _format() -> None:
    _call(TOOLS / "ruff", "format", "--check", "--output-format=concise", ".")


def _imports() -> None:
    _call(TOOLS / "lint-imports", "--no-logo")


def _types() -> None:
    rooms = [ROOT / "glossary" / "words.py", ROOT / "socialvalue" / "text.py"]
    for room in PLAIN_ROOMS:
        rooms += [path for path in ROOT.glob(f"commissioning/*/{room}*") if path.suffix in ("", ".py")]
    _call(TOOLS / "mypy", *rooms)


def _security() -> None:
    _call(TOOLS / "bandit", "--quiet", "--recursive", "--configfile", "pyproject.toml", *PACKAGES)


def _templates() -> None:
    _call(TOOLS / "djlint", "--lint", "--quiet", "templates")


def _migrations() -> None:
    _call(sys.executable, "manage.py", "makemigrations", "--check", "--dry-run")


def _production_settings() -> None:
    _call(sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING", extra=PRODUCTION)


def _known_vulnerabilities() -> None:
    canary = ROOT / "build" / "known-bad.txt"
    canary.parent.mkdir(exist_ok=True)
    canary.write_text(KNOWN_BAD)
    audit = (TOOLS / "pip-audit", "--disable-pip", "--no-deps", "--progress-spinner=off", "--timeout=10")
    try:
        _call(*audit, "--requirement", canary)
    except Failed as reason:
        if "known vulnerabilit" not in str(reason):
            raise CannotRun("pip-audit cannot reach its data from here.") from reason
    else:
        raise CannotRun("pip-audit cannot reach its data from here: it finds nothing wrong with a release from 2015.")
    _call(*audit, "--requirement", ROOT / "requirements" / "portal.txt")


def _tests_on(database: Mapping[str, str]) -> None:
    """Run pytest on one database, its words going straight to the terminal."""
    have_browser = any(map(shutil.which, BROWSERS))
    command = [sys.executable, "-m", "pytest", "-q", "-n", "auto", "--maxprocesses=4", "--dist=loadfile"]
    # In the order of their names: reordered, the one long journey would begin last and be waited for alone.
    command += ["--no-loadscope-reorder"]
    if not have_browser:
        command += ["-m", "not browser"]
    sys.stdout.flush()
    if subprocess.run(command, cwd=ROOT, env={**os.environ, **database}, check=False).returncode:
        raise Failed("See what pytest printed above.")


def _tests_on_sqlite() -> None:
    _tests_on({"DATABASE_URL": f"sqlite:///{ROOT / 'portal.sqlite3'}"})


def _tests_on_postgresql() -> None:
    address = os.environ.get("TEST_DATABASE_URL")
    if not address:
        raise Missing(
            "  Set TEST_DATABASE_URL=postgres://role:password@127.0.0.1:5432/name for a role that may make databases.\n"
            "  apt-get install postgresql brings a server, and .ci/run shows how to make such a role."
        )
    _tests_on({"DATABASE_URL": address})


def _browser() -> None:
    if not any(map(shutil.which, BROWSERS)):
        raise Missing("  The tests marked `browser` were left out. To get one: apt-get install chromium")


def _virus_scanner() -> None:
    if not shutil.which("clamd", path=f"{os.environ.get('PATH', '')}:/usr/sbin"):
        raise Missing("  The tests against a real ClamAV were left out. To get one: apt-get install clamav-daemon")


def _valid_html() -> None:
    """Check every page that the tests saved in `build/pages`, all in one call."""
    if not shutil.which("java"):
        raise Missing("  The HTML checker needs Java: apt-get install default-jre-headless")
    if not any(PAGES.glob("*.html")):
        raise Missing(f"  No test saved a page in {PAGES.relative_to(ROOT)}/, so there was nothing to check.")
    checker = ROOT / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"
    _call("java", "-jar", checker, "--errors-only", "--skip-non-html", PAGES)


CHECKS: dict[str, Callable[[], None]] = {
    "Lint": _lint,
    "Format": _format,
    "Imports go downhill": _imports,
    "Types of the plain rooms": _types,
    "Security lint": _security,
    "Template lint": _templates,
    "Migrations match the models": _migrations,
    "Settings fit for production": _production_settings,
    "No known vulnerabilities": _known_vulnerabilities,
    "A browser for the browser tests": _browser,
    "A virus scanner for the upload tests": _virus_scanner,
    "Tests on SQLite": _tests_on_sqlite,
    "Tests on PostgreSQL": _tests_on_postgresql,
    "Valid HTML": _valid_html,
}
