// A file on its way in: pieces, a lost connection, a reload, the form without JavaScript; the pages of evidence.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  Demonstration, axeProblems, check, finish, logIn, markupProblems, openBrowser, overflowProblems, visitor,
} from "./harness.mjs";

const PIECES = "**/evidence/uploads/*/piece*";

const demonstration = new Demonstration("--drafts");
await demonstration.serve();
const browser = await openBrowser();

async function inspect(page, name) {
  check(`${name}: fits the window`, await overflowProblems(page));
  check(`${name}: axe`, await axeProblems(page));
  check(`${name}: markup`, await markupProblems((await page.content()).replaceAll('=""', "")));
}

function fileOf(name, megabytes) {
  const path = join(demonstration.folder, name);
  writeFileSync(path, Buffer.concat([Buffer.from("%PDF-1.4\n"), Buffer.alloc(megabytes << 20, name)]));
  return path;
}

/** Let `count` pieces through, then lose the connection until the route is taken away. */
async function loseAfter(page, count) {
  let passed = 0;
  await page.route(PIECES, (route) => (passed++ < count ? route.continue() : route.abort()));
}

async function describe(page, title) {
  await page.fill("#title", title);
  await page.fill("#shows_from", "2008-01-01");
  await page.fill("#shows_to", "2008-12-31");
  await Promise.all([page.waitForNavigation(), page.click("main form button.red")]);
}

const phone = await visitor(browser, demonstration, { language: "zh", size: [390, 800], javaScript: true });
const page = phone.page;
await logIn(page, demonstration, "liaison");
await page.goto("/evidence/new");
await inspect(page, "choosing");

await loseAfter(page, 2);
await page.setInputFiles("#file", fileOf("一季度总结.pdf", 4));
await page.click("#upload button.red");
await page.waitForFunction(() => document.getElementById("upload-state").textContent.includes("重试"));
check("a lost connection is said, with what is done about it", "");
check("half of it is there", await page.$eval("progress", (bar) => (bar.value > 40 && bar.value < 60 ? "" : bar.value)));
await page.unroute(PIECES);
await page.waitForURL("**/evidence/new/file?upload=*");
check("it went on by itself", (await page.textContent("main")).includes("一季度总结.pdf") ? "" : "no name");
await inspect(page, "describing");
await describe(page, "一季度总结");
check("described", (await page.textContent("h1")) === "一季度总结" ? "" : await page.textContent(".alert"));
await inspect(page, "one piece");

await page.goto("/evidence/new");
await loseAfter(page, 3);
const second = fileOf("second.pdf", 5);
await page.setInputFiles("#file", second);
await page.click("#upload button.red");
await page.waitForFunction(() => document.getElementById("upload-state").textContent.includes("重试"));
await page.reload();
check("after a reload it is listed", (await page.textContent(".uploads")).includes("second.pdf") ? "" : "not listed");
await inspect(page, "unfinished");
await page.unroute(PIECES);
const offsets = [];
page.on("request", (request) => {
  const found = /piece\?offset=(\d+)/.exec(request.url());
  if (found) offsets.push(Number(found[1]));
});
await page.setInputFiles("#file", second);
await page.click("#upload button.red");
await page.waitForURL("**/evidence/new/file?upload=*");
check("the same file goes on from where it stopped", offsets[0] === 3 << 20 ? "" : `began at ${offsets[0]}`);

await page.goto("/evidence/new");
await page.setInputFiles("#file", { name: "x.exe", mimeType: "application/pdf", buffer: Buffer.from([77, 90, 0, 0, 1]) });
await page.click("#upload button.red");
await page.waitForFunction(() => document.getElementById("upload-state").textContent.includes("docx"));
check("a refused type says which are taken", "");

const plain = await visitor(browser, demonstration, { language: "en", size: [1440, 900], javaScript: false });
await logIn(plain.page, demonstration, "liaison");
await plain.page.goto("/evidence/new");
await plain.page.setInputFiles("#file", { name: "notes.txt", mimeType: "text/plain", buffer: Buffer.from("全年工作情况。".repeat(40)) });
await Promise.all([plain.page.waitForNavigation(), plain.page.click("#upload button.red")]);
check("without JavaScript: one request", plain.page.url().includes("/evidence/new/file?upload=") ? "" : plain.page.url());
await describe(plain.page, "Notes of the year");
check("without JavaScript: described", (await plain.page.textContent("h1")) === "Notes of the year" ? "" : "no title");
const shown = await plain.page.goto(`${plain.page.url()}/file`);
check("a text opens in a cage", shown.headers()["content-security-policy"].includes("sandbox") ? "" : "no sandbox");
check("and reads right", (await plain.page.textContent("body")).startsWith("全年工作情况。") ? "" : "garbled");
await page.goto("/evidence");
await inspect(page, "the list");

await browser.close();
await demonstration.stop();
finish();
