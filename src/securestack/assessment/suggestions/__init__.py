"""What a finding's text suggests where nobody said it: weakness, category, severity, and which findings look alike.

Suggestions are for a person to accept. Nothing is changed or merged because of them.
"""
