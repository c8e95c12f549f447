"""Every check of the web scanner beside the injection checks: one line each."""

from __future__ import annotations

from securestack.core.rule import Rule
from securestack.scanners.web.active import (
    backup_files,
    configuration_files,
    cross_origin_sharing,
    diagnostic_pages,
    host_header,
    http_methods,
    source_maps,
    verbose_errors,
    version_control,
)
from securestack.scanners.web.active import directory_listing as unlinked_directory_listing
from securestack.scanners.web.check import PassiveCheck, SiteCheck
from securestack.scanners.web.passive import (
    clickjacking,
    content_security_policy,
    content_type_options,
    cookie_attributes,
    cross_site_request_forgery,
    database_errors,
    directory_listing,
    dom_xss,
    error_details,
    exposed_secrets,
    mixed_content,
    outdated_libraries,
    plain_http_forms,
    private_addresses,
    referrer_policy,
    server_version,
    session_in_url,
    session_token,
    shared_caching,
    source_code,
    strict_transport_security,
    telling_comments,
)

PASSIVE_CHECKS: tuple[PassiveCheck, ...] = (
    exposed_secrets.CHECK,
    error_details.CHECK,
    database_errors.CHECK,
    source_code.CHECK,
    directory_listing.CHECK,
    session_in_url.CHECK,
    session_token.CHECK,
    cookie_attributes.CHECK,
    cross_site_request_forgery.CHECK,
    clickjacking.CHECK,
    dom_xss.CHECK,
    plain_http_forms.CHECK,
    mixed_content.CHECK,
    outdated_libraries.CHECK,
    shared_caching.CHECK,
    content_security_policy.CHECK,
    strict_transport_security.CHECK,
    content_type_options.CHECK,
    referrer_policy.CHECK,
    server_version.CHECK,
    private_addresses.CHECK,
    telling_comments.CHECK,
)

SITE_CHECKS: tuple[SiteCheck, ...] = (
    version_control.CHECK,
    configuration_files.CHECK,
    diagnostic_pages.CHECK,
    backup_files.CHECK,
    unlinked_directory_listing.CHECK,
    cross_origin_sharing.CHECK,
    host_header.CHECK,
    verbose_errors.CHECK,
    http_methods.CHECK,
    source_maps.CHECK,
)

_RULES = [rule for check in PASSIVE_CHECKS for rule in check.rules]
_RULES += [rule for check in SITE_CHECKS for rule in check.rules]
WEB_RULES: tuple[Rule, ...] = tuple({rule.id: rule for rule in _RULES}.values())
