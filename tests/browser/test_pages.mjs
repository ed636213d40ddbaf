// Every page that a menu or a link reaches, as three roles, in both languages, on desk and phone:
// no serious accessibility violation, valid markup, no sideways scrolling, no request to another host.
import {
  Demonstration, axeProblems, check, finish, logIn, markupProblems, openBrowser, overflowProblems,
  shapeOf, visitor,
} from "./harness.mjs";

const LIMIT_PER_PATTERN = 1; // /units/{id}: one of them stands for all

function pattern(path) {
  return path.split("?")[0].replace(/[0-9A-HJKMNP-TV-Z]{13}/g, "{id}")
    .replace(/\/(19|20)\d\d(?=\/|$)/g, "/{year}").replace(/\/[A-Z]\d\d$/, "/{indicator}");
}

/** Pages that lie behind many others, for the office: the years of a group, of a level, of a person. */
async function deepPages(page) {
  await page.goto("/years/2008");
  const group = await page.getAttribute('main a[href*="/groups/"]', "href");
  await page.goto("/years/2008/levels/section");
  const person = /[?&]person=(\w+)/.exec(
    await page.getAttribute('main a[href*="person="]', "href"))[1];
  return ["/years/2008/levels", "/years/2008/levels/section", "/years/2008/levels/section/years",
    `${group.split("?")[0]}/years`, `/persons/${person}/results`, `/years/2008/persons/${person}`,
    `/years/2009/persons/${person}`];
}

/** Walk the site from `/`, following links of this site; returns one path per pattern. */
async function reachable(page, also) {
  const seen = new Map();
  const queue = ["/", "/menu", ...also];
  const found = [];
  while (queue.length && found.length < 200) {
    const path = queue.shift();
    const count = seen.get(pattern(path)) ?? 0;
    if (found.includes(path) || (count >= LIMIT_PER_PATTERN && !also.includes(path))) continue;
    seen.set(pattern(path), count + 1);
    const response = await page.goto(path).catch(() => null);
    if (!response || !(response.headers()["content-type"] ?? "").includes("html")) continue;
    found.push(path);
    const links = await page.$$eval("a[href]", (all) => all.map((a) => a.getAttribute("href")));
    queue.push(...links.filter((link) => link.startsWith("/") && !/\.(csv|json|txt|yaml|pdf)(\?|$)/.test(link)
      && !/^\/(ledger\/(checkpoint|proofs)|export|import\/examples)/.test(link)));
  }
  return found;
}

async function inspect(page, path, label) {
  const response = await page.goto(path);
  check(`${label} ${path}: answers`, response.status() >= 400 && `status ${response.status()}`);
  check(`${label} ${path}: fits the window`, await overflowProblems(page));
  return response;
}

const demonstration = new Demonstration();
await demonstration.serve();
const browser = await openBrowser();
const shapes = new Set(); // of pages that axe has seen: another role or language may show the same

for (const [login, language] of [["office", "zh"], ["office", "en"], ["unit", "zh"], ["security", "zh"],
  ["audit", "en"], ["cadre", "en"]]) {
  const desk = await visitor(browser, demonstration, { language, size: [1440, 900], javaScript: true });
  await logIn(desk.page, demonstration, login);
  const deep = login === "office" ? await deepPages(desk.page) : [];
  const paths = await reachable(desk.page, deep);
  check(`${login} ${language}: deep pages are looked at`, deep.filter((path) => !paths.includes(path)));
  check(`${login} ${language}: pages are reached`, paths.length < 4 && `only ${paths.join(" ")}`);
  for (const path of paths) {
    const response = await inspect(desk.page, path, `${login} ${language}`);
    check(`${login} ${language} ${path}: markup`, await markupProblems(await response.text()));
    const shape = await shapeOf(desk.page);
    if (shapes.has(shape)) continue;
    shapes.add(shape);
    check(`${login} ${language} ${path}: axe`, await axeProblems(desk.page));
  }
  check(`${login} ${language}: no request to another host`, desk.foreign);
  await desk.context.close();
  const phone = await visitor(browser, demonstration,
    { language, size: [360, 800], javaScript: true });
  await logIn(phone.page, demonstration, login);
  for (const path of paths) await inspect(phone.page, path, `${login} ${language} 360px`);
  await phone.context.close();
}

await browser.close();
await demonstration.stop();
finish();
