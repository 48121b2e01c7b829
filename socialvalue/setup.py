"""Makes a bare machine ready for the portal, with Python's standard library alone.

`manage.py` calls this before there is a virtual environment, so nothing here may be imported from outside the standard
library. Each finished step leaves a fingerprint of what it was made from in `.venv`; a step whose fingerprint still
holds is passed over, which makes every later start a matter of milliseconds.
"""

from __future__ import annotations

import contextlib
import ctypes
import hashlib
import importlib.util
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ENVIRONMENT = ROOT / ".venv"
PYTHON = ENVIRONMENT / "bin" / "python"
FINGERPRINTS = ENVIRONMENT / "set-up.json"
NODE_MODULES = ROOT / "node_modules"
STYLES = ROOT / "static" / "scss"
BUILD = ROOT / "static" / "build"

OLDEST_PYTHON = (3, 11)
# What WeasyPrint loads to set type, each with the Debian package that brings it.
LIBRARIES = {
    "libpango-1.0.so.0": "libpango-1.0-0",
    "libpangoft2-1.0.so.0": "libpangoft2-1.0-0",
    "libharfbuzz-subset.so.0": "libharfbuzz-subset0",
}
# The fonts of the papers: Latin; Arabic, Hebrew and other scripts; emoji. A missing one prints people's words as boxes.
FONTS = {
    "LiberationSans-Regular.ttf": "fonts-liberation2",
    "DejaVuSans.ttf": "fonts-dejavu-core",
    "Symbola*.ttf": "fonts-symbola",
}
FONT_FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts", "~/.fonts", "~/.local/share/fonts")
AFRESH = "\r\x1b[K"  # clears the line a terminal is showing
ONE_PAGE = "from weasyprint import HTML; assert HTML(string='<p>One page</p>').write_pdf()[:5] == b'%PDF-'"


class CannotSetUp(Exception):
    """Something is missing that only the person at the terminal can give; the text says what to do."""


def set_up(*, with_tests: bool) -> None:
    """Bring the virtual environment, the packages and the assets up to date, or end the program with the reason.

    `with_tests` adds the tools of the tests. Once they are there they are kept up to date by every later call.
    """
    try:
        _set_up(with_tests=with_tests)
    except CannotSetUp as reason:
        sys.exit(f"\n{reason}")


def move_into_environment(arguments: Sequence[str]) -> None:
    """Replace this program by the same one in `.venv`; returns only when it is running there already."""
    if Path(sys.prefix).resolve() == ENVIRONMENT.resolve():
        return
    if not PYTHON.exists() or not any(ENVIRONMENT.glob("lib/python*/site-packages/django")):
        sys.exit("The portal is not set up yet. Run this first: python3 manage.py demo")
    os.execv(PYTHON, [str(PYTHON), *arguments])


@contextlib.contextmanager
def told(label: str) -> Iterator[None]:
    """Name a step on one line while it is done, then say how many seconds it took."""
    started = time.monotonic()
    print(f"  {label} ...", end="", flush=True)
    yield
    again = f"{AFRESH}  {label} ..." if sys.stdout.isatty() else ""
    print(f"{again} {time.monotonic() - started:.1f} s", flush=True)


def _set_up(*, with_tests: bool) -> None:
    if sys.version_info < OLDEST_PYTHON:
        raise CannotSetUp(f"The portal needs Python 3.11 or newer; this is {sys.version.split()[0]}.")
    done = _read_fingerprints()
    with_tests = with_tests or done.get("tests") == "yes"
    requirements = ROOT / "requirements" / ("test.txt" if with_tests else "portal.txt")
    lock = ROOT / "package-lock.json"

    if "proof" not in done:
        _provide_system_packages()
    if "environment" not in done or not PYTHON.exists():
        done.clear()
        with told("Virtual environment in .venv"):
            _make_environment()
        _leave(done, "environment", "made")
        _leave(done, "tests", "yes" if with_tests else "no")

    def step(name: str, label: str, made_from: Iterable[Path], act: Callable[[], None], result: Path = PYTHON) -> None:
        fingerprint = _fingerprint(made_from)
        if done.get(name) != fingerprint or not result.exists():
            with told(label):
                act()
            _leave(done, name, fingerprint)

    step("packages", "Python packages, each checked by its hash", [requirements], lambda: _install(requirements))
    step("proof", "A first PDF, as proof", [requirements], lambda: _call([PYTHON, "-c", ONE_PAGE]))
    node_inputs = [lock, requirements] if with_tests else [lock]
    step("node", "Node packages", node_inputs, lambda: _install_node_packages(with_tests), NODE_MODULES)
    step("assets", "Styles and scripts", [lock, *sorted(STYLES.rglob("*.scss"))], _build_assets, BUILD / "portal.css")
    _leave(done, "tests", "yes" if with_tests else "no")


