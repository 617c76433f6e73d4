"""From an answer to text: `formats` is the table of output formats, each written by a module."""
