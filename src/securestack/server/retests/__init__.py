"""Looking again at one finding: is the flaw still there?"""
