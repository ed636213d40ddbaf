// A key-work review from the invitation to frozen minutes, without JavaScript: planned on a desk in Chinese,
// its report written by the host on a phone in English, held, minuted, a conclusion put into the plan. Every
// page of it is checked for accessibility, markup and width. With LIANZE_SHOTS=FOLDER it leaves pictures there.
import {
  Demonstration, check, finish, logIn, looking, openBrowser, visitor,
} from "./harness.mjs";

const demonstration = new Demonstration();
await demonstration.serve();
const browser = await openBrowser();
const look = looking(browser, demonstration, "meeting");

async function as(login, language, size) {
  const opened = await visitor(browser, demonstration, { language, size });
  await logIn(opened.page, demonstration, login);
  return opened.page;
}

async function press(page, selector) {
  await Promise.all([page.waitForNavigation(), page.click(selector)]);
}

const office = await as("office", "zh", [1440, 900]);
const head = await as("unit", "en", [360, 800]);

await look("office", "/meetings", "list");
await look("office", "/conclusions", "conclusions");
await look("office", "/meetings/new", "new");
await office.goto("/meetings/new");
await office.selectOption("#kind", "review");
await office.fill("#title", "第一季度讲评（演练）");
await office.fill("#day", "2009-03-17");
await office.fill("#chair", "赵");
await press(office, "button[formaction='/meetings/new/find']");
check("the chair is chosen from who matches",
  (await office.locator(".found input[type=radio]").count()) < 2 && "no choice");
await office.click(".found label >> nth=0");
await press(office, "button.red[type=submit]");
const meeting = new URL(office.url()).pathname;
check("it is planned", !/^\/meetings\/[0-9A-Z]{13}$/.test(meeting) && meeting);
await look("office", `${meeting}/topics/new`, "topic");
await office.goto(`${meeting}/topics/new`);
await office.fill("#title", "信访事项办结");
await office.fill("#host_unit", "T04");
await office.fill("#items", "3.3.1");
await press(office, "button.red[type=submit]");
await office.goto(`${meeting}/participants`);
await office.fill("#units", "T04；T05");
await press(office, "button.red[type=submit]");
await look("office", `${meeting}/participants`, "participants");
await office.goto(meeting);
await press(office, "button[value=announce]");
await look("office", meeting, "announced");

await head.goto("/");
check("the invited see it on the workbench",
  !(await head.locator(`a[href="${meeting}"]`).count()) && "no link");
await head.goto(meeting);
await press(head, "a.red");
await look("unit", new URL(head.url()).pathname, "report", [["en", 360]]);
await head.fill("#report", "一、办结 38 件\n二、三件未结");
await press(head, "button.red[type=submit]");
check("the report is shown", !(await head.content()).includes("三件未结") && "not shown");

await office.goto(meeting);
await office.fill("#duration", "55");
await press(office, "button[value=hold]");
check("then who was there", !office.url().endsWith("/participants") && office.url());
await office.selectOption("select >> nth=1", "excused");
await press(office, "button.red[type=submit]");
await press(office, "section.sheet a.button");
const minutes = new URL(office.url()).pathname;
await office.fill("#minutes", "汇报清楚。");
await press(office, "button.red[type=submit]");
await office.fill("#text", "未结的三件逐件包案");
await office.fill("#due_day", "2009-06-30");
const task = office.locator("#parent option", { hasText: "信访" });
await office.selectOption("#parent", await task.getAttribute("value"));
await press(office, "form[action$='/conclusions'] button:not(.hidden):not([formaction])");
check("the conclusion is an item at once",
  !(await office.content()).includes("新版本已发布") && await office.locator(".flash, .alert").allTextContents());
await look("office", minutes, "minutes");
await office.goto(meeting);
await press(office, "button[value=finish]");
await look("office", meeting, "minuted");
await look("leader", meeting, "minuted-leader", [["zh", 390]]);
await look("office", `${meeting}/minutes`, "print");
await look("office", `${meeting}/agenda`, "agenda", [["zh", 1440]]);
const conclusion = await office.locator("a[href^='/conclusions/']").first().getAttribute("href");
await look("office", conclusion, "conclusion");
await office.goto(conclusion);
const item = await office.locator("a[href*='/items/']").first().getAttribute("href");
await look("office", item, "item", [["zh", 1440]]);
await office.goto(item);
check("the item names the conclusion",
  !(await office.locator(`a[href="${conclusion}"]`).count()) && "no link back");

await browser.close();
await demonstration.stop();
finish();
