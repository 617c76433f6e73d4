"""A Model Context Protocol server over the public functions, for assistants.

``data/mcp/outils.json`` has the tools: what each is called, takes, returns and may weigh. An answer
is a plain value (``content``) before it is text; ``server`` alone knows the SDK.
"""
