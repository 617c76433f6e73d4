"""Questions in plain words, read into the command that they amount to; and full-text search."""
