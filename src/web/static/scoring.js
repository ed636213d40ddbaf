/*
 * scoring.js - the scoring table as a spreadsheet: each cell is saved when it is left, what others enter
 * appears within seconds, and nobody overwrites what they have not seen.
 *
 * The page is a form and works without this. Everything here goes through the cell's own address, which
 * answers with what stands there afterwards. Texts come from data-… attributes of the form. Oldest
 * browsers: Chromium 86, Firefox 91.
 */
"use strict";

(() => {
  const POLL_MS = 4000;
  const IDLE_MS = 10 * 60 * 1000; // then stop asking, so that an unattended session ends
  const SAVES_AT_ONCE = 4;

  const form = document.getElementById("scoring");
  const table = form && form.querySelector("table.scoring");
  if (!table) return;
  const texts = form.dataset;
  const reason = document.getElementById("change_reason");
  const state = document.getElementById("scoring-state");
  const csrf = form.elements.csrf.value;
  const as = form.elements.as.value;

  /* Cells -------------------------------------------------------------------------------------- */

  const grid = []; // rows of cells; null where nothing can be entered
  const byName = new Map();

  function readCell(td, row, column) {
    const input = td.querySelector("input[type=text]");
    if (!input) return null;
    const hidden = td.querySelector("input[type=hidden]");
    const shown = hidden ? hidden.value : "";
    const colon = shown.indexOf(":");
    const link = td.querySelector("a.more");
    if (hidden) hidden.remove();
    link.tabIndex = -1; // Tab goes from cell to cell; F2 opens the link
    const cell = {
      td, input, link, row, column, url: link.href,
      seen: colon < 0 ? "" : shown.slice(0, colon),
      saved: colon < 0 ? "" : shown.slice(colon + 1),
      busy: false, again: false, waits: false, note: null,
    };
    byName.set(input.name, cell);
    return cell;
  }

  [...table.tBodies[0].rows].forEach((tr, row) => {
    grid.push([...tr.cells].slice(1).map((td, column) => readCell(td, row, column)));
  });
  const cells = [...byName.values()];
  const cellOf = (element) => element && byName.get(element.name);
  const typed = (cell) => cell.input.value.trim();
  const isDirty = (cell) => typed(cell) !== cell.saved;

  function nameOf(cell) {
    const row = table.tBodies[0].rows[cell.row].cells[0].querySelector("a").textContent;
    const code = table.tHead.rows[0].cells[cell.column + 1].querySelector(".code").textContent;
    return `${row} ${code}`;
  }

  function say(cell, text) {
    state.textContent = `${nameOf(cell)}: ${text}`;
  }

  const LOOKS = ["saving", "saved", "refused", "fresh"];

  function look(cell, name) {
    cell.td.classList.remove(...LOOKS);
    if (name) cell.td.classList.add(name);
    if (name !== "refused") {
      if (cell.note) cell.note.remove();
      cell.note = null;
      cell.input.removeAttribute("aria-invalid");
      cell.input.removeAttribute("aria-describedby");
    }
  }

  function refuse(cell, text) {
    look(cell, "");
    look(cell, "refused");
    cell.note = cell.td.querySelector(".note") || document.createElement("span");
    cell.note.className = "note";
    cell.note.id = `e-${cell.row}-${cell.column}`;
    cell.note.textContent = text;
    cell.td.append(cell.note);
    cell.input.setAttribute("aria-invalid", "true");
    cell.input.setAttribute("aria-describedby", cell.note.id);
    say(cell, text);
  }

  /* What is missing ----------------------------------------------------------------------------- */

  const numberIn = (element) => Number((/\d+/.exec(element.textContent) || ["0"])[0]);
  let total = Number(texts.missing);

  function countMissing(cell, missing) {
    if (cell.td.classList.contains("missing") === missing) return;
    const change = missing ? 1 : -1;
    cell.td.classList.toggle("missing", missing);
    for (const place of [table.tBodies[0].rows[cell.row].querySelector(".lack"),
      table.tFoot.rows[0].cells[cell.column + 1]]) {
      const count = numberIn(place) + change;
      place.textContent = count > 0 ? texts.lack.replace("#", count) : "";
    }
    total += change;
    const all = document.getElementById("scoring-missing");
    all.className = total > 0 ? "light warn" : "light ok";
    all.textContent = total > 0 ? texts.total.replace("#", total) : texts.complete;
  }

  /** What the server says of a cell, own mark apart. */
  function applyRest(cell, data) {
    cell.link.firstChild.textContent = data.summary || "⋯";
    countMissing(cell, data.missing);
  }

  function applyOwn(cell, data) {
    cell.seen = data.seen;
    cell.saved = data.value;
    cell.waits = false;
  }

  /* Conflicts ----------------------------------------------------------------------------------- */

  function choice(cell, label, value, action) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = `${label} ${value || texts.empty}`;
    button.addEventListener("click", action);
    cell.note.append(button);
  }

  /** Both values stand there, and whoever types chooses. */
  function showConflict(cell, data) {
    const mine = typed(cell);
    refuse(cell, texts.changed);
    choice(cell, texts.theirs, data.value, () => {
      applyOwn(cell, data);
      cell.input.value = data.value;
      look(cell, "");
      cell.input.focus();
    });
    choice(cell, texts.mine, mine, () => {
      applyOwn(cell, data);
      cell.input.value = mine;
      look(cell, "");
      commit(cell);
      if (!cell.waits) cell.input.focus();
    });
    applyRest(cell, data);
  }

  /* Saving -------------------------------------------------------------------------------------- */

  const queue = [];
  let running = 0;

  function send(cell, text) {
    return fetch(cell.url, {
      method: "POST",
      headers: { Accept: "application/json" },
      body: new URLSearchParams({
        csrf, as, points: text, seen: cell.seen, change_reason: reason.value.trim(),
      }),
    });
  }

  function saved(cell, text, data) {
    applyOwn(cell, data);
    applyRest(cell, data);
    if (typed(cell) !== text) { // typed on meanwhile
      look(cell, "");
      cell.again = true;
      return;
    }
    cell.input.value = data.value;
    look(cell, "saved");
    say(cell, texts.saved);
  }

  async function refused(cell, answer) {
    const failure = await answer.json();
    if (answer.status === 401) refuse(cell, texts.ended);
    else if (answer.status === 503) refuse(cell, texts.failed);
    else if (failure.cell) showConflict(cell, failure.cell);
    else refuse(cell, failure.detail);
  }

  async function save(cell) {
    const text = typed(cell);
    cell.busy = true;
    cell.again = false;
    look(cell, "saving");
    try {
      const answer = await send(cell, text);
      if (answer.ok) saved(cell, text, (await answer.json()).cell);
      else await refused(cell, answer);
    } catch (failure) {
      refuse(cell, texts.failed);
    }
    cell.busy = false;
    if (cell.again && isDirty(cell)) commit(cell);
  }

  function drain() {
    while (running < SAVES_AT_ONCE && queue.length) {
      running += 1;
      save(queue.shift()).finally(() => {
        running -= 1;
        drain();
      });
    }
  }

  let asked = null; // the cell to which the reason's field returns

  function askReason(cell) {
    cell.waits = true;
    refuse(cell, texts.needs);
    asked = cell;
    setTimeout(() => reason.focus());
  }

  /** Save a cell if it was changed. A mark that stands is changed with a reason only. */
  function commit(cell) {
    if (!isDirty(cell)) {
      if (!cell.busy && cell.td.classList.contains("refused")) look(cell, "");
      return;
    }
    if (cell.busy) {
      cell.again = true;
      return;
    }
    if (cell.seen && !reason.value.trim()) {
      askReason(cell);
      return;
    }
    cell.waits = false;
    if (!queue.includes(cell)) queue.push(cell);
    drain();
  }

  function leaveReason() {
    if (!reason.value.trim()) return;
    for (const cell of cells) if (cell.waits) commit(cell);
  }

  reason.addEventListener("change", leaveReason);
  reason.addEventListener("keydown", (event) => {
    if (event.isComposing || (event.key !== "Enter" && event.key !== "Escape")) return;
    event.preventDefault();
    if (event.key === "Escape") for (const cell of cells) if (cell.waits) restore(cell);
    leaveReason();
    if (asked) asked.input.focus();
    asked = null;
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    for (const cell of cells) commit(cell);
  });
  window.addEventListener("online", () => {
    for (const cell of cells) if (isDirty(cell) && !cell.waits) commit(cell);
  });
  window.addEventListener("beforeunload", (event) => {
    if (!cells.some((cell) => cell.busy || isDirty(cell))) return;
    event.preventDefault();
    event.returnValue = texts.unsaved;
  });

  /* Keys ---------------------------------------------------------------------------------------- */

  function restore(cell) {
    cell.waits = false;
    cell.input.value = cell.saved;
    look(cell, "");
    cell.input.select();
  }

  /** The next cell in a direction that can be entered. */
  function neighbour(cell, down, right) {
    let row = cell.row + down;
    let column = cell.column + right;
    while (grid[row] && column >= 0 && column < grid[row].length) {
      if (grid[row][column]) return grid[row][column];
      row += down;
      column += right;
    }
    return null;
  }

  function move(cell, down, right) {
    const next = neighbour(cell, down, right);
    if (next) next.input.focus();
    else commit(cell);
  }

  function nextMissing(from) {
    const start = from ? cells.indexOf(from) + 1 : 0;
    const found = [...cells.slice(start), ...cells.slice(0, start)]
      .find((cell) => cell.td.classList.contains("missing") && !typed(cell));
    if (found) found.input.focus();
  }

  /** Left and right move from cell to cell when there is nothing of the text left to pass. */
  function atEdge(input, right) {
    const { selectionStart: start, selectionEnd: end, value } = input;
    if (start === 0 && end === value.length) return true;
    return start === end && (right ? start === value.length : start === 0);
  }

  function onKey(event) {
    const cell = cellOf(event.target);
    const { key } = event;
    if (!cell || event.isComposing || event.ctrlKey || event.altKey || event.metaKey) return;
    if (key === "ArrowDown" || (key === "Enter" && !event.shiftKey)) {
      if (key === "Enter") commit(cell);
      if (!cell.waits) move(cell, 1, 0);
    } else if (key === "ArrowUp" || key === "Enter") move(cell, -1, 0);
    else if (key === "ArrowLeft" && atEdge(cell.input, false)) move(cell, 0, -1);
    else if (key === "ArrowRight" && atEdge(cell.input, true)) move(cell, 0, 1);
    else if (key === "Escape") restore(cell);
    else if (key === "F2") window.location.assign(cell.url);
    else if (key === "F8") nextMissing(cell);
    else return;
    event.preventDefault();
  }

  table.addEventListener("keydown", onKey);
  table.addEventListener("focusin", (event) => {
    const cell = cellOf(event.target);
    if (cell) cell.input.select();
  });
  table.addEventListener("focusout", (event) => {
    const cell = cellOf(event.target);
    if (cell && !cell.waits && !cell.td.contains(event.relatedTarget)) commit(cell);
  });
  table.addEventListener("input", (event) => {
    const cell = cellOf(event.target);
    if (cell && !cell.busy) look(cell, "");
    if (cell) cell.waits = false;
  });

  /* Pasting ------------------------------------------------------------------------------------- */

  function pasteBlock(from, text) {
    const touched = [];
    let left = 0;
    text.replace(/\r?\n$/, "").split(/\r\n|\n|\r/).forEach((line, down) => {
      line.split("\t").forEach((value, right) => {
        const cell = grid[from.row + down] && grid[from.row + down][from.column + right];
        if (cell) {
          cell.input.value = value.trim();
          touched.push(cell);
        } else if (!/^\s*[-—]?\s*$/.test(value)) left += 1;
      });
    });
    for (const cell of touched) commit(cell);
    if (left) say(from, texts.skipped.replace("#", left));
  }

  table.addEventListener("paste", (event) => {
    const cell = cellOf(event.target);
    const text = event.clipboardData.getData("text/plain");
    if (!cell || !/[\t\n\r]/.test(text.trim())) return;
    event.preventDefault();
    pasteBlock(cell, text);
  });

  /* Others -------------------------------------------------------------------------------------- */

  let cursor = Number(texts.cursor);
  let active = Date.now();
  let timer = null;
  let asking = false;

  function applyChange(data) {
    const cell = byName.get(`p.${data.subject_id}.${data.indicator}`);
    if (!cell || cell.busy) return; // its own answer comes
    if (data.seen === cell.seen) {
      applyRest(cell, data);
    } else if (isDirty(cell)) {
      showConflict(cell, data);
    } else {
      applyOwn(cell, data);
      applyRest(cell, data);
      cell.input.value = data.value;
      look(cell, "fresh");
      say(cell, `${texts.changed} ${data.value}`);
    }
  }

  async function poll() {
    const query = new URLSearchParams({ since: cursor, as });
    const answer = await fetch(`${texts.changes}?${query}`,
      { headers: { Accept: "application/json" } });
    if (!answer.ok) return;
    const data = await answer.json();
    if (data.reload && !cells.some((cell) => cell.busy || isDirty(cell))) {
      window.location.reload(); // nothing of one's own is lost
      return;
    }
    if (data.reload) state.textContent = texts.reload;
    state.classList.toggle("hidden", !data.reload);
    data.cells.forEach(applyChange);
    cursor = data.cursor;
  }

  function tick() {
    clearTimeout(timer);
    timer = setTimeout(tick, POLL_MS);
    if (document.hidden || asking || Date.now() - active > IDLE_MS) return;
    asking = true;
    poll().catch(() => {}).finally(() => { asking = false; });
  }

  for (const kind of ["keydown", "pointerdown", "input"]) {
    document.addEventListener(kind, () => { active = Date.now(); }, { passive: true });
  }
  document.addEventListener("visibilitychange", () => { if (!document.hidden) tick(); });

  /* Start --------------------------------------------------------------------------------------- */

  const next = document.getElementById("scoring-next");
  next.hidden = false;
  next.addEventListener("click", () => nextMissing(null));
  document.getElementById("scoring-keys").hidden = false;
  timer = setTimeout(tick, POLL_MS);
})();
