"""Questions in French or English, translated into a command."""
