#!/usr/bin/env python3
"""Every command of the portal starts here; `demo` and `test` set up whatever is missing first.

Any Python from 3.11 will do to start it: the command itself runs in the virtual environment `.venv`.
"""

import io
import os
import sys

from socialvalue import setup


def main() -> None:
    """Set up if asked to, move into `.venv`, and run the command there."""
    command = sys.argv[1] if len(sys.argv) > 1 else ""
    if command in ("demo", "test"):
        setup.set_up(with_tests=command == "test")
    setup.move_into_environment(sys.argv)

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "socialvalue.settings")
    if command == "test":
        from socialvalue import checks

        sys.exit(checks.run(sys.argv[2:]))

    import django
    from django.core.management import call_command, execute_from_command_line

    if command == "demo":
        django.setup()
        with setup.told("Tables of the database"):
            call_command("migrate", verbosity=0)
            call_command("createcachetable", verbosity=0)
        with setup.told("Glossary, frameworks and question bank"):
            call_command("load_reference", stdout=io.StringIO())
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
