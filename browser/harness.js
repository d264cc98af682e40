// What every journey needs: a browser, a person logged in, and a check of each
// page it passes.
import { chromium } from 'playwright-core';
import { mkdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';

// axe runs in the page itself: a page of its own for each answer costs five times as much.
const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const desktop = { width: 1366, height: 768 };
const narrow = { width: 320, height: 640 };

// What a page has not shown by then, on a machine that does other things too, does not come.
const soon = 30_000;

// Flags for a browser without a screen, a sandbox or anything to fetch from home.
const flags = [
  '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
  '--disable-background-networking', '--disable-component-update', '--disable-sync',
];

export async function openBrowser() {
  return chromium.launch({ executablePath: process.env.STADGA_CHROMIUM || '/usr/bin/chromium', args: flags });
}

// A Journey is one person's way through the pages. Everything that is wrong on
// a page is gathered and told at the end, so that one run shows it all.
export class Journey {
  constructor(browser, { base, pictures, failures }) {
    Object.assign(this, { browser, base, pictures, failures, wrong: [], seen: new Set(), steps: 0 });
  }

  // today and day write a day in Stockholm as forms take it, day n days from today.
  get today() {
    return this.day(0);
  }

  day(n) {
    return new Date(Date.now() + n * 86_400_000).toLocaleDateString('sv-SE', { timeZone: 'Europe/Stockholm' });
  }

  // logIn starts a session of its own for one demo account, by the name on its button.
  async logIn(account) {
    // One who has asked for less motion: the window is made narrow as soon as a page has come, and a
    // page that glides in at that moment says on the console that it could not.
    const context = await this.browser.newContext({ viewport: desktop, locale: 'sv-SE', timezoneId: 'Europe/Stockholm', reducedMotion: 'reduce' });
    const page = await context.newPage();
    page.setDefaultTimeout(soon);
    page.setDefaultNavigationTimeout(2 * soon);
    page.on('pageerror', (e) => this.remark(page, `script failed: ${e.message}`));
    page.on('console', (m) => {
      if (m.type() === 'error' && !/status of 4\d\d|ERR_INTERNET_DISCONNECTED/.test(m.text())) this.remark(page, `console: ${m.text()}`);
    });
    page.on('response', (r) => {
      if (r.status() >= 500) this.remark(page, `${r.status()} from ${new URL(r.url()).pathname}`);
    });
    await page.goto(`${this.base}/logga-in`);
    await this.check(page, 'logga in');
    await Promise.all([page.waitForURL((u) => u.pathname !== '/logga-in'), page.getByRole('button', { name: account }).click()]);
    return page;
  }

  // follow clicks a link by its words.
  async follow(page, words, title = words) {
    await this.step(page, title, () => this.leave(page, page.getByRole('link', { name: words }).first()));
  }

  // press fills the fields of a form by their labels and presses its button. The
  // form is the one that holds the button, inside within when given.
  async press(page, button, fields = {}, within) {
    within ??= page.locator('main');
    await this.step(page, button, async () => {
      const pressed = within.getByRole('button', { name: button }).first();
      const form = within.locator('form').filter({ has: page.getByRole('button', { name: button }) }).first();
      for (const [label, value] of Object.entries(fields)) await fill(form, label, value);
      await this.leave(page, pressed);
    });
  }

  // expect holds the page to saying something.
  async expect(page, words) {
    const says = await page.locator('main').innerText();
    if (!says.includes(words)) throw new Error(`${new URL(page.url()).pathname} säger inte "${words}":\n${says.slice(0, 1500)}`);
  }

  // leave clicks what leads to another page and waits until it is there.
  async leave(page, what) {
    await Promise.all([page.waitForNavigation(), what.click()]);
  }

  remark(page, text) {
    this.wrong.push(`${new URL(page.url()).pathname}: ${text}`);
  }

  // before prepares what a task begins with, on pages that another journey checks.
  async before(prepare) {
    this.quiet = true;
    await prepare();
    this.quiet = false;
  }

  // step does one thing and checks the page it leads to.
  async step(page, title, act) {
    this.steps++;
    try {
      await act();
      await page.waitForLoadState('load');
    } catch (e) {
      await mkdir(this.failures, { recursive: true });
      await page.screenshot({ path: path.join(this.failures, `${this.steps}.png`), fullPage: true });
      const summary = await page.locator('.felruta, .feltext').allInnerTexts().catch(() => []);
      throw new Error(`steg ${this.steps} (${title}) på ${new URL(page.url()).pathname}: ${e.message}\n${summary.join('\n')}`);
    }
    await this.check(page, title);
    console.log(`  ${String(this.steps).padStart(2)} ${title}`);
  }

  // check holds one page to what every page owes: one h1, no fault that axe can
  // find, and nothing that runs out of the window at 320 pixels. A page is checked
  // once, or, where the journey wants them all, at each stop it makes there.
  async check(page, title) {
    const state = new URL(page.url()).pathname.replace(/\d[\d-]*/g, '{nr}') + (await page.locator('.felruta').count()) + (this.everyStop ? title : '');
    if (this.quiet || this.seen.has(state) || process.env.FAST) return;
    this.seen.add(state);
    if ((await page.locator('h1').count()) !== 1) this.remark(page, `${await page.locator('h1').count()} h1 efter "${title}"`);
    await this.axe(page, 'desktop');
    await page.setViewportSize(narrow);
    await this.axe(page, 'at 320 px');
    const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    if (over > 0) this.remark(page, `runs ${over} px out of a window of 320`);
    await page.setViewportSize(desktop);
  }

  async axe(page, where) {
    if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe);
    const violations = await page.evaluate(async () => (await window.axe.run(document, { resultTypes: ['violations'] })).violations.map(({ id, help, nodes }) => ({ id, help, html: nodes.slice(0, 3).map((n) => n.html) })));
    for (const { id, help, html } of violations) {
      for (const part of html) this.remark(page, `axe ${where}, ${id}: ${help} – ${part.slice(0, 160)}`);
    }
  }

  // picture keeps a small picture of the page for docs/bilder.
  async picture(page, name, size = desktop) {
    if (!this.pictures) return;
    await mkdir(this.pictures, { recursive: true });
    await page.setViewportSize(size);
    await page.evaluate(() => window.scrollTo(0, 0));
    await page.screenshot({ path: path.join(this.pictures, `${name}.png`) });
    await page.setViewportSize(desktop);
  }
}

// fill puts a value in the field with that label: typed, chosen in a list, or,
// for a group of choices, the option with those words.
async function fill(form, label, value) {
  const group = form.getByRole('group', { name: label });
  if ((await group.count()) > 0) {
    const option = group.first().getByLabel(value, { exact: true }).first();
    return option.check();
  }
  const field = form.getByLabel(label).first();
  return (await field.evaluate((e) => e.tagName)) === 'SELECT' ? field.selectOption({ label: value }) : field.fill(value);
}
