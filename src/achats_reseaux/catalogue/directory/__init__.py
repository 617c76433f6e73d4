"""Import a directory: a spreadsheet of local desks becomes entries of a user's catalogue."""
