"""Who may use which route: the table that `test_every_route.py` holds every route of the API against.

A route that stands not here fails the test. To add one, write a line into ROUTES under its operation id, and where its
path or body names a new kind of thing, a maker of that thing into MAKERS of `walk.py`. Several ways to ask one route, such
as a list with and without a filter, stand in a tuple.

Everybody walks through the same world: team "own" with a member of each role and two projects, and team "foreign". What
a request does to its own objects is rolled back, so one world is enough and no order matters.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

# The callers. All keys belong to the owner, or to the first project; `bound-key` is the owner's, for that project only.
SCOPES = ("read", "scan", "import", "triage", "manage")
VIEWERS = frozenset({"viewer", "analyst", "maintainer", "owner"})
ANALYSTS = VIEWERS - {"viewer"}
MAINTAINERS = ANALYSTS - {"analyst"}
OWNERS = frozenset({"owner"})
ADMINISTRATOR = frozenset({"administrator"})
PEOPLE = VIEWERS | {"stranger", "administrator"}
USER_KEYS = frozenset(f"key:{scope}" for scope in SCOPES)
PROJECT_KEYS = frozenset(f"project-key:{scope}" for scope in SCOPES)
KEYS = USER_KEYS | PROJECT_KEYS | {"bound-key"}
CALLERS = PEOPLE | KEYS | {"anonymous"}


def keys(*scopes: str) -> frozenset[str]:
    """Return all keys with one of these scopes; `bound-key` has every scope."""
    return frozenset(f"{kind}:{scope}" for kind in ("key", "project-key") for scope in scopes) | {"bound-key"}


def user_keys(*scopes: str) -> frozenset[str]:
    """Return the owner's keys with one of these scopes, which work in all of their teams."""
    return frozenset(f"key:{scope}" for scope in scopes)


@dataclass(frozen=True)
class Route:
    """What a route is sent, who may use it, and for whom its object does not exist."""

    allowed: frozenset[str]
    hidden: frozenset[str] = frozenset()  # they are told that it does not exist; all others that they may not
    path: Mapping[str, str] = field(
        default_factory=dict
    )  # parameter -> thing, where it is not called `<thing>_id`
    query: Mapping[str, str] = field(default_factory=dict)
    body: Any = None  # "{thing}" in it stands for the id of a thing
    answers: frozenset[int] = frozenset()  # besides those below 400, what those may get who may use it
    reach: frozenset[str] = frozenset()  # who may use it on foreign objects as well
    report: bool = (
        False  # it answers 200 and tells, for what is foreign as for what is missing, that there is none
    )


def project(allowed: frozenset[str], **options: Any) -> Route:
    """Return a route on something in a project, of which outsiders do not know."""
    return Route(allowed, hidden=frozenset({"stranger", "administrator"}), **options)


def team(allowed: frozenset[str], **options: Any) -> Route:
    """Return a route on a team, of which keys of its projects do not know, and keys that may not read teams."""
    hidden = frozenset({"stranger", "bound-key"}) | PROJECT_KEYS | user_keys("scan", "import", "triage")
    return Route(allowed, hidden=hidden, reach=ADMINISTRATOR, **options)


def everybody(allowed: frozenset[str], **options: Any) -> Route:
    """Return a route without an object: a list of one's own things, or a creation."""
    return Route(allowed, **options)


def platform(**options: Any) -> Route:
    """Return a route for administrators of the platform."""
    return Route(ADMINISTRATOR, reach=ADMINISTRATOR, **options)


def myself(*answers: int, **options: Any) -> Route:
    """Return a route on one's own account, for people and not for keys."""
    return Route(PEOPLE, answers=frozenset(answers), **options)


def public(*answers: int, **options: Any) -> Route:
    """Return a route for everybody, logged in or not."""
    return Route(CALLERS, answers=frozenset(answers), **options)


_MAY_READ_TEAM = VIEWERS | ADMINISTRATOR | user_keys("read", "manage")
_MAY_SCAN = ANALYSTS | keys("scan")
_MAY_READ_FINDINGS = VIEWERS | keys("read", "triage")
_MAY_TRIAGE = ANALYSTS | keys("triage")
_SECRET = "x" * 43

_SBOM = {
    "bomFormat": "CycloneDX",
    "specVersion": "1.5",
    "components": [
        {"type": "library", "name": "left-pad", "version": "1.0.0", "purl": "pkg:npm/left-pad@1.0.0"}
    ],
}

