"""A portal as a visitor finds it: alone on SQLite; on PostgreSQL as in production, with what stands beside and before it."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from tests.served import OwnDatabase, Portal, free_port

from .servers import Nginx, Redis, Varnish
from .world import Staff, World


class Site:
    """A served portal, the address where a visitor comes in, its people, and a process on its data; ``before`` it stand servers."""

    def __init__(self, portal: Portal, origin: str = "", before: tuple[Varnish | Nginx, ...] = ()) -> None:
        self.portal, self.origin, self.before = portal, origin or portal.url, before
        self.world = World(portal, self.origin)
        self._staff: dict[str, Staff] = {}

    def staff(self, name: str) -> Staff:
        """Sign in as a demo account, once."""
        if name not in self._staff:
            self._staff[name] = Staff(self.portal, name, self.origin)
        return self._staff[name]


@contextmanager
def alone(folder: Path) -> Iterator[Site]:
    """A portal by itself."""
    portal = Portal(folder / "var", OwnDatabase())
    with ExitStack() as stack:
        stack.callback(portal.discard)
        portal.start()
        site = Site(portal)
        stack.callback(site.world.close)
        yield site


@contextmanager
def in_production(folder: Path) -> Iterator[Site]:
    """nginx before Varnish before a portal with PostgreSQL and Redis; nginx sends the files."""
    behind, front = free_port(), free_port()
    origin, var = f"http://127.0.0.1:{front}", folder / "var"
    with ExitStack() as stack:
        redis = Redis(folder)
        stack.callback(redis.stop)
        portal = Portal(
            var, OwnDatabase(), CACHE_URL=redis.cache_url, FRONT_CACHE_URL=f"http://127.0.0.1:{behind}",
            PUBLIC_ORIGIN=origin, BASE_URL=origin, CSRF_TRUSTED_ORIGINS=origin, SENDFILE="nginx",
        )  # fmt: skip
        stack.callback(portal.discard)
        varnish = Varnish(folder, behind, portal.port)
        stack.callback(varnish.stop)
        nginx = Nginx(folder, front, behind, var / "media")
        stack.callback(nginx.stop)
        portal.start()
        site = Site(portal, origin, (varnish, nginx))
        stack.callback(site.world.close)
        yield site
