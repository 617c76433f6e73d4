"""Ask a server for the guichet vert of ten places, one call each, as an assistant's client does.

python tools/try_assistant.py /path/to/reseaux

Needs the extra ``mcp`` in the Python that runs it; ``.ci/run`` does it with the wheel, in an empty
environment.
"""

from __future__ import annotations

import json
import sys
import time

import anyio
from mcp import Client, StdioServerParameters, stdio_client

PLACES = {
    "Rouen": ["ran-coper"],
    "68100": [],
    "Bas-Rhin": ["relais-2d"],
    "Lille": ["apure"],
    "21690123100011": ["aura-ee"],  # the SIRET of Lyon
    "Paris 15e": ["maximilien"],
    "Ajaccio": [],
    "Mamoudzou": ["cress-mayotte"],
    "13055 MARSEILLE CEDEX": ["arbe"],
    "CC de la Vallée de la Haute Sarthe": ["ran-coper"],
}


async def talk(command: str) -> int:
    """The number of wrong answers."""
    began = time.monotonic()
    wrong = 0
    async with Client(stdio_client(StdioServerParameters(command=command, args=["mcp"]))) as client:
        for place, expected in PLACES.items():
            result = await client.call_tool("find_help", {"place": place})
            text = getattr(result.content[0], "text", "{}")
            guichet = json.loads(text).get("guichet_vert", {})
            found = guichet.get("networks", [])
            if found != expected or (not found and guichet.get("status") != "none"):
                print(f"{place}: {guichet} instead of {expected}")
                wrong += 1
            if place == "Rouen":
                print(f"first answer after {time.monotonic() - began:.1f} s")
    print(f"{len(PLACES) - wrong} of {len(PLACES)} places")
    return wrong


if __name__ == "__main__":
    sys.exit(1 if anyio.run(talk, sys.argv[1]) else 0)
