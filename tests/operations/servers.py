"""Servers that stand beside a portal in production, each started for a test on a free port and stopped by it."""

import os
import re
import shutil
import socket
import subprocess
import time
from pathlib import Path

import pytest
import requests

from scripts.run_tests import SERVERS
from tests.served import ROOT, free_port

DEPLOY = ROOT / "site" / "deploy"


def _found(name: str) -> str | None:
    return shutil.which(name, path=f"{os.environ['PATH']}:/usr/sbin")


def program(name: str) -> str:
    """The path of a server's program; without it the test cannot run, and with CI=true that is a failure."""
    found = _found(name)
    if found is None:
        message = f"{name} is not installed (Debian: {SERVERS[name]})."
        if os.environ.get("CI") == "true":
            pytest.fail(message)
        pytest.skip(message)
    return found


class Server:
    """A process of our own that listens on ``port`` of the loopback address."""

    def __init__(self, command: list[str], port: int, log: Path) -> None:
        self.port, self.url = port, f"http://127.0.0.1:{port}"
        with log.open("ab") as out:
            self.process = subprocess.Popen(command, stdout=out, stderr=out)
        until = time.monotonic() + 30
        while time.monotonic() < until and self.process.poll() is None:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    return
            time.sleep(0.05)
        self.stop()
        raise AssertionError(f"{command[0]} did not start:\n{log.read_text(errors='replace')[-2000:]}")

    def stop(self) -> None:
        """End it."""
        self.process.terminate()
        self.process.wait(timeout=20)


class Varnish(Server):
    """Varnish with the portal's VCL before ``backend_port``."""

    def __init__(self, folder: Path, port: int, backend_port: int) -> None:
        vcl = folder / "portal.vcl"
        vcl.write_text((DEPLOY / "varnish.vcl").read_text().replace('.port = "8000"', f'.port = "{backend_port}"'))
        command = [program("varnishd"), "-j", "none", "-F", "-n", str(folder / "work"), "-a", f"127.0.0.1:{port}"]
        super().__init__([*command, "-f", str(vcl), "-s", "malloc,64m"], port, folder / "varnish.log")

    def tell(self, epoch: int) -> None:
        """Say which epoch it is."""
        assert requests.request("EPOCH", self.url, headers={"X-Epoch": str(epoch)}, timeout=5).status_code == 200


class Redis(Server):
    """Redis that keeps nothing on disk; ``cache_url`` is what the portal's ``CACHE_URL`` takes."""

    def __init__(self, folder: Path) -> None:
        port = free_port()
        command = [program("redis-server"), "--bind", "127.0.0.1", "--port", str(port), "--dir", str(folder)]
        super().__init__([*command, "--save", "", "--appendonly", "no"], port, folder / "redis.log")
        self.cache_url = f"redis://127.0.0.1:{port}/1"


class Nginx(Server):
    """nginx with the repository's own configuration, on plain HTTP, before ``backend_port`` and with ``media`` as MEDIA_ROOT."""

    def __init__(self, folder: Path, port: int, backend_port: int, media: Path) -> None:
        text = (DEPLOY / "nginx.conf").read_text()
        site = text[text.rindex("\nserver {") :]
        for old, new in (
            (r"listen 443 ssl http2;", f"listen 127.0.0.1:{port};"),
            (r"ssl_\w+ [^;]+;\n", "\n"),
            (r"proxy_pass http://127\.0\.0\.1:8000;", f"proxy_pass http://127.0.0.1:{backend_port};"),
            (r"alias [^;]+;", f"alias {media}/;"),
            (r"access_log [^;]+;", f"access_log {folder}/access.log without_query;"),
            (r"proxy_set_header Host \$host;", "proxy_set_header Host $http_host;"),
        ):
            site, count = re.subn(old, new, site)
            assert count, f"site/deploy/nginx.conf has no {old}"
        formats = "\n".join(re.findall(r"^log_format [^;]+;", text, re.MULTILINE))
        (folder / "temporary").mkdir()
        temporary = "".join(
            f"{name}_temp_path {folder}/temporary/{name};\n"
            for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        )
        config = folder / "nginx.conf"
        user = "user root;\n" if os.geteuid() == 0 else ""
        config.write_text(
            f"{user}daemon off;\nworker_processes 1;\npid {folder}/nginx.pid;\nerror_log {folder}/error.log;\n"
            f"events {{}}\nhttp {{\naccess_log off;\n{formats}\n{temporary}{site}\n}}\n"
        )
        super().__init__([program("nginx"), "-p", str(folder), "-c", str(config)], port, folder / "nginx.log")
