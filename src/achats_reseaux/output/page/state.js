"use strict";

// What a person has done, as one frozen value, and what follows from it: nothing here knows of the
// document. `look` is what `lookup` returns; tests give one of a few places.
//
//   text     what stands in the box
//   link     of the place whose answer is shown, or "": then no answer is
//   theme, audience   the filters
//   isOpen, active    the list under the box, and the rank of what is pointed at in it, or -1
//   isAsked  whether an answer was asked for; without a place, the box says what is wrong

// eslint-disable-next-line no-unused-vars -- used by page.js
const dialogue = (() => {
  const START = Object.freeze({
    text: "",
    link: "",
    theme: "",
    audience: "",
    isOpen: false,
    active: -1,
    isAsked: false,
  });

  /** The state that an address (what follows the `#`) stands for. */
  function start(address, look) {
    const [text, ...options] = address.split("&").map(decoded);
    const given = Object.fromEntries(options.map((one) => one.split("=")));
    const known = (name, id) => (look.filters[name].some(([one]) => one === id) ? id : "");
    const filters = {
      theme: known("theme", given.theme),
      audience: known("audience", given.public),
    };
    const place = look.placeAt(text);
    return place
      ? chosen({ ...START, ...filters }, place, look)
      : asked({ ...START, ...filters, text });
  }

  function decoded(text) {
    try {
      return decodeURIComponent(text);
    } catch {
      return text;
    }
  }

  /** The address of a state: `start` makes the same place, filters and error of it. */
  function addressOf({ text, link, theme, audience, isAsked }) {
    const said = encodeURIComponent(link || (isAsked ? text : ""))
      .replace(/%3A/g, ":")
      .replace(/%2F/g, "/");
    return [said, theme && `theme=${theme}`, audience && `public=${audience}`]
      .filter((one, at) => !at || one)
      .join("&");
  }

  const closed = { isOpen: false, active: -1 };
  const chosen = (state, place, look) => ({
    ...state,
    ...closed,
    isAsked: true,
    link: place.link,
    text: look.labelOf(place),
  });
  const asked = (state) => {
    const isAsked = Boolean(state.text.trim());
    return { ...state, ...closed, isAsked, isOpen: isAsked };
  };

  /** The places offered under the box. */
  const offered = ({ text, isOpen }, look) =>
    isOpen ? look.read(text).found.slice(0, look.MOST) : [];

  /** The text settled, if it is decided for a place; else the state in which that is asked for. */
  function settle(state, look) {
    if (state.link) return state;
    const place = look.placeAt(state.text);
    return place
      ? { ...state, ...closed, link: place.link, isAsked: true }
      : { ...asked(state), isAsked: true };
  }

  /** The state after an action `[name, value]`. */
  function next(state, [name, value], look) {
    const options = offered(state, look);
    switch (name) {
      case "type": // what is typed and not chosen takes the old answer away
        return {
          ...state,
          ...closed,
          text: value,
          link: "",
          isAsked: false,
          isOpen: Boolean(value.trim()),
        };
      case "point": {
        if (!state.isOpen) return { ...state, isOpen: Boolean(state.text.trim()), active: -1 };
        const count = options.length;
        const at = state.active < 0 && value < 0 ? count - 1 : state.active + value;
        return { ...state, active: count ? (at + count) % count : -1 };
      }
      case "enter":
        return options[state.active]
          ? chosen(state, options[state.active], look)
          : settle(state, look);
      case "pick":
        return options[value] ? chosen(state, options[value], look) : state;
      case "escape":
        return state.isOpen
          ? { ...state, ...closed }
          : { ...state, text: "", link: "", isAsked: false };
      case "leave":
        return { ...state, ...closed };
      case "filter": {
        const settled = state.text.trim() ? settle(state, look) : state;
        return { ...settled, ...closed, ...value };
      }
      default: {
        const place = look.placeAt(value); // "go": a click on the map or in a list
        return place ? chosen(state, place, look) : state;
      }
    }
  }

  /**
   * What is shown of a state: the place of the answer, the options, what is said of the box. An
   * `error` is why there is no answer; it is the text's fault (`isWrong`) unless it has a choice.
   */
  function shown(state, look) {
    const place = state.link ? look.placeAt(state.link) : null;
    const fine = { error: "", isWrong: false, isLost: false };
    if (place && !state.isOpen) return { place, options: [], status: "", ...fine };
    const { found, why } = look.read(state.text);
    const options = state.isOpen ? found.slice(0, look.MOST) : [];
    const count = `${options.length} lieu${options.length > 1 ? "x" : ""}`;
    const rest =
      found.length > options.length ? ` sur ${found.length} ; précisez pour les autres` : "";
    const status = [why, options.length ? `${count}${rest}.` : ""].filter(Boolean).join(" ");
    if (place || !state.isAsked) return { place, options, status, ...fine };
    const several =
      found.length > 1 ? "Plusieurs lieux répondent à ce nom" : "Ce nom peut en désigner un autre";
    const said = why || `${several} :${options.length ? " choisissez dans la liste." : ""}`;
    const how = said.endsWith(":") && !options.length ? " « Chercher » les montre." : "";
    const error = state.text.trim() ? said + how : "Tapez d’abord un lieu.";
    const isLost = !found.length;
    return { place, options, error, status, isWrong: isLost || Boolean(why), isLost };
  }

  return { START, start, addressOf, next, shown };
})();
