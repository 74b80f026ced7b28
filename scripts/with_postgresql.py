"""Starts a private PostgreSQL on loopback, runs a command with ``DATABASE_URL`` set, and stops what it started."""

import glob
import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from pathlib import Path


def _program(name: str) -> str:
    found = shutil.which(name) or next(iter(sorted(glob.glob(f"/usr/lib/postgresql/*/bin/{name}"), reverse=True)), None)
    if not found:
        sys.exit(f"没有找到 {name}：请安装 Debian 软件包 postgresql。")
    return found


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def main() -> int:
    """Run ``sys.argv[1:]`` against the private server; return its exit status."""
    if len(sys.argv) < 2:
        sys.exit("用法：scripts/with_postgresql.py 命令 [参数…]")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    folder = Path(tempfile.mkdtemp(prefix="gongshi-pg-"))
    try:
        return _run(folder, sys.argv[1:])
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _run(folder: Path, command: list[str]) -> int:
    """Run ``command`` against a server whose files lie in ``folder``."""
    user = {"user": "postgres"} if os.geteuid() == 0 else {}
    if user:
        entry = pwd.getpwnam("postgres")
        os.chown(folder, entry.pw_uid, entry.pw_gid)
    data, port = folder / "data", _free_port()
    environment = {**os.environ, "LC_ALL": "C.UTF-8"}
    run = {"check": True, "env": environment, "cwd": folder, "stdout": subprocess.DEVNULL, **user}
    subprocess.run([_program("initdb"), "-D", data, "-U", "gongshi", "-A", "trust", "-E", "UTF8"], **run)
    options = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c fsync=off -c full_page_writes=off"
    control = _program("pg_ctl")
    try:
        subprocess.run([control, "-D", data, "-w", "-l", folder / "log", "-o", options, "start"], **run)
    except subprocess.CalledProcessError:
        sys.exit("PostgreSQL 没有启动：\n" + (folder / "log").read_text(errors="replace")[-2000:])
    try:
        url = f"postgres://gongshi@127.0.0.1:{port}/postgres"
        return subprocess.call(command, env={**os.environ, "DATABASE_URL": url})
    finally:
        subprocess.run([control, "-D", data, "-m", "immediate", "stop"], **run)


if __name__ == "__main__":
    sys.exit(main())
