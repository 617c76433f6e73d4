"""The map of France: on a terminal (``terminal``) and as a picture (``svg``)."""