def _read_fingerprints() -> dict[str, str]:
    """What earlier calls finished: the name of each step with its fingerprint; empty when there is nothing."""
    try:
        return json.loads(FINGERPRINTS.read_text())
    except (OSError, ValueError):
        return {}


def _leave(done: dict[str, str], name: str, fingerprint: str) -> None:
    if done.get(name) != fingerprint:
        done[name] = fingerprint
        FINGERPRINTS.write_text(json.dumps(done, indent=1))


def _fingerprint(paths: Iterable[Path]) -> str:
    seen = hashlib.sha256()
    for path in paths:
        seen.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return seen.hexdigest()


def _missing_packages() -> list[str]:
    """The Debian packages that this machine lacks."""
    missing = [] if importlib.util.find_spec("ensurepip") else ["python3-venv"]
    for library, package in LIBRARIES.items():
        try:
            ctypes.CDLL(library)
        except OSError:
            missing.append(package)
    for font, package in FONTS.items():
        if not any(True for folder in FONT_FOLDERS for _ in Path(folder).expanduser().rglob(font)):
            missing.append(package)
    return missing


def _provide_system_packages() -> None:
    """Install what is missing where that is allowed without asking: as root on Debian. Otherwise say how."""
    missing = _missing_packages()
    if not missing:
        return
    install = ["apt-get", "install", "-y", "--no-install-recommends", *missing]
    if not shutil.which("apt-get"):
        raise CannotSetUp(f"Please install what your system calls these Debian packages: {', '.join(missing)}.")
    if os.geteuid() != 0:
        raise CannotSetUp(
            f"The portal needs packages of the system. Please run this, then the same command again:\n"
            f"  sudo apt-get install -y {shlex.join(missing)}"
        )
    with told(f"System packages: {', '.join(missing)}"):
        try:
            _call(install)
        except CannotSetUp:  # a fresh system does not know its packages yet
            _call(["apt-get", "update"])
            _call(install)
        importlib.invalidate_caches()


def _make_environment() -> None:
    """Make `.venv`; one that works already is kept, a broken or half-made one is made again."""
    works = PYTHON.exists() and subprocess.run([PYTHON, "-m", "pip", "--version"], capture_output=True).returncode == 0
    if not works:
        _call([sys.executable, "-m", "venv", "--clear", ENVIRONMENT])


def _install(requirements: Path) -> None:
    pip = [PYTHON, "-m", "pip", "--disable-pip-version-check", "install", "--no-input", "--progress-bar=off"]
    _call([*pip, "--require-hashes", "--only-binary=:all:", "-r", requirements])


def _install_node_packages(with_tests: bool) -> None:
    _call([ENVIRONMENT / "bin" / "npm", "ci", *([] if with_tests else ["--omit=dev"])])


def _build_assets() -> None:
    """Compile each stylesheet (`_parts.scss` are only parts of one) and copy the design system's script."""
    BUILD.mkdir(parents=True, exist_ok=True)
    # Where production collects them; the web server warns at every start while the folder is not there.
    (ROOT / "build" / "static").mkdir(parents=True, exist_ok=True)
    sheets = [f"{sheet}:{BUILD / sheet.stem}.css" for sheet in STYLES.glob("[!_]*.scss")]
    sass = [ENVIRONMENT / "bin" / "node", NODE_MODULES / "sass" / "sass.js", f"--load-path={NODE_MODULES}"]
    _call([*sass, "--style=compressed", "--no-source-map", "--quiet-deps", *sheets])
    script = "govuk-frontend.min.js"
    code = (NODE_MODULES / "govuk-frontend" / "dist" / "govuk" / script).read_text()
    # The map it names is not served, and naming it would make browsers ask for it.
    (BUILD / script).write_text(re.sub(r"//# sourceMappingURL=\S+", "", code))


def _call(command: Sequence[str | Path]) -> None:
    """Run a command quietly, showing its latest line at a terminal; if it fails, raise with its last lines."""
    names = [str(part) for part in command]
    environment = {
        **os.environ,
        "PATH": f"{ENVIRONMENT / 'bin'}{os.pathsep}{os.environ.get('PATH', os.defpath)}",
        "DEBIAN_FRONTEND": "noninteractive",
    }
    lines: list[str] = []
    try:
        child = subprocess.Popen(
            names,
            cwd=ROOT,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
        )
    except OSError as reason:
        raise CannotSetUp(f"Could not start {names[0]}: {reason}") from reason
    with child:
        for line in child.stdout or ():
            lines.append(line.rstrip())
            if sys.stdout.isatty() and lines[-1]:
                print(f"{AFRESH}    {lines[-1].strip()[:90]}", end="", flush=True)
    if child.returncode:
        tail = "\n".join(lines[-25:])
        raise CannotSetUp(f"{tail}\n\nThis did not work: {shlex.join(names)}\nPut it right and run the command again.")
