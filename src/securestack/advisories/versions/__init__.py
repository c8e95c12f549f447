"""Versions as each ecosystem itself orders them: one module an ecosystem, listed in the catalogue.

A key is a flat tuple that Python compares by itself, so sorting and bisection cost nothing but tuple comparison.
"""
