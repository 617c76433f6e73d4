"""From a request as typed to an answer: the rules of the tool."""
