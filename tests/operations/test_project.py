"""The promises of the two commands, CI, and the requirements."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
COMPILED = ("requirements.txt", "requirements-dev.txt", "requirements-next.txt", "requirements-ocr.txt")
TARGETS = ("serve", "dev", "test", "test-services", "test-next", "lint", "bench", "clean", "html-check")


def _text(name: str) -> str:
    return (ROOT / name).read_text()


@pytest.mark.parametrize("name", COMPILED)
def test_requirements_are_pinned_hashed_and_name_no_index(name):
    text = _text(name)
    entries = re.split(r"\n(?=[A-Za-z0-9])", re.sub(r"^\s*#.*\n", "", text, flags=re.M).strip())
    assert len(entries) > 10
    for entry in entries:
        assert re.match(r"[A-Za-z0-9._-]+(\[[a-z,]+\])?==[^ ]+", entry), entry
        assert "--hash=sha256:" in entry, entry
    assert "://" not in text
    assert "--find-links" not in text


def test_development_pins_agree_with_the_runtime():
    def pins(name: str) -> dict[str, str]:
        return dict(re.findall(r"^([a-z0-9._-]+)(?:\[[a-z,]+\])?==([^ ]+)", _text(name), flags=re.M))

    development = pins("requirements-dev.txt")
    for package, version in pins("requirements.txt").items():
        assert development[package] == version


def test_optional_pins_agree_with_the_runtime_and_need_no_system_library():
    pins = dict(re.findall(r"^([a-z0-9._-]+)==([^ ]+)", _text("requirements-ocr.txt"), flags=re.M))
    runtime = dict(re.findall(r"^([a-z0-9._-]+)==([^ ]+)", _text("requirements.txt"), flags=re.M))
    assert {name: runtime[name] for name in pins if name in runtime} == {
        name: pins[name] for name in pins if name in runtime
    }
    assert "opencv-python-headless" in pins
    assert "opencv-python" not in pins


def test_help_is_the_default_and_lists_every_target():
    result = subprocess.run(["make"], cwd=ROOT, capture_output=True, text=True, check=True)
    for target in TARGETS:
        assert re.search(rf"^\s+make {target}\s", result.stdout, flags=re.M), target


@pytest.mark.parametrize("step", ["make lint", "make test\n", "make html-check", "make test-services"])
def test_ci_runs_every_step_and_stops_at_a_failure(step):
    text = _text(".ci/run")
    assert "set -euo pipefail" in text
    assert step in text
    assert "|| true" not in text


def _run_tests(tmp_path: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PATH": str(tmp_path), **variables}
    command = [sys.executable, "scripts/run_tests.py", "--version"]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)


def test_ci_without_chromium_fails(tmp_path):
    result = _run_tests(tmp_path, CI="true")
    assert result.returncode == 1
    assert "Chromium" in result.stderr


def test_without_chromium_one_line_says_so(tmp_path):
    result = _run_tests(tmp_path, CI="")
    lines = [line for line in result.stdout.splitlines() if "Chromium" in line]
    assert len(lines) == 1


def test_every_setting_is_documented():
    read = set()
    for path in (ROOT / "site" / "config" / "settings").glob("*.py"):
        read |= set(re.findall(r"env\.[a-z_]+\(\s*\"([A-Z_]+)\"", path.read_text()))
    documented = set(re.findall(r"^\| `([A-Z_]+)` \|", _text("docs/operators.md"), flags=re.M))
    assert read - documented == set()
    assert documented - read - {"PORT", "DJANGO_SETTINGS_MODULE"} == set()
