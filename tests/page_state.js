"use strict";

// Every sequence of up to four actions on the state of the page alone, with a look-up of a few
// places. Prints what it found, as JSON, for `test_page_state.py`.
//
// eslint-disable-next-line no-undef -- run by Node
const { readFileSync } = require("fs");
const [, , file, longest] = process.argv;
const dialogue = new Function(`${readFileSync(file, "utf8")}; return dialogue;`)();

const place = (name, code) => ({ name, link: code, label: `${name} (${code.slice(0, 2)})` });
const PLACES = [
  place("Lyon", "69123"),
  place("Mulhouse", "68224"),
  place("Vienne", "38544"),
  place("Vienne", "86"),
];
const bears = (text) => PLACES.filter((one) => one.name === text || one.label === text);
const look = {
  MOST: 12,
  filters: {
    theme: [
      ["", ""],
      ["social", ""],
    ],
    audience: [
      ["", ""],
      ["etat", ""],
    ],
  },
  read: (text) => {
    const found = PLACES.filter((one) => text && one.label.startsWith(text));
    return { found, why: !text || found.length ? "" : "Aucun lieu de ce nom." };
  },
  placeAt: (text) => {
    const found = [...PLACES.filter((one) => one.link === text), ...bears(text)];
    return found.length === 1 ? found[0] : null;
  },
  labelOf: (one) => one.label,
};

const ACTIONS = [
  ["type", "Lyon"],
  ["type", "Vienne"],
  ["type", "Vi"],
  ["type", "zzz"],
  ["type", ""],
  ["enter"],
  ["escape"],
  ["leave"],
  ["point", 1],
  ["point", -1],
  ["pick", 0],
  ["filter", { theme: "social" }],
  ["filter", { theme: "" }],
  ["filter", { audience: "etat" }],
  ["go", "68224"],
];
const STARTS = ["", "69123", "Lyon&theme=social", "Vienne&public=etat", "zzz", "&theme=x"];

const faults = [];
const reached = new Map();
let count = 0;

/** What must be true of every state, after whatever was done. */
function check(state, done, before) {
  const must = (isSo, what) => isSo || faults.push([what, done, state]);
  const { place: shown, options, error } = dialogue.shown(state, look);
  const action = done.at(-1) ?? ["start"];
  must(!shown || [shown.name, shown.label].includes(state.text), "the box names the place shown");
  must(!shown || shown.link === state.link, "the answer is that of the link");
  must(Boolean(shown) === Boolean(state.link), "a link is a place");
  must(!(shown && error), "an answer has no error beside it");
  must(action[0] !== "type" || !shown, "what is typed takes the old answer away");
  must(action[0] !== "filter" || shown || !look.placeAt(state.text), "a filter settles the text");
  must(action[0] !== "filter" || !state.text || shown || error, "or says that it cannot");
  must(action[0] !== "enter" || shown || error, "Enter answers, or says why not");
  must(
    !["pick", "go"].includes(action[0]) || !state.isOpen || state === before,
    "a choice closes the list",
  );
  must(state.active < options.length, "what is pointed at is in the list");
  const again = dialogue.start(dialogue.addressOf(state), look);
  const seen = (one) => JSON.stringify([one.link, one.theme, one.audience]);
  must(seen(again) === seen(state), "the address shows the same answer");
  must(
    !state.isAsked || Boolean(dialogue.shown(again, look).error) === Boolean(error && state.text),
    "and the same error",
  );
}

function explore(state, done) {
  reached.set(JSON.stringify(state), (reached.get(JSON.stringify(state)) ?? 0) + 1);
  if (done.length === Number(longest)) return;
  for (const action of ACTIONS) {
    const kept = JSON.stringify(state);
    const next = dialogue.next(state, action, look);
    count += 1;
    if (JSON.stringify(state) !== kept) faults.push(["changed in place", done, action]);
    check(next, [...done, action], state);
    explore(next, [...done, action]);
  }
}

for (const address of STARTS) {
  const state = dialogue.start(address, look);
  check(state, []);
  explore(state, []);
}
console.log(
  JSON.stringify({ count, states: reached.size, faults: faults.slice(0, 5), bad: faults.length }),
);
