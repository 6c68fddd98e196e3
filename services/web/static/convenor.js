// Light or dark, and three small conveniences. Every page works without this file: it is read before
// the page is drawn only so that a chosen theme does not flash.
(() => {
  "use strict";
  const root = document.documentElement;
  const KEY = "convenor-theme";

  const remembered = () => {
    try {
      return localStorage.getItem(KEY);
    } catch {
      return null; // storage may be forbidden; the system's theme then stands
    }
  };
  const remember = (theme) => {
    try {
      localStorage.setItem(KEY, theme);
    } catch {
      // the choice then lasts for this page only
    }
  };
  const system = () => (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");
  const shown = () => root.dataset.theme || system();
  const other = () => (shown() === "dark" ? "light" : "dark");

  const chosen = remembered();
  if (chosen === "light" || chosen === "dark") root.dataset.theme = chosen;

  const themeButton = (button) => {
    const name = () => {
      button.textContent = other() === "dark" ? "Dark" : "Light";
      button.setAttribute("aria-label", `Switch to ${other()}`);
    };
    button.hidden = false;
    button.addEventListener("click", () => {
      root.dataset.theme = other();
      remember(root.dataset.theme);
      name();
    });
    name();
  };

  // The as-of panel closes on Escape or a press elsewhere, and an empty moment means the present.
  const asOf = (panel) => {
    const form = panel.querySelector("form");
    const moment = form.elements.as_of;
    panel.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      panel.open = false;
      panel.querySelector("summary").focus();
    });
    document.addEventListener("click", (event) => {
      if (!panel.contains(event.target)) panel.open = false;
    });
    form.addEventListener("submit", () => {
      moment.disabled = moment.value === "";
    });
  };

  // A board wider than the page opens at its line of the present.
  const board = (region) => {
    const now = region.querySelector("[data-now]");
    if (!now) return;
    const at = now.getBoundingClientRect().left - region.getBoundingClientRect().left;
    region.scrollLeft = at - region.clientWidth * 0.6;
  };

  const print = (item) => {
    item.hidden = false;
    item.querySelector("button").addEventListener("click", () => window.print());
  };

  const ready = () => {
    document.querySelectorAll("[data-theme-toggle]").forEach(themeButton);
    document.querySelectorAll("[data-as-of]").forEach(asOf);
    document.querySelectorAll("[data-board]").forEach(board);
    document.querySelectorAll("[data-print]").forEach(print);
  };
  document.addEventListener("DOMContentLoaded", ready);

  // On paper nothing stays folded; what was folded is folded again afterwards.
  let opened = [];
  addEventListener("beforeprint", () => {
    opened = [...document.querySelectorAll("main details:not([open])")];
    opened.forEach((part) => (part.open = true));
  });
  addEventListener("afterprint", () => opened.forEach((part) => (part.open = false)));
})();
