"""What to fix first: why a finding has its score, the policies of teams, scoring anew, and the optional language model."""
