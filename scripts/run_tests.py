"""Runs the suite in parallel; says in one line when browser tests are left out, and refuses to leave them out in CI."""

import os
import shutil
import subprocess
import sys

BROWSERS = ("chromium", "chromium-browser", "google-chrome")


def main() -> int:
    """Run pytest with the arguments given; ``--no-browser`` deselects the browser tests on purpose."""
    arguments = sys.argv[1:]
    chosen = ["-n", os.environ.get("TEST_WORKERS", "2"), "--dist", "loadscope"]
    if "--no-browser" in arguments:
        arguments.remove("--no-browser")
        chosen += ["-m", "not browser"]
    elif not any(shutil.which(name) for name in BROWSERS):
        if os.environ.get("CI") == "true":
            print("浏览器测试需要 Chromium：CI 环境中缺少它即为失败。", file=sys.stderr)
            return 1
        print("没有找到 Chromium，跳过浏览器测试（安装 chromium 软件包后会自动运行）。")
        chosen += ["-m", "not browser"]
    return subprocess.call([sys.executable, "-m", "pytest", *chosen, *arguments])


if __name__ == "__main__":
    sys.exit(main())
