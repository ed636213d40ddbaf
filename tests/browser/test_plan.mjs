// A plan of 2010 that starts from last year's: drafted on a desk in Chinese, put to the units, claimed by a
// unit head on a phone in English, published, changed; without JavaScript. Every page of it is checked for
// accessibility, markup and width. With LIANZE_SHOTS=FOLDER it leaves pictures there.
import {
  Demonstration, check, finish, logIn, looking, openBrowser, visitor,
} from "./harness.mjs";

const demonstration = new Demonstration();
await demonstration.serve();
const browser = await openBrowser();
const look = looking(browser, demonstration, "plan");

async function as(login, language, size) {
  const opened = await visitor(browser, demonstration, { language, size });
  await logIn(opened.page, demonstration, login);
  return opened.page;
}

async function press(page, selector) {
  await Promise.all([page.waitForNavigation(), page.click(selector)]);
}

const office = await as("office", "zh", [1440, 900]);
const head = await as("unit", "en", [390, 800]);

await look("office", "/plans", "list");
await look("office", "/plans/new", "new");
await office.goto("/plans/new");
await office.fill("#year", "2010");
await office.fill("#title", "2010 年度责任分解计划（演练）");
await office.selectOption("#from", "last_year");
await press(office, "main form button.red");
check("the draft is open", !(await office.textContent("main .sub")).includes("草案") && "no draft");
await look("office", "/plans/2010", "draft");

const item = new URL(await office.$eval("main tr.item th a", (a) => a.href)).pathname;
await look("office", `${item}?version=draft`, "item");
await look("office", `${item}/edit`, "form");
await office.goto(`${item}/edit`);
await office.fill("#due", "后天");
await press(office, "main form button.red");
check("a wrong due rule is named",
  !(await office.textContent("main .alert")).includes("后天") && "not named");
check("what was typed stands", (await office.inputValue("#due")) !== "后天" && "lost");
await office.fill("#due", "2010-03-20；2010-09-20");
await press(office, "main form button.red");
check("the due days are shown",
  !(await office.textContent("main dl")).includes("2010-03-20") && "not shown");

await office.goto("/plans/2010?version=draft");
await office.fill("#consult-until", "2010-01-20");
await press(office, "button[value=consult]");
check("the units are asked", !(await office.textContent("main .sub")).includes("征求意见") && "no");

await head.goto("/plans/2010");
await look("unit", "/plans/2010", "asked", [["en", 360]]);
await look("unit", "/plans/2010/claims", "claims", [["en", 360], ["zh", 1440]]);
await head.goto("/plans/2010/claims");
const claim = new URL(await head.$eval("main table tbody a", (a) => a.href)).pathname;
await look("unit", claim, "claim", [["en", 360], ["zh", 1440]]);
await head.goto(claim);
await head.fill("#words", "Please move it to May");
await press(head, "button[value=question]");
check("the proposal stands", !(await head.textContent("main .sub")).includes("change proposed") && "no");
await head.goto("/plans/2010");
await press(head, "form.flash button");
check("nothing is left to claim",
  (await head.textContent("main table")).includes("offered") && "still offered");

await office.goto("/plans/2010?version=draft");
await press(office, "button[value=publish]");
check("an open proposal stops publishing",
  !(await office.textContent("main .alert")).includes("1 条单位意见") && "not stopped");
await office.goto(claim);
await look("office", claim, "answer");
await office.fill("#answer", "全市统一时限，暂不调整");
await press(office, "button[value=settle]");
await office.goto("/plans/2010?version=draft");
await press(office, "button[value=publish]");
check("it is published", !(await office.textContent("main .sub")).includes("发布") && "no");

await office.goto("/plans/2010");
await office.fill("#reason", "演练修改");
await press(office, "main form button:text('起草新版本')");
await office.goto(`${item}/edit`);
await office.fill("#title", "改过的事项");
await press(office, "main form button.red");
await look("office", "/plans/2010/versions", "versions");
await look("office", `${item}?version=draft`, "changed");
await office.goto("/plans/2010/versions");
check("the difference is shown",
  !(await office.textContent("main")).includes("改过的事项") && "not shown");

await browser.close();
await demonstration.stop();
finish();
