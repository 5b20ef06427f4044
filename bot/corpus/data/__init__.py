"""Closed lists of general knowledge that the readers look words up in: written for this project."""
