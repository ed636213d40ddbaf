// A cadre signs the responsibility letter on a phone without JavaScript; the overview, the page that generates, one
// letter and the public page of its proof are checked for accessibility, markup and width. With
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

async function as(login, language, size, javaScript = false) {
  const opened = await visitor(browser, demonstration, { language, size, javaScript });
  if (login) await logIn(opened.page, demonstration, login);
  return opened.page;
}

async function inspect(page, path, name) {
  const response = await page.goto(path);
  check(`${name}: answers`, response.status() !== 200 && `status ${response.status()}`);
  check(`${name}: fits the window`, await overflowProblems(page));
  check(`${name}: markup`, await markupProblems(await response.text()));
  check(`${name}: axe`, await axeProblems(page));
  if (shots)
    await page.screenshot({ path: join(shots, `letter-${name.replaceAll(" ", "-")}.png`), fullPage: true });
}

async function press(page, selector) {
  await Promise.all([page.waitForNavigation(), page.click(selector)]);
}

const phone = await as("cadre", "zh", [360, 740]);
const own = await phone.$$eval("main a", (links) => links.map((a) => a.getAttribute("href"))
  .find((href) => /^\/letters\/\w{13}\/sign$/.test(href)));
check("the workbench leads to the letter", !own && "no link");
const letter = own.replace(/\/sign$/, "");

// What axe and the rest look at needs scripts; the signing itself does not.
const looker = await as("cadre", "zh", [360, 740], true);
await inspect(looker, "/letters", "own zh 360");
await inspect(looker, own, "sign zh 360");

await phone.goto(own);
const text = await phone.textContent("article.letter");
for (const part of ["一、学习", "二、履职", "三、廉政", "（一）", "（二）"])
  check(`the whole text is shown: ${part}`, !text.includes(part) && "missing");
check("nobody signs unread: the box is empty", await phone.isChecked("[name=confirm]") && "ticked");
await phone.click("main form button.red"); // the browser asks for the tick
check("not without the tick", new URL(phone.url()).pathname !== own && phone.url());
await phone.check("[name=confirm]");
await press(phone, "main form button.red");
check("signed", new URL(phone.url()).pathname !== letter && phone.url());
check("the page says so", !(await phone.textContent("main .sub")).includes("本人已签") && "not said");
check("nothing waits any more", (await phone.$$("main a.button.red")).length > 0 && "a button");
await inspect(looker, letter, "letter zh 360");

const office = await as("office", "en", [1440, 900], true);
await inspect(office, "/letters/years/2008", "overview en 1440");
await inspect(office, "/letters/years/2008/new", "generate en 1440");
await office.goto("/letters/years/2008?state=changed");
const changed = await office.$$eval("main tbody th a", (links) => links.map((a) => a.getAttribute("href")));
check("some demand a new signature", !changed.length && "none");
await inspect(office, changed[0], "changed en 1440");
check("and say why", !(await office.textContent("main")).includes("Item added") && "no reason");

const proof = await looker.$eval('main a[href^="/proofs/letters/"]', (a) => a.getAttribute("href"));
const passer = await as(null, "en", [360, 740], true);
await inspect(passer, proof, "proof en 360");

await browser.close();
await demonstration.stop();
finish();
