"""Hostile files through the front door: a clear refusal within 30 seconds and 400 MB, and nothing changed."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.measure.process import MEGABYTE, run_measured
from tests.disclosure.hostile_files import FILES, write
from tests.migrated import ROOT, migrated

pytestmark = pytest.mark.on_sqlite
SECONDS, MEMORY = 30, 400 * MEGABYTE

# One process runs the command for every file: its peak bounds the memory of each.
_RUN_ALL = """
import contextlib, io, json, sys, time
import django
django.setup()
from django.core.management import call_command
for name in json.load(sys.stdin):
    output, status, cpu = io.StringIO(), 0, time.process_time()
    try:
        call_command("import_decisions", name, "--unit", "u", "--dry-run", "--report", "-", stdout=output)
    except SystemExit as end:
        status = end.code
    print(json.dumps({"name": name, "status": status, "cpu": time.process_time() - cpu, "output": output.getvalue()}))
"""


def everything_in(folder: Path) -> dict[str, bytes]:
    """Every file of the site with its content: database, uploads, media."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """The environment of a small site of its own, for commands in processes of their own, and its folder."""
    folder = tmp_path_factory.mktemp("site")
    environment = {
        **os.environ,
        "PYTHONPATH": f"{ROOT / 'site'}:{ROOT}",
        "DJANGO_SETTINGS_MODULE": "config.settings.embedded",
        "VAR_ROOT": str(folder),
        "DATABASE_URL": f"sqlite:///{folder / 'site.sqlite3'}",
        "SECRET_KEY": "only-for-this-test",
    }
    shutil.copy(migrated()[0], folder / "site.sqlite3")
    make = (
        "import django; django.setup(); from staff_directory.models import Unit;"
        "Unit.objects.create(code='u', name='示例单位', kind='affiliate', standing='authorised',"
        " credit_code='12210500TE5T00024Q')"
    )
    subprocess.run([sys.executable, "-c", make], cwd=ROOT, env=environment, check=True)
    return environment, folder


@pytest.fixture(scope="module")
def outcome(site, tmp_path_factory):
    """What the command said of every file, what it used, and whether the site is as it was."""
    environment, folder = site
    files = tmp_path_factory.mktemp("files")
    paths = [str(write(name, files)) for name in FILES]
    (files / "names.json").write_text(json.dumps(paths))
    before = everything_in(folder)
    command = ["sh", "-c", f'exec "$0" -c "$1" < "{files / "names.json"}"', sys.executable, _RUN_ALL]
    used, output, errors = run_measured(command, files / "used.json", env=environment, cwd=ROOT, limit=500)
    assert used["status"] == 0, errors[-3000:]
    found = [json.loads(line) for line in output.splitlines()]
    return {Path(line["name"]).name: line for line in found}, used, everything_in(folder) == before


@pytest.mark.parametrize("name", FILES)
def test_hostile_file_is_refused(outcome, name):
    found = outcome[0][name]
    assert found["status"] == 2
    refused = json.loads(found["output"])["refused"]
    assert refused["code"] in FILES[name][1]
    assert len(refused["message"]) > 8
    # CPU seconds: the wall's are those of the machine's other work as well.
    assert found["cpu"] < SECONDS


def test_hostile_files_stay_below_400_megabytes_and_change_nothing(outcome):
    _, used, unchanged = outcome
    assert used["peak"] < MEMORY, f"{used['peak'] / MEGABYTE:.0f} MB"
    assert unchanged


def test_the_command_itself_ends_with_2_and_prints_only_the_report(site, tmp_path):
    environment, _ = site
    path = write("cells in opposite corners.xlsx", tmp_path)
    command = [sys.executable, "manage.py", "import_decisions", str(path), "--unit", "u", "--dry-run", "--report", "-"]
    used, output, errors = run_measured(command, tmp_path / "used.json", env=environment, cwd=ROOT)
    assert used["status"] == 2, errors
    assert used["peak"] < MEMORY
    assert json.loads(output)["refused"]["code"] == "too_many_cells"
    assert "Traceback" not in errors
