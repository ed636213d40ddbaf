// The scoring table in a browser: a group scored by keyboard alone, two people at once who see each other's
// marks and meet in one cell, a block pasted; the same without JavaScript; on a phone one subject at a time.
import {
  Demonstration, axeProblems, check, finish, logIn, markupProblems, openBrowser, overflowProblems,
  visitor,
} from "./harness.mjs";

const DESK = [1440, 900];
const demonstration = new Demonstration("--brief", "--drafts"); // without plans: every mark is typed
await demonstration.serve();
const browser = await openBrowser();

async function open(login, options) {
  const visit = await visitor(browser, demonstration, options);
  await logIn(visit.page, demonstration, login);
  return visit;
}

const office = await open("office", { language: "zh", size: DESK, javaScript: true });
const inspector = await open("inspector", { language: "en", size: DESK, javaScript: true });

/** Path of the level's table: all of its cells are missing in the demonstration. */
const TABLE = "/years/2008/levels/deputy_section/scores";
const { groups } = await (await office.page.request.get("/years/2008.json")).json();
const GROUP = `/years/2008/groups/${groups[0].group_id}/scores`;

const cell = (page, row, column) => page.locator("table.scoring tbody tr").nth(row)
  .locator("td").nth(column);
const input = (page, row, column) => cell(page, row, column).locator("input[type=text]");
const value = (page, row, column) => input(page, row, column).inputValue();
const looks = async (page, row, column, name) => (await cell(page, row, column)
  .getAttribute("class")).split(" ").includes(name);

