"""Correcting pages and bringing them back, through each way in, on a served portal."""

import io
import json

import pytest
import xlsxwriter

from .crawler import Crawler
from .site import Site


def table(numbers: list[str]) -> bytes:
    """A spreadsheet with a column of numbers."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    sheet = book.add_worksheet()
    for row, value in enumerate(["文号", *numbers]):
        sheet.write(row, 0, value)
    book.close()
    return out.getvalue()


def by_command(site: Site, item: dict, entry: str, verb: str, *options: str) -> None:
    """Run ``manage.py decision`` for one number, given or in a table."""
    named = [item["number"]]
    if entry == "command with a table":
        path = site.portal.var.parent / f"{item['canary']}.xlsx"
        path.write_bytes(table(named))
        named = ["--file", str(path)]
    people = ["--unit", "ldjc", "--as", "editor", "--approved-by", "reviewer"]
    done = site.world.ask("ending.command", "decision", verb, *named, *people, *options, "--json")
    assert done["status"] == 0, done["text"]
    assert json.loads(done["text"])[0]["state"] == "executed", done["text"]


def correct(site: Site, item: dict, entry: str, place: int) -> dict:
    """Correct one page through one way in; return what it is afterwards."""
    token = f"NEWER{place:03d}CANARY"
    edit = f"/admin/pages/{item['pk']}/edit/"
    if entry in ("publish button", "bulk", "command"):
        site.world.ask("planting.drafted", item["pk"], token)
        if entry == "command":
            by_command(site, item, entry, "publish")
        elif entry == "bulk":
            site.staff("reviewer").post(f"/admin/bulk/wagtailcore/page/publish/?id={item['pk']}&next=/admin/")
        else:
            reviewer = site.staff("reviewer")
            reviewer.post(edit, **{**reviewer.form(edit), "action-publish": "action-publish"})
        return {**item, "canary": token}
    editor, files = site.staff("editor"), []
    if item["number"]:
        changed = site.world.ask("planting.penalty_form", token)
    else:
        found = site.world.ask("planting.new_files", token)
        changed, files = site.world.ask("planting.page_form", found["fields"], found["blocks"]), found["files"]
    changed = {**changed, "correction_note": "更正有误的内容。"}
    data = {name: value for name, value in editor.form(edit).items() if item["number"] or not name.startswith("body-")}
    editor.post(edit, **{**data, **changed, "action-submit": "action-submit"})
    site.world.ask("planting.looked_at", item["pk"])
    # Nothing of the draft is public before the last approval: not even the bytes of its new attachments.
    draft = Crawler(site.origin)
    for address in [*files, item["url"], f"/search/?q={token}"]:
        status, text = draft._open(address)[1:3]
        assert token not in text.replace(address, "") or address.startswith("/search/")
        assert status == (404 if address in files else 200), address
    while (step := site.world.ask("planting.step", item["pk"])) is not None:
        for person in ("reviewer", "disclosure"):
            address = f"/admin/pages/workflow/action/{item['pk']}/approve/{step}/"
            site.staff(person).post(address, comment="")
            if site.world.ask("planting.step", item["pk"]) != step:
                break
        else:
            pytest.fail(f"nobody could take step {step}")
    fresh = site.world.ask("planting.fresh", item["pk"])
    return {**item, **fresh, "canary": token, "files": files}


def correct_kind(site: Site, old: dict) -> dict:
    """Correct a page of another type: its draft says the new canary everywhere, and is published in bulk."""
    token = old["canary"].replace("MEND", "NEWER")
    site.world.ask("kinds.drafted", old["pk"], old["canary"], token)
    site.staff("reviewer").post(f"/admin/bulk/wagtailcore/page/publish/?id={old['pk']}&next=/admin/")
    fresh = site.world.ask("planting.fresh", old["pk"])
    return {**old, **fresh, "canary": token}


def restore(site: Site, item: dict, entry: str) -> None:
    """Bring one page back."""
    reason = "撤下时认错了文号，决定仍然有效。"
    if entry == "button":
        site.staff("editor").post(f"/admin/life/pages/{item['pk']}/restore/", reason=reason)
        pk = site.world.ask("ending.waiting", "restoration", item["pk"])
        site.staff("reviewer").post(f"/admin/life/restorations/{pk}/", act="approve")
    else:
        by_command(site, item, entry, "restore", "--reason", reason)


def restore_masked(site: Site, old: dict) -> dict:
    """Bring a vanished page back as its masked version, which says another word wherever the canary stood."""
    token = old["canary"].replace("HIDE", "MASK")
    address = f"/admin/life/pages/{old['pk']}/restore/"
    passages = f"{old['canary']}=>{token}"
    site.staff("editor").post(
        address, reason="内容应当公开，只是写进了不该公开的。", masked="masked", passages=passages
    )
    pk = site.world.ask("ending.waiting", "restoration", old["pk"])
    site.staff("reviewer").post(f"/admin/life/restorations/{pk}/", act="approve")
    fresh = site.world.ask("planting.fresh", old["pk"])
    return {**old, **fresh, "canary": token, "number": old["number"].replace(old["canary"], token)}
