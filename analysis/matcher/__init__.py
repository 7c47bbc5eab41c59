"""Patterns on token arrays: what a codebook, a stance list or a dictionary is matched with."""
