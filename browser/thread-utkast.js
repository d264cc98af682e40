// What is typed and not signed: it survives a closed tab, a lost network and a
// log-in that ends, and the page never says Sparat before the server has.
export async function walk(j) {
  const page = await j.logIn('Linnéa Bäck');
  const context = page.context();
  const form = `${j.base}/mottagning/ny-ansokan`;
  const field = (p) => p.locator('textarea').first();
  const state = (p) => p.locator('[data-sparlage]').first();
  const says = async (p, words) => {
    for (let n = 0; n < 150; n++) {
      if ((await state(p).innerText()).includes(words)) return;
      await p.waitForTimeout(100);
    }
    throw new Error(`sidan säger "${await state(p).innerText()}" och inte "${words}"`);
  };
  const type = async (p, words) => {
    await field(p).press('Control+End');
    await field(p).pressSequentially(words);
  };
  const holds = async (p, words) => {
    const value = await field(p).inputValue();
    if (value !== words) throw new Error(`fältet innehåller "${value}" och inte "${words}"`);
  };

  // Typed and not left: saved within five seconds of the last key, and there again in a new tab.
  await j.step(page, 'öppna formuläret', () => page.goto(form));
  await field(page).fill('');
  const started = Date.now();
  await type(page, 'Jag behöver hjälp med ');
  await says(page, 'Osparat');
  await says(page, 'Sparat ');
  if (Date.now() - started > 8000) throw new Error('utkastet sparades för sent');
  await page.close();
  const second = await context.newPage();
  await j.step(second, 'fliken stängd, formuläret igen', () => second.goto(form));
  await holds(second, 'Jag behöver hjälp med ');

  // The network goes: the page says so, keeps the text and saves it when it is back.
  await context.setOffline(true);
  await type(second, 'dusch ');
  await says(second, 'Inte sparat');
  await context.setOffline(false);
  await says(second, 'Sparat ');

  // The log-in ends in another tab: the text stays here, and is saved after a new log-in.
  const other = await context.newPage();
  await other.goto(`${j.base}/min-dag`);
  await Promise.all([other.waitForNavigation(), other.getByRole('button', { name: 'Logga ut' }).click()]);
  await type(second, 'och städning.');
  await says(second, 'Du blev utloggad');
  await holds(second, 'Jag behöver hjälp med dusch och städning.');
  await Promise.all([other.waitForNavigation(), other.getByRole('button', { name: 'Linnéa Bäck' }).click()]);
  await says(second, 'Sparat ');
  await second.reload();
  await holds(second, 'Jag behöver hjälp med dusch och städning.');

  // Without scripts the same text is there, and the button keeps it.
  const bare = await j.browser.newContext({ javaScriptEnabled: false, storageState: await context.storageState() });
  const plain = await bare.newPage();
  await plain.goto(form);
  await holds(plain, 'Jag behöver hjälp med dusch och städning.');
  await field(plain).fill('Jag behöver bara städning.');
  await Promise.all([plain.waitForNavigation(), plain.getByRole('button', { name: 'Fortsätt senare' }).click()]);
  await plain.goto(form);
  await holds(plain, 'Jag behöver bara städning.');
  await j.step(second, 'utkastet från den andra webbläsaren', () => second.goto(form));
  await holds(second, 'Jag behöver bara städning.');
}
