"""The version of the kit, at the bottom of the house: every artefact carries it."""

__version__ = "0.1.0"