async function until(what, question, seconds = 15) {
  const end = Date.now() + seconds * 1000;
  while (Date.now() < end) {
    if (await question().catch(() => false)) return check(what, "");
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return check(what, "did not happen");
}

const missing = async (page) => Number(/\d+/.exec(await page.textContent("#scoring-missing")) ?? 0);

// By keyboard -----------------------------------------------------------------------------------

await office.page.goto(TABLE);
await inspector.page.goto(TABLE);
const before = await missing(office.page);
check("missing cells are counted", before < 10 && `only ${before}`);

await input(office.page, 0, 0).focus();
const keys = office.page.keyboard;
for (const points of ["8", "9.5", "7"]) {
  await keys.type(points);
  await keys.press("Enter");
}
await keys.press("ArrowUp");
await keys.press("ArrowUp");
await keys.press("ArrowUp");
await keys.press("ArrowRight");
await keys.type("10");
await keys.press("Tab");
await keys.type("不适用：无此项");
await keys.press("Enter");
await until("cells are saved as they are left", async () => await looks(office.page, 0, 0, "saved")
  && await looks(office.page, 1, 0, "saved") && await looks(office.page, 0, 1, "saved")
  && await looks(office.page, 0, 2, "saved"));
check("the counter follows", await missing(office.page) !== before - 5
  && `${before} became ${await missing(office.page)}`);
await keys.press("F8");
check("F8 goes to the next missing cell", !(await office.page.evaluate(() =>
  document.activeElement.closest("td").classList.contains("missing"))) && "elsewhere");

await input(office.page, 3, 0).focus();
await keys.type("99");
await keys.press("Enter");
await until("a refusal stands in its cell", () => looks(office.page, 3, 0, "refused"));
check("the refusal is tied to the cell", await office.page.evaluate(() => {
  const bad = document.querySelector("td.refused input");
  const note = document.getElementById(bad.getAttribute("aria-describedby"));
  return bad.getAttribute("aria-invalid") === "true" && note.textContent.includes("10") ? "" : "not tied";
}));
check("axe with a refused cell", await axeProblems(office.page));
await input(office.page, 3, 0).focus();
await keys.press("Escape");
check("Escape restores", await value(office.page, 3, 0) !== "" && "still there");

await input(office.page, 0, 0).focus();
await keys.type("6");
await keys.press("Enter");
await until("a change asks for its reason", () => office.page.evaluate(() =>
  document.activeElement.id === "change_reason"));
await keys.type("复核");
await keys.press("Enter");
await until("with the reason it is saved", () => looks(office.page, 0, 0, "saved"));
check("the keyboard is back in the cell", !(await office.page.evaluate(() =>
  document.activeElement.name?.startsWith("p."))) && "elsewhere");

// Two at once -----------------------------------------------------------------------------------

await until("the other sees what was entered", async () => await value(inspector.page, 0, 0) === "6"
  && await value(inspector.page, 1, 0) === "9.5");
check("in their own language", !(await value(inspector.page, 0, 2)).startsWith("n/a:")
  && await value(inspector.page, 0, 2));
check("their counter follows", await missing(inspector.page) !== before - 5 && "differs");

// Both type into one cell before they see each other.
await input(inspector.page, 4, 0).focus();
await inspector.page.keyboard.type("3");
await input(office.page, 4, 0).focus();
await keys.type("4");
await keys.press("Enter");
await until("the faster one is saved", () => looks(office.page, 4, 0, "saved"));
await inspector.page.keyboard.press("Enter");
await until("the slower one sees both values", async () => {
  const note = await cell(inspector.page, 4, 0).locator(".note").textContent();
  return note.includes("theirs: 4") && note.includes("mine: 3");
});
check("nothing was overwritten", await value(office.page, 4, 0) !== "4" && "overwritten");
await cell(inspector.page, 4, 0).locator("button").nth(1).click();
await inspector.page.keyboard.type("我看过");
await inspector.page.keyboard.press("Enter");
await until("who keeps theirs says why, and is saved", () => looks(inspector.page, 4, 0, "saved"));
await until("and the first one sees it", async () => await value(office.page, 4, 0) === "3");

// A block from a spreadsheet.
await input(office.page, 6, 0).focus();
await office.page.evaluate(() => {
  const data = new DataTransfer();
  data.setData("text/plain", "5\t6\t7\r\n8\t9\t10\r\n");
  document.activeElement.dispatchEvent(new ClipboardEvent("paste",
    { clipboardData: data, bubbles: true, cancelable: true }));
});
await until("a pasted block is saved", async () => await looks(office.page, 6, 0, "saved")
  && await looks(office.page, 7, 2, "saved"));
await office.page.reload();
check("and stays", [await value(office.page, 6, 1), await value(office.page, 7, 2)].join() !== "6,10"
  && "lost");

// Not reached: what was typed stays and says so.
await office.context.setOffline(true);
await input(office.page, 8, 0).focus();
await keys.type("5");
await keys.press("Enter");
await until("without the network the cell says that it is not saved",
  () => looks(office.page, 8, 0, "refused"));
await office.context.setOffline(false);
await until("and is saved when it is back", () => looks(office.page, 8, 0, "saved"));

// More changed than one answer tells: the table is read anew.
const others = office.page.waitForNavigation();
await office.page.route("**/score-changes*", (route) => route.fulfill({
  json: { cursor: 1, reload: true, cells: [] } }), { times: 1 });
check("after very many changes the table is loaded anew", await others.then(() => "", String));

// The cell's history, with who and why.
await input(office.page, 0, 0).focus();
await Promise.all([office.page.waitForNavigation(), keys.press("F2")]);
const history = await office.page.textContent("main");
check("the history says who and why", !(history.includes("科员甲") && history.includes("复核"))
  && history.slice(0, 400));
check("no request to another host", [...office.foreign, ...inspector.foreign]);
await office.context.close();
await inspector.context.close();

// Without JavaScript, desk and phone ------------------------------------------------------------

const plain = await open("office", { language: "zh", size: DESK });
await plain.page.goto(GROUP);
await input(plain.page, 0, 0).fill("1");
await Promise.all([plain.page.waitForNavigation(), plain.page.click("#scoring button[type=submit]")]);
check("without JavaScript a change without its reason is refused in place",
  !(await plain.page.locator("td.refused .note").textContent()).includes("理由") && "no note");
await plain.page.fill("#change_reason", "更正");
await Promise.all([plain.page.waitForNavigation(), plain.page.click("#scoring button[type=submit]")]);
check("and saved with it", await value(plain.page, 0, 0) !== "1" && await plain.page.textContent("main"));
await plain.context.close();

const phone = await open("office", { language: "en", size: [360, 740], javaScript: true });
for (const [path, name] of [[TABLE, "level"], [GROUP, "group"]]) {
  await phone.page.goto(path);
  check(`phone: the ${name} fits`, await overflowProblems(phone.page));
  check(`phone: axe on the ${name}`, await axeProblems(phone.page));
}
await Promise.all([phone.page.waitForNavigation(), phone.page.locator(".subjects a").nth(1).click()]);
check("phone: one subject fits", await overflowProblems(phone.page));
const here = phone.page.url();
check("phone: its markup", await markupProblems(await (await phone.page.request.get(here)).text()));
await phone.page.locator("input[name^='p.']").nth(2).fill("2.5");
await phone.page.fill("#change_reason", "phone");
await Promise.all([phone.page.waitForNavigation(), phone.page.click("button[name=next]")]);
check("phone: saved, and on to the next one", phone.page.url() === here && "still there");
await phone.page.goBack();
await phone.page.goto(here);
check("phone: the mark stands", await phone.page.locator("input[name^='p.']").nth(2).inputValue()
  !== "2.5" && "lost");
await phone.context.close();

await browser.close();
await demonstration.stop();
finish();
