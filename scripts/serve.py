"""``make serve``: prepares the database and static files when something changed, then runs web, worker and timers."""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VAR = Path(os.environ.get("VAR_ROOT", ROOT / "var"))
PORT = os.environ.get("PORT", "8000")
BIN = Path(sys.executable).parent

CONFIG = """[supervisord]
nodaemon=true
logfile=/dev/null
logfile_maxbytes=0
pidfile={var}/supervisord.pid
loglevel=warn

[program:web]
command={bin}/gunicorn config.wsgi --bind 127.0.0.1:{port} --workers 2 --threads 4 --timeout 120 --access-logfile /dev/null
[program:worker]
command={python} manage.py db_worker --backend jobs --interval 0.5
[program:timers]
command={python} manage.py run_timers
"""
COMMON = """directory={root}
autorestart=true
startretries=20
stopasgroup=true
killasgroup=true
stopwaitsecs=10
stdout_logfile=/dev/fd/1
stdout_logfile_maxbytes=0
redirect_stderr=true
"""


def _fingerprint() -> str:
    """Return a digest of what migrations and static files depend on."""
    digest = hashlib.sha256()
    patterns = ("*/migrations/*.py", "site/static/**/*", "requirements.txt", "disclosure/demo/**/*")
    for pattern in patterns:
        for path in sorted(ROOT.glob(pattern)):
            if path.is_file() and ".venv" not in path.parts:
                digest.update(str(path.relative_to(ROOT)).encode())
                digest.update(path.read_bytes())
    digest.update(os.environ.get("DATABASE_URL", "").encode())
    return digest.hexdigest()


def _manage(*arguments: str) -> None:
    subprocess.run([sys.executable, "manage.py", *arguments], cwd=ROOT, check=True)


def main() -> None:
    """Prepare, print the address, and become the supervisor."""
    VAR.mkdir(parents=True, exist_ok=True)
    os.environ["PYTHONPATH"] = f"{ROOT / 'site'}:{ROOT}"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.embedded")
    os.environ.setdefault("BASE_URL", f"http://127.0.0.1:{PORT}")
    stamp, fingerprint = VAR / "prepared", _fingerprint()
    if not stamp.exists() or stamp.read_text() != fingerprint:
        print("正在准备数据库和静态文件……", flush=True)
        _manage("migrate", "--verbosity", "0")
        _manage("collectstatic", "--noinput", "--verbosity", "0")
        _manage("load_demo")
        stamp.write_text(fingerprint)
    config = VAR / "supervisord.conf"
    text = CONFIG.format(var=VAR, bin=BIN, python=sys.executable, port=PORT)
    parts = text.split("[program:")
    body = parts[0] + "".join(f"[program:{part.rstrip()}\n{COMMON.format(root=ROOT)}\n" for part in parts[1:])
    config.write_text(body)
    print(f"公示平台：http://127.0.0.1:{PORT}/    后台：http://127.0.0.1:{PORT}/admin/")
    print(f"演示账号：{VAR / 'demo-accounts.json'}    按 Ctrl+C 停止", flush=True)
    os.chdir(ROOT)
    os.execv(BIN / "supervisord", [str(BIN / "supervisord"), "-c", str(config)])


if __name__ == "__main__":
    main()
