"""The catalogue: read, check, build and compile the list of networks."""
