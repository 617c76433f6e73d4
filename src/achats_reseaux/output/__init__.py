"""From an answer to text: one module a medium."""
