"""Writes the HTML of pages to files: each public type, lists and search in every state, display modes, errors, the style guide."""

import re
import sys
from pathlib import Path

import django

ROOT = Path(__file__).resolve().parents[1]

#: Addresses that the sitemap does not list, with the status that each must answer.
EXTRA = {
    "/search/": 200,
    "/search/?q=工资": 200,
    "/search/?q=没有这样的内容": 200,
    "/after/decisions/?q=工资": 200,
    "/after/decisions/?q=没有这样的内容": 200,
    "/after/decisions/?page=2": 200,
    "/no-such-page/": 404,
    "/before/officers/?category=劳动关系": 200,
    "/z/": 200,
    "/z/SL-00-00001/": 200,
    "/z/SL-00-00012/": 200,
    "/z/SL-99-99999/": 404,
}
#: Addresses that are also saved in each display mode.
IN_EVERY_MODE = ("/", "/after/penalties/", "/search/?q=工资", "/no-such-page/")
MODES = ("large", "contrast", "large-contrast")
#: Of each page type so many pages are saved: one type can look different by its fields.
OF_EACH_TYPE = 12


def addresses() -> dict[str, int]:
    """Return the addresses to save with their expected status: some pages of each public type, and ``EXTRA``."""
    from wagtail.models import Site

    root = Site.objects.get(is_default_site=True).root_page
    found: dict[str, int] = {}
    counts: dict[int, int] = {}
    for page in root.get_descendants(inclusive=True).live().public().order_by("path"):
        counts[page.content_type_id] = counts.get(page.content_type_id, 0) + 1
        if counts[page.content_type_id] <= OF_EACH_TYPE:
            found["/" + page.url_path[len(root.url_path) :]] = 200
    return found | EXTRA


def ended() -> dict[str, int]:
    """End three public decisions, each in its own way, and return their addresses: tombstones and a plain 404."""
    import datetime

    from django.contrib.auth import get_user_model

    from disclosure.models import DecisionNoticePage
    from publication.actions.end import Expire
    from publication.actions.end_request import DecideEnding, RequestEnding

    users = get_user_model().objects
    varied, gone, over, newer = DecisionNoticePage.objects.live().filter(unit__code="ldjc", kind="penalty")[:4]
    instrument = {
        "instrument_name": "行政复议决定书",
        "instrument_body": "示例市人民政府",
        "instrument_date": datetime.date(2026, 5, 6),
    }
    for page, verb, kind, more in (
        (varied, "replace", "varied", {**instrument, "successor": newer}),
        (gone, "vanish", "privacy", {}),
    ):
        asked = RequestEnding(
            page,
            verb=verb,
            kind=kind,
            user=users.get(username="editor"),
            statement="经行政复议，该决定被依法变更。",
            **more,
        ).execute()
        DecideEnding(asked, user=users.get(username="reviewer"), approve=True).execute()
    Expire(over, kind="expired", statement="公示期已满。", arose=datetime.date(2026, 5, 6)).execute()
    return {varied.get_url(): 410, gone.get_url(): 404, over.get_url(): 410, "/after/withdrawals/?q=监罚决字": 200}


def main() -> int:
    """Load the demo content into a database of its own and save the pages below ``sys.argv[1]``."""
    target = Path(sys.argv[1])
    target.mkdir(parents=True)
    sys.path[:0] = [str(ROOT), str(ROOT / "site")]
    django.setup()
    from django.conf import settings
    from django.contrib.auth import get_user_model
    from django.core.management import call_command
    from django.test import Client

    Path(settings.VAR).mkdir(parents=True, exist_ok=True)
    call_command("migrate", verbosity=0)
    call_command("load_demo")
    client = Client(SERVER_NAME="localhost")
    staff = Client(SERVER_NAME="localhost")
    staff.force_login(get_user_model().objects.get(username="admin"))
    left = ended()
    pages = [(address, expected, client, "") for address, expected in (addresses() | left).items()]
    pages += [(address, EXTRA.get(address, 200), client, mode) for mode in MODES for address in IN_EVERY_MODE]
    pages += [("/styleguide/", 200, staff, mode) for mode in ("", *MODES)]
    wrong = 0
    for number, (address, expected, browser, mode) in enumerate(pages):
        browser.cookies["display"] = mode
        response = browser.get(address)
        if response.status_code != expected:
            print(f"{address}：应为 {expected}，实为 {response.status_code}", file=sys.stderr)
            wrong += 1
            continue
        name = re.sub(r"[^A-Za-z0-9]+", "-", f"{address}-{mode}").strip("-") or "home"
        (target / f"{number:03d}-{name}.html").write_bytes(response.content)
    (target / "500.html").write_text((ROOT / "templates" / "500.html").read_text(encoding="utf-8"), encoding="utf-8")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
