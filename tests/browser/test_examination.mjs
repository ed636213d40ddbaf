// The three examinations without JavaScript: opened on a desk, stated by a cadre on a phone of 360 px, assessed by
// the superior, a finding noted by the team. Every page of it is checked for accessibility, markup and width.
// With LIANZE_SHOTS=FOLDER it leaves pictures there.
import { join } from "node:path";
import {
  Demonstration, axeProblems, check, finish, logIn, markupProblems, openBrowser, overflowProblems,
  visitor,
} from "./harness.mjs";

const demonstration = new Demonstration("--brief", "--drafts");
const added = demonstration.run("user", "add", "mayor", "--name", "市委书记", "--role", "leader",
  "--person", "P0001");
const [login, password] = added.stdout.trim().split("\t");
demonstration.logins.set(login, password);
await demonstration.serve();
const browser = await openBrowser();
const shots = process.env.LIANZE_SHOTS;

async function as(name, language, width) {
  const opened = await visitor(browser, demonstration, { language, size: [width, 850] });
  await logIn(opened.page, demonstration, name);
  return opened.page;
}

// axe needs scripts: pages are looked at by a second visitor of the same account.
const lookers = new Map();
async function look(name, path, label, views) {
  for (const [language, width] of views) {
    const key = `${name} ${language} ${width}`;
    if (!lookers.has(key)) {
      const opened = await visitor(browser, demonstration,
        { language, size: [width, 850], javaScript: true });
      await logIn(opened.page, demonstration, name);
      lookers.set(key, opened.page);
    }
    const page = lookers.get(key);
    const response = await page.goto(path);
    const what = `${label} ${language} ${width}px`;
    check(`${what}: answers`, response.status() !== 200 && `status ${response.status()}`);
    check(`${what}: fits the window`, await overflowProblems(page));
    check(`${what}: markup`, await markupProblems(await response.text()));
    if (shots)
      await page.screenshot({ path: join(shots, `exam-${label}-${language}-${width}.png`),
                              fullPage: true });
    check(`${what}: axe`, await axeProblems(page));
  }
}

async function press(page, selector) {
  await Promise.all([page.waitForNavigation(), page.click(selector)]);
}

const PHONE = [["zh", 360], ["en", 360]];
const office = await as("office", "zh", 1440);
const cadre = await as("cadre", "zh", 360);
const mayor = await as("mayor", "en", 1440);
const inspector = await as("inspector", "zh", 1440);

await office.goto("/years/2008/examinations");
check("nothing is opened", !(await office.textContent("main")).includes("尚未发起") && "opened");
await press(office, "main form button.red");
check("it is opened", !(await office.textContent("main table")).includes("140") && "not counted");
await look("office", "/years/2008/examinations", "year", [["en", 1440], ["zh", 360]]);
await look("office", "/examinations?year=2008&level=section", "list", [["zh", 1440], ["en", 360]]);

await cadre.goto("/");
const own = await cadre.$eval("main a[href*='/examinations/']", (a) => a.getAttribute("href"));
await look("cadre", "/", "workbench", PHONE);
await look("cadre", own, "statement", PHONE);
await cadre.goto(own);
await cadre.fill("#study", "全年学习四次");
await cadre.fill("#performance", "");
await cadre.fill("#integrity", "未收受礼金");
await press(cadre, "button[value=submit]");
check("an empty part is named",
  !(await cadre.textContent("main .alert")).includes("履职") && "not named");
check("what was typed stands", (await cadre.inputValue("#study")) !== "全年学习四次" && "lost");
await cadre.fill("#performance", "分管事项按期完成");
await press(cadre, "button[value=submit]");
check("it waits for the superior",
  !(await cadre.textContent("main .sub")).includes("待上级评定") && "no");
await look("cadre", own, "stated", [["zh", 360]]);

await look("mayor", own, "superior", [["en", 1440], ["zh", 360]]);
await mayor.goto(own);
for (const [code, points] of [["S01", 9], ["S02", 10], ["S03", 10], ["P01", 25], ["P02", 15], ["I01", 15],
  ["I02", 15]])
  await mayor.fill(`[id="p-${code}"]`, String(points));
await press(mayor, "form[action$='/marks'] button");
check("a missing reason is named",
  !(await mayor.textContent("main .alert")).includes("S01") && "not named");
await mayor.fill('[id="r-S01"]', "One absence");
await press(mayor, "form[action$='/marks'] button");
check("the points stand", !(await mayor.textContent("main table")).includes("One absence") && "no");
await mayor.fill("#opinion", "Competent");
await press(mayor, "button[value=assess]");
check("it is assessed", !(await mayor.textContent("main .sub")).includes("Assessed") && "no");

await inspector.goto(own);
await inspector.selectOption("#grade", "inadequate");
await inspector.fill("#facts", "一项整改逾期");
await inspector.fill("#finding_reason", "两次催办");
await press(inspector, "form[action$='/findings'] button");
check("the finding stands", !(await inspector.textContent("main")).includes("一项整改逾期") && "no");
await look("inspector", own, "team", [["zh", 1440], ["en", 360]]);
await cadre.goto(own);
check("the cadre does not see it yet",
  (await cadre.textContent("main")).includes("一项整改逾期") && "shown");

await browser.close();
await demonstration.stop();
finish();
