// Log-in for real: through another party's OpenID Connect provider, with the roles
// that its groups give, and out again from either side.
export async function walk(j) {
  const identity = process.env.STADGA_IDENTITY;
  const at = (page) => new URL(page.url());

  // open is a browser of its own.
  const open = async () => {
    const context = await j.browser.newContext({ viewport: { width: 1366, height: 768 }, locale: 'sv-SE', timezoneId: 'Europe/Stockholm' });
    const page = await context.newPage();
    page.setDefaultTimeout(60_000);
    page.on('console', (m) => {
      if (m.type() === 'error' && m.text().includes('Content Security Policy') && at(page).origin === j.base) j.remark(page, m.text());
    });
    return page;
  };
  // asks holds that the provider asks who one is.
  const asks = async (page) => {
    await page.locator('input[name=login]').waitFor();
    if (at(page).origin !== identity) throw new Error(`asked who one is at ${page.url()}`);
  };
  // identify is what one does at the provider, until one is sent back.
  const identify = async (page, number) => {
    await asks(page);
    await page.locator('input[name=login]').fill(number);
    await page.locator('input[name=password]').fill('vad som helst');
    await page.locator('button[type=submit]').click();
    await page.waitForURL((u) => u.origin === j.base || u.pathname.startsWith('/interaction/'));
    await page.waitForLoadState('load');
    if (at(page).origin === identity) {
      await page.locator('button[type=submit]').click(); // lets Stadga read the groups
      await page.waitForURL((u) => u.origin === j.base);
    }
  };
  // status is what an address answers to one who is logged in.
  const status = (page, path) => page.evaluate(async (p) => (await fetch(p, { redirect: 'manual' })).status, path);
  const hold = (what, got, want) => {
    if (got !== want) throw new Error(`${what}: ${got}, ska vara ${want}`);
  };

  const eva = await open();
  await j.step(eva, 'Min dag utan inloggning', () => eva.goto(`${j.base}/min-dag`));
  hold('utan inloggning', at(eva).pathname, '/logga-in');
  await j.step(eva, 'Logga in som handläggare', async () => {
    await eva.locator('main').getByRole('link', { name: 'Logga in' }).click();
    await identify(eva, '104233');
  });
  hold('efter inloggningen', at(eva).pathname, '/min-dag');
  hold('gruppen ger handläggarens sidor', await status(eva, '/arenden'), 200);
  hold('gruppen ger inte chefens, fast organisationen gör det', (await status(eva, '/enhet')) >= 400, true);

  const nobody = await open();
  await j.step(nobody, 'Logga in utan grupp', async () => {
    await nobody.goto(`${j.base}/logga-in/borja`);
    await identify(nobody, '104240');
  });
  await j.expect(nobody, 'du är inte med i någon grupp');

  const ivar = await open();
  await j.step(ivar, 'Logga in som systemförvaltare', async () => {
    await ivar.goto(`${j.base}/logga-in/borja`);
    await identify(ivar, '104236');
  });
  hold('systemförvaltarens första sida', at(ivar).pathname, '/driftlage');
  hold('systemförvaltaren ser inga ärenden', (await status(ivar, '/arenden')) >= 400, true);

  // Out from here: the session ends here and at the provider, which asks again.
  await j.step(eva, 'Logga ut', async () => {
    await eva.goto(`${j.base}/profil`);
    await eva.getByRole('button', { name: 'Logga ut', exact: true }).first().click();
    await eva.waitForURL((u) => u.origin === identity);
    await eva.locator('button[name=logout]').click();
    await eva.waitForURL((u) => u.origin === j.base);
  });
  await j.expect(eva, 'Stäng webbläsaren');
  await j.step(eva, 'Utloggad', () => eva.goto(`${j.base}/min-dag`));
  hold('utloggad', at(eva).pathname, '/logga-in');
  await eva.goto(`${j.base}/logga-in/borja`);
  await asks(eva);

  // Out at the provider, in another tab: Stadga is told behind the browser.
  hold('innan utloggningen hos tjänsten', await status(ivar, '/driftlage'), 200);
  const tab = await ivar.context().newPage();
  await tab.goto(`${identity}/session/end`);
  await tab.locator('button[name=logout]').click();
  await tab.waitForURL((u) => u.pathname.includes('session/end'));
  for (let tries = 0; ; tries++) {
    await ivar.goto(`${j.base}/profil`);
    if (at(ivar).pathname === '/logga-in') break;
    if (tries === 50) throw new Error('utloggad hos tjänsten men inte här');
    await ivar.waitForTimeout(100);
  }
  await j.step(ivar, 'Utloggad från tjänsten', () => ivar.goto(`${j.base}/logga-in`));
}
