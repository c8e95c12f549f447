"""The routes of the API: one line a feature."""

from __future__ import annotations

from fastapi import APIRouter

from securestack.server.accounts import endpoints as accounts
from securestack.server.administration import endpoints as administration
from securestack.server.analytics import endpoints as analytics
from securestack.server.apis import endpoints as apis
from securestack.server.audit import endpoints as audit
from securestack.server.findings import endpoints as findings
from securestack.server.findings import endpoints_imports as imports
from securestack.server.findings import endpoints_views as views
from securestack.server.inventory import endpoints_advisories as advisories
from securestack.server.inventory import endpoints_licences as licences
from securestack.server.inventory import endpoints_packages as packages
from securestack.server.inventory import endpoints_sboms as sboms
from securestack.server.inventory import endpoints_uploads as uploads
from securestack.server.priorities import endpoints as priorities
from securestack.server.priorities import endpoints_advice as advice
from securestack.server.projects import endpoints as projects
from securestack.server.projects import endpoints_hosts as allowed_hosts
from securestack.server.projects import endpoints_keys as project_keys
from securestack.server.projects import endpoints_targets as targets
from securestack.server.retests import endpoints as retests
from securestack.server.rules import endpoints as rules
from securestack.server.scans import endpoints as scans
from securestack.server.scans import endpoints_batch as scans_batch
from securestack.server.teams import endpoints as teams
from securestack.server.teams import endpoints_members as members

ROUTERS: tuple[APIRouter, ...] = (
    # One line a feature: its router, in the order of the API description.
    teams.router,
    members.router,
    projects.router,
    project_keys.router,
    targets.router,
    apis.router,
    allowed_hosts.router,
    findings.router,
    imports.router,
    views.router,
    priorities.router,
    advice.router,
    uploads.router,
    packages.router,
    licences.router,
    sboms.router,
    advisories.router,
    scans.router,
    retests.router,
    scans_batch.router,
    analytics.router,
    accounts.router,
    audit.router,
    rules.router,
    administration.router,
)
"""The routers of the features; all are mounted under /api/v1."""

LARGE_BODIES: dict[tuple[str, str], str] = {
    # (method, end of the path): the setting that limits the body instead of max_body_bytes
    ("POST", "/imports"): "max_import_bytes",
    ("POST", "/uploads"): "max_upload_bytes",
    ("PUT", "/api-description"): "max_description_bytes",
    ("POST", "/sboms/upload"): "max_upload_bytes",
    ("POST", "/scans/batch"): "max_upload_bytes",
}
"""The routes that take larger bodies than others."""
