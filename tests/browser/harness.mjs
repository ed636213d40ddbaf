// What the browser tests share: a served demonstration, Chromium, TAP, axe-core and html-validate.
// Node 20 from the pinned package; no test framework is needed for a few dozen checks.
import { spawn, spawnSync } from "node:child_process";
import { createHmac } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";
import { HtmlValidate } from "html-validate";

export const ROOT = join(dirname(fileURLToPath(import.meta.url)), "../..");
const PROGRAM = process.env.LIANZE_PROGRAM ?? join(ROOT, "build-test/lianze");
const AXE = readFileSync(join(ROOT, "node_modules/axe-core/axe.min.js"), "utf8");
const CHROMIUM_FLAGS = [
  "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
  "--disable-background-networking", "--disable-component-update", "--disable-sync",
];

let number = 0;
let failures = 0;

/** One TAP line; `problems` empty means ok. */
export function check(name, problems) {
  const list = [problems].flat().filter(Boolean).map(String);
  number += 1;
  if (list.length) failures += 1;
  console.log(`${list.length ? "not ok" : "ok"} ${number} - ${name}`);
  for (const problem of list.slice(0, 12)) console.log(`# ${problem.replaceAll("\n", "\n# ")}`);
}

export function finish() {
  console.log(`1..${number}`);
  process.exitCode = failures ? 1 : 0;
}

/** The demonstration in a folder of its own, served on a free port. */
export class Demonstration {
  constructor(...options) {
    this.folder = mkdtempSync(join(tmpdir(), "lianze-browser-"));
    this.environment = {
      ...process.env,
      LIANZE_DB: join(this.folder, "lianze.db"),
      LIANZE_KEY: join(this.folder, "lianze.key"),
    };
    const demo = spawnSync("python3", ["-B", join(ROOT, "tests/program/harness.py"), this.folder, ...options],
      { env: process.env, encoding: "utf8" });
    if (demo.status !== 0) throw new Error(`lianze demo: ${demo.stderr}`);
    this.logins = new Map(
      readFileSync(join(this.folder, "lianze.key.logins"), "utf8").trim().split("\n")
        .map((line) => line.split("\t")));
  }

  run(...words) {
    return spawnSync(PROGRAM, words, {
      env: this.environment, cwd: this.folder, encoding: "utf8", maxBuffer: 1 << 28 });
  }

  async serve() {
    this.server = spawn(PROGRAM, ["serve", "--port", "0", "--no-reminders"],
      { env: this.environment, cwd: this.folder, stdio: ["ignore", "pipe", "pipe"] });
    this.errors = "";
    this.server.stderr.on("data", (data) => { this.errors += data; });
    this.address = await new Promise((resolve, reject) => {
      this.server.stdout.on("data", (data) => {
        const found = /http:\/\/127\.0\.0\.1:\d+/.exec(data);
        if (found) resolve(found[0]);
      });
      this.server.on("exit", () => reject(new Error(`the server ended: ${this.errors}`)));
    });
  }

  async stop() {
    const ended = new Promise((resolve) => this.server.on("exit", resolve));
    this.server.kill("SIGTERM");
    await ended;
    const verify = this.run("ledger", "verify");
    check("the ledger verifies at the end", verify.status ? verify.stdout + verify.stderr : "");
    check("no sanitizer report", /Sanitizer|runtime error/.test(this.errors) && this.errors);
    rmSync(this.folder, { recursive: true, force: true });
  }
}

export async function openBrowser() {
  return chromium.launch({ executablePath: "/usr/bin/chromium", args: CHROMIUM_FLAGS });
}

/** A fresh visitor. `size`: [width, height]; no JavaScript in pages unless asked. */
export async function visitor(browser, demonstration, { language, size, javaScript = false }) {
  const context = await browser.newContext({
    baseURL: demonstration.address, locale: language === "en" ? "en-GB" : "zh-CN",
    viewport: { width: size[0], height: size[1] }, javaScriptEnabled: javaScript,
    hasTouch: size[0] < 700, isMobile: size[0] < 700, bypassCSP: true,
  });
  const foreign = [];
  context.on("request", (request) => {
    const url = request.url();
    if (!url.startsWith(demonstration.address) && !url.startsWith("data:")) foreign.push(url);
  });
  const page = await context.newPage();
  page.setDefaultTimeout(30000);
  return { context, page, foreign };
}

/** The six digits of a step (RFC 6238) for a base32 secret. */
export function totp(secret, step) {
  const bits = [...secret].map((c) => "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(c)
    .toString(2).padStart(5, "0")).join("");
  const key = Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const digest = createHmac("sha1", key).update(counter).digest();
  const at = digest[19] & 15;
  return String((digest.readUInt32BE(at) & 0x7fffffff) % 1e6).padStart(6, "0");
}

