"""The version, in a file of its own: read without importing anything."""

__version__ = "0.1.0"
