// The page is complete without this module. With it: copying, keys, and the article beside the chosen quotation.

const root = document.documentElement;
root.classList.add("scripts");
for (const element of document.querySelectorAll(".only-scripts")) element.hidden = false;

const words = document.body.dataset;
const notice = document.querySelector(".notice");
let clearing;

function tell(text) {
  notice.textContent = text;
  clearTimeout(clearing);
  clearing = setTimeout(() => { notice.textContent = ""; }, 2500);
}

async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    tell(words.copied);
  } catch {
    tell(words.copyFailed);
  }
}

// The article beside the chosen quotation.

const pane = document.querySelector(".pane");
const cards = [...document.querySelectorAll(".card")];
let reading;

function showMark() {
  const mark = pane?.querySelector("mark");
  if (mark && pane.scrollHeight > pane.clientHeight) {
    pane.scrollTop += mark.getBoundingClientRect().top - pane.getBoundingClientRect().top - pane.clientHeight / 4;
  }
}

async function choose(card) {
  for (const each of cards) each.classList.toggle("chosen", each === card);
  if (!pane?.checkVisibility() || pane.dataset.shows === card.dataset.pane) return;
  reading?.abort();
  reading = new AbortController();
  try {
    const answer = await fetch(`${card.dataset.pane}?view=pane`, { signal: reading.signal });
    if (!answer.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    pane.replaceChildren(...page.body.childNodes);
    pane.dataset.shows = card.dataset.pane;
    pane.scrollTop = 0;
    showMark();
  } catch (error) {
    if (error.name !== "AbortError") throw error;
  }
}

if (pane && cards.length) {
  pane.dataset.shows = cards[0].dataset.pane;
  cards[0].classList.add("chosen");
  showMark();
}
for (const card of cards) {
  card.addEventListener("click", (event) => { if (!event.target.closest("a, button, summary, pre")) choose(card); });
  card.addEventListener("focusin", () => choose(card));
}

// Headlines while somebody types. What was asked before is given up; the box works on as it does without.

const box = document.getElementById("q");
const options = document.getElementById("options");
let typing, waiting;

function closeOptions() {
  if (!options) return;
  options.hidden = true;
  options.replaceChildren();
  box.setAttribute("aria-expanded", "false");
  box.removeAttribute("aria-activedescendant");
}

async function offer() {
  typing?.abort();
  typing = new AbortController();
  const typed = box.value.trim();
  if (typed.length < 2) { closeOptions(); return; }
  try {
    const answer = await fetch(`/suggest?view=list&q=${encodeURIComponent(typed)}`, { signal: typing.signal });
    if (!answer.ok) { closeOptions(); return; }
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    options.replaceChildren(...page.querySelectorAll("li"));
    options.hidden = !options.children.length || document.activeElement !== box;
    box.setAttribute("aria-expanded", String(!options.hidden));
    box.removeAttribute("aria-activedescendant");
  } catch (error) {
    if (error.name !== "AbortError") closeOptions();
  }
}

function moveOption(step) {
  const all = [...options.children];
  const at = all.findIndex((each) => each.ariaSelected === "true");
  const next = at < 0 ? (step > 0 ? 0 : all.length - 1) : at + step;
  all.forEach((each, number) => { each.ariaSelected = String(number === next); });
  if (all[next]) box.setAttribute("aria-activedescendant", all[next].id);
  else box.removeAttribute("aria-activedescendant");
}

function typed(event) {
  if (event.isComposing || options.hidden) return false;
  const chosen = options.querySelector('[aria-selected="true"]');
  switch (event.key) {
    case "ArrowDown": moveOption(1); return true;
    case "ArrowUp": moveOption(-1); return true;
    case "Enter": if (chosen) location.assign(chosen.dataset.opens); return Boolean(chosen);
    case "Escape": closeOptions(); return true;
    default: return false;
  }
}

if (box && options) {
  for (const [name, value] of [["role", "combobox"], ["aria-controls", "options"], ["aria-expanded", "false"], ["aria-autocomplete", "list"]]) box.setAttribute(name, value);
  box.addEventListener("input", (event) => {
    clearTimeout(waiting);
    if (!event.isComposing) waiting = setTimeout(offer, 120);
  });
  box.addEventListener("compositionend", offer);
  box.addEventListener("keydown", (event) => { if (typed(event)) { event.preventDefault(); event.stopPropagation(); } });
  box.addEventListener("blur", closeOptions);
  box.form.addEventListener("submit", () => { clearTimeout(waiting); typing?.abort(); });
  options.addEventListener("mousedown", (event) => {
    const option = event.target.closest("li");
    if (option) { event.preventDefault(); location.assign(option.dataset.opens); }
  });
}

// Buttons.

document.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (button?.dataset.copy !== undefined) copy(button.dataset.copy);
  if (button?.dataset.copies !== undefined) copy(button.nextElementSibling.textContent);
  if (button?.dataset.open) document.getElementById(button.dataset.open).showModal();
});

document.querySelector(".search")?.addEventListener("submit", () => tell(words.searching));
addEventListener("pageshow", () => tell(""));

// Keys: / ? c and the arrows, which move through quotations or, where there are none, headlines.

function stops() {
  const links = document.querySelectorAll(".card .source > a, .others a, .columns a, .beside li > a, .calendar a");
  return [...links].filter((link) => link.checkVisibility());
}

function move(step) {
  const all = stops();
  if (!all.length) return false;
  const card = document.activeElement?.closest(".card");
  const at = all.findIndex((link) => link === document.activeElement || (card && card.contains(link)));
  const next = at < 0 ? (step > 0 ? 0 : all.length - 1) : at + step;
  all[Math.max(0, Math.min(all.length - 1, next))].focus();
  return true;
}

function pressed(event) {
  const field = event.target.closest("input, textarea, select");
  if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return false;
  if (field) {
    if (event.key === "Escape") { field.blur(); return true; }
    return event.key === "ArrowDown" && !event.isComposing && field === box ? move(1) : false;
  }
  switch (event.key) {
    case "/": box?.select(); box?.focus(); return true;
    case "?": document.getElementById("keys").showModal(); return true;
    case "ArrowDown": return event.target.closest(".pane") ? false : move(1);
    case "ArrowUp": return event.target.closest(".pane") ? false : move(-1);
    case "c": {
      const card = event.target.closest(".card") ?? document.querySelector(".card.chosen, .quoted");
      const button = card?.querySelector(".quote");
      if (button) copy(button.dataset.copy);
      return Boolean(button);
    }
    default: return false;
  }
}

document.addEventListener("keydown", (event) => { if (pressed(event)) event.preventDefault(); });
