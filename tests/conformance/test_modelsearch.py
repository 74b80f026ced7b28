"""The suite that every search backend of modelsearch must pass, and those of each engine."""

import os
import unittest

from django.conf import settings
from django.test import TestCase
from django.test.utils import override_settings
from modelsearch.tests import elasticsearch_common_tests, test_postgres_backend, test_sqlite_backend

ON_ELASTICSEARCH = bool(os.environ.get("ELASTICSEARCH_URL"))
PATH = "search.backends.elasticsearch" if ON_ELASTICSEARCH else "search.backends.database"


@unittest.skipIf(ON_ELASTICSEARCH, "another engine")
@override_settings(MODELSEARCH_BACKENDS=settings.MODELSEARCH_BACKENDS)
class OurSQLiteBackend(test_sqlite_backend.TestSQLiteSearchBackend):
    backend_path = PATH


@unittest.skipIf(ON_ELASTICSEARCH, "another engine")
@override_settings(MODELSEARCH_BACKENDS=settings.MODELSEARCH_BACKENDS)
class OurPostgreSQLBackend(test_postgres_backend.TestPostgresSearchBackend):
    backend_path = PATH


@unittest.skipUnless(ON_ELASTICSEARCH, "needs Elasticsearch")
class OurElasticsearchBackend(elasticsearch_common_tests.ElasticsearchCommonSearchBackendTests, TestCase):
    backend_path = PATH
