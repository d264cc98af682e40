// The pages that no thread passes: what a case leads to, and what those who look
// at the whole see. Each is held to axe and to 320 pixels, like every page of a
// journey.
export async function walk(j) {
  // shape is an address without what tells one case or row from another.
  const point = /^\/(kvalitet|granskning)\/(?!egenkontroll|avvikelse|rapportera|historik|egen-historik|varfor)[^/]+/;
  const rule = /^\/administration\/frister\/[^/]+/;
  const shape = (path) => path.replace(point, '/$1/{punkt}').replace(rule, '/administration/frister/{regel}').replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, '{id}').replace(/\d[\d-]*/g, '{nr}').replace(/(varfor\/[^/]+\/\{id\}\/).*/, '$1{regel}');
  const visited = new Set();

  // around opens a page and, once for each shape, those it leads to that match.
  async function around(page, from, leads) {
    await visit(page, from);
    const hrefs = await page.locator('main a[href^="/"]').evaluateAll((links) => links.map((a) => a.getAttribute('href')));
    for (const href of hrefs) {
      const path = href.replace(/[?#].*/, '');
      if (leads.test(path) && !/\.(pdf|csv|xlsx)$/.test(path)) await visit(page, href);
    }
  }

  async function visit(page, href) {
    const path = shape(href.replace(/[?#].*/, ''));
    if (visited.has(path)) return;
    visited.add(path);
    await j.step(page, path, async () => {
      const answer = await page.goto(j.base + href);
      if (answer && answer.status() !== 200) throw new Error(`svarar ${answer.status()}`);
    });
    await j.picture(page, `sida${path.replace(/[^a-z]+/g, '-')}`);
    await j.picture(page, `sida${path.replace(/[^a-z]+/g, '-')}-320`, { width: 320, height: 900 });
  }

  // first is the first address on a page that matches.
  async function first(page, from, leads) {
    await visit(page, from);
    if (new URL(page.url()).pathname !== from) await page.goto(j.base + from);
    const hrefs = await page.locator('main a[href^="/"]').evaluateAll((links) => links.map((a) => a.getAttribute('href')));
    const found = hrefs.find((href) => leads.test(href));
    if (!found) throw new Error(`${from} leder inte till ${leads}`);
    return found;
  }

  const people = [
    ['Hanna Österlind', async (page) => around(page, await first(page, '/arenden', /^\/arende\/\d{4}-\d+$/), /^\/(arende|person)\//)],
    ['Eva Ek', async (page) => {
      await around(page, '/min-dag', /\/varfor\//);
      await around(page, await first(page, '/arenden', /^\/arende\/\d{4}-\d+$/), /^\/(arende|person)\//);
      await around(page, '/mottagning/utan-behovsprovning', /^$/);
    }],
    ['Per Holmstrand', async (page) => around(page, '/enhet', /^\/(enhet|kvalitet)\//)],
    ['Anneli Kvist', async (page) => {
      await around(page, '/kvalitet', /^\/kvalitet\/(egenkontroll|avvikelser)/);
      await around(page, '/kvalitet/avvikelser', /^\/kvalitet\/avvikelse\//);
    }],
    ['Karin Åsberg', async (page) => around(page, '/administration/frister', /^\/administration\//)],
    ['Emil Krantz', async (page) => around(page, '/driftlage', /^\/(driftlage|administration)/)],
    ['Sven-Erik Högdahl', async (page) => around(page, '/granskning', /^\/granskning\//)],
    ['Marie Sund', async (page) => around(page, '/utforare', /^\/utforare\//)],
  ];
  for (const [name, walkAs] of people) {
    const page = await j.logIn(name);
    await walkAs(page);
    await page.context().close();
  }
}
