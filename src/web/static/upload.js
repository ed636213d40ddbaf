/*
 * upload.js - sends a chosen file in pieces, shows how far it is, and goes on after a lost connection, a
 * reload or a restart of the server from where it stands.
 *
 * The page is a form and works without this. The server knows how much it has; the file is found again by
 * its name, size and date. Oldest browsers: Chromium 86, Firefox 91.
 */
"use strict";

(() => {
  const PAUSES_S = [1, 2, 4, 8, 15, 30];

  const form = document.getElementById("upload");
  if (!form || !window.fetch) return;
  const texts = form.dataset;
  const pieceBytes = Number(texts.piece);
  const input = document.getElementById("file");
  const button = form.querySelector("button[type=submit]");
  const state = document.getElementById("upload-state");
  const csrf = form.elements.csrf.value;

  const bar = document.createElement("progress");
  bar.max = 100;
  bar.hidden = true;
  bar.setAttribute("aria-label", texts.sent.replace("#", ""));
  state.before(bar);

  const pause = (seconds) => new Promise((done) => setTimeout(done, seconds * 1000));
  const percent = (upload) => Math.floor(upload.received * 100 / upload.bytes);

  function show(text, upload) {
    state.textContent = text.replace("#", upload ? percent(upload) : "");
    if (upload) bar.value = percent(upload);
  }

  /** The answer's upload; a refusal is thrown with `final` when trying again would not help. */
  async function ask(method, path, body, type) {
    const headers = { Accept: "application/json", "X-CSRF-Token": csrf };
    if (type) headers["Content-Type"] = type;
    const answer = await fetch(path, { method, body, headers, redirect: "manual" });
    const data = await answer.json().catch(() => ({}));
    if (answer.ok) return data;
    const failure = new Error(data.detail || texts.lost);
    failure.final = answer.status < 500 && answer.status !== 409 && answer.status !== 429;
    throw failure;
  }

  const fields = (values) => new URLSearchParams({ csrf, ...values });

  async function begin(file) {
    const fingerprint = `${file.name}:${file.size}:${file.lastModified}`;
    const data = await ask("POST", "/evidence/uploads",
      fields({ name: file.name, bytes: file.size, fingerprint }),
      "application/x-www-form-urlencoded");
    return data.upload;
  }

  async function sendRest(file, upload) {
    while (upload.received < upload.bytes) {
      const piece = file.slice(upload.received, upload.received + pieceBytes);
      const data = await ask("POST",
        `/evidence/uploads/${upload.id}/piece?offset=${upload.received}`, piece,
        "application/octet-stream");
      upload.received = data.upload.received;
      show(texts.sent, upload);
    }
  }

  /** From the start or from where the server stands; throws when something has to be tried again. */
  async function send(file) {
    const upload = await begin(file);
    if (upload.received > 0) show(texts.resumed, upload);
    if (!upload.ready) await sendRest(file, upload);
    show(texts.checking);
    const data = await ask("POST", `/evidence/uploads/${upload.id}/finish`, fields({}),
      "application/x-www-form-urlencoded");
    window.location.assign(data.location);
  }

  async function sendUntilDone(file) {
    for (let attempt = 0; ; attempt++) {
      try {
        await send(file);
        return;
      } catch (failure) {
        if (failure.final) throw failure;
        const seconds = PAUSES_S[Math.min(attempt, PAUSES_S.length - 1)];
        state.textContent = texts.again.replace("#", seconds);
        await pause(seconds);
      }
    }
  }

  form.addEventListener("submit", async (event) => {
    const file = input.files[0];
    if (!file) return;
    event.preventDefault();
    button.disabled = true;
    bar.hidden = false;
    try {
      await sendUntilDone(file);
    } catch (failure) {
      state.textContent = failure.message;
      bar.hidden = true;
      button.disabled = false;
      input.focus();
    }
  });
})();
