// Reminders as the demonstration has them on its first day: the list, one digest and marking it as read on a
// phone without JavaScript, one's own mail address, calendar addresses, what the system administrator sees.
// Every page is checked for accessibility, markup and width. With LIANZE_SHOTS=FOLDER it leaves pictures.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  Demonstration, axeProblems, check, finish, logIn, markupProblems, openBrowser, overflowProblems,
  visitor,
} from "./harness.mjs";

const demonstration = new Demonstration();
const settings = join(demonstration.folder, "mail.conf");
writeFileSync(settings, "server = smtp://127.0.0.1:9\nsecurity = none\nfrom = lianze@example.org\n"
  + "url = https://lianze.example.org\n");
demonstration.environment.LIANZE_MAIL = settings;
await demonstration.serve();
const browser = await openBrowser();
const shots = process.env.LIANZE_SHOTS;
const lookers = new Map();

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

async function look(login, path, name, views = [["zh", 1440], ["en", 360]]) {
  for (const [language, width] of views) {
    const page = await looker(login, language, width);
    const response = await page.goto(path);
    const label = `${name} ${language} ${width}px`;
    check(`${label}: answers`, response.status() !== 200 && `status ${response.status()}`);
    if (shots)
      await page.screenshot({ path: join(shots, `reminders-${name}-${language}-${width}.png`),
                              fullPage: true });
    check(`${label}: fits the window`, await overflowProblems(page));
    check(`${label}: markup`, await markupProblems(await response.text()));
    check(`${label}: axe`, await axeProblems(page));
  }
}

async function press(page, selector) {
  await Promise.all([page.waitForNavigation(), page.click(selector)]);
}

const BOTH = [["zh", 1440], ["en", 1440], ["zh", 360], ["en", 360]];
await look("liaison", "/", "workbench");
await look("liaison", "/reminders", "list", BOTH);
const { page: phone } = await visitor(browser, demonstration, { language: "zh", size: [390, 800] });
await logIn(phone, demonstration, "liaison");
await phone.goto("/reminders");
const digest = await phone.getAttribute("main table tbody th a, main table tbody td a", "href");
check("the list leads to a digest", !/^\/reminders\/\w{13}$/.test(digest ?? "") && `${digest}`);
await look("liaison", digest, "digest", BOTH);
await phone.goto(digest);
const lines = await phone.$$eval("main tbody tr", (rows) => rows.length);
check("it has lines", lines < 10 && `${lines} lines`);
const first = await phone.getAttribute("main tbody th a", "href");
const answered = await phone.goto(first);
check("a line leads to its page", answered.status() !== 200 && `${first}: ${answered.status()}`);
check("which says that one was reminded",
  !(await phone.textContent("main")).includes("2009-03-17 已提醒") && "no such line");
await look("office", first, "assignment");
await phone.goto(digest);
await press(phone, "main footer form[action$='/seen'] button");
await phone.goto("/reminders?seen=0");
check("a digest that was read is not unread",
  (await phone.$$("main tbody tr")).length && "it is listed");

await look("cadre", "/account/mail", "mail", BOTH);
const { page: cadre } = await visitor(browser, demonstration, { language: "zh", size: [390, 800] });
await logIn(cadre, demonstration, "cadre");
await cadre.goto("/account/mail");
await cadre.fill("input[name=address]", "cadre@example.com");
await press(cadre, "form[action='/account/mail'] button");
await look("cadre", "/account/mail", "mail-waits", BOTH);
await cadre.fill("input[name=code]", "00000000");
await press(cadre, "form[action='/account/mail/code'] button");
check("a wrong code is said", !(await cadre.textContent("[role=alert]")).includes("验证码") && "not said");
await press(cadre, "form[action='/account/mail/remove'] button");
check("an address can be removed",
  (await cadre.textContent("main")).includes("cadre@example.com") && "it is still there");

await look("liaison", "/account/feeds", "feeds", BOTH);
await phone.goto("/account/feeds");
await press(phone, "form[action='/account/feeds'] button.red");
check("the address is shown once",
  !(await phone.inputValue("textarea")).includes("/feed.ics?key=lzc_") && "no address");
if (shots) await phone.screenshot({ path: join(shots, "reminders-feed-made-zh-390.png"), fullPage: true });
const desk = await looker("liaison", "zh", 1440);
await desk.goto("/account/feeds");
await press(desk, "form[action='/account/feeds'] button.red");
check("made: axe", await axeProblems(desk));
await look("liaison", "/account/feeds", "feeds-one");
await look("liaison", "/account", "account");
await look("system", "/system", "system");
await look("system", "/system/mail", "outbox");

await browser.close();
await demonstration.stop();
finish();
