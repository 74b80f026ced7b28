"""``make serve``: what asks for a new preparation, what is refused before anything starts, what is supervised."""

import importlib.util
import os
import shutil
import socket
import subprocess
import sys
from configparser import RawConfigParser
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def serve():
    specification = importlib.util.spec_from_file_location("serve_script", ROOT / "scripts" / "serve.py")
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module


@pytest.fixture
def tree(tmp_path):
    for name in ("app/migrations/0001_initial.py", "site/static/css/site.css", "requirements.txt", "app/models.py"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name)
    return tmp_path


@pytest.mark.parametrize(
    "name",
    [
        "app/migrations/0002_next.py",
        "app/roles/catalogue.py",
        "app/apps.py",
        "site/static/css/site.css",
        "requirements.txt",
    ],
)
def test_changed_source_asks_for_preparation(serve, tree, name):
    before = serve.fingerprint(tree, "")
    (tree / name).parent.mkdir(exist_ok=True)
    (tree / name).write_text("changed")
    assert serve.fingerprint(tree, "") != before


@pytest.mark.parametrize("name", ["app/models.py", "var/static/css/site.css", ".venv/migrations/0001.py"])
def test_other_files_do_not_ask_for_preparation(serve, tree, name):
    before = serve.fingerprint(tree, "")
    (tree / name).parent.mkdir(parents=True, exist_ok=True)
    (tree / name).write_text("changed")
    assert serve.fingerprint(tree, "") == before


def test_another_database_asks_for_preparation(serve, tree):
    assert serve.fingerprint(tree, "") != serve.fingerprint(tree, "postgres://localhost/other")


@pytest.fixture
def steps(serve, monkeypatch):
    made: list[str] = []
    monkeypatch.setattr(serve, "_manage", lambda *arguments: made.append(arguments[0]))
    return made


def test_second_start_prepares_nothing(serve, steps, tmp_path):
    (tmp_path / "gongshi.sqlite3").touch()
    serve.prepare(tmp_path, "")
    assert steps == ["migrate", "sync_roles", "collectstatic", "load_demo"]
    steps.clear()
    serve.prepare(tmp_path, "")
    assert steps == []


def test_demo_is_loaded_once_though_sources_change(serve, steps, tmp_path):
    (tmp_path / "gongshi.sqlite3").touch()
    serve.prepare(tmp_path, "")
    (tmp_path / "prepared").write_text("older")
    steps.clear()
    serve.prepare(tmp_path, "")
    assert steps == ["migrate", "sync_roles", "collectstatic"]


def test_demo_is_loaded_for_each_database(serve, steps, tmp_path):
    for url in ("postgres://localhost/one", "postgres://localhost/two", "postgres://localhost/one"):
        serve.prepare(tmp_path, url)
    assert steps.count("load_demo") == 2


def test_deleted_database_is_made_again(serve, steps, tmp_path):
    (tmp_path / "gongshi.sqlite3").touch()
    serve.prepare(tmp_path, "")
    (tmp_path / "gongshi.sqlite3").unlink()
    steps.clear()
    serve.prepare(tmp_path, "")
    assert steps == ["migrate", "sync_roles", "collectstatic", "load_demo"]


def test_supervises_web_worker_and_timers(serve, tmp_path):
    parser = RawConfigParser()
    parser.read_string(serve.supervisor_config(tmp_path, 8123))
    programs = {name.split(":")[1] for name in parser.sections() if name.startswith("program:")}
    assert programs == {"web", "worker", "outbox", "timers"}
    for name in programs:
        section = parser[f"program:{name}"]
        assert section["autorestart"] == "true"
        assert section["stopasgroup"] == section["killasgroup"] == "true"
    assert "--bind 127.0.0.1:8123" in parser["program:web"]["command"]


def test_children_end_with_a_killed_supervisor(serve, monkeypatch):
    monkeypatch.setattr(shutil, "which", lambda name: f"/bin/{name}")
    for command in serve.commands("python", Path("/bin"), 8123).values():
        assert command.startswith("/bin/setpriv --pdeathsig TERM -- ")


def test_runs_where_the_kernel_cannot_end_children(serve, monkeypatch):
    monkeypatch.setattr(shutil, "which", lambda name: None)
    assert serve.commands("python", Path("/bin"), 8123)["timers"] == "python manage.py run_timers"


def _start(port: str, var: Path) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PORT": port, "VAR_ROOT": str(var)}
    return subprocess.run(
        [sys.executable, "scripts/serve.py"], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=30
    )


def test_busy_port_is_refused_before_anything_is_made(tmp_path):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = str(other.getsockname()[1])
        result = _start(port, tmp_path / "var")
    assert result.returncode == 1
    assert port in result.stderr
    assert "make serve PORT=" in result.stderr
    assert not (tmp_path / "var").exists()


@pytest.mark.parametrize("port", ["abc", "0", "70000", "-1"])
def test_impossible_port_is_refused(tmp_path, port):
    result = _start(port, tmp_path / "var")
    assert result.returncode == 1
    assert "端口无效" in result.stderr
