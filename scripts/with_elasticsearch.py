"""Starts a private Elasticsearch on loopback, runs a command with ``ELASTICSEARCH_URL`` and ``SEARCH_URL`` set, and stops what it started.

The server is the core distribution that Maven Central carries (no modules, no plug-ins), fetched once into ``var/cache``.
``--fetch`` only fetches it.
"""

import hashlib
import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
import zipfile
from pathlib import Path
from typing import Any

VERSION = "8.19.21"
ARTIFACT = f"org.elasticsearch.distribution.integ-test-zip:elasticsearch:{VERSION}:zip"
PLUGIN = "org.apache.maven.plugins:maven-dependency-plugin:3.6.1:copy"
SHA512 = (
    "cf6b0a93860d329937ae7f913ec5073b0c726c77639764b93fc83a304aa1dd9d4defcfa2849948eea3b0b47c2065f994"
    "908603939fc2a4774c9c4d868c5ec1dd"
)
CACHE = Path(__file__).resolve().parents[1] / "var" / "cache"
HEAP = os.environ.get("ELASTICSEARCH_HEAP", "1g")
_WAIT_SECONDS = 120


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha512").hexdigest()


def archive() -> Path:
    """Return the server's archive, fetched when it is not in the cache; its SHA-512 is checked each time."""
    path = CACHE / f"elasticsearch-{VERSION}.zip"
    if not path.exists():
        maven = shutil.which("mvn") or sys.exit("没有找到 mvn：请安装 Debian 软件包 maven。")
        CACHE.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=CACHE) as folder:
            command = [maven, "-q", "-B", PLUGIN, f"-Dartifact={ARTIFACT}", f"-DoutputDirectory={folder}"]
            subprocess.run(command, check=True, cwd=folder)
            (Path(folder) / path.name).replace(path)
    if _digest(path) != SHA512:
        sys.exit(f"{path} 的 SHA-512 与记录不符，已停止。请删除它后重试。")
    return path


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _unpack(folder: Path) -> Path:
    """Unpack the archive and write its configuration; return the server's folder."""
    with zipfile.ZipFile(archive()) as packed:
        packed.extractall(folder)
    home = next(folder.glob("elasticsearch-*"))
    for program in (home / "bin").iterdir():
        program.chmod(0o755)
    (home / "config" / "jvm.options.d").mkdir(exist_ok=True)
    (home / "config" / "jvm.options.d" / "heap.options").write_text(f"-Xms{HEAP}\n-Xmx{HEAP}\n")
    return home


def _configure(home: Path, data: Path, port: int, transport: int) -> None:
    lines = (
        f"path.data: {data}",
        "discovery.type: single-node",
        "xpack.security.enabled: false",
        "network.host: 127.0.0.1",
        f"http.port: {port}",
        f"transport.port: {transport}",
        "cluster.routing.allocation.disk.threshold_enabled: false",
        "bootstrap.memory_lock: false",
    )
    (home / "config" / "elasticsearch.yml").write_text("\n".join(lines) + "\n")


def _is_up(url: str) -> bool:
    try:
        with urllib.request.urlopen(f"{url}/_cluster/health?wait_for_status=yellow&timeout=1s", timeout=5) as answer:
            return answer.status == 200
    except OSError:
        return False


def _stop(server: "subprocess.Popen[bytes]") -> None:
    """Stop the server and what it started (its own process group)."""
    for number, patience in ((signal.SIGTERM, 20), (signal.SIGKILL, 10)):
        try:
            os.killpg(server.pid, number)
            server.wait(patience)
        except ProcessLookupError:
            return
        except subprocess.TimeoutExpired:
            continue
        return


def _run(folder: Path, data: Path, command: list[str]) -> int:
    """Run ``command`` against a server whose files lie in ``folder``, its indexes in ``data``."""
    home, port = _unpack(folder), _free_port()
    (folder / "tmp").mkdir()
    _configure(home, data, port, _free_port())
    user: dict[str, Any] = {}
    if os.geteuid() == 0:
        entry = pwd.getpwnam("nobody")
        user = {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}
        for path in [data, folder, *folder.rglob("*")]:
            os.chown(path, entry.pw_uid, entry.pw_gid)
    java = shutil.which("java") or sys.exit("没有找到 java：请安装 Debian 软件包 default-jre-headless。")
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(folder),
        "ES_TMPDIR": str(folder / "tmp"),
        "ES_JAVA_HOME": str(Path(java).resolve().parents[1]),
    }
    log = (folder / "server.log").open("wb")
    server = subprocess.Popen(
        [home / "bin" / "elasticsearch"],
        cwd=home,
        env=environment,
        stdout=log,
        stderr=log,
        start_new_session=True,
        **user,
    )
    url = f"http://127.0.0.1:{port}"
    try:
        deadline = time.monotonic() + _WAIT_SECONDS
        while not _is_up(url):
            if server.poll() is not None or time.monotonic() > deadline:
                sys.exit("Elasticsearch 没有启动：\n" + (folder / "server.log").read_text(errors="replace")[-3000:])
            time.sleep(0.5)
        search = f"elasticsearch://127.0.0.1:{port}/gongshi"
        return subprocess.call(command, env={**os.environ, "ELASTICSEARCH_URL": url, "SEARCH_URL": search})
    finally:
        _stop(server)


def main() -> int:
    """Run ``sys.argv[1:]`` against the private server; return its exit status."""
    if sys.argv[1:] == ["--fetch"]:
        print(archive())
        return 0
    if len(sys.argv) < 2:
        sys.exit("用法：scripts/with_elasticsearch.py 命令 [参数…]（或 --fetch 只下载）")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    folder = Path(tempfile.mkdtemp(prefix="gongshi-es-"))
    memory = Path("/dev/shm")
    data = Path(tempfile.mkdtemp(prefix="gongshi-es-", dir=memory if memory.is_dir() else None))
    try:
        return _run(folder, data, sys.argv[1:])
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        shutil.rmtree(data, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
