"""The one line at the end of `manage.py test` tells the truth, and so does its exit code."""

import pytest

from socialvalue import checks


def _passes():
    """A check that finds nothing."""


def _fails():
    raise checks.Failed("line 7: two spaces")


def _lacks_java():
    raise checks.Missing("apt-get install default-jre-headless")


def _out_of_reach():
    raise checks.CannotRun("its data is out of reach")


@pytest.fixture
def run(monkeypatch, tmp_path, capsys):
    """Run the checks given, on a machine that is not a build server unless `ci` says so; give code and lines."""

    def run_checks(*arguments, ci="", **given):
        monkeypatch.setattr(checks, "CHECKS", given)
        monkeypatch.setattr(checks, "PAGES", tmp_path / "pages")
        monkeypatch.setenv("CI", ci)
        code = checks.run(arguments)
        return code, capsys.readouterr().out.splitlines()

    return run_checks


def test_all_passed_is_said_in_the_last_line(run):
    code, lines = run(Lint=_passes, Format=_passes)

    assert code == 0
    assert lines == ["passed   Lint, 0.0 s", "passed   Format, 0.0 s", "All checks passed: 2 of them, 0 s"]


def test_one_failure_fails_all_and_later_checks_still_run(run):
    code, lines = run(Lint=_fails, Format=_passes)

    assert code == 1
    assert lines == [
        "FAILED   Lint, 0.0 s",
        "line 7: two spaces",
        "passed   Format, 0.0 s",
        "FAILED: Lint (1 passed, 0 s)",
    ]


def test_a_missing_tool_is_named_and_passed_over(run):
    code, lines = run(Lint=_passes, Pages=_lacks_java)

    assert code == 0
    assert lines[1:] == [
        "MISSING  Pages, 0.0 s",
        "apt-get install default-jre-headless",
        "All checks passed: 1 of them, 1 not run (Pages), 0 s",
    ]


@pytest.mark.parametrize(("arguments", "ci"), [((), "true"), (("--all",), "")])
def test_a_missing_tool_fails_where_everything_is_demanded(run, arguments, ci):
    code, lines = run(*arguments, ci=ci, Lint=_passes, Pages=_lacks_java)

    assert (code, lines[-1]) == (1, "FAILED: Pages (1 passed, 0 s)")


def test_what_nobody_here_can_give_is_never_demanded(run):
    code, lines = run("--all", Lint=_passes, Audit=_out_of_reach)

    assert (code, lines[-1]) == (0, "All checks passed: 1 of them, 1 not run (Audit), 0 s")


def test_arguments_for_pytest_run_pytest_alone(run, monkeypatch):
    called = []
    monkeypatch.setattr(checks.subprocess, "call", lambda command, cwd: called.append(command[1:]) or 5)

    code, lines = run("tests/test_text.py", "-k", "dates", Lint=_fails)

    assert (code, lines, called) == (5, [], [["-m", "pytest", "tests/test_text.py", "-k", "dates"]])


def test_html_that_no_test_saved_is_not_called_valid(monkeypatch, tmp_path):
    monkeypatch.setattr(checks, "ROOT", tmp_path)
    monkeypatch.setattr(checks, "PAGES", tmp_path / "build" / "pages")

    with pytest.raises(checks.Missing):
        checks._valid_html()


@pytest.mark.parametrize(
    "answer", ["No known vulnerabilities found", checks.Failed("ConnectionError: no route")], ids=["green", "no route"]
)
def test_an_audit_that_misses_a_known_fault_is_not_believed(monkeypatch, tmp_path, answer):
    def call(*command):
        if isinstance(answer, Exception):
            raise answer
        return answer

    monkeypatch.setattr(checks, "ROOT", tmp_path)
    monkeypatch.setattr(checks, "_call", call)

    with pytest.raises(checks.CannotRun):
        checks._known_vulnerabilities()
