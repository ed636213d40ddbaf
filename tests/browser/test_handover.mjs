// A handover list from naming the receiver to confirming: on a desk and on a phone, without JavaScript
// where people act; every page of it is checked for accessibility, markup and width. With
// LIANZE_SHOTS=FOLDER it leaves pictures there.
import { join } from "node:path";
import {
  Demonstration, axeProblems, check, finish, logIn, markupProblems, openBrowser, overflowProblems,
  visitor,
} from "./harness.mjs";

const demonstration = new Demonstration();
await demonstration.serve();
const browser = await openBrowser();
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

/** One page as a language and width show it. */
async function look(login, language, width, path, name) {
  const page = await looker(login, language, width);
  const response = await page.goto(path);
  const label = `${name} ${language} ${width}px`;
  check(`${label}: answers`, response.status() !== 200 && `status ${response.status()}`);
  check(`${label}: fits the window`, await overflowProblems(page));
  check(`${label}: markup`, await markupProblems(await response.text()));
  check(`${label}: axe`, await axeProblems(page));
  if (shots) {
    await page.screenshot({ path: join(shots, `${name}-${language}-${width}.png`), fullPage: true });
    if (name === "confirmed") {
      await page.emulateMedia({ media: "print" });
      await page.screenshot({ path: join(shots, `${name}-${language}-print.png`), fullPage: true });
      await page.emulateMedia({ media: "screen" });
    }
  }
}

async function lookEverywhere(login, path, name) {
  for (const [language, width] of [["zh", 1440], ["en", 390]])
    await look(login, language, width, path, name);
}

async function as(login, language, size) {
  const opened = await visitor(browser, demonstration, { language, size });
  await logIn(opened.page, demonstration, login);
  return opened.page;
}

async function press(page, selector) {
  await Promise.all([page.waitForNavigation(), page.click(selector)]);
}

const office = await as("office", "zh", [1440, 900]);
await office.goto("/handovers?state=open");
const path = new URL(await office.$eval("main table a[href^='/handovers/']", (a) => a.href)).pathname;
await lookEverywhere("office", "/handovers", "list");
await lookEverywhere("office", "/handovers/new", "new");
await lookEverywhere("office", "/", "workbench");
await lookEverywhere("office", path, "open");

await office.goto(path);
await office.fill("#receiver", "P0093");
await press(office, "form[action$='/receiver'] button[type=submit]:not(.hidden):not([formaction])");
check("the receiver is named", !(await office.textContent("main h1")).includes("→ 钱") && "not named");
const giver = await as("receiver", "en", [390, 800]);
await giver.goto(path);
await press(giver, "button[value=hand_over]");
check("it is handed over", !(await giver.textContent("main .sub")).includes("handed over") && "no");
await lookEverywhere("giver", path, "receiving");
await lookEverywhere("giver", "/", "receiver-workbench");

const receiver = await as("giver", "en", [360, 800]);
await receiver.goto(path);
await receiver.check("input[type=radio][value=accept]");
await press(receiver, "form[action$='/items'] button.red");
await press(receiver, "button[value=confirm]");
check("it is confirmed", !(await receiver.textContent("main .sub")).includes("confirmed") && "no");
await lookEverywhere("giver", path, "confirmed");

await office.goto("/persons?name=" + encodeURIComponent("钱丁酉"));
const person = new URL(await office.$eval("main table a[href^='/persons/']", (a) => a.href)).pathname;
await lookEverywhere("office", person, "person");
await lookEverywhere("office", `${person}/leave`, "leave");

await browser.close();
await demonstration.stop();
finish();
