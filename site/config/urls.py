"""Every address of the site."""

from django.contrib.sitemaps import views as sitemap_views
from django.urls import include, path, re_path
from django.views.decorators.cache import never_cache
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from disclosure.flowcharts import views as flowchart_views
from home import routing
from home import views as home_views
from home.sitemaps import PublicPages
from publication import media_views
from search import urls as search_urls
from staff_directory.officers import views as officer_views

_SITEMAPS = {"pages": PublicPages}

urlpatterns = [
    path("admin/", include(wagtailadmin_urls)),
    re_path(r"^documents/(\d+)/(.*)$", media_views.document, name="wagtaildocs_serve"),
    path("documents/", include(wagtaildocs_urls)),
    path("images/<int:pk>/", media_views.rendition, name="stored_rendition"),
    path(
        "sitemap.xml", sitemap_views.index, {"sitemaps": _SITEMAPS, "sitemap_url_name": "sitemap_part"}, name="sitemap"
    ),
    path("sitemap-<section>.xml", sitemap_views.sitemap, {"sitemaps": _SITEMAPS}, name="sitemap_part"),
    path("robots.txt", home_views.robots),
    path("healthz", never_cache(home_views.health)),
    path("styleguide/", home_views.styleguide, name="styleguide"),
    path("flowcharts/<int:pk>.svg", flowchart_views.drawing, name="flowchart_file"),
    path("search/", include(search_urls)),
    path("z/", officer_views.lookup, name="officer_lookup"),
    path("z/<str:number>/", officer_views.verify, name="officer_verify"),
    re_path(wagtail_urls.serve_pattern, routing.serve, name="wagtail_serve"),
    path("", include(wagtail_urls)),
]

handler400 = "home.views.bad_request"
handler403 = "home.views.forbidden"
handler404 = "home.views.not_found"
handler500 = "home.views.server_error"
