// A slip from the printed sheet to the first log-in, on a phone; the sheet as A4; asking again.
import {
  Demonstration, axeProblems, check, finish, logIn, markupProblems, nextCode, openBrowser,
  overflowProblems, visitor,
} from "./harness.mjs";

const demonstration = new Demonstration();
await demonstration.serve();
const browser = await openBrowser();

async function inspect(page, name) {
  check(`${name}: fits the window`, await overflowProblems(page));
  check(`${name}: axe`, await axeProblems(page));
  check(`${name}: markup`, await markupProblems((await page.content()).replaceAll('=""', "")));
}

async function submit(page, button) {
  await Promise.all([page.waitForNavigation(), page.click(button)]);
}

const desk = await visitor(browser, demonstration, { language: "zh", size: [1440, 900], javaScript: true });
await logIn(desk.page, demonstration, "security");
await desk.page.goto("/accounts/bulk?unit_code=T04&role=cadre");
await inspect(desk.page, "bulk");
await submit(desk.page, "main form[method=post] button.red");
await inspect(desk.page, "waiting");
await submit(desk.page, "button[value=all]");
await inspect(desk.page, "sheet");
const code = await desk.page.textContent(".slip .code");
const login = await desk.page.textContent(".slip .whose .mono");
await desk.page.emulateMedia({ media: "print" });
await desk.page.setViewportSize({ width: 688, height: 1000 }); // A4 without its margins
const cards = await desk.page.$$eval(".slip", (all) => all.map((card) => {
  const box = card.getBoundingClientRect();
  return { left: Math.round(box.left), height: box.height, code: card.querySelector(".code").scrollWidth
    > card.querySelector(".code").clientWidth + 1 };
}));
check("sheet in print: two columns", new Set(cards.map((card) => card.left)).size !== 2 && "not two");
check("sheet in print: ten on a page", Math.max(...cards.map((c) => c.height)) > 200 && `too tall: ${cards.map((c) => c.height)}`);
check("sheet in print: codes fit", cards.some((card) => card.code) && "a code is cut");
check("sheet in print: nothing but slips",
  await desk.page.isVisible(".rail") || await desk.page.isVisible("h1") ? "frame is printed" : "");

const phone = await visitor(browser, demonstration, { language: "en", size: [390, 800], javaScript: true });
await phone.page.goto(`/activate?code=${code}`);
await inspect(phone.page, "activation");
check("activation: says whose", (await phone.page.textContent(".sub")).includes(login) ? "" : "no login");
await phone.page.fill("#password", "short");
await phone.page.fill("#repeat", "short");
await submit(phone.page, "main button.red");
check("activation: refused with the reason", await phone.page.textContent(".alert")
  .then((text) => (text.includes("12 to 128") ? "" : text)));
await inspect(phone.page, "activation refused");
await phone.page.fill("#password", "a sentence of my own");
await phone.page.fill("#repeat", "a sentence of my own");
await submit(phone.page, "main button.red");
check("activation: leads to the log-in", new URL(phone.page.url()).pathname === "/login" ? "" : phone.page.url());
await phone.page.fill("input[name=login]", login);
await phone.page.fill("input[name=password]", "a sentence of my own");
await submit(phone.page, "main form button[type=submit]");
await phone.page.goto("/account");
await inspect(phone.page, "own account");
await phone.page.goto("/account/code");
await inspect(phone.page, "enrolment");
const secret = await phone.page.inputValue("input[name=secret]");
await phone.page.fill("#code", await nextCode(demonstration, login, secret));
await submit(phone.page, "main button.red");
check("enrolment: in use", await phone.page.isVisible(".light.ok") ? "" : "not in use");
check("no request to another host", [...desk.foreign, ...phone.foreign]);

await browser.close();
await demonstration.stop();
finish();
