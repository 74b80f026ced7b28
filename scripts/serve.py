"""``make serve``: prepares the database and static files when something changed, then runs web, worker and timers."""

import hashlib
import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BIN = Path(sys.executable).parent

#: What the database, the roles' rights and the collected static files are made from, below the repository's root.
SOURCES = ("*/migrations/*.py", "*/roles/*.py", "*/apps.py", "*/static/**/*", "requirements.txt")
#: Folders that hold what is made, not what it is made from.
MADE = {"var", ".venv", ".venv-next", "node_modules", "__pycache__"}

SUPERVISOR = """[supervisord]
nodaemon=true
logfile=/dev/null
logfile_maxbytes=0
pidfile={var}/supervisord-{port}.pid
loglevel=warn
{user}"""
PROGRAM = """
[program:{name}]
command={command}
directory={root}
autorestart=true
startretries=20
stopasgroup=true
killasgroup=true
stopwaitsecs=10
stdout_logfile=/dev/fd/1
stdout_logfile_maxbytes=0
redirect_stderr=true
"""


def sources(root: Path) -> Iterator[Path]:
    """Yield the files below ``root`` whose change asks for a new preparation, in a fixed order."""
    for pattern in SOURCES:
        for path in sorted(root.glob(pattern)):
            if path.is_file() and not MADE.intersection(path.relative_to(root).parts):
                yield path


def fingerprint(root: Path, database_url: str) -> str:
    """Return a digest of :func:`sources` and of the database that they were applied to."""
    digest = hashlib.sha256(database_url.encode())
    for path in sources(root):
        digest.update(str(path.relative_to(root)).encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def port_is_free(port: int) -> bool:
    """Tell whether ``127.0.0.1:port`` can be bound; a port that only lingers after a stop counts as free."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def commands(python: str, bin_folder: Path, port: int) -> dict[str, str]:
    """Return the command line of each process; on Linux the kernel ends them if the supervisor itself is killed."""
    guard = shutil.which("setpriv")
    prefix = f"{guard} --pdeathsig TERM -- " if guard else ""
    web = f"{bin_folder}/gunicorn config.wsgi --bind 127.0.0.1:{port} --workers 2 --threads 4 --timeout 120"
    web += " --worker-class config.web_worker.Worker --limit-request-line 8190"
    return {
        "web": f"{prefix}{web} --no-control-socket --access-logfile /dev/null",
        "worker": f"{prefix}{python} manage.py db_worker --backend jobs --interval 0.5",
        "outbox": f"{prefix}{python} manage.py run_outbox",
        "timers": f"{prefix}{python} manage.py run_timers",
    }


def supervisor_config(var: Path, port: int) -> str:
    """Return supervisor's configuration; supervisor reads ``%`` as its own, so that it is doubled in paths."""
    user = "user=root\n" if os.geteuid() == 0 else ""
    text = SUPERVISOR.format(var=str(var).replace("%", "%%"), port=port, user=user)
    for name, command in commands(sys.executable, BIN, port).items():
        text += PROGRAM.format(name=name, command=command.replace("%", "%%"), root=str(ROOT).replace("%", "%%"))
    return text


def _manage(*arguments: str) -> None:
    subprocess.run([sys.executable, "manage.py", *arguments], cwd=ROOT, check=True)


def prepare(var: Path, database_url: str) -> None:
    """Migrate, bring roles in step and collect when their sources changed; load the demo content once for each database."""
    prepared, demo = var / "prepared", var / "demo-loaded"
    if not database_url and not (var / "gongshi.sqlite3").exists():
        prepared.unlink(missing_ok=True)
        demo.unlink(missing_ok=True)
    wanted = fingerprint(ROOT, database_url)
    if not prepared.exists() or prepared.read_text() != wanted:
        print("正在准备数据库和静态文件……", flush=True)
        _manage("migrate", "--verbosity", "0")
        _manage("sync_roles")
        _manage("collectstatic", "--noinput", "--verbosity", "0")
        prepared.write_text(wanted)
    database = hashlib.sha256(database_url.encode()).hexdigest()
    if not demo.exists() or database not in demo.read_text().split():
        _manage("load_demo")
        with demo.open("a") as file:
            file.write(f"{database}\n")


def main() -> None:
    """Prepare, print the address, and become the supervisor."""
    port = os.environ.get("PORT", "8000")
    if not port.isdecimal() or not 0 < int(port) < 65536:
        sys.exit(f"端口无效：{port}。请用 1 到 65535 之间的数字，例如 make serve PORT=8001。")
    if not port_is_free(int(port)):
        sys.exit(f"端口 {port} 不能使用（多半已被占用）。请停止占用它的程序，或换一个端口，例如 make serve PORT=8001。")
    var = Path(os.environ.get("VAR_ROOT", ROOT / "var")).resolve()
    var.mkdir(parents=True, exist_ok=True)
    os.environ["PYTHONPATH"] = f"{ROOT / 'site'}:{ROOT}"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.embedded")
    os.environ.setdefault("BASE_URL", f"http://127.0.0.1:{port}")
    prepare(var, os.environ.get("DATABASE_URL", ""))
    config = var / f"supervisord-{port}.conf"
    config.write_text(supervisor_config(var, int(port)))
    print(f"公示平台：http://127.0.0.1:{port}/    后台：http://127.0.0.1:{port}/admin/")
    print(f"演示账号：{var / 'demo-accounts.json'}    按 Ctrl+C 停止", flush=True)
    os.chdir(ROOT)
    os.execv(BIN / "supervisord", [str(BIN / "supervisord"), "-c", str(config)])


if __name__ == "__main__":
    main()
