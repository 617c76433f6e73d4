"""From a sentence in French or English to a request."""
