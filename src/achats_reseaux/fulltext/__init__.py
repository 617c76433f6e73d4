"""Full-text search over the catalogue."""
