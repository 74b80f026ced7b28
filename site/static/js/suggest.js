// Suggestions under a search box: an ARIA combobox over a list of public titles. Without it the box is a plain form.
"use strict";
document.querySelectorAll("input[data-suggest]").forEach((input, place) => {
  const list = document.createElement("ul");
  list.id = `suggestions-${place}`;
  list.className = "suggestions";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "检索建议");
  list.hidden = true;
  const status = document.createElement("span");
  status.className = "hidden-text";
  status.setAttribute("role", "status");
  input.parentElement.classList.add("suggesting");
  input.parentElement.append(list, status);
  for (const [name, value] of Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id })) {
    input.setAttribute(name, value);
  }
  input.autocomplete = "off";
  let active = -1;
  let timer = 0;
  let asked = 0;
  const close = () => {
    // What was asked for and is not answered yet must not open the list again.
    clearTimeout(timer);
    asked += 1;
    list.hidden = true;
    active = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };
  const mark = (index) => {
    const options = [...list.children];
    active = options.length ? (index + options.length) % options.length : -1;
    options.forEach((option, at) => option.setAttribute("aria-selected", String(at === active)));
    if (active >= 0) {
      input.setAttribute("aria-activedescendant", options[active].id);
      options[active].scrollIntoView({ block: "nearest" });
    }
  };
  const show = (suggestions) => {
    list.replaceChildren(
      ...suggestions.map((suggestion, at) => {
        const option = document.createElement("li");
        option.id = `${list.id}-${at}`;
        option.setAttribute("role", "option");
        option.setAttribute("aria-selected", "false");
        option.textContent = suggestion.text;
        option.addEventListener("mousedown", (event) => event.preventDefault());
        option.addEventListener("click", () => window.location.assign(suggestion.url));
        option.dataset.url = suggestion.url;
        return option;
      }),
    );
    active = -1;
    list.hidden = !suggestions.length;
    input.setAttribute("aria-expanded", String(!list.hidden));
    input.removeAttribute("aria-activedescendant");
    status.textContent = suggestions.length ? `${suggestions.length} 条建议，用上下方向键选择` : "";
  };
  const ask = async () => {
    const typed = input.value.trim();
    const turn = (asked += 1);
    if (!typed) return close();
    try {
      const answer = await fetch(`${input.dataset.suggest}?${new URLSearchParams({ q: typed })}`, { headers: { Accept: "application/json" } });
      const found = answer.ok ? (await answer.json()).suggestions : [];
      if (turn === asked && document.activeElement === input) show(found);
    } catch {
      close();
    }
    return undefined;
  };
  input.addEventListener("input", (event) => {
    if (event.isComposing) return;
    clearTimeout(timer);
    timer = setTimeout(ask, 150);
  });
  input.addEventListener("compositionend", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, 150);
  });
  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (list.hidden) {
      if (event.key === "Escape") close();
      return;
    }
    if (event.key === "ArrowDown") mark(active + 1);
    else if (event.key === "ArrowUp") mark(active < 0 ? list.children.length - 1 : active - 1);
    else if (event.key === "Escape") close();
    else if (event.key === "Enter" && active >= 0) window.location.assign(list.children[active].dataset.url);
    else return;
    event.preventDefault();
  });
  input.addEventListener("blur", close);
});
