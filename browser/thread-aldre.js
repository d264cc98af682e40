// An application for home care, from the first word to the follow-up.
import { begin, parts } from './inquiry.js';

export async function walk(j) {
  const page = await j.logIn('Eva Ek');
  await j.picture(page, 'min-dag');
  const file = await begin(j, page, {
    who: '19420709-9146 Alma Provdal', said: 'Jag orkar inte duscha själv längre och är rädd att ramla.', question: 'Vilken hjälp behöver Alma för att duscha tryggt?',
  });

  // The investigation: the area in question is opened, the others are left.
  const at = async (key, button, fields) => {
    await page.goto(`${j.base}${file}/utredning/1/${key}`);
    await j.press(page, button, fields);
  };
  await parts(j, page, file, {
    situation: 'Alma bor ensam i en lägenhet med badkar. Dottern Siv handlar och lagar mat på helgen.',
    need: 'Att komma i och ur badkaret.', able: 'Tvättar sig själv sittande.',
    goal: 'Duschar två gånger i veckan utan att falla', seen: 'Alma och utföraren antecknar varje dusch',
    said: 'Jag orkar inte duscha själv längre och är rädd att ramla. Jag vill ha samma person.',
    assessment: 'Alma behöver stöd vid dusch för att leva under skäliga levnadsförhållanden. Behovet kan inte tillgodoses på annat sätt.',
    picture: 'utredning-aldre',
  });
  await at('klart', 'Underlaget är klart', {});
  await at('kommunicering', 'Spara', { 'Ska parterna få underlaget före beslutet?': 'Nej, det är uppenbart obehövligt', 'Skäl när underlaget inte ska sändas': 'Alma får det hon har ansökt om.' });

  // The decision and its letter.
  await page.goto(`${j.base}${file}/beslut`);
  await j.press(page, 'Visa fält för valda insatser', { 'Insatser som beslutet gäller': 'Hemtjänst, dusch' });
  await j.press(page, 'Granska brevet först', { 'Beslut om Hemtjänst, dusch': 'Bifall', 'Omfattning': '2' });
  await j.expect(page, 'Du får hjälp med dusch 2 gånger i veckan');
  await j.picture(page, 'beslut');
  await j.press(page, 'Signera beslutet');
  await j.press(page, 'Registrera som skickat', { 'Hur skickas beslutet?': 'Överlämnat i handen' });
  if ((await page.getByText('Sista dag att överklaga').count()) > 0) throw new Error('en sista dag att överklaga visas innan någon vet när beslutet kom fram');
  await j.press(page, 'Spara dagen', { 'Fick beslutet den': j.today, 'Vad visar det?': 'Lämnat vid hembesöket' });
  await j.step(page, 'brevet', () => page.goto(`${j.base}${file}/beslut/1/brev`));

  // The order goes to the provider: goals and risks, never the investigation.
  await j.step(page, 'insatser', () => page.goto(`${j.base}${file}/insatser`));
  await j.press(page, 'Skicka uppdraget', {
    'Utförare': /Hemtjänst.*Norr/, 'Mål som lämnas till utföraren': /Duschar två gånger/, 'Viktigt att veta': 'Fallrisk vid badkaret.', 'Önskad start': j.day(1),
  });
  await j.expect(page, 'Inte kvitterat');

  const provider = await j.logIn('Marie Sund');
  await j.picture(provider, 'utforare');
  await j.follow(provider, /Alma Provdal|A\. P\.|dusch/, 'öppna uppdraget');
  const order = new URL(provider.url()).pathname;
  await j.press(provider, 'Kvittera uppdraget', { 'Har ni kompetens och resurser': 'Ja' });
  await j.follow(provider, 'Upprätta genomförandeplan');
  await j.press(provider, 'Spara planen', {
    'Vad gör ni?': 'Dusch', 'Hur, när och av vem?': 'Tisdag och fredag förmiddag, helst samma personal.', 'Hur har personen deltagit?': 'Alma valde dagarna själv.', 'Vilka andra behöver delta?': 'Ingen annan behövs.', 'Personen fick planen': j.today,
  });
  await j.step(provider, 'besök', () => provider.goto(`${j.base}${order}/besok`));
  await j.press(provider, 'Registrera besöket', { Dag: j.day(-1), 'Började': '08:10', 'Slutade': '08:30', 'Hur är tiderna registrerade?': 'Tagg in och ut' });

  // Back at the authority: the service has begun, and is followed up goal by goal.
  await j.step(page, 'insatsen har börjat', () => page.goto(`${j.base}${file}/insatser`));
  await j.expect(page, 'Startat');
  await j.step(page, 'uppföljningar', () => page.goto(`${j.base}${file}/uppfoljning`));
  await j.follow(page, /dusch/i, 'följ upp duschen');
  await j.press(page, 'Spara uppföljningen', { 'Är målet nått?': /^(Ja|Nått)/, 'Vad har insatsen betytt för Alma?': 'Jag känner mig ren och vågar vara hemma.', 'Hur gjordes den?': 'Hembesök',
    'Får du bestämma': /^Ja$/, 'behövs insatsen?': /^Ja/, 'Finns det behov': /^Nej/ });
  await j.step(page, 'ärendet', () => page.goto(`${j.base}${file}`));
  await j.expect(page, 'Röd tråd');
  await j.picture(page, 'arende');
}
