"""What tombstones and probes need to know of a directory of officers."""

from functools import partial

from publication.life.describe import Described, register_description
from publication.tree_paths import live_of_type
from staff_directory.models import OfficerCertificate, OfficerDirectoryPage, OfficerListPage
from staff_directory.officers.qualified import qualified

from ..ground import Ground, on_ground, unit_name

#: By so many certificates a directory is recognised.
_SOME = 20


def describe_directory(page: OfficerDirectoryPage, ground: Ground) -> Described:
    """Return what stood here: the numbers of its officers' certificates are in no other page's content."""
    own = OfficerCertificate.objects.filter(qualified(), officer__unit=page.unit_id).order_by("pk")
    numbers = tuple(own.values_list("number", flat=True)[:_SOME])
    return Described(
        what="执法人员目录",
        unit_name=unit_name(page),
        marks=numbers,
        own_marks=numbers,
        words=(page.title,),
        lists=ground.lists(page),
    )


def register() -> None:
    """Register the description."""
    register_description(OfficerDirectoryPage, on_ground(partial(live_of_type, OfficerListPage), describe_directory))
