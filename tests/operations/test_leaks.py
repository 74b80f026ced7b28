"""Withdrawn means gone everywhere: every verb by every way in, on a served portal, read by a stranger over HTTP.

On SQLite the portal stands alone; on PostgreSQL it stands as in production: Redis for its cache, Varnish and nginx before it,
the bytes of files handed over to nginx.
"""

import re
from urllib.parse import unquote

import pytest

from .crawler import START, Crawler, doors, seen, surfaces
from .inside import REASON
from .mending import by_command, correct, correct_kind, restore, restore_masked, table
from .site import Site

INSTRUMENT = {
    "instrument_name": "复议决定书", "instrument_body": "示例市人民政府", "instrument_date": "2026-11-20",
}  # fmt: skip
OPTIONS = [part for name, value in INSTRUMENT.items() for part in (f"--{name.replace('_', '-')}", value)]
NEEDS = {"revoked", "varied"}
#: What is ended, how, and through which way in; a page with attachments where the last is true.
ENDINGS = (
    ("withdraw", "revoked", "button", False), ("withdraw", "mistake", "button", True),
    ("withdraw", "mistake", "red button", False), ("withdraw", "revoked", "explorer", False),
    ("withdraw", "mistake", "list", True), ("withdraw", "revoked", "spreadsheet", False),
    ("withdraw", "mistake", "command", False), ("withdraw", "revoked", "command with a table", False),
    ("replace", "varied", "button", False), ("replace", "varied", "command", False),
    ("vanish", "privacy", "button", False), ("vanish", "privacy", "red button", True),
    ("vanish", "privacy", "explorer", False), ("vanish", "privacy", "spreadsheet", False),
    ("vanish", "privacy", "command", False), ("vanish", "secret", "button", False),
    ("expire", "credit_repair", "command", False), ("expire", "expired", "timer", False),
)  # fmt: skip
#: The other types of page, and how each is ended.
KINDS = (
    ("matter", "withdraw", "mistake", "button"), ("list", "vanish", "privacy", "explorer"),
    ("flowchart", "withdraw", "mistake", "red button"), ("regulation", "withdraw", "mistake", "explorer"),
    ("template", "vanish", "privacy", "button"), ("service", "expire", "served", "timer of service"),
    ("officers", "withdraw", "mistake", "button"),
)  # fmt: skip
#: Other types that are corrected: no list's edition keeps them, and their files do not carry the canary.
MENDED = ("flowchart", "service")
#: Through which ways a correction comes, and a page comes back.
CORRECTIONS = (("workflow", False), ("workflow", True), ("publish button", False), ("bulk", False), ("command", False))
RESTORATIONS = (("button", False), ("button", True), ("command", False), ("command with a table", False))
ALL = {"page", "sitemap", "list", "search", "suggestions"}


def plant(site: Site, rows, serial: str) -> list[dict]:
    """Make a page for each row, whose last value says whether it has attachments."""
    tokens = [f"{serial}{place:03d}CANARY" for place in range(len(rows))]
    plain = [token for token, row in zip(tokens, rows, strict=True) if not row[-1]]
    made = iter(site.world.ask("planting.notices", plain, serial))
    return [
        site.world.ask("planting.with_files", token) if row[-1] else next(made)
        for token, row in zip(tokens, rows, strict=True)
    ]


def approver(kind: str) -> str:
    return "secrecy" if kind == "secret" else "reviewer"


def by_button(site: Site, item: dict, verb: str, kind: str, **values: str) -> None:
    asked = {"way": f"{verb}:{kind}", "statement": REASON, "act": "ask", **values}
    site.staff("editor").post(f"/admin/life/pages/{item['pk']}/end/", **asked)
    pk = site.world.ask("ending.waiting", "ending", item["pk"])
    site.staff(approver(kind)).post(f"/admin/life/endings/{pk}/decide/", act="approve")


