"""The sitemap as a surface, and which addresses of this layer show no page."""

from collections.abc import Sequence

from publication.surfaces import Answer, Ask, Subject, Surface, Visitor, exempt, register
from publication.surfaces.pages import look

from .sitemaps import PublicPages


class SitemapSurface(Surface):
    """The part of the sitemap in which the page stood; asked once for all pages of that part."""

    code = "sitemap"
    label = "网站地图"
    routes = ("sitemap", "sitemap_part")

    def asks(self, subjects: Sequence[Subject]) -> list[Ask]:
        """Each part once."""
        return [Ask(address) for address in dict.fromkeys(_part_of(subject) for subject in subjects)]

    def probe(self, subjects: Sequence[Subject], visitor: Visitor) -> dict[int, Answer]:
        """The part does not list any of the page's addresses."""
        found = {}
        for subject in subjects:
            answer = Answer()
            look(
                answer,
                visitor.ask(_part_of(subject)),
                tuple(f"{address}</loc>" for address in subject.addresses),
                "网站地图",
            )
            found[subject.page_id] = answer
        return found


def _part_of(subject: Subject) -> str:
    """Return the address of the part in which a page stood: by how many public pages stand before it in the tree."""
    part = max(subject.public_before - 1, 0) // PublicPages.limit + 1
    return "/sitemap-pages.xml" + (f"?p={part}" if part > 1 else "")


def register_surfaces() -> None:
    """Register the sitemap, and say which addresses show no page."""
    register(SitemapSurface())
    exempt("只列出禁止抓取的路径", "robots.txt")
    exempt("只答复数据库是否可用", "healthz")
    exempt("只给登录的工作人员看的组件样例，不含公示内容", "styleguide")
