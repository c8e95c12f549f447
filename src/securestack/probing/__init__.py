"""How a running HTTP target is asked: insertion points, sessions, injection checks and callbacks.

What the web scanner and the API scanner share stands here.
"""
