"""Withdrawn means gone everywhere: leaks, races and crashes on a served portal, over HTTP, with its own processes running."""

import json
import re
import subprocess
import sys
import threading
import time
from html import unescape
from urllib.parse import quote, urljoin, urlsplit

import pytest
import requests

from tests.served import ROOT, OwnDatabase, Portal

_WORLD = "from tests.operations import takedown_world as world; world."
#: (verb, kind) that a command ends, one planted penalty each; expiry, a correction and the rest follow.
BY_COMMAND = (("withdraw", "revoked"), ("withdraw", "mistake"), ("vanish", "privacy"), ("expire", "credit_repair"))


@pytest.fixture(scope="module")
def portal(tmp_path_factory):
    database = OwnDatabase()
    served = Portal(tmp_path_factory.mktemp("takedown") / "var", database)
    served.start()
    yield served
    served.stop()
    database.drop()


def ask(portal: Portal, call: str, **settings: str):
    """Run a function of the world on the portal's data and return what it said."""
    settings = {"PUBLIC_ORIGIN": portal.url, "BASE_URL": portal.url, **settings}
    out = portal.manage("shell", "--no-imports", "-c", f"{_WORLD}{call}", **settings)
    return json.loads(out.strip().splitlines()[-1])


class Crawler:
    """A stranger who opens every address the site has, and every one that was ever known."""

    def __init__(self, origin: str) -> None:
        self.origin = origin
        self.session = requests.Session()
        self.pages: dict[str, tuple[int, str]] = {}

    def open(self, address: str) -> tuple[int, str]:
        if address not in self.pages:
            answer = self.session.get(self.origin + address, allow_redirects=False, timeout=30)
            body = answer.content.decode("utf-8", "replace")
            head = " ".join(f"{name}: {value}" for name, value in answer.headers.items())
            self.pages[address] = (answer.status_code, f"{head}\n{unescape(body)}")
        return self.pages[address]

    def crawl(self, known: list[str], most: int = 1500) -> dict[str, tuple[int, str]]:
        waiting = ["/", "/sitemap.xml", "/sitemap-pages.xml", "/robots.txt", *known]
        while waiting and len(self.pages) < most:
            address = waiting.pop(0)
            if address in self.pages:
                continue
            _, text = self.open(address)
            for link in re.findall(r'(?:href|src)="([^"]+)"|<loc>([^<]+)</loc>', text):
                target = urlsplit(urljoin(self.origin + address, link[0] or link[1]))
                if target.netloc not in (
                    urlsplit(self.origin).netloc,
                    "localhost",
                    "localhost:80",
                ) or target.scheme not in ("http", "https"):
                    continue
                found = target.path + (f"?{target.query}" if target.query else "")
                if not found.startswith(("/admin", "/static")) and found.count("&") < 2:
                    waiting.append(found)
        return self.pages


def doors(planted: dict) -> list[str]:
    """Every address at which something planted could be asked for."""
    found = list(planted["files"])
    for item in [*planted["penalties"], planted["page"]]:
        found += [item["url"], item["url"].rstrip("/"), f"{item['url']}?a=1"]
        found += [f"/admin/pages/{item['pk']}/{tail}" for tail in ("view_draft/", "edit/", "revisions/", "history/")]
        found += [f"/search/?q={quote(item['canary'])}", f"/search/suggestions/?q={quote(item['canary'][:10])}"]
        if "number" in item:
            found.append(f"/search/?q={quote(item['number'])}")
            found.append(f"/after/decisions/?q={quote(item['canary'])}")
    return found


def seen(pages: dict[str, tuple[int, str]], canary: str) -> list[str]:
    """The addresses whose answer holds a canary, but for those that only repeat what was asked."""
    asked = quote(canary)
    lower = canary.lower()
    return sorted(a for a, (_, text) in pages.items() if asked not in a and lower in text.lower())


