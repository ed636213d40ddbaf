// A group's year from its last mark to the leader's decision, as the people of an office do it: the office
// mends a mark by keyboard and publishes, the head of the unit objects in another browser, the office
// upholds, mends and makes it final when publicity is over, a leader decides on the proposal that follows.
// Then the same group once more as a correction (version 2), in English on a phone without JavaScript.
import {
  Demonstration, axeProblems, check, finish, logIn, markupProblems, openBrowser, overflowProblems,
  visitor,
} from "./harness.mjs";

const DESK = { language: "zh", size: [1440, 900], javaScript: true };
const PHONE = { language: "en", size: [390, 844] };
const PASSWORD = "Correct-horse-7-battery";

const demonstration = new Demonstration("--brief"); // without plans: every mark is typed
await demonstration.serve();
const browser = await openBrowser();

async function open(login, options) {
  const visit = await visitor(browser, demonstration, options);
  await logIn(visit.page, demonstration, login);
  return visit;
}

async function until(what, question, seconds = 15) {
  const end = Date.now() + seconds * 1000;
  while (Date.now() < end) {
    if (await question().catch(() => false)) return check(what, "");
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return check(what, "did not happen");
}

/** What the page's main part says, and whether these words are in it. */
const says = async (page, ...words) => {
  const text = (await page.textContent("main")).replace(/\s+/g, " ");
  return words.every((word) => text.includes(word)) ? "" : `${page.url()}: ${text.slice(0, 700)}`;
};
/** Press a button that leads to another page. */
const press = (page, selector) => Promise.all([page.waitForNavigation(), page.click(selector)]);
const step = (event) => `form[action$='/result/${event}'] button[type=submit]`;
const json = async (page, path) => (await page.request.get(path)).json();

/** axe-core needs the page's JavaScript: `scripts` false where there is none. */
async function fits(page, name, scripts = true) {
  check(`${name} fits`, await overflowProblems(page));
  if (scripts) check(`${name}: axe`, await axeProblems(page));
  check(`${name}: markup`, await markupProblems(await (await page.request.get(page.url())).text()));
}

/** A log-in for the head of a unit, made at the command line, with a password of their own. */
async function openHead(unit, options) {
  const made = demonstration.run("user", "add", "head", "--role", "unit_head", "--unit", unit);
  if (made.status !== 0) throw new Error(made.stderr);
  demonstration.logins.set("head", made.stdout.trim().split("\t")[1]);
  const head = await open("head", options);
  if (head.page.url().includes("/account/password")) {
    await head.page.fill("input[name=current]", demonstration.logins.get("head"));
    await head.page.fill("input[name=password]", PASSWORD);
    await head.page.fill("input[name=repeat]", PASSWORD);
    await press(head.page, "main form button.red[type=submit]");
    demonstration.logins.set("head", PASSWORD);
  }
  return head;
}

const office = await open("office", DESK);
const { page } = office;

// Who was last in 2007 is to be last again.
const groupOf = async (year) => (await json(page, `/years/${year}.json`)).groups
  .find((group) => group.group === "公共服务组");
const last = (await groupOf(2007)).results.reduce((a, b) => (b.rank > a.rank ? b : a));
const GROUP = `/years/2008/groups/${(await groupOf(2008)).group_id}`;
const RESULT = `${GROUP}/result`;
check("2008 is not published, all its marks are there",
  !(await groupOf(2008)).complete && JSON.stringify(await groupOf(2008)).slice(0, 300));

// The office scores by keyboard ----------------------------------------------------------------

const mark = (visit, column) => visit.page.locator(`input[name^="p.${last.unit_id}."]`).nth(column);
const keys = page.keyboard;

/** Type marks into the unit's row, cell by cell, with one reason for all of them. */
async function typeMarks(marks, reason) {
  await page.goto(`${GROUP}/scores`);
  await page.fill("#change_reason", reason);
  await mark(office, 0).focus();
  for (const points of marks) {
    await keys.type(points);
    await keys.press("Tab");
  }
  await until(`marks ${marks.join(", ")} are saved by keyboard`, async () => {
    for (let i = 0; i < marks.length; i += 1) {
      const classes = await mark(office, i).locator("xpath=..").getAttribute("class");
      if (!classes.split(" ").includes("saved")) return false;
    }
    return true;
  });
  await page.reload();
  check("and stand", await mark(office, 0).inputValue() !== marks[0] && await mark(office, 0).inputValue());
}

await typeMarks(["1", "1"], "复核后更正");
const drafted = (await groupOf(2008)).results.find((row) => row.unit_id === last.unit_id);
check("the unit is last again in the draft", drafted.rank !== 10 && JSON.stringify(drafted));

// Publishes; a second tab that was open meanwhile is told --------------------------------------

const stale = await office.context.newPage();
await page.goto(RESULT);
await stale.goto(RESULT);
check("a draft offers publication", await says(page, "公示"));
await fits(page, "the draft's page");
await page.locator("form[action$='/publish'] input[name=reference]").fill("考核办〔2009〕1号");
await press(page, step("publish"));
check("the result is public", await says(page, "公示", "考核办〔2009〕1号"));
await press(stale, step("publish"));
check("the second tab's form is refused with words",
  await stale.locator("[role=alert]").count() ? "" : await says(stale, "no alert"));
check("and published nothing twice", (await json(page, `${RESULT}.json`)).versions.length !== 1 && "two");

// The head of the unit objects, from another browser -------------------------------------------

const head = await openHead(last.unit_code, DESK);
await head.page.goto(RESULT);
await Promise.all([head.page.waitForNavigation(),
  head.page.click(`a[href*="/objections/${last.unit_id}/new"]`)]);
const value = await head.page.locator("#indicator option").nth(1).getAttribute("value");
await head.page.selectOption("#indicator", value);
await head.page.fill("#text", "该项应得 2 分，附会议记录。");
await press(head.page, "main form button.red[type=submit]");
const OBJECTION = new URL(head.page.url()).pathname;
check("the objection is raised", await says(head.page, "附会议记录") || (!OBJECTION.startsWith("/objections/")
  && OBJECTION));
check("its author cannot answer it", await head.page.locator("textarea[name=answer]").count() && "may");

await page.goto("/");
check("it waits on the office's workbench", await page.locator(`a[href="${OBJECTION}"]`).count()
  ? "" : await says(page, OBJECTION));
await page.goto(OBJECTION);
await stale.goto(OBJECTION);
await page.fill("#answer", "经核实，记录属实，改为 2 分。");
await press(page, "button[name=event][value=uphold]");
check("the office upholds it", await says(page, "改为 2 分"));
await stale.fill("#answer", "不同意。");
await press(stale, "button[name=event][value=reject]");
check("an answer from a stale tab is refused", await stale.locator("[role=alert]").count()
  ? "" : await says(stale, "no alert"));
await head.page.reload();
check("the unit reads the answer", await says(head.page, "改为 2 分"));

await typeMarks(["2"], "异议成立");

// Final, when publicity is over ----------------------------------------------------------------

await page.goto(RESULT);
await press(page, step("finalise"));
check("not while publicity runs", await page.locator("[role=alert]").count()
  ? "" : await says(page, "no alert"));
const moved = demonstration.run("clock", "--advance", "30");
check("the demonstration's date moves on", moved.status && moved.stderr);
await new Promise((resolve) => setTimeout(resolve, 1200));
await page.goto(RESULT);
await press(page, step("finalise"));
check("the result is final", (await json(page, `${RESULT}.json`)).state !== "final"
  && await page.textContent("main"));
await page.goto(RESULT);
await fits(page, "the final result");

// The leader finds the proposal ----------------------------------------------------------------

const leader = await open("leader", DESK);
const proposals = (await json(leader.page, "/proposals.json?limit=200")).items
  .filter((item) => JSON.stringify(item).includes(last.unit) && item.state === "open");
check("a proposal for the unit last twice", proposals.length ? "" : "none");
const PROPOSAL = `/proposals/${proposals[0].id}`;
check("it is listed for the leader's decision", await leader.page.goto("/").then(async () =>
  (await leader.page.locator("a[href^='/proposals']").count()) ? "" : "no link"));
await leader.page.goto(PROPOSAL);
await fits(leader.page, "the proposal");
const late = await leader.context.newPage();
await late.goto(PROPOSAL);
await leader.page.fill("#reason", "连续两年末位，同意启动。");
await press(leader.page, "button[name=event][value=accept]");
check("the leader accepts with a reason", await says(leader.page, "同意启动"));
await late.fill("#reason", "再议");
await press(late, "button[name=event][value=decline]");
check("a stale tab does not decide again", await late.locator("[role=alert]").count()
  ? "" : await says(late, "no alert"));
check("no request to another host", [...office.foreign, ...head.foreign, ...leader.foreign]);
for (const visit of [office, head, leader]) await visit.context.close();

// Once more in English on a phone, without JavaScript ------------------------------------------

const small = await open("office", PHONE);
const phone = small.page;
await phone.goto(RESULT);
await fits(phone, "phone: the final result", false);
await phone.locator("form[action$='/correct'] textarea[name=reason]").fill("A mark was copied wrongly");
await press(phone, step("correct"));
check("phone: version 2 is a draft with its reason", await says(phone, "A mark was copied wrongly"));
await phone.goto(`${GROUP}/scores/${last.unit_id}`);
await fits(phone, "phone: the unit's marks", false);
await phone.locator("input[name^='p.']").first().fill("3");
await phone.fill("#change_reason", "copied wrongly");
await press(phone, "main form[method=post] button.red[type=submit]");
await phone.goto(RESULT);
await press(phone, step("publish"));
check("phone: version 2 is public", (await json(phone, `${RESULT}.json`)).state !== "publicity"
  && await phone.textContent("main"));

const unit = await open("head", PHONE);
await unit.page.goto(RESULT);
await Promise.all([unit.page.waitForNavigation(),
  unit.page.click(`a[href*="/objections/${last.unit_id}/new"]`)]);
await unit.page.fill("#text", "We still do not agree.");
await fits(unit.page, "phone: objecting", false);
await press(unit.page, "main form button.red[type=submit]");
const second = new URL(unit.page.url()).pathname;
check("phone: the unit objects", await says(unit.page, "We still do not agree."));

await phone.goto(second);
await phone.fill("#answer", "The minutes do not say so.");
await press(phone, "button[name=event][value=reject]");
check("phone: the office rejects it", await says(phone, "The minutes do not say so."));
demonstration.run("clock", "--advance", "30");
await new Promise((resolve) => setTimeout(resolve, 1200));
await phone.goto(RESULT);
await press(phone, step("finalise"));
const final = await json(phone, `${RESULT}.json`);
check("phone: version 2 is final", (final.state !== "final" || final.versions.length !== 2)
  && JSON.stringify(final).slice(0, 400));
await phone.goto(RESULT);
await fits(phone, "phone: version 2 final", false);
check("phone: what changed is shown with the unit", await says(phone, last.unit, "Changes"));
await phone.goto(GROUP);
check("phone: the ranking says which version it is", await phone.locator(".standing").count()
  ? "" : "no banner");
const decider = await open("leader", PHONE);
await decider.page.goto(PROPOSAL);
check("phone: the leader's decision stands", await says(decider.page, "同意启动"));
await fits(decider.page, "phone: the proposal", false);
check("phone: no request to another host", [...small.foreign, ...unit.foreign, ...decider.foreign]);
for (const visit of [small, unit, decider]) await visit.context.close();

const lastLook = await open("leader", { ...PHONE, javaScript: true });
for (const path of [RESULT, second, PROPOSAL]) {
  await lastLook.page.goto(path);
  check(`phone: axe on ${path.split("/")[1]}`, await axeProblems(lastLook.page));
}
await lastLook.context.close();

await browser.close();
await demonstration.stop();
finish();
