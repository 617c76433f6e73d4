"""The map of France: on a terminal (``terminal_map``) and as a picture (``svg``)."""