ROUTES: dict[str, Route | tuple[Route, ...]] = {
    # kit
    "health_live": public(),
    "health_ready": public(503),
    # teams
    "teams_create": everybody(PEOPLE, body={"name": "New"}),
    "teams_list": everybody(PEOPLE | user_keys("read", "manage")),
    "teams_get": team(_MAY_READ_TEAM),
    "teams_change": team(OWNERS | ADMINISTRATOR, body={"name": "Other"}),
    "teams_delete": team(OWNERS | ADMINISTRATOR, answers=frozenset({409})),
    "teams_list_members": team(VIEWERS | ADMINISTRATOR | user_keys("read")),
    "teams_add_member": team(OWNERS | ADMINISTRATOR, body={"email": "somebody@example.test"}),
    "teams_change_member": team(
        OWNERS | ADMINISTRATOR, path={"user_id": "member"}, body={"role": "maintainer"}
    ),
    "teams_remove_member": team(OWNERS | ADMINISTRATOR, path={"user_id": "member"}),
    "teams_list_invitations": team(OWNERS | ADMINISTRATOR),
    "teams_revoke_invitation": team(OWNERS | ADMINISTRATOR),
    "invitations_list": myself(),
    "invitations_accept_token": myself(404, body={"token": _SECRET}),
    "invitations_accept": myself(path={"invitation_id": "my_invitation"}),
    "invitations_decline": myself(path={"invitation_id": "my_invitation"}),
    # projects
    "projects_create": team(MAINTAINERS | user_keys("manage"), body={"team_id": "{team}", "name": "New"}),
    "projects_list": (
        everybody(PEOPLE | KEYS),
        everybody(PEOPLE | KEYS, query={"team_id": "{team}"}),
        everybody(PEOPLE | KEYS, query={"archived": "also", "search": "o"}),
    ),
    "projects_get": project(VIEWERS | KEYS),
    "projects_change": project(MAINTAINERS | keys("manage"), body={"name": "Other"}),
    "projects_delete": project(OWNERS, answers=frozenset({409})),
    "projects_archive": project(MAINTAINERS | keys("manage")),
    "projects_restore": project(MAINTAINERS | keys("manage")),
    "projects_move": project(OWNERS, body={"team_id": "{team}"}),
    "projects_list_keys": project(MAINTAINERS),
    "projects_create_key": project(MAINTAINERS, body={"name": "ci", "scopes": ["read"]}),
    "projects_revoke_key": project(MAINTAINERS, path={"key_id": "project_key"}),
    "targets_list": project(VIEWERS | KEYS),
    "targets_create": project(MAINTAINERS | keys("manage"), body={"locator": "https://new.example/"}),
    "targets_get": project(VIEWERS | KEYS),
    "targets_change": project(MAINTAINERS | keys("manage"), body={"name": "Other"}),
    "targets_delete": project(MAINTAINERS | keys("manage")),
    "targets_verify": project(MAINTAINERS | keys("manage"), body={"method": "dns"}),
    "api_descriptions_put": project(
        MAINTAINERS | keys("manage"), body={"url": "https://api.example/openapi.json"}
    ),
    "apis_get": project(VIEWERS | keys("read", "scan")),
    "api_descriptions_delete": project(MAINTAINERS | keys("manage")),
    "api_actors_create": project(
        MAINTAINERS | keys("manage"), body={"name": "new", "username": "ada", "password": "tea"}
    ),
    "api_actors_change": project(
        MAINTAINERS | keys("manage"), path={"actor_id": "actor"}, body={"name": "n"}
    ),
    "api_actors_delete": project(MAINTAINERS | keys("manage"), path={"actor_id": "actor"}),
    "allowed_hosts_list": platform(),
    "allowed_hosts_add": platform(body={"host": "new.example"}),
    "allowed_hosts_remove": platform(),
    # findings
    "findings_list_all": (
        everybody(PEOPLE | keys("read", "triage")),
        everybody(PEOPLE | keys("read", "triage"), query={"project": "{project}"}),
    ),
    "findings_count_all": (
        everybody(PEOPLE | keys("read", "triage")),
        everybody(PEOPLE | keys("read", "triage"), query={"project": "{project}"}),
    ),
    "findings_list": project(_MAY_READ_FINDINGS),
    "findings_count": project(_MAY_READ_FINDINGS),
    "findings_statistics": project(_MAY_READ_FINDINGS),
    "findings_change_many": project(
        _MAY_TRIAGE, body={"ids": ["{finding}"], "change": {"state": "confirmed"}}, report=True
    ),
    "findings_get": project(_MAY_READ_FINDINGS),
    "findings_change": (
        project(_MAY_TRIAGE, body={"state": "confirmed"}),
        project(_MAY_TRIAGE, body={"assignee_id": "{member}"}),
    ),
    "findings_comment": project(_MAY_TRIAGE, body={"text": "Seen."}),
    "findings_history": project(_MAY_READ_FINDINGS),
    "findings_merge": project(_MAY_READ_FINDINGS),
    "priorities_explain": project(_MAY_READ_FINDINGS),
    "priorities_advise": project(_MAY_TRIAGE, body={}, answers=frozenset({409})),
    "priorities_language_model": everybody(CALLERS - {"anonymous"}),
    "priorities_progress": project(_MAY_READ_FINDINGS, answers=frozenset({404})),
    "priorities_get_policy": team(_MAY_READ_TEAM),
    "priorities_save_policy": team(MAINTAINERS, body={"points": {"internet": 9}}),
    "priorities_preview_policy": team(VIEWERS | user_keys("read"), body={"points": {"internet": 9}}),
    "priorities_list_versions": team(_MAY_READ_TEAM),
    "findings_retest": project(_MAY_SCAN, body={}, answers=frozenset({409})),
    "findings_list_retests": project(_MAY_READ_FINDINGS),
    "findings_import": project(ANALYSTS | keys("import"), body={"version": "2.1.0", "runs": []}),
    "findings_list_imports": project(_MAY_READ_FINDINGS),
    "findings_get_import": project(_MAY_READ_FINDINGS),
    "findings_list_views": everybody(PEOPLE | keys("read", "triage")),
    "findings_create_view": (
        everybody(PEOPLE, body={"name": "Mine", "query": {}}),
        project(VIEWERS, body={"name": "Mine", "query": {}, "project_id": "{project}"}),
        project(ANALYSTS, body={"name": "Ours", "query": {}, "project_id": "{project}", "shared": True}),
    ),
    "findings_get_view": project(_MAY_READ_FINDINGS),
    "findings_change_view": project(OWNERS, body={"name": "Other"}),
    "findings_delete_view": project(OWNERS),
    # inventory
    "uploads_create": (
        project(_MAY_SCAN, query={"file_name": "bom.json"}, body=_SBOM),
        project(_MAY_SCAN, query={"file_name": "bom.json", "target_id": "{uploaded_target}"}, body=_SBOM),
    ),
    "uploads_list": (
        project(VIEWERS | keys("read", "scan")),
        project(VIEWERS | keys("read", "scan"), query={"target_id": "{uploaded_target}"}),
    ),
    "uploads_get": project(VIEWERS | keys("read", "scan")),
    "packages_list": (
        project(VIEWERS | keys("read", "scan")),
        project(
            VIEWERS | keys("read", "scan"),
            query={"target_id": "{uploaded_target}", "search": "e", "verdict": "warn", "vulnerable": "false"},
        ),
    ),
    "packages_summary": project(VIEWERS | keys("read", "scan")),
    "packages_get": project(VIEWERS | keys("read", "scan")),
    "sboms_generate": (
        project(_MAY_SCAN, body={}),
        project(_MAY_SCAN, body={"target_id": "{uploaded_target}"}, answers=frozenset({422})),
    ),
    "sboms_upload": (
        project(_MAY_SCAN, body=_SBOM),
        project(_MAY_SCAN, body=_SBOM, query={"target_id": "{uploaded_target}"}, answers=frozenset({422})),
    ),
    "sboms_list": project(VIEWERS | keys("read", "scan")),
    "sboms_list_formats": everybody(PEOPLE | KEYS),
    "sboms_get": project(VIEWERS | keys("read", "scan")),
    "sboms_delete": project(MAINTAINERS | keys("manage")),
    "sboms_download": project(VIEWERS | keys("read", "scan")),
    "sboms_list_packages": project(VIEWERS | keys("read", "scan")),
    "sboms_compare": project(VIEWERS | keys("read", "scan"), query={"before": "{sbom}"}),
    "advisories_get": everybody(PEOPLE | KEYS),
    "advisories_list_updates": platform(),
    "advisories_update": platform(),
    "licences_list": project(VIEWERS | keys("read", "scan")),
    "licences_get_project_policy": project(VIEWERS | KEYS),
    "licences_write_project_policy": project(MAINTAINERS | keys("manage"), body={"deny": ["GPL-3.0-only"]}),
    "licences_remove_project_policy": project(MAINTAINERS | keys("manage")),
    "licences_get_team_policy": team(_MAY_READ_TEAM),
    "licences_write_team_policy": team(OWNERS | ADMINISTRATOR, body={"deny": ["GPL-3.0-only"]}),
    "licences_remove_team_policy": team(OWNERS | ADMINISTRATOR),
    # analytics
    "analytics_overview": (
        everybody(PEOPLE | keys("read", "triage")),
        everybody(PEOPLE | keys("read", "triage"), query={"project": "{project}"}),
        everybody(PEOPLE | keys("read", "triage"), query={"team": "{team}"}),
    ),
    # scans
    "scans_create": (
        project(_MAY_SCAN, body={"target_id": "{target}"}),
        project(_MAY_SCAN, body={"target_id": "{target}", "scanner": "api"}),
        project(_MAY_SCAN, body={"target_id": "{uploaded_target}", "scanner": "dependencies"}),
        project(
            _MAY_SCAN,
            body={
                "target_id": "{uploaded_target}",
                "scanner": "dependencies",
                "options": {"upload_id": "{upload}"},
            },
        ),
    ),
    "scans_create_batch": everybody(PEOPLE | KEYS, body={"scans": [{"target_id": "{target}"}]}, report=True),
    "scans_list": everybody(PEOPLE | keys("read", "scan")),
    "scans_get": project(VIEWERS | keys("read", "scan")),
    "scans_cancel": project(_MAY_SCAN),
    "scans_retry": project(_MAY_SCAN, path={"scan_id": "ended_scan"}, body={}),
    "scans_watch": project(VIEWERS | keys("read", "scan")),
    "scans_compare": project(VIEWERS | keys("read", "scan"), query={"before": "{ended_scan}"}),
    # accounts
    "accounts_get_sign_in_options": public(),
    "accounts_login": public(401, 429, body={"email": "a@example.test", "password": "x"}),
    "accounts_login_with_second_factor": public(400, 401, 429, body={"token": _SECRET, "code": "123456"}),
    "accounts_refresh": public(400, 401, 403, 429, body={"refresh_token": _SECRET}),
    "accounts_logout": myself(),
    "accounts_register": public(403, 429, body={"email": "a@example.test"}),
    "accounts_complete_registration": public(
        400, 429, body={"token": _SECRET, "name": "A", "password": "a long enough one 7"}
    ),
    "accounts_describe_link": public(400, 429, body={"token": _SECRET}),
    "accounts_forgot_password": public(429, body={"email": "a@example.test"}),
    "accounts_reset_password": public(
        400, 429, body={"token": _SECRET, "new_password": "a long enough one 7"}
    ),
    "accounts_verify_email": public(400, 429, body={"token": _SECRET}),
    "accounts_begin_passkey_login": public(409),
    "accounts_login_with_passkey": public(400, 401, 409, 429, body={"token": _SECRET, "credential": {}}),
    "accounts_begin_single_sign_on": public(404, 409, body={"return_to": "/"}),
    "accounts_finish_single_sign_on": public(400, 404, 409, 422),
    "accounts_get_me": everybody(PEOPLE | USER_KEYS | {"bound-key"}),
    "accounts_change_profile": myself(body={"name": "Other"}),
    "accounts_change_password": myself(body={"new_password": "a long enough one 7"}),
    "accounts_change_email": myself(429, body={"email": "new@example.test"}),
    "accounts_send_verification": myself(409),
    "accounts_list_sessions": myself(),
    "accounts_revoke_other_sessions": myself(),
    "accounts_revoke_session": myself(),
    "accounts_enrol_totp": myself(body={}),
    "accounts_confirm_totp": myself(400, 409, body={"code": "123456"}),
    "accounts_disable_totp": myself(400, 409, body={"code": "123456"}),
    "accounts_renew_recovery_codes": myself(409, body={}),
    "accounts_list_passkeys": myself(),
    "accounts_begin_passkey_registration": myself(409, body={}),
    "accounts_create_passkey": myself(400, 409, body={"token": _SECRET, "name": "A", "credential": {}}),
    "accounts_rename_passkey": myself(body={"name": "Other"}),
    "accounts_delete_passkey": myself(),
    "accounts_list_keys": myself(),
    "accounts_create_key": myself(body={"name": "A", "scopes": ["read"]}),
    "accounts_revoke_key": myself(path={"key_id": "my_key"}),
    "accounts_list_users": platform(),
    "accounts_list_invitations": platform(),
    "accounts_create_invitation": platform(body={"email": "new@example.test"}),
    "accounts_revoke_invitation": platform(path={"invitation_id": "platform_invitation"}),
    "accounts_get_user": platform(path={"user_id": "member"}),
    "accounts_change_user": platform(path={"user_id": "member"}, body={"name": "Other"}),
    "accounts_log_user_out": platform(path={"user_id": "member"}),
    "accounts_disable_totp_of_user": platform(path={"user_id": "member"}, answers=frozenset({409})),
    # audit
    "audit_list_entries": platform(),
    "audit_export_entries": platform(),
    "audit_verification": platform(),
    # rules
    "rules_list": everybody(PEOPLE | KEYS),
    "rules_get": everybody(_MAY_READ_FINDINGS | PEOPLE, reach=_MAY_READ_FINDINGS | PEOPLE),
    # administration
    "administration_health": platform(),
    "administration_queue": platform(),
    "administration_settings": platform(),
}


def routes_of(operation_id: str) -> tuple[Route, ...]:
    """Return the ways in which a route is asked; none for one that stands not here."""
    found = ROUTES.get(operation_id, ())
    return found if isinstance(found, tuple) else (found,)


MISSING: dict[str, str] = {
    # thing: an id of its kind that nothing has; a fresh UUID where nothing is said
    "rule": "web.no-such-rule",
}
