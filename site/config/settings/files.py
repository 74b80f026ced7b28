"""Who sends the bytes of a file after the application has allowed it: the application itself, or the web server before it."""

from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured

#: Where nginx finds the files (``site/deploy/nginx.conf``): a location that is internal, so that nobody can ask for it.
ADDRESS = "/internal-media"


def sending(server: str, media_root: Path) -> dict[str, Any]:
    """Return the settings of django-sendfile2 for ``SENDFILE`` (empty: the application sends; ``nginx``: X-Accel-Redirect).

    Raises:
        ImproperlyConfigured: the name of a server that is not known.
    """
    if not server:
        return {}
    if server != "nginx":
        raise ImproperlyConfigured(
            f"SENDFILE={server} 不能识别：不填表示由平台自己发送文件，填 nginx 表示由 nginx 发送。"
        )
    return {
        "SENDFILE_BACKEND": "django_sendfile.backends.nginx",
        "SENDFILE_ROOT": str(media_root.absolute()),
        "SENDFILE_URL": ADDRESS,
    }
