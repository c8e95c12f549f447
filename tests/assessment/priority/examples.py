"""Well-known and made-up vulnerabilities for the tests of priorities."""

from __future__ import annotations

from securestack.assessment.priority.subject import Subject

VPN = Subject(
    cve="CVE-2099-0001",
    title="Unauthenticated command injection in the gateway",
    description="A command injection vulnerability in the web management interface of the VPN gateway allows a remote, "
    "unauthenticated attacker to execute arbitrary commands with root privileges on the appliance.",
    vendor="Example Networks",
    product="Gateway",
    cvss_vector="CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H",
    cwe=(78,),
)
PLUGIN = Subject(
    cve="CVE-2099-0002",
    title="Forms plugin: stored XSS by administrators",
    description="The Forms WordPress plugin before 1.2 does not sanitise and escape some of its settings, which could "
    "allow high privilege users such as admin to perform Stored Cross-Site Scripting attacks.",
    vendor="Unknown",
    product="Forms",
    cvss_vector="CVSS:3.1/AV:N/AC:L/PR:H/UI:R/S:C/C:L/I:L/A:N",
    cwe=(79,),
)
