"""What a page shows of files is its own unit's, or everybody's: another unit's file is that unit's to publish."""

from collections.abc import Sequence
from typing import Any, ClassVar

from publication.gates.base import Gate, Problem, register
from publication.media_views import is_public_file
from publication.page_files import files_of, may_refer_to_files

from .access.sight import units_of_pages
from .models import Unit
from .roles.rights import estate_of


class FilesOfUnitGate(Gate):
    """Files belong to the page's unit (or to one whose duties passed to it), to a shared collection, or are public already.

    A page that no unit owns (首页、栏目) shows shared files, and what a unit has published. Source: 政府信息公开条例 17, the
    unit that made or keeps information examines it before it is public.
    """

    code: ClassVar[str] = "files_of_unit"

    def check(self, page: Any, revision: Any) -> list[Problem]:
        """Look at each file that the page refers to."""
        return self.check_many([(page, revision)]).get(id(page), [])

    def check_many(self, pairs: Sequence[tuple[Any, Any]]) -> dict[Any, list[Problem]]:
        """Ask for the units once, and only of pages that use a file."""
        using = [(page, list(files_of(page))) for page, _ in pairs if may_refer_to_files(type(page))]
        using = [(page, files) for page, files in using if files]
        found: dict[Any, list[Problem]] = {}
        if not using:
            return found
        owners = dict(Unit.objects.exclude(collection=None).values_list("collection__path", "pk"))
        for (page, files), unit in zip(using, units_of_pages([page for page, _ in using]), strict=True):
            mine = estate_of([unit.pk]) if unit is not None else set()
            for file in files:
                owner = next((owners[path] for path in owners if file.collection.path.startswith(path)), None)
                if owner is None or owner in mine or is_public_file(file):
                    continue
                message = "引用了别的单位还没有公开的附件或图片，不能公开。请改用本单位的文件，或由政策法规科把它移到公共集合。"
                found.setdefault(id(page), []).append(Problem("foreign_file", message, law="政府信息公开条例第十七条"))
                break
        return found


register(FilesOfUnitGate())
