"""One scan from target to findings: plan, run, events. The only floor that isolates failures."""
