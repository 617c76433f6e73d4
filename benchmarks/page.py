"""What the page costs: its size, the time to a first row, to a keystroke's rows, to an answer.

    python benchmarks/page.py

Needs Chromium. The budget: 1.4 MB, 490 kB gzipped; of the medians 500 ms to a first row, 100 ms to
the rows of a keystroke and to an answer. What a machine does beside shows in the worst.
"""

from __future__ import annotations

import gzip
import statistics
import sys
import tempfile
import time
from pathlib import Path

import achats_reseaux
from achats_reseaux import gazetteer
from achats_reseaux.page.document import render

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))
from helpers.chromium import Chromium

TIMES = 5
BUDGET = {"bytes": 1_400_000, "gzipped": 490_000, "first row": 500, "keystroke": 100, "answer": 100}

OPENED = """new Promise((done) => {
  const box = document.getElementById("place");
  box.value = "m";
  box.dispatchEvent(new Event("input"));
  requestAnimationFrame(() => setTimeout(() => done(performance.now())));
})"""
KEYSTROKES = """(async () => {
  const box = document.getElementById("place");
  const took = [];
  const typed = ["saint-denis", "mulhuose", "68100", "métropole de lyon", "76000 rouen", "xyzzy"];
  for (const word of typed) {
    for (let at = 1; at <= word.length; at += 1) {
      box.value = word.slice(0, at);
      const start = performance.now();
      box.dispatchEvent(new Event("input"));
      document.body.offsetHeight;
      took.push(performance.now() - start);
    }
  }
  return took;
})()"""
ANSWERS = """(async () => {
  const took = [];
  for (const asked of ["76000", "68100", "region:grand-est", "37160", "region:france", "76"]) {
    const start = performance.now();
    await new Promise((done) => {
      addEventListener("hashchange", () => done(document.body.offsetHeight), { once: true });
      location.hash = asked;
    });
    took.push(performance.now() - start);
  }
  return took;
})()"""


def processor_time(browser: Chromium) -> float:
    """Milliseconds that the page has worked since it was opened, whatever else the machine does."""
    metrics = browser.send("Performance.getMetrics")["metrics"]
    (seconds,) = (one["value"] for one in metrics if one["name"] == "TaskDuration")
    return float(seconds) * 1000


def main() -> int:
    """Measure, print, and fail if a budget is passed."""
    started = time.perf_counter()
    within = frozenset(one.code for one in gazetteer.departements())
    text = render(
        achats_reseaux.load(), title="Page", within=within, today="2026-11-25", version="0"
    ).encode()
    print(f"made in {time.perf_counter() - started:.1f} s")
    found: dict[str, float] = {
        "bytes": len(text),
        "gzipped": len(gzip.compress(text, 9, mtime=0)),
    }
    with tempfile.TemporaryDirectory() as folder, Chromium() as browser:
        file = Path(folder) / "page.html"
        file.write_bytes(text)
        browser.look(1280, 800)
        browser.send("Performance.enable", timeDomain="threadTicks")
        opened, work, keys, answers = [], [], [], []
        for _ in range(TIMES):
            browser.open(file.as_uri())
            opened.append(browser.evaluate(OPENED))
            work.append(processor_time(browser))
            keys += browser.evaluate(KEYSTROKES)
            answers += browser.evaluate(ANSWERS)
    print(f"of a first row, the page's own processor time: median {statistics.median(work):.0f} ms")
    for name, times in (("first row", opened), ("keystroke", keys), ("answer", answers)):
        found[name] = statistics.median(times)
        print(f"{name}: median {found[name]:.1f} ms, worst {max(times):.1f} ms")
    print(f"{found['bytes']:,} bytes, {found['gzipped']:,} gzipped")
    passed = [name for name, most in BUDGET.items() if found[name] > most]
    for name in passed:
        print(f"{name}: {found[name]:.0f}, at most {BUDGET[name]}")
    return 1 if passed else 0


if __name__ == "__main__":
    sys.exit(main())
