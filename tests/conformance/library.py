"""The books that modelsearch's suites search, which its wheel leaves out: written as the fixture that they load."""

import json
from collections.abc import Iterator
from pathlib import Path

AUTHORS = {
    1: ("George R.R. Martin", "1948-09-20"), 2: ("J. R. R. Tolkien", "1892-01-03"), 4: ("Isaac Asimov", "1920-01-02"),
    5: ("David Ascher", None), 6: ("Mark Lutz", None), 7: ("Daniel Roy Greenfeld", None), 8: ("Audrey Roy Greenfeld", None),
    9: ("Douglas Crockford", None), 10: ("David Flanagan", None), 11: ("Steve Klabnik", None), 12: ("Carol Nichols", None),
    13: ("Jim Blandy", None), 14: ("Jason Orendorff", None),
}  # fmt: skip
#: title, authors, published, pages, setting of a novel, language of a guide, people in a novel
BOOKS = {
    1: ("A Game of Thrones", [1], "1996-08-01", 694, "Westeros", "", "Daenerys Targaryen,Jon Snow,Eddard Stark"),
    2: ("A Clash of Kings", [1], "1998-01-01", 768, "Westeros", "", "Daenerys Targaryen,Jon Snow"),
    3: ("A Storm of Swords", [1], "2000-01-01", 973, "Westeros", "", "Daenerys Targaryen,Jon Snow"),
    4: (
        "The Fellowship of the Ring",
        [2],
        "1954-07-29",
        423,
        "Middle Earth",
        "",
        "Frodo Baggins,Bilbo Baggins,Gandalf",
    ),
    5: ("The Two Towers", [2], "1954-11-11", 352, "Middle Earth", "", "Frodo Baggins,Bilbo Baggins,Gandalf"),
    6: ("The Return of the King", [2], "1955-10-20", 440, "Middle Earth", "", "Frodo Baggins,Bilbo Baggins,Gandalf"),
    7: ("The Hobbit", [2], "1937-09-21", 320, "Middle Earth", "", "Bilbo Baggins,Thorin Oakenshield"),
    10: ("Foundation", [4], "1951-01-01", 255, "Galactic Empire", "", "Hari Seldon,Salvor Hardin"),
    11: ("Learning Python", [5, 6], "1999-01-01", 1160, "", "py", ""),
    12: ("Two Scoops of Django 1.11", [7, 8], "2017-04-26", 556, "", "py", ""),
    13: ("JavaScript: The good parts", [9], "2008-05-18", 172, "", "js", ""),
    14: ("JavaScript: The Definitive Guide", [10], "1998-06-11", 792, "", "js", ""),
    15: ("The Rust Programming Language", [11, 12], "2018-05-22", 440, "", "rs", ""),
    16: ("Programming Rust", [13, 14], "2017-12-01", 622, "", "", ""),
}
MEETINGS = (("Breakfast yoga", "08:00"), ("Stand-up meeting", "10:00"), ("Evening yoga", "19:30"))
#: name, path, children, left, right
ANIMALS = (
    ("Animal", "0001", 2, 1, 12), ("Mammal", "00010001", 2, 2, 7), ("Dog", "000100010001", 0, 3, 4),
    ("Cat", "000100010002", 0, 5, 6), ("Reptile", "00010002", 1, 8, 11), ("Snake", "000100020001", 0, 9, 10),
)  # fmt: skip


def _rows() -> Iterator[tuple[str, int, dict]]:
    for pk, (name, born) in AUTHORS.items():
        yield "author", pk, {"name": name, "date_of_birth": born}
    person = 0
    for pk, (title, authors, published, pages, setting, language, people) in BOOKS.items():
        book = {"title": title, "publication_date": published, "number_of_pages": pages}
        yield "book", pk, {**book, "authors": authors}
        if pk <= 4:
            yield "unindexedbook", pk, {**book, "title": f"{title} U"}
        if language:
            yield "programmingguide", pk, {"programming_language": language}
        hero = None
        for name in filter(None, people.split(",")):
            person += 1
            hero = person if hero is None and setting == "Middle Earth" else hero
            yield "character", person, {"name": name, "novel": pk}
        if setting:
            yield "novel", pk, {"setting": setting, "protagonist": hero}
    for pk, (name, start) in enumerate(MEETINGS, start=1):
        yield "meeting", pk, {"name": name, "start_time": start}
    yield "agendaitem", 1, {"meeting": 2, "topic": "Mysteries"}
    yield "speaker", 1, {"agenda_item": 1, "name": "Arthur Conan Doyle"}
    for pk, (name, path, children, left, right) in enumerate(ANIMALS, start=1):
        depth = len(path) // 4
        yield "mpanimal", pk, {"name": name, "path": path, "depth": depth, "numchild": children}
        yield "nsanimal", pk, {"name": name, "lft": left, "rgt": right, "tree_id": 1, "depth": depth}


def write(folder: Path) -> None:
    """Write ``search.json`` into ``folder``."""
    rows = [{"model": f"searchtests.{model}", "pk": pk, "fields": fields} for model, pk, fields in _rows()]
    (folder / "search.json").write_text(json.dumps(rows))
