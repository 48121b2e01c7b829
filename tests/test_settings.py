"""Settings: nothing is needed in development; in production a missing one stops the portal with its name."""

import os
import subprocess
import sys

import pytest

from socialvalue.checks import PRODUCTION, ROOT


def load_settings(environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """Import the settings in a process of its own."""
    return subprocess.run(
        [sys.executable, "-c", "import socialvalue.settings"],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def test_development_needs_none():
    assert load_settings({}).returncode == 0


def test_production_with_all_of_them_loads():
    assert load_settings(PRODUCTION).returncode == 0


@pytest.mark.parametrize("name", sorted(set(PRODUCTION) - {"DJANGO_PRODUCTION"}))
def test_production_names_the_one_that_is_missing(name):
    done = load_settings({key: value for key, value in PRODUCTION.items() if key != name})
    assert done.returncode != 0
    assert f"Set the {name} environment variable" in done.stderr
