// Keys, drafts and selections. Every page works without it; every word it shows stands in the page.
// An element with data-key="r" answers to that key: a link or button is clicked, a field gets the focus.
const all = (selector, within = document) => [...within.querySelectorAll(selector)];
const isTyping = (element) => element.matches("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]");
const isShown = (element) => element.checkVisibility?.() ?? element.offsetParent !== null;

// ---- Keys. WCAG 2.1.4: single keys can be switched off, and the choice is remembered.
const keysOn = document.getElementById("keys-on");
let first = "";

function act(key) {
  const answering = all("[data-key]").filter((each) => each.dataset.key === key && (isShown(each) || each.closest("details, [popover]")));
  const fields = answering.filter(isTyping);
  const target = fields.find(isShown) ?? fields[0] ?? answering[0];
  if (!target) return false;
  if (target.matches("a, button")) target.click();
  else reach(target);
  return true;
}

function reach(field) {
  for (let each = field.closest("details"); each; each = each.parentElement.closest("details")) each.open = true;
  if (!isShown(field)) field.closest("[popover]")?.showPopover();
  field.focus();
  field.scrollIntoView({ block: "center" });
}

function move(step) {
  const rows = all("[data-row]").filter(isShown);
  const here = rows.findIndex((row) => row.contains(document.activeElement));
  const row = rows[here < 0 ? (step > 0 ? 0 : rows.length - 1) : here + step];
  row?.querySelector("a")?.focus();
  return Boolean(row);
}

function select() {
  const box = document.activeElement.closest("[data-row]")?.querySelector("input[type=checkbox]");
  box?.click();
  return Boolean(box);
}

const moves = { j: () => move(1), k: () => move(-1), x: select };

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && isTyping(event.target)) return event.target.blur();
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || isTyping(event.target)) return;
  if (!keysOn || document.querySelector("dialog[open]")) return;
  if (!keysOn.checked && event.key !== "?") return;
  const key = first + event.key;
  first = "";
  if ((moves[key] ?? (() => act(key)))()) event.preventDefault();
  else if (event.key === "g") {
    first = "g ";
    setTimeout(() => { first = ""; }, 1500);
  }
});

for (const opener of all("[data-opens]")) {
  opener.hidden = false;
  opener.addEventListener("click", () => {
    opener.closest("[popover]:popover-open")?.hidePopover();
    document.getElementById(opener.dataset.opens).showModal();
  });
}

if (keysOn) {
  keysOn.checked = localStorage.getItem("meja-keys") !== "off";
  keysOn.addEventListener("change", () => localStorage.setItem("meja-keys", keysOn.checked ? "on" : "off"));
}

// ---- Drafts: the form is posted to data-draft-url after two seconds of silence, and when the page is left.
for (const field of all("[data-draft-url]")) {
  const state = field.parentElement.querySelector(".draft-state");
  let timer = 0;
  const keep = async () => {
    clearTimeout(timer);
    timer = 0;
    const written = [...new FormData(field.form)].filter(([, value]) => typeof value === "string");
    const answer = await fetch(field.dataset.draftUrl, { method: "POST", body: new URLSearchParams(written), keepalive: true }).catch(() => null);
    if (state) state.textContent = answer?.ok && !answer.redirected ? state.dataset.kept : state.dataset.lost;
  };
  field.addEventListener("input", () => {
    if (state) state.textContent = "";
    clearTimeout(timer);
    timer = setTimeout(keep, 2000);
  });
  field.form.addEventListener("submit", () => {
    clearTimeout(timer);
    timer = 0;
  });
  document.addEventListener("visibilitychange", () => {
    if (document.hidden && timer) keep();
  });
}

// ---- Selections: the box for all, how many are selected, and the deeds once there is one.
for (const bar of all("[data-bulk]")) {
  const boxes = all(`input[type=checkbox][name="${bar.dataset.bulk}"]`);
  const every = bar.querySelector("[data-selects]");
  const output = bar.querySelector("output");
  const deeds = bar.querySelector(".deeds");
  const count = () => {
    const chosen = boxes.filter((box) => box.checked).length;
    output.textContent = chosen ? output.dataset.words.replace("#", chosen) : "";
    deeds.hidden = chosen === 0;
    every.checked = chosen > 0 && chosen === boxes.length;
    every.indeterminate = chosen > 0 && chosen < boxes.length;
  };
  every.closest("label").hidden = boxes.length === 0;
  every.addEventListener("change", () => {
    for (const box of boxes) box.checked = every.checked;
    count();
  });
  for (const box of boxes) box.addEventListener("change", count);
  addEventListener("pageshow", count);
  count();
}
