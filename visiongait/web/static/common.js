// What all pages share: the CSRF token on every request, sentences where something fails, focus that stays.
"use strict";

const desk = {
  cookie(name) {
    const found = document.cookie.split("; ").find((one) => one.startsWith(`${name}=`));
    return found ? decodeURIComponent(found.slice(name.length + 1)) : "";
  },

  token() {
    return desk.cookie(document.querySelector('meta[name="csrf-cookie"]').content);
  },

  say(message, hint = "") {
    const place = document.getElementById("alert");
    const box = document.createElement("div");
    box.className = "alert";
    for (const words of [message, hint].filter(Boolean)) {
      const line = document.createElement("p");
      line.textContent = words;
      box.append(line);
    }
    place.replaceChildren(box);
    place.scrollIntoView({ block: "nearest" });
  },

  async post(address, body) {
    const answer = await fetch(address, {
      method: "POST",
      headers: { "X-CSRFToken": desk.token(), Accept: "application/json" },
      body,
    });
    const said = await answer.json();
    if (!answer.ok) {
      throw Object.assign(new Error(said.error), { hint: said.hint });
    }
    return said;
  },

  fill(words, values) {
    return words.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? values[name] : whole));
  },
};

document.addEventListener("htmx:configRequest", (event) => {
  event.detail.headers["X-CSRFToken"] = desk.token();
});

let offline = false;
document.addEventListener("htmx:sendError", () => {
  offline = true;
  desk.say(document.body.dataset.offline);
});
document.addEventListener("htmx:afterOnLoad", () => {
  if (offline) {
    offline = false;
    document.getElementById("alert").replaceChildren();
  }
});

let focused = "";
document.addEventListener("htmx:beforeSwap", () => {
  focused = document.activeElement ? document.activeElement.id : "";
});
document.addEventListener("htmx:afterSettle", () => {
  const again = focused && document.getElementById(focused);
  if (again && document.activeElement === document.body) {
    again.focus({ preventScroll: true });
  }
});
