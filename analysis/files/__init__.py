"""Doors to disk: atomic writes, CSV and Excel."""
