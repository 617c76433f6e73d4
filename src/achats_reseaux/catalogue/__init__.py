"""The catalogue: find, read, check and freeze the list of networks."""
