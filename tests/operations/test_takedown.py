"""Readers while pages are withdrawn, on a served portal, over HTTP: whoever asks after the answer gets nothing."""

import threading
import time

import requests


def test_no_request_begun_after_the_answer_gets_the_content(site):
    """Readers hammer pages, list and search while a hundred are withdrawn one after the other."""
    count = 100
    tokens = [f"RACE{place:04d}CANARY" for place in range(count)]
    targets = site.world.ask("planting.notices", tokens, "RACE")
    stop = threading.Event()
    sights: list[tuple[float, int, str]] = []
    counts: list[int] = []

    def read(place: int) -> None:
        session, turn = requests.Session(), place
        while not stop.is_set():
            item = targets[turn % count]
            address = (item["url"], f"/after/decisions/?q={item['canary']}", f"/search/?q={item['canary']}")[turn % 3]
            began = time.time()
            text = session.get(site.origin + address, timeout=30).text
            mark = f"{item['canary']}建筑" if turn % 3 == 0 else f'"{item["url"]}"'
            if mark in text:
                sights.append((began, turn % count, address))
            counts.append(1)
            turn += 4

    readers = [threading.Thread(target=read, args=(place,)) for place in range(4)]
    for reader in readers:
        reader.start()
    time.sleep(1)
    times = site.world.ask("ending.withdraw_each", [item["pk"] for item in targets])
    time.sleep(2)
    stop.set()
    for reader in readers:
        reader.join()
    assert len(times) == count
    assert len(counts) > 100
    assert sights, "nobody saw anything before: the test proves nothing"
    late = [(address, began - times[place]) for began, place, address in sights if began > times[place]]
    assert late == []
