"""Telling Varnish the present epoch (``site/deploy/varnish.vcl``): whatever is older is not served any more."""

from typing import Any

import requests
from wagtail.contrib.frontend_cache.backends.base import BaseBackend

from .epoch import HEADER, present

_SECONDS = 5


class EpochBackend(BaseBackend):
    """A Varnish at ``LOCATION`` (``http://127.0.0.1:6081``) that runs the portal's own VCL."""

    def __init__(self, params: dict[str, Any]) -> None:
        self.location = params.pop("LOCATION").rstrip("/")
        super().__init__(params)

    def purge_all(self) -> None:
        """Tell the epoch.

        Raises:
            RuntimeError: Varnish does not answer, or does not take it from here.
        """
        try:
            with requests.Session() as session:
                session.trust_env = False
                answer = session.request(
                    "EPOCH", f"{self.location}/", headers={HEADER: str(present())}, timeout=_SECONDS
                )
        except requests.RequestException as error:
            raise RuntimeError(f"页面缓存没有答复（{type(error).__name__}）") from error
        if answer.status_code != 200:
            raise RuntimeError(f"页面缓存拒绝了清除（{answer.status_code}）")

    def purge(self, url: str) -> None:
        """Purge one address: the epoch covers all of them."""
        self.purge_all()
