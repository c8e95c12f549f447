"""The platform: teams, projects, scans as jobs and findings with a life, behind one API over PostgreSQL."""
