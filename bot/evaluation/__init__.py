"""Measures of the desk on any newsroom's own data."""
