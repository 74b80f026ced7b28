"""Runs the suite in parallel; says in one line when tests are left out for want of a browser or a server, which CI refuses."""

import os
import shutil
import subprocess
import sys

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
#: Servers that stand beside the portal in the suite on PostgreSQL: program → Debian's packages.
SERVERS = {"varnishd": "varnish varnish-modules", "redis-server": "redis-server", "nginx": "nginx-light"}


def missing_servers() -> list[str]:
    """Return Debian's packages of the servers that are not installed."""
    path = f"{os.environ.get('PATH', '')}:/usr/sbin"
    return [packages for name, packages in SERVERS.items() if shutil.which(name, path=path) is None]


def main() -> int:
    """Run pytest with the arguments given; ``--no-browser`` deselects the browser tests on purpose."""
    arguments = sys.argv[1:]
    chosen = ["-n", os.environ.get("TEST_WORKERS", "2"), "--dist", "loadscope", "--no-loadscope-reorder"]
    if "--no-browser" in arguments:
        arguments.remove("--no-browser")
        chosen += ["-m", "not browser"]
    elif not any(shutil.which(name) for name in BROWSERS):
        if os.environ.get("CI") == "true":
            print("浏览器测试需要 Chromium：CI 环境中缺少它即为失败。", file=sys.stderr)
            return 1
        print("没有找到 Chromium，跳过浏览器测试（安装 chromium 软件包后会自动运行）。")
        chosen += ["-m", "not browser"]
    lacking = missing_servers() if os.environ.get("DATABASE_URL", "").startswith("postgres") else []
    if lacking and os.environ.get("CI") != "true":
        print(f"没有找到 {'、'.join(lacking)}，跳过需要它们的测试（安装这些软件包后会自动运行）。")
    return subprocess.call([sys.executable, "-m", "pytest", *chosen, *arguments])


if __name__ == "__main__":
    sys.exit(main())
