// Archives on a desk in Chinese and on a phone in English, without JavaScript: a unit's year at a glance and the list
// behind a count; a person's archive with its purpose, the person who reads who read it, a closure. Every page is
// checked for accessibility, markup and width. With LIANZE_SHOTS=FOLDER it leaves pictures there.
import {
  Demonstration, check, finish, logIn, looking, openBrowser, visitor,
} from "./harness.mjs";

const demonstration = new Demonstration();
await demonstration.serve();
const browser = await openBrowser();
const look = looking(browser, demonstration, "archive");

async function as(login, language, size) {
  const opened = await visitor(browser, demonstration, { language, size });
  await logIn(opened.page, demonstration, login);
  return opened.page;
}

async function press(page, selector) {
  await Promise.all([page.waitForNavigation(), page.click(selector)]);
}

const office = await as("office", "zh", [1440, 900]);
const cadre = await as("cadre", "en", [360, 780]);
const organisation = await as("organisation", "zh", [360, 780]);

// A unit: from its page to the year, from a count to the list behind it.
await office.goto("/units?name=丁镇");
await press(office, "tbody th a, tbody td a");
const unit = new URL(office.url()).pathname;
await press(office, `a[href="${unit}/archive"]`);
await press(office, "main header small a >> nth=0");
await look("office", `${unit}/archive?year=2008`, "unit");
const first = office.locator("ul.counts li").first();
const count = Number((await first.innerText()).match(/(\d+)\s*$/)[1]);
await press(office, "ul.counts li a >> nth=0");
const listed = await office.locator("main table.grid tbody tr").count();
check("a count is as long as the list behind it", listed !== count && `${listed} of ${count}`);

// What the system asked of it; from a number to the records behind it.
await look("office", `${unit}/burden?year=2008`, "burden");
await office.goto(`${unit}/burden?year=2008`);
const asked = office.locator('a[href*="measure=forms"]').first();
const forms = Number(await asked.innerText());
await Promise.all([office.waitForNavigation(), asked.click()]);
const behind = await office.locator("main table.grid tbody tr").count();
check("a burden is as long as the list behind it", behind !== forms && `${behind} of ${forms}`);
await look("office", new URL(office.url()).pathname + new URL(office.url()).search, "burden-list");
await look("office", "/burden?year=2008", "burden-all");

// A person: the purpose first; then the line; the person sees who read it.
await cadre.goto("/archive");
const archive = new URL(cadre.url()).pathname;
await look("organisation", archive, "purpose");
await organisation.goto(archive);
check("nothing is shown before the purpose",
  (await organisation.locator("table").count()) > 0 && "there is a table");
await organisation.selectOption("#purpose", "appointment");
await organisation.fill("#note", "拟任人选考察");
await press(organisation, "main form button.red");
check("then the archive is there",
  (await organisation.locator("main table.grid tbody tr").count()) < 1 && "no entry");
await look("cadre", archive, "own");
await cadre.goto(`${archive}/readings`);
check("the person sees who read it",
  !(await cadre.locator("main").innerText()).includes("拟任人选考察") && "not listed");
await look("cadre", `${archive}/readings`, "readings");

// A closure, decided by a leader; the person's page says nothing.
const leader = await as("leader", "en", [360, 780]);
await leader.goto(archive);
await leader.selectOption("#purpose", "case");
await leader.fill("#note", "核查线索");
await press(leader, "main form button.red");
await look("leader", archive, "line");
await leader.goto(`${archive}/closures`);
await leader.fill("#reason", "审查调查期间");
await leader.fill("#reference", "示〔2009〕2号");
await press(leader, "main form button.red");
await look("leader", `${archive}/closures`, "closures");
await leader.goto(archive);
await cadre.goto(`${archive}/readings`);
const lines = await cadre.locator("main table.grid tbody tr").count();
await press(leader, `a[href="${archive}/closures"]`);
await leader.fill("main form input[type=text]", "调查结束");
await press(leader, "main form button[type=submit]");
await cadre.reload();
const later = await cadre.locator("main table.grid tbody tr").count();
check("readings stand in the person's list", later < lines && `${lines}, then ${later}`);

await browser.close();
await demonstration.stop();
finish();