def by_red_button(site: Site, item: dict, verb: str, kind: str) -> None:
    asked = {"way": f"{verb}:{kind}", "statement": REASON, "act": "emergency", "confirmation": "立即撤下"}
    site.staff("reviewer").post(f"/admin/life/pages/{item['pk']}/end/", **asked)


def as_batch(site: Site, answer, verb: str, kind: str, values: dict[str, str]) -> None:
    address = answer.url.removeprefix(site.origin)
    assert address.startswith("/admin/life/batches/"), address
    site.staff("editor").post(f"{address}submit/", way=f"{verb}:{kind}", statement=REASON, **values)
    site.staff("reviewer").post(f"{address}decide/", act="approve")


def end(site: Site, item: dict, verb: str, kind: str, entry: str, successor: dict) -> None:
    """End one page through one way in."""
    values = dict(INSTRUMENT) if kind in NEEDS else {}
    editor = site.staff("editor")
    if entry == "button":
        by_button(site, item, verb, kind, **values, **({"successor": successor["pk"]} if verb == "replace" else {}))
    elif entry == "red button":
        by_red_button(site, item, verb, kind)
    elif entry == "explorer":
        as_batch(site, editor.post(f"/admin/bulk/wagtailcore/page/end/?id={item['pk']}"), verb, kind, values)
    elif entry == "list" and item["number"]:
        as_batch(site, editor.post("/admin/life/batches/new/", numbers=item["number"]), verb, kind, values)
    elif entry == "list":
        as_batch(site, editor.post(f"/admin/bulk/wagtailcore/page/end/?id={item['pk']}"), verb, kind, values)
    elif entry == "spreadsheet":
        sent = {"file": ("清单.xlsx", table([item["number"]]))}
        as_batch(site, editor.post("/admin/life/batches/new/", files=sent), verb, kind, values)
    elif entry == "timer of service":
        site.world.ask("kinds.serve_until", item["pk"], "2026-01-05")
        assert "公告送达期满下线 1 件" in site.world.ask("ending.command", "run_clocks")["text"]
    elif entry == "timer":
        site.world.ask("ending.publicity_until", item["pk"], -1)
        assert site.world.ask("ending.command", "run_clocks")["text"].startswith("期满下线 1 件")
    else:
        further = [*OPTIONS, *(["--successor", successor["number"]] if verb == "replace" else [])]
        by_command(site, item, entry, verb, "--kind", kind, "--reason", REASON, *further)


def settle(site: Site, items: list[dict]) -> None:
    """Every one of the pages is sealed, and its receipt is made."""
    sealed = site.world.ask("ending.ended", [item["pk"] for item in items])
    assert [item for item in items if sealed[str(item["pk"])] is None] == []
    found = site.world.ask("ending.settled", list(sealed.values()), 120)
    assert found["missing"] == [], found["why"]


def sights(pages, items: list[dict]) -> list[str]:
    """Every address at which one of the items is seen."""
    return [address for item in items for address in seen(pages, item)]


def remains(pages, old: dict) -> list[str]:
    """Where a corrected page's old text is still read; its address may keep the canary in small letters."""
    words = [f"{old['canary']}{tail}" for tail in ("建筑", "拖欠", "通知", "导语", "摘要", "head", "cell", " text")]
    found = []
    for address, (_, text) in pages.items():
        said = re.sub(r"<[^>]{1,200}>", "", text)
        if any(word in said for word in words) or (old["canary"] in text and old["canary"] not in unquote(address)):
            found.append(address)
    return found


def visible(pages, items: list[dict]) -> None:
    """Every item is seen on every surface that it has, or the test proves nothing."""
    for item in items:
        wanted = set(item.get("where", ALL | ({"filtered list"} if item["number"] else {"files"})))
        assert surfaces(pages, item) >= wanted, (item, wanted - surfaces(pages, item))
        assert [pages[address][0] for address in item["files"]] == [200] * len(item["files"])


