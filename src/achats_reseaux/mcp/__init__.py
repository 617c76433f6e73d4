"""The server for assistants (extra ``mcp``): the public functions as tools.

An answer is the JSON document, trimmed (``trimmed``), as compact JSON text.
"""