/** The next code of a log-in that was not used yet: each counts once, in its step and the neighbours. */
export async function nextCode(demonstration, login, secret = demonstration.logins.get("totp")) {
  demonstration.steps ??= new Map();
  for (;;) {
    const now = Date.now() / 1000;
    const step = Math.floor(now / 30);
    for (let s = now % 30 < 20 ? step - 1 : step; s <= step + 1; s += 1) {
      if (s <= (demonstration.steps.get(login) ?? 0)) continue;
      demonstration.steps.set(login, s);
      return totp(secret, s);
    }
    await new Promise((resolve) => setTimeout(resolve, 1000));
  }
}

export async function logIn(page, demonstration, login) {
  await page.goto("/login");
  await page.fill("input[name=login]", login);
  await page.fill("input[name=password]", demonstration.logins.get(login));
  await Promise.all([page.waitForNavigation(), page.click("main form button[type=submit]")]);
  if (!page.url().includes("/login/code")) return;
  await page.fill("input[name=code]", await nextCode(demonstration, login));
  await Promise.all([page.waitForNavigation(), page.click("main form button.red[type=submit]")]);
}

/** What a page is made of: every kind of element in its place, whatever it says and however often. */
export async function shapeOf(page) {
  return page.evaluate(() => [...new Set([...document.querySelectorAll("body *")].map((element) => {
    const kind = (one) => `${one.tagName}.${one.className}[${one.getAttributeNames().join()}]`;
    return `${kind(element.parentElement)} ${kind(element)}`;
  }))].sort().join("\n"));
}

const ROWS_LOOKED_AT = 8; // of a table body: axe looks at every cell, and long tables repeat themselves

/** Serious and critical findings of axe-core (WCAG 2.2 A and AA). */
export async function axeProblems(page) {
  await page.evaluate(AXE);
  await page.evaluate((limit) => {
    for (const body of document.querySelectorAll("tbody")) {
      for (const row of [...body.rows].slice(limit)) row.remove();
    }
  }, ROWS_LOOKED_AT);
  const found = await page.evaluate(() => axe.run(document, {
    runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"] }));
  return found.violations
    .filter((violation) => ["serious", "critical"].includes(violation.impact))
    .map((violation) => `${violation.id}: ${violation.help}: ${violation.nodes[0].html.slice(0, 200)}`
      + ` ${violation.nodes[0].failureSummary}`);
}

const validator = new HtmlValidate({
  extends: ["html-validate:recommended"],
  rules: {
    "long-title": "off",             // titles carry unit names of any length
    "no-trailing-whitespace": "off", // the template compiler's business
    "void-style": "off",
    "prefer-native-element": "off",
    "no-redundant-role": "off",
    "text-content": "off",
    // Checkboxes of one question share a name, as radio buttons do.
    "form-dup-name": ["error", { shared: ["radio", "button", "reset", "submit", "checkbox"] }],
  },
});

export async function markupProblems(html) {
  const report = await validator.validateString(html);
  return report.results.flatMap((result) => result.messages)
    .filter((message) => message.severity === 2)
    .map((message) => `${message.line}:${message.column} ${message.ruleId}: ${message.message}`);
}

/** Elements that stick out to the right of the window, when the page scrolls sideways. */
export async function overflowProblems(page) {
  return page.evaluate(() => {
    const width = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= width) return [];
    return [...document.querySelectorAll("body *")]
      .filter((element) => element.getBoundingClientRect().right > width + 1)
      .slice(0, 3)
      .map((element) => `wider than ${width}px: ${element.outerHTML.slice(0, 160)}`);
  });
}

/**
 * Looks at pages as a log-in, each language and width with one visitor: answers, fits the window, valid markup, no
 * serious accessibility violation. With LIANZE_SHOTS=FOLDER it leaves pictures there, their names begun by `suite`.
 */
export function looking(browser, demonstration, suite) {
  const shots = process.env.LIANZE_SHOTS;
  const lookers = new Map(); // one log-in for each account, language and width
  async function looker(login, language, width) {
    const key = `${login} ${language} ${width}`;
    if (!lookers.has(key)) {
      const opened = await visitor(browser, demonstration,
        { language, size: [width, 850], javaScript: true });
      await logIn(opened.page, demonstration, login);
      lookers.set(key, opened.page);
    }
    return lookers.get(key);
  }
  return async function look(login, path, name, views = [["zh", 1440], ["en", 360]]) {
    for (const [language, width] of views) {
      const page = await looker(login, language, width);
      const response = await page.goto(path);
      const label = `${name} ${language} ${width}px`;
      check(`${label}: answers`, response.status() !== 200 && `status ${response.status()}`);
      check(`${label}: fits the window`, await overflowProblems(page));
      check(`${label}: markup`, await markupProblems(await response.text()));
      check(`${label}: axe`, await axeProblems(page));
      if (shots)
        await page.screenshot({ path: join(shots, `${suite}-${name}-${language}-${width}.png`),
                                fullPage: true });
    }
  };
}
