"""The other side of ``inside``: a process on a served portal's data that the tests talk to, and its staff over HTTP."""

import json
import subprocess
import sys
from typing import Any

import requests
from bs4 import BeautifulSoup

from tests.served import ROOT, Portal

from .inside import MARK


class World:
    """A process with the portal's settings; ``origin`` is where a visitor comes in."""

    def __init__(self, portal: Portal, origin: str = "") -> None:
        origin = origin or portal.url
        code = "from tests.operations.inside import listen; listen()"
        self.process = subprocess.Popen(
            [sys.executable, "manage.py", "shell", "--no-imports", "-c", code],
            cwd=ROOT, env=portal.environment | {"PUBLIC_ORIGIN": origin, "BASE_URL": origin},
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip

    def send(self, call: str, *args: Any) -> None:
        """Ask for ``module.function`` of ``inside``."""
        self.process.stdin.write(json.dumps({"call": call, "args": args}) + "\n")
        self.process.stdin.flush()

    def receive(self) -> Any:
        """Wait for the answer to what was sent."""
        for line in self.process.stdout:
            if line.startswith(MARK):
                said = json.loads(line.removeprefix(MARK))
                assert "error" not in said, said["error"]
                return said["answer"]
        raise AssertionError("The process on the portal's data ended.")

    def ask(self, call: str, *args: Any) -> Any:
        """Send, and wait for the answer."""
        self.send(call, *args)
        return self.receive()

    def close(self) -> None:
        """End the process."""
        self.process.kill()
        self.process.wait()


class Staff:
    """A member of staff at the portal's own screens, over HTTP."""

    def __init__(self, portal: Portal, name: str, origin: str = "") -> None:
        self.origin = origin or portal.url
        self.session = requests.Session()
        # A connection that was idle while others were busy may be closed at the moment when a form is sent on it.
        self.session.headers["Connection"] = "close"
        self.get("/admin/login/")
        answer = self.post("/admin/login/", username=name, password=portal.accounts[name])
        assert "sessionid" in self.session.cookies, f"{name} could not sign in: {answer.status_code}"

    def get(self, address: str) -> requests.Response:
        """Open a page."""
        return self.session.get(self.origin + address, timeout=60)

    def post(self, address: str, files: Any = None, **data: Any) -> requests.Response:
        """Send a form; an answer that is no success is a failure of the test, with what the page says."""
        headers = {"X-CSRFToken": self.session.cookies.get("csrftoken", ""), "Referer": self.origin + address}
        answer = self.session.post(self.origin + address, data=data, files=files, headers=headers, timeout=120)
        assert answer.status_code == 200, f"{address}: {answer.status_code}\n{_said(answer.text)}"
        return answer

    def form(self, address: str) -> dict[str, Any]:
        """Return what the page editor's form would send unchanged."""
        form = BeautifulSoup(self.get(address).text, "html.parser").select_one("form[data-edit-form]")
        data: dict[str, Any] = {}
        for field in form.select("input[name], textarea[name], select[name]"):
            kind = field.get("type")
            if kind in ("checkbox", "radio", "file", "submit") and not field.has_attr("checked"):
                continue
            if field.name == "select":
                chosen = [option["value"] for option in field.select("option[selected]")]
                data[field["name"]] = chosen if field.has_attr("multiple") else (chosen or [""])[0]
            elif kind == "checkbox":
                data.setdefault(field["name"], []).append(field.get("value", "on"))
            else:
                data[field["name"]] = field.get("value", "") if field.name == "input" else field.text.lstrip("\n")
        return data


def _said(text: str) -> str:
    soup = BeautifulSoup(text, "html.parser")
    return " / ".join(found.get_text(" ", strip=True) for found in soup.select(".error-message, .messages li, h1"))[
        :2000
    ]
