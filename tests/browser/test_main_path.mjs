// The office's first job in a browser without JavaScript: who is last and why, a table with a mistake
// refused in place, mended, imported, seen in the ranking, undone. On a desk in Chinese, on a phone in English.
import { Demonstration, check, finish, logIn, openBrowser, visitor } from "./harness.mjs";

const HEADER = "年度,单位代码,指标代码,得分,评分人\r\n";

/** The path of the first link in the main part whose text contains `word`. */
async function follow(page, word) {
  const link = page.locator("main a", { hasText: word }).first();
  await Promise.all([page.waitForNavigation(), link.click()]);
}

async function upload(page, name, text, check_only) {
  await page.goto("/import");
  await page.check("input[name=profile][value=scores]");
  await page.setInputFiles("input[type=file]",
    { name, mimeType: "text/csv", buffer: Buffer.from(text, "utf8") });
  const button = check_only ? "button[formaction='/import/check']" : "form[action='/import'] button.red";
  await Promise.all([page.waitForNavigation(), page.click(button)]);
}

/** The total on a derivation's page: the last figure of the sum. */
const total = (text) => /(?:得分|Total) (\d+\.\d\d)/i.exec(text)?.[1];

const demonstration = new Demonstration("--brief"); // without plans: every mark is typed
await demonstration.serve();
const browser = await openBrowser();

/** Of what the workbench says of a unit, the page that names the trigger: others wait for the same one. */
async function totalOfLast(page) {
  await page.goto("/");
  const links = await page.$$eval("main a", (all) => all.filter((one) => one.textContent.includes("丁镇"))
    .map((one) => one.getAttribute("href")));
  for (const link of links) {
    await page.goto(link);
    if ((await page.textContent("main")).includes("A3")) return;
  }
}

for (const [language, size, words] of [
  ["zh", [1440, 900], { derivation: "计分依据", wrong: "Z99", undone: "撤销", final: "已定稿" }],
  ["en", [390, 844], { derivation: "derivation", wrong: "Z99", undone: "Undo", final: "is final" }],
]) {
  const { page, context, foreign } = await visitor(browser, demonstration, { language, size });
  const label = `${language} ${size[0]}px`;
  await logIn(page, demonstration, "office");
  check(`${label}: the workbench opens`,
    !(await page.textContent("main")).includes("丁镇") && (await page.title()));

  await totalOfLast(page);
  const derivation = await page.textContent("main");
  check(`${label}: the unit last twice and its derivation are reached from the workbench`,
    !(derivation.includes("71.17") && derivation.includes("A3")) && derivation.slice(0, 400));

  // The group that is not published yet is still scored; a final one refuses the table.
  await page.goto("/");
  await follow(page, "己酉中心");
  await Promise.all([page.waitForNavigation(), page.click("#why a.red")]);
  const address = page.url();
  const before = await page.textContent("main");

  await upload(page, "scores.csv", `${HEADER}2008,T04,Z99,5,纪检机关\r\n2008,T04,Z01,500,纪检机关\r\n`, false);
  const refused = await page.textContent("main");
  check(`${label}: two wrong cells are shown in place`,
    !(refused.includes("Z99") && refused.includes("500") && refused.includes("3")) && refused.slice(0, 600));
  await page.goto(address);
  check(`${label}: a refused table changes nothing`,
    (await page.textContent("main")) !== before && "the derivation changed");
  await upload(page, "scores.csv", `${HEADER}2008,T04,Z01,12,纪检机关\r\n`, false);
  check(`${label}: a final result refuses the table with what to do`,
    !(await page.textContent("main")).includes(words.final) && (await page.textContent("main")).slice(0, 600));
  await page.goto(address);

  const good = `${HEADER}2008,D46,Z01,12,纪检机关\r\n`;
  await upload(page, "scores.csv", good, true);
  await page.goto(address);
  check(`${label}: checking stores nothing`,
    (await page.textContent("main")) !== before && "the derivation changed");
  await upload(page, "scores.csv", good, false);
  await page.goto(address);
  const after = await page.textContent("main");
  check(`${label}: the imported score moves the total`,
    (total(after) === total(before) || after === before) && after.slice(0, 300));

  await page.goto("/imports");
  await Promise.all([page.waitForNavigation(),
    page.locator("main form button", { hasText: words.undone }).first().click()]);
  await page.goto(address);
  check(`${label}: the import is undone as one act`,
    total(await page.textContent("main")) !== total(before) && "the total stayed");
  check(`${label}: no request to another host`, foreign);
  await context.close();
}

await browser.close();
await demonstration.stop();
finish();