def test_nothing_leaks_by_any_ending(portal):
    """The crawler finds every canary before, on each surface, and none after."""
    planted = ask(portal, f"plant('LEAKCANARY', {len(BY_COMMAND) + 1})")
    before = Crawler(portal.url).crawl(doors(planted))
    for item in [*planted["penalties"], planted["page"]]:
        where = seen(before, item["canary"])
        assert item["url"] in where
        assert any(address.startswith("/sitemap") for address in where)
        assert any(
            address.startswith(("/after/", "/before/units/ldjc/penalties/?", "/before/units/ldjc/penalties/"))
            for address in where
        )
        assert any("suggestions" in address for address in before if item["canary"][:10] in address)
    number = planted["penalties"][0]["number"]
    assert planted["penalties"][0]["url"] in before[f"/search/?q={quote(number)}"][1]
    assert all(before[address][0] == 200 for address in planted["files"])

    endings = []
    for item, (verb, kind) in zip(planted["penalties"], BY_COMMAND, strict=False):
        out = portal.manage(
            "decision", verb, item["number"], "--unit", "ldjc", "--as", "editor", "--approved-by", "reviewer",
            "--kind", kind, "--reason", "经查，这里的内容发布有误，现予撤下。", "--instrument-name", "复议决定书",
            "--instrument-body", "示例市人民政府", "--instrument-date", "2026-11-20", "--json", PUBLIC_ORIGIN=portal.url,
        )  # fmt: skip
        done = json.loads(out)[0]
        assert done["state"] == "executed"
        assert done["receipt"], "no receipt"
        endings.append(done["ending"])
    last = planted["penalties"][-1]
    portal.manage("shell", "--no-imports", "-c", _EXPIRE.format(pk=last["pk"]))
    portal.manage("run_clocks")
    portal.manage("run_clocks")
    endings.append(ask(portal, f"end_page({planted['page']['pk']}, 'withdraw', 'mistake')"))
    settled = ask(portal, f"settled({endings})")
    assert settled["missing"] == [], settled["why"]

    after = Crawler(portal.url).crawl([*before, *doors(planted)])
    for item in [*planted["penalties"], planted["page"]]:
        # The lower-case address itself may be repeated where it is asked for; its content may not.
        assert [a for a in seen(after, item["canary"]) if item["url"].rstrip("/") not in a] == []
        status, text = after[item["url"]]
        assert status in (404, 410)
        assert item["canary"] not in text
    assert all(after[address][0] == 404 for address in planted["files"])
    assert portal.manage("audit_takedowns", PUBLIC_ORIGIN=portal.url).strip().endswith("全部不可见。")


_EXPIRE = (
    "from publication.permits import permitted; from disclosure.models import DecisionNoticePage as D; import datetime; "
    "n = D.objects.get(pk={pk}); c = permitted('publish', [n.path]); c.__enter__(); "
    "D.objects.filter(pk=n.pk).update(publicity_until=datetime.date(2026, 11, 1), publicity_computed=False); c.__exit__(None, None, None)"
)


def test_no_request_begun_after_the_answer_gets_the_content(portal):
    """Readers hammer pages, list and search while a hundred are withdrawn one after the other."""
    count = 100
    process = subprocess.Popen(
        [sys.executable, "manage.py", "shell", "--no-imports", "-c", f"{_WORLD}withdraw_each('RACECANARY', {count})"],
        cwd=ROOT, env=portal.environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    targets = json.loads(process.stdout.readline())
    stop = threading.Event()
    sights: list[tuple[float, int, str]] = []
    counts: list[int] = []

    def read(place: int) -> None:
        session, turn = requests.Session(), place
        while not stop.is_set():
            item = targets[turn % count]
            address = (item["url"], f"/after/decisions/?q={item['canary']}", f"/search/?q={item['canary']}")[turn % 3]
            began = time.time()
            text = session.get(portal.url + address, timeout=30).text
            mark = f"{item['canary']}建筑" if turn % 3 == 0 else f'"{item["url"]}"'
            if mark in text:
                sights.append((began, turn % count, address))
            counts.append(1)
            turn += 4

    readers = [threading.Thread(target=read, args=(place,)) for place in range(4)]
    for reader in readers:
        reader.start()
    time.sleep(1)
    process.stdin.write("\n")
    process.stdin.flush()
    times = json.loads(process.stdout.readline())
    time.sleep(2)
    stop.set()
    for reader in readers:
        reader.join()
    assert process.wait(timeout=30) == 0
    assert len(times) == count
    assert len(counts) > 100
    assert sights, "nobody saw anything before: the test proves nothing"
    late = [(address, began - times[place]) for began, place, address in sights if began > times[place]]
    assert late == []


@pytest.mark.parametrize(("verb", "kind"), [("withdraw", "mistake"), ("vanish", "privacy")])
def test_killed_at_any_statement_a_page_is_wholly_public_or_wholly_gone(portal, verb, kind):
    """SIGKILL at statement after statement of the verb; asked again, it is done once and the outbox finishes."""
    found = ask(portal, f"crash('{verb}', '{kind}', 'CRASH{verb.upper()}', 2)")
    assert len(found["states"]) >= 20
    assert set(found["states"]) == {"public", "gone"}
    assert set(found["after"]) == {"gone"}
    settled = ask(portal, f"settled({found['endings']})")
    assert settled["missing"] == [], settled["why"]


def test_killed_at_any_step_of_the_outbox_the_receipt_is_made_once(portal):
    """The process that works the outbox dies at statement after statement; the next one finishes."""
    own = [process for process in portal.processes() if "run_outbox" in " ".join(process.cmdline())]
    for process in own:
        process.suspend()
    try:
        found = ask(portal, "crash_outbox('CRASHOUTBOX', 24)")
    finally:
        for process in own:
            process.resume()
    assert found["killed"] >= 20
    settled = ask(portal, f"settled([{found['ending']}], 90)")
    assert settled["missing"] == [], settled["why"]
    receipts = portal.query(
        f"__import__('publication.models', fromlist=['Receipt']).Receipt.objects.filter(ending={found['ending']}).count()"
    )
    assert receipts == 1
