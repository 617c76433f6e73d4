"""The gazetteer: from what a buyer types to a place."""