def gone(pages, items: list[dict]) -> None:
    """No item is seen anywhere, and its addresses answer as those of what is gone."""
    for item in items:
        assert seen(pages, item) == [], item
        assert pages[item["url"]][0] in (404, 410)
        assert [pages[address][0] for address in item["files"]] == [404] * len(item["files"])


@pytest.mark.behind_servers
def test_nothing_leaks_by_any_verb_through_any_way_in(visited):
    """Every canary is found before, on each surface; after an ending, and of a correction's old text, none anywhere."""
    site = visited
    ends, mended = plant(site, ENDINGS, "ENDED"), plant(site, CORRECTIONS, "WRONG")
    back = plant(site, RESTORATIONS, "BACK")
    (successor,) = plant(site, [(False,)], "AFTER")
    (hidden,) = plant(site, [(False,)], "HIDE")
    assert site.world.ask("ending.idle") == 0
    kinds = [site.world.ask("kinds.plant", row[0], f"KIND{place:03d}CANARY") for place, row in enumerate(KINDS)]
    wrong = [site.world.ask("kinds.plant", kind, f"MEND{place:03d}CANARY") for place, kind in enumerate(MENDED)]
    officer = site.world.ask("kinds.officer", "STAFFCANARY")
    everything = [*ends, *mended, *back, *kinds, *wrong, hidden, successor, officer]
    first = Crawler(site.origin)
    before = first.crawl(doors(everything))
    visible(before, everything)
    if site.before:
        warm = Crawler(site.origin)
        warm.crawl(doors(everything))
        kept = [item["url"] for item in everything if warm.kept[item["url"]] == "HIT"]
        assert len(kept) == len(everything), "Varnish keeps nothing: the test proves less than it says"

    for item, (verb, kind, entry, _) in zip(ends, ENDINGS, strict=True):
        end(site, item, verb, kind, entry, successor)
    for item, (_, verb, kind, entry) in zip(kinds, KINDS, strict=True):
        end(site, item, verb, kind, entry, successor)
    ends = [*ends, *kinds]
    for item in back:
        by_button(site, item, "withdraw", "mistake")
    by_button(site, hidden, "vanish", "privacy")
    settle(site, [*ends, *back, hidden])
    site.world.ask("kinds.officer_leaves", officer["canary"])
    newer = [
        correct(site, item, entry, place)
        for place, (item, (entry, _)) in enumerate(zip(mended, CORRECTIONS, strict=True))
    ]
    newer += [correct_kind(site, item) for item in wrong]
    assert site.world.ask("ending.idle") == 0
    after = Crawler(site.origin).crawl([*before, *doors(everything), *doors(newer)])
    gone(after, [*ends, *back, hidden])
    assert seen(after, officer) == []
    visible(after, newer)
    for old in mended:
        assert remains(after, old) == []
        assert [after[address][0] for address in old["files"]] == [404] * len(old["files"])
    assert [address for old in wrong for address in remains(after, old)] == []

    for item, (entry, _) in zip(back, RESTORATIONS, strict=True):
        restore(site, item, entry)
    masked = restore_masked(site, hidden)
    assert site.world.ask("ending.idle") == 0
    # Where they were seen before they are seen again; what ended is not.
    again = Crawler(site.origin).read(
        [*START, *sights(before, [*back, *ends, hidden]), *doors([*back, *ends, hidden, masked])]
    )
    visible(again, [*back, masked])
    assert remains(again, hidden) == []
    gone(again, ends)
    for item in [*back, *newer, masked]:
        by_button(site, item, "withdraw", "mistake")
    settle(site, [*back, *newer, masked])
    shown = [*sights(again, back), *sights(after, newer), *sights(before, [*mended, *wrong])]
    last = Crawler(site.origin).read([*START, *shown, *doors([*back, *newer, *mended, *wrong, *ends, masked])])
    gone(last, [*back, *newer, *ends, masked])
    audit = site.world.ask("ending.command", "audit_takedowns")
    assert audit["text"].strip().endswith("全部不可见。")
