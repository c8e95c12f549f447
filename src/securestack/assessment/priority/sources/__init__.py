"""Where subjects come from: tables (CSV), SARIF of any tool, and our own scan results."""
