"""The rules catalogue: everything the scanners can report, with why it matters and how to fix it."""
