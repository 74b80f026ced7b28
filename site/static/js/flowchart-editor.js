// Flowcharts in the editor: numbers on the steps, a choice of steps where a step's id is stored, and the drawing of what is typed.
"use strict";
{
const begin = () => {
  const NAME = /^steps-(\d+)-value(?:-branches-\d+-value)?-target$/;
  const box = document.querySelector("[data-flow-draw]");
  if (!box) return;
  const form = box.closest("form");
  const newId = () => crypto.randomUUID ? crypto.randomUUID() : Array.from(crypto.getRandomValues(new Uint8Array(16)), (n) => n.toString(16).padStart(2, "0")).join("");
  // A step's key as disclosure/flowcharts/blocks.py makes it: the block's id in letters.
  const keyOf = (id) => id.replace(/\d/g, (digit) => "ghijklmnop"[digit]);

  // The steps as they stand now: in the order of the page, those taken out left out.
  const steps = () => {
    const found = [];
    for (const order of form.querySelectorAll('input[type=hidden][name^="steps-"][name$="-order"]')) {
      const match = /^steps-(\d+)-order$/.exec(order.name);
      if (!match) continue;
      const field = (part) => form.querySelector(`[name="steps-${match[1]}-${part}"]`);
      if (field("deleted") && field("deleted").value) continue;
      const id = field("id");
      if (id && !id.value) id.value = newId();
      const text = field("value-text");
      found.push({ index: match[1], order: Number(order.value), id: id ? keyOf(id.value) : "", text: text ? text.value.trim() : "", input: text, block: order.closest("[data-contentpath]") });
    }
    return found.sort((a, b) => a.order - b.order);
  };

  const label = (step, number) => `第${number + 1}步 ${step.text.slice(0, 20) || "（未填写）"}`;

  const fill = (select, now, own) => {
    const value = select.value;
    const next = now.findIndex((step) => step.index === own) + 1;
    const options = [["", next < now.length ? `按顺序到下一步（${label(now[next], next)}）` : "按顺序到下一步（后面还没有步骤）"]];
    now.forEach((step, number) => options.push([step.id, label(step, number)]));
    if (value && !now.some((step) => step.id === value)) options.push([value, "（原来指向的步骤已删除，请重新选择）"]);
    const key = JSON.stringify(options);
    if (select.dataset.flowOptions === key) return;
    select.dataset.flowOptions = key;
    select.replaceChildren(...options.map(([id, text]) => new Option(text, id, false, id === value)));
    select.value = value;
  };

  // A choice takes the place of the text input: same name, same id, so that labels and links to it hold.
  const choose = (input) => {
    const select = document.createElement("select");
    select.name = input.name;
    select.id = input.id;
    for (const name of ["aria-describedby", "aria-invalid"]) if (input.hasAttribute(name)) select.setAttribute(name, input.getAttribute(name));
    if (input.value) select.append(new Option("", input.value, true, true));
    input.replaceWith(select);
    return select;
  };

  const number = (now) => {
    now.forEach((step, place) => {
      const heading = step.block && step.block.querySelector("[data-panel-heading]");
      if (!heading) return;
      let mark = heading.querySelector(":scope > .gongshi-flow-number");
      if (!mark) {
        mark = document.createElement("span");
        mark.className = "gongshi-flow-number";
        heading.prepend(mark);
      }
      const text = `第${place + 1}步`;
      if (mark.textContent !== text) mark.textContent = text;
    });
  };

  const enhance = () => {
    const now = steps();
    number(now);
    for (const field of form.querySelectorAll('[name^="steps-"][name$="-target"]')) {
      const match = NAME.exec(field.name);
      if (match) fill(field.tagName === "SELECT" ? field : choose(field), now, match[1]);
    }
  };

  const state = box.querySelector("[data-flow-state]");
  const usual = state.textContent;
  let timer = 0;
  let running = null;
  let sent = "";
  const draw = async () => {
    const data = new FormData(form);
    for (const name of [...data.keys()]) if (!name.startsWith("steps-") && name !== "title" && name !== "csrfmiddlewaretoken") data.delete(name);
    const told = JSON.stringify([...data]);
    if (told === sent) return;
    if (running) running.abort();
    running = new AbortController();
    try {
      const answer = await fetch(box.dataset.flowDraw, { method: "POST", body: data, signal: running.signal, headers: { "X-Requested-With": "XMLHttpRequest" } });
      if (!answer.ok) throw new Error(String(answer.status));
      box.querySelector("[data-flow-drawing]").innerHTML = await answer.text();
      sent = told;
      state.textContent = usual;
    } catch (error) {
      if (error.name !== "AbortError") state.textContent = "暂时画不出来，已填的内容不受影响；继续填写会再试。";
    }
  };
  const soon = () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      enhance();
      draw();
    }, 500);
  };

  box.addEventListener("click", (event) => {
    const link = event.target.closest("[data-flow-jump]");
    const step = link && steps()[Number(link.dataset.flowJump)];
    if (!step || !step.input) return;
    event.preventDefault();
    const toggle = step.block && step.block.querySelector('[data-panel-toggle][aria-expanded="false"]');
    if (toggle) toggle.click();
    step.input.scrollIntoView({ block: "center" });
    step.input.focus({ preventScroll: true });
  });
  form.addEventListener("input", soon);
  form.addEventListener("change", soon);
  // Blocks are put in by Wagtail's script, now and whenever a step is added, moved or taken out. What this script puts in does not count.
  const own = (node) => node.nodeType !== 1 || node.tagName === "OPTION" || node.classList.contains("gongshi-flow-number") || box.contains(node);
  new MutationObserver((changes) => {
    const found = changes.some((change) => !box.contains(change.target) && [...change.addedNodes, ...change.removedNodes].some((node) => !own(node) && (node.matches('[name^="steps-"]') || node.querySelector('[name^="steps-"]'))));
    if (found) soon();
  }).observe(form, { childList: true, subtree: true });
  soon();
};
// Scripts of the editor stand before its form.
if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", begin);
else begin();
}
