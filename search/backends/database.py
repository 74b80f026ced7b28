from wagtail.search.backends.database import SearchBackend
