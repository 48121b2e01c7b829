"""A bare clone sets itself up: from locked packages, naming no host, with the standard library alone."""

import ast
import json
import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from socialvalue import setup

ROOT = Path(__file__).resolve().parent.parent
LOCKS = [ROOT / "requirements" / "portal.txt", ROOT / "requirements" / "test.txt"]
# Written in two halves, so that this file does not name them.
HOSTS = ["pypi." + "org", "python" + "hosted.org", "npmjs" + ".org", "npmjs" + ".com", "yarnpkg" + ".com"]


def _entries(lock: Path) -> list[str]:
    """Each requirement of a lock, its continued lines joined."""
    return [line for line in lock.read_text().replace("\\\n", " ").splitlines() if line and not line.startswith("#")]


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_every_python_package_is_pinned_to_one_version_and_its_hashes(lock):
    entries = _entries(lock)

    assert len(entries) > 20
    assert [entry for entry in entries if not re.match(r"[\w.-]+(\[[\w,-]+\])?==[^ ]+ .*--hash=sha256:", entry)] == []


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_a_python_lock_names_no_address(lock):
    assert "http" not in lock.read_text()


def test_the_tests_stand_on_the_very_packages_of_the_portal():
    portal, test = (set(_entries(lock)) for lock in LOCKS)

    assert portal - test == set()


def test_every_node_package_has_its_hash_and_no_address():
    packages = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    installed = {path: package for path, package in packages.items() if path}

    assert len(installed) > 5
    assert [path for path, package in installed.items() if not package["integrity"].startswith("sha512-")] == []
    assert [path for path, package in installed.items() if "resolved" in package] == []


def _files_of_the_project() -> Iterator[Path]:
    """Every file but what set-up, tests and tools have made."""
    made = {".git", ".venv", "node_modules", "build", "__pycache__"}
    for folder, below, files in os.walk(ROOT):
        below[:] = [
            name for name in below if name not in made and not name.endswith("_cache") and name != ".hypothesis"
        ]
        yield from (Path(folder, name) for name in files if ".sqlite3" not in name)


def test_no_file_names_the_host_of_a_registry():
    files = list(_files_of_the_project())

    assert ROOT / "package-lock.json" in files
    assert [file for file in files if any(host.encode() in file.read_bytes() for host in HOSTS)] == []


@pytest.mark.parametrize("path", ["manage.py", "socialvalue/setup.py", "socialvalue/__init__.py"])
def test_the_set_up_needs_the_standard_library_alone(path):
    imported = set()
    for node in ast.parse((ROOT / path).read_text()).body:
        if isinstance(node, ast.Import):
            imported |= {name.name for name in node.names}
        elif isinstance(node, ast.ImportFrom):
            imported.add(f"{node.module}.{node.names[0].name}" if node.module == "socialvalue" else node.module)

    ours = {"socialvalue.setup"} if path == "manage.py" else set()
    assert {name for name in imported - ours if name.split(".")[0] not in sys.stdlib_module_names} == set()


@pytest.fixture
def bare(tmp_path, monkeypatch):
    """Set-up that looks for its environment in an empty directory."""
    monkeypatch.setattr(setup, "ENVIRONMENT", tmp_path / ".venv")
    monkeypatch.setattr(setup, "PYTHON", tmp_path / ".venv" / "bin" / "python")
    monkeypatch.setattr(setup, "FINGERPRINTS", tmp_path / ".venv" / "set-up.json")
    return tmp_path


def test_a_command_before_the_set_up_says_what_to_run_first(bare):
    with pytest.raises(SystemExit) as stop:
        setup.move_into_environment(["manage.py", "migrate"])

    assert stop.value.code == "The portal is not set up yet. Run this first: python3 manage.py demo"


def test_an_old_python_is_named_before_anything_is_made(bare, monkeypatch):
    monkeypatch.setattr(setup, "OLDEST_PYTHON", (99, 0))

    with pytest.raises(SystemExit, match=r"needs Python 3\.11 or newer"):
        setup.set_up(with_tests=False)
    assert list(bare.iterdir()) == []


def test_without_root_the_missing_packages_are_named_in_one_line_to_run(bare, monkeypatch):
    monkeypatch.setattr(setup, "LIBRARIES", {"libnowhere.so.0": "libnowhere-1.0-0"})
    monkeypatch.setattr(setup, "FONTS", {"Nowhere-Regular.ttf": "fonts-nowhere"})
    monkeypatch.setattr(setup.shutil, "which", lambda name: f"/usr/bin/{name}")
    monkeypatch.setattr(setup.os, "geteuid", lambda: 1000)

    with pytest.raises(SystemExit) as stop:
        setup.set_up(with_tests=False)
    assert str(stop.value.code).endswith("\n  sudo apt-get install -y libnowhere-1.0-0 fonts-nowhere")
    assert list(bare.iterdir()) == []


def test_a_command_that_fails_shows_its_last_words():
    with pytest.raises(setup.CannotSetUp, match=r"(?s)the disk is full.*This did not work"):
        setup._call([sys.executable, "-c", "import sys; sys.exit('the disk is full')"])


def test_a_changed_input_changes_the_fingerprint(tmp_path):
    sheet = tmp_path / "a.scss"
    sheet.write_text("a {}")
    before = setup._fingerprint([sheet])
    same = setup._fingerprint([sheet])
    sheet.write_text("b {}")

    assert same == before
    assert setup._fingerprint([sheet]) != before
