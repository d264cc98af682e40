// A carer's phone: the day without scripts' help, made ready, a visit as planned (T7), one
// with something not done and a change (T8), a deviation (T10), and the outbox without a
// network.
import { Hand } from './hand.js';

const phone = { width: 360, height: 740 };
const pin = '481516';

export async function walk(j) {
  const page = await j.logIn('Fatima Nasser');
  await page.setViewportSize(phone);
  await j.expect(page, 'Kvar i dag');
  await j.check(page, 'dagens besök');
  await j.picture(page, 'telefon-dagen', phone);
  await j.picture(page, 'telefon-dagen-320', { width: 320, height: 640 });
  await j.picture(page, 'telefon-dagen-1366');
  await j.step(page, 'det här ser din chef', () => page.goto(`${j.base}/besok/chef`));
  await j.step(page, 'dagens besök', () => page.goto(`${j.base}/besok`));

  const state = async (title, name) => {
    await j.axe(page, title);
    await page.setViewportSize({ width: 320, height: 640 });
    const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    if (over > 0) j.remark(page, `${title} runs ${over} px out of a window of 320`);
    await page.setViewportSize(phone);
    const small = await page.evaluate(() => [...document.querySelectorAll('button, a, summary, input:not([type=radio], [type=checkbox]), select, textarea, .val label, .uppgifter-lista label')]
      .filter((e) => e.checkVisibility() && !e.classList.contains('hoppa')).map((e) => [e.textContent.trim().slice(0, 30) || e.id, e.getBoundingClientRect().height]).filter(([, height]) => height > 0 && height < 47.5));
    for (const [words, height] of small) j.remark(page, `${title}: "${words}" is ${height} px high, and a thumb needs 48`);
    if (name) await j.picture(page, name, phone);
    await page.setViewportSize(phone);
    j.seen.add(title);
  };

  await page.getByRole('button', { name: 'Gör telefonen redo' }).click();
  await state('väljer PIN');
  await page.getByLabel('PIN-kod').fill('123456');
  await page.getByLabel('Samma kod').fill('123456');
  await page.getByRole('button', { name: 'Gör telefonen redo' }).click();
  await page.getByText('för lätt att gissa').waitFor();
  const choose = async () => {
    await page.getByLabel('PIN-kod').fill(pin);
    await page.getByLabel('Samma kod').fill(pin);
    await page.getByRole('button', { name: 'Gör telefonen redo' }).click();
    await page.getByText('Kvar i dag').waitFor();
  };
  const makeReady = async () => {
    await page.getByRole('button', { name: 'Gör telefonen redo' }).click();
    await choose();
  };
  const app = await page.evaluate(() => document.querySelector('script[type=module]').src.replace(/[^/]*$/, ''));
  await choose();
  const start = page.getByRole('button', { name: 'Starta besök' });
  await start.waitFor();
  await state('dagen i telefonen');
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => true));

  const budget = (words) => { if (words) j.wrong.push(words); };
  const finish = async (hand) => {
    hand.think();
    await hand.reach(page.getByRole('button', { name: 'Avsluta besök' }));
    hand.think();
    await hand.reach(page.getByRole('button', { name: 'Ja, avsluta' }));
    await page.getByText('Kvar i dag').waitFor();
  };
  const begin = async (hand) => {
    hand.think();
    await hand.reach(start);
    await page.getByText('Det här är gjort').waitFor();
  };

  // T7: a visit as planned.
  const asPlanned = new Hand(page, 'mus');
  await begin(asPlanned);
  await state('ett besök', 'telefon-besok');
  await finish(asPlanned);
  budget(asPlanned.within('T7', { fields: 0, clicks: 3, seconds: 8 }));

  // T8: one task is not done, and the need has changed; there is no network.
  await page.context().setOffline(true);
  const changed = new Hand(page, 'mus');
  await begin(changed);
  changed.think();
  await changed.reach(page.locator('.uppgifter-lista input').first());
  await changed.choose(page.getByLabel('Ville inte i dag'));
  await changed.reach(page.getByRole('button', { name: 'Något har ändrats' }));
  await changed.choose(page.getByLabel('Mår sämre'));
  await state('ett besök med ändring', 'telefon-andrat');
  await finish(changed);
  budget(changed.within('T8', { fields: 2, clicks: 7, seconds: 25 }));

  // T10: a deviation.
  const odd = new Hand(page, 'mus');
  await begin(new Hand(page, 'mus'));
  odd.think();
  await odd.reach(page.getByRole('button', { name: 'Avvikelse' }));
  await odd.choose(page.getByLabel('Fall', { exact: true }));
  await odd.write(page.getByLabel('Beskriv kort', { exact: true }), 'Föll vid sängen, inte skadad.');
  await odd.reach(page.getByRole('button', { name: 'Skicka. Ingen är i fara' }));
  await page.getByText('Avvikelsen är sparad').waitFor();
  budget(odd.within('T10', { fields: 3, clicks: 4, seconds: 30 }));

  // The page is opened anew without a network: the phone asks for the PIN and has it all.
  await page.goto(`${j.base}/besok/utkorg`);
  await page.getByLabel('PIN-kod').fill('000000');
  await page.getByRole('button', { name: 'Lås upp' }).click();
  await page.getByText('9 försök kvar').waitFor();
  await state('låst');
  await page.getByLabel('PIN-kod').fill(pin);
  await page.getByRole('button', { name: 'Lås upp' }).click();
  await page.getByText('händelser väntar').waitFor();
  await state('utkorgen', 'telefon-utkorg');
  await page.getByText('Telefonen får aldrig nät').click();
  await page.getByRole('button', { name: 'Spara utkorgen som fil' }).click();
  const code = await page.locator('[data-kod]').innerText();
  const file = await page.getByLabel('Eller kopiera texten').inputValue();
  await state('utkorgen som fil');
  await page.getByRole('link', { name: 'Till utkorgen' }).click();
  await page.getByText('Logga ut', { exact: true }).click();
  await page.getByRole('button', { name: 'Logga ut och töm telefonen' }).click();
  await page.getByText('Allt är inte skickat').waitFor();

  // The office reads the file in; the phone gets its network and sends the same.
  const office = await j.logIn('Marie Sund');
  await j.step(office, 'besök', () => office.goto(`${j.base}/utforare/besok`));
  await j.follow(office, 'Läs in en utkorg');
  await j.press(office, 'Läs in utkorgen', { 'Texten i filen från telefonen': file, 'Koden som telefonen visade': code.replaceAll('-', ' ').toLowerCase() });
  await j.expect(office, 'Utkorgen är inläst');
  await j.step(office, 'telefoner', () => office.goto(`${j.base}/utforare/besok/telefoner`));

  // One event that the server cannot read stands first: the others are sent all the same.
  const refused = await page.evaluate(async (app) => (await (await import(`${app}vault.js`)).batch(1))[0].id, app);
  await page.route('**/besok/handelser', (r) => (r.request().postData().includes(refused) ? r.fulfill({ status: 400, json: {} }) : r.continue()));
  await page.context().setOffline(false);
  await page.getByText('En händelse väntar').waitFor();
  await page.getByText('går inte att skicka').waitFor();
  await page.unroute('**/besok/handelser');
  await page.getByRole('button', { name: 'Skicka nu' }).click();
  await page.getByText('Allt är skickat').waitFor();

  // Emptied by order while it is locked and holds something: the route goes, what waits
  // stays until the one whose phone it is unlocks it, and is then sent.
  await page.goto(`${j.base}/besok`);
  await page.getByLabel('PIN-kod').fill(pin);
  await page.getByRole('button', { name: 'Lås upp' }).click();
  await page.getByRole('link', { name: 'Fortsätt besöket' }).click();
  await page.context().setOffline(true);
  await finish(new Hand(page, 'mus'));
  await office.getByRole('button', { name: 'Töm telefonerna som Fatima Nasser har' }).click();
  await office.getByText('Tömning beställd').waitFor();
  await page.goto(`${j.base}/besok`);
  await page.getByLabel('PIN-kod').waitFor();
  await page.context().setOffline(false);
  await page.getByText('Telefonen är tömd, 1 väntar').waitFor();
  const emptied = await page.evaluate(async (app) => (await (await import(`${app}vault.js`)).set()).emptied, app);
  if (!emptied) j.wrong.push('the order to empty was not kept');
  await page.getByLabel('PIN-kod').fill(pin);
  await page.getByRole('button', { name: 'Lås upp' }).click();
  await page.getByRole('button', { name: 'Gör telefonen redo' }).waitFor();
  const route = await page.evaluate(async () => (await fetch('/besok/rutt')).json());
  if (route.stops.filter((s) => s.ended).length < 3) j.wrong.push('what a locked phone held when it was emptied did not come');
  await makeReady();
  await page.goto(`${j.base}/besok/utkorg`);
  await page.getByLabel('PIN-kod').fill(pin);
  await page.getByRole('button', { name: 'Lås upp' }).click();
  await page.getByText('Allt är skickat').waitFor();

  // Logged out, the phone holds nothing.
  await page.getByText('Logga ut', { exact: true }).click();
  await Promise.all([page.waitForURL(/logga-in/), page.getByRole('button', { name: 'Logga ut och töm telefonen' }).click()]);
  const left = await page.evaluate(async () => (await indexedDB.databases()).length + localStorage.length);
  if (left) j.remark(page, `${left} stores are left after log-out`);
  j.steps += 10;
}
