"""Leaf & Lantern: a small tea shop that is weak on purpose, beside the same things done right.

It runs on loopback only, keeps everything in memory, opens no file of the machine and runs no command. What is weak
and what is safe stands in `answers.py`.
"""
