// The timed tasks of those who work in cases and with orders, each by mouse alone and
// by keyboard alone, held to the fields, clicks and seconds that it may take.
import { Hand } from './hand.js';
import { begin, parts } from './inquiry.js';

const note = 'Anna ringde. Hon mår bättre och duschar själv på morgonen men vill ha kvar hjälpen på kvällen. Dottern kommer på torsdag. Vi bestämde att jag ringer nästa vecka och hör hur det går med allt hemma.';

const worry = 'Barnet har kommit utan ytterkläder tre dagar i rad, gråter i dag och vill inte gå hem. Ingen är hemma om kvällarna alls.';
const safe = 'Mamma hämtar klockan tre och är hemma i kväll, inget våld än.';

export async function walk(j) {
  j.everyStop = true; // a list with ten marked is another page to axe than the same list before
  const over = [];
  const play = async (page, task, budget, play) => {
    for (const way of ['tangenter', 'mus']) {
      const hand = new Hand(page, way);
      await play(hand, way);
      over.push(hand.within(task, budget));
    }
  };

  // T1: what is due today stands on the first page, in the window, without a click.
  const eva = await j.logIn('Eva Ek');
  await j.step(eva, 'dagens uppgifter', () => eva.goto(`${j.base}/min-dag`));
  await play(eva, 'T1 läsa dagens uppgifter', { fields: 0, clicks: 0, seconds: 5 }, async (hand) => {
    hand.think();
    const first = await eva.locator('main a[href^="/arende/"]').first().boundingBox();
    if (!first || first.y > 768) throw new Error('det första som ska göras i dag syns inte utan att rulla');
    hand.think();
  });

  // T3: a signed note of two hundred characters.
  const file = await eva.locator('main a[href^="/arende/"]').first().getAttribute('href');
  const number = file.match(/^\/arende\/[\d-]+/)[0];
  await play(eva, 'T3 anteckna 200 tecken', { fields: 1, clicks: 2, seconds: 62 }, async (hand) => {
    await j.step(eva, 'ärendet', () => eva.goto(`${j.base}${number}`));
    hand.think();
    await hand.write(eva.locator('main form[action$="/anteckning"] textarea').first(), note.slice(0, 200));
    await hand.sign(eva.locator('main form[action$="/anteckning"]').getByRole('button').first());
    await j.check(eva, 'anteckningen');
  });

  // T6: a provider acknowledges an order and sets the day it begins, which is suggested. One order waits:
  // by keyboard it is filled in and left, by mouse it is acknowledged.
  const marie = await j.logIn('Marie Sund');
  await play(marie, 'T6 kvittera och sätta startdag', { fields: 1, clicks: 3, seconds: 12 }, async (hand, way) => {
    await j.step(marie, 'uppdragen', () => marie.goto(`${j.base}/utforare`));
    hand.think();
    await hand.press(marie.locator('main a[href^="/utforare/uppdrag/"]').first());
    await j.check(marie, 'uppdraget');
    hand.think();
    const form = marie.locator('main form[action$="/kvittera"]');
    if ((await form.locator('input[name=start]').inputValue()) === '') throw new Error('ingen startdag är föreslagen');
    await hand.choose(form.getByLabel('Ja', { exact: true }), 'Ja');
    if (way === 'tangenter') return hand.almost();
    await hand.sign(marie.locator('main form[action$="/kvittera"]').getByRole('button').first());
    if ((await marie.locator('main form[action$="/kvittera"]').count()) > 0) throw new Error('uppdraget går att kvittera igen');
    await j.check(marie, 'kvitterat');
  });

  // T2: a report by telephone with the assessment of protection in one go: the child by
  // number, who reports, what it is about, danger, protection and why. No other thread has these children.
  const linnea = await j.logIn('Linnéa Bäck');
  await play(linnea, 'T2 anmälan med skyddsbedömning', { fields: 12, clicks: 6, seconds: 90 }, async (hand, way) => {
    await j.step(linnea, 'ny orosanmälan', () => linnea.goto(`${j.base}/mottagning/ny-orosanmalan`));
    const form = linnea.locator('main form').first();
    const group = (name) => form.getByRole('group', { name }).first();
    hand.think();
    await hand.write(form.locator('[name=barn]'), way === 'mus' ? '201501032393' : '201501042384');
    await hand.choose(group('Anmälarens roll').getByLabel('Skola', { exact: true }), 'Skola');
    await hand.write(form.getByLabel('Vad oron gäller'), worry.slice(0, 120));
    await hand.choose(group('Våld eller fara').getByLabel('Nej', { exact: true }), 'Nej');
    hand.think();
    await hand.choose(group('Behöver barnet omedelbart skydd').getByLabel('Nej', { exact: true }), 'Nej');
    await hand.write(form.getByLabel('Motivering'), safe.slice(0, 60));
    await hand.sign(form.getByRole('button', { name: 'Spara och signera' }));
    await j.expect(linnea, 'Till mottagningen');
    await j.check(linnea, 'kvittot');
  });

  // T4: from an investigation with every part written to a material that is sent.
  // T5: from there to a signed decision on two services.
  const files = {};
  const write = async (way, name) => {
    files[way] = await begin(j, eva, { who: `${name} 1941`, said: 'Jag behöver hjälp att duscha och städa.', question: 'Vilken hjälp behövs med dusch och städning?', service: 'Hemtjänst, dusch' });
    await parts(j, eva, files[way], {
      situation: 'Bor ensam i en lägenhet på tredje våningen.', need: 'Att duscha och städa.', able: 'Lagar mat och tvättar sig sittande.',
      goal: 'Duschar två gånger i veckan utan att falla', seen: 'Varje dusch antecknas', said: 'Jag vill ha hjälp med duschen och golven.',
      assessment: 'Stöd vid dusch och städning behövs för skäliga levnadsförhållanden. Behovet kan inte tillgodoses på annat sätt.',
    });
  };
  await j.before(async () => {
    await write('tangenter', 'Berta Tidlund');
    await write('mus', 'Bror Tidlund');
  });
  await play(eva, 'T4 kommunicera en utredning', { fields: 3, clicks: 6, seconds: 30 }, async (hand, way) => {
    await j.step(eva, 'utredningen i ärendet', () => eva.goto(j.base + files[way]));
    const main = eva.locator('main');
    hand.think();
    await hand.press(main.getByRole('link', { name: 'Öppna utredningen' }).first());
    await j.check(eva, 'utredningen');
    hand.think();
    await hand.press(main.getByRole('button', { name: 'Underlaget är klart' }));
    await j.check(eva, 'underlaget är klart');
    hand.think();
    await hand.choose(main.getByRole('group', { name: 'Ska parterna få underlaget' }).getByLabel('Ja, det behövs'), 'Ja');
    await hand.sign(main.getByRole('button', { name: 'Spara' }).first());
    await j.check(eva, 'kommuniceringen');
    hand.think();
    await hand.press(main.getByRole('button', { name: 'Spara sändningen' }).first());
    await j.check(eva, 'sänt');
  });
  await j.before(async () => {
    for (const file of Object.values(files)) {
      await eva.goto(`${j.base}${file}/utredning/1/kommunicering`);
      await j.press(eva, 'Spara svaret', {});
    }
  });
  await play(eva, 'T5 besluta om två insatser', { fields: 6, clicks: 8, seconds: 75 }, async (hand, way) => {
    await j.step(eva, 'ärendet med färdig utredning', () => eva.goto(j.base + files[way]));
    const main = eva.locator('main');
    hand.think();
    await hand.press(main.getByRole('link', { name: 'Till beslutet' }).first());
    await j.check(eva, 'beslutet');
    hand.think();
    await hand.choose(main.getByRole('group', { name: 'Insatser som beslutet gäller' }).getByLabel('Hemtjänst, service i hemmet', { exact: true }), 'Service');
    await hand.press(main.getByRole('button', { name: 'Visa fält för valda insatser' }));
    await j.check(eva, 'fält för två insatser');
    hand.think();
    for (const [service, extent] of [['dusch', '2'], ['service i hemmet', '4']]) {
      const part = main.getByRole('group', { name: `Hemtjänst, ${service}`, exact: true });
      await hand.choose(part.getByLabel('Bifall', { exact: true }), 'Bifall');
      await hand.write(part.getByLabel('Omfattning'), extent);
    }
    await hand.press(main.getByRole('button', { name: 'Signera beslutet' }));
    await j.expect(eva, 'Beslutet är låst');
    await j.check(eva, 'beslutet signerat');
  });

  // T9: a manager gives ten cases of one officer to another.
  const per = await j.logIn('Per Holmstrand');
  const cases = async () => Number((await per.locator('main .mening').first().innerText()).match(/^\d+/)[0]);
  await play(per, 'T9 fördela om tio ärenden', { fields: 1, clicks: 5, seconds: 20 }, async (hand, way) => {
    await j.step(per, 'enheten', () => per.goto(`${j.base}/enhet`));
    hand.think();
    await hand.press(per.locator('main').getByRole('link', { name: way === 'mus' ? 'Eva Ek' : 'Jonas Lund' }).first());
    await j.check(per, 'ärendena hos en');
    const had = await cases();
    hand.think();
    await hand.press(per.locator('main').getByRole('link', { name: 'de 10 första' }));
    await j.check(per, 'tio markerade');
    const to = per.getByLabel('Ny handläggare');
    await hand.choose(to, await to.locator('option', { hasText: 'Samira Haddad' }).innerText());
    await hand.press(per.locator('main').getByRole('button', { name: 'Fördela' }));
    if ((await cases()) !== had - 10) throw new Error(`tio av ${had} ärenden skulle lämnas, och ${await cases()} är kvar`);
    await j.check(per, 'fördelat');
  });

  // T12: an auditor goes from a figure to its list, to one matter without identity,
  // and verifies that the history is untouched.
  const auditor = await j.logIn('Sven-Erik Högdahl');
  await play(auditor, 'T12 granska en siffra och historiken', { fields: 0, clicks: 5, seconds: 20 }, async (hand) => {
    await j.step(auditor, 'granskningen', () => auditor.goto(`${j.base}/granskning`));
    const main = auditor.locator('main');
    hand.think();
    await hand.press(main.locator('a[href*="/inte-uppfyllda"]').first());
    await j.check(auditor, 'listan');
    hand.think();
    await hand.press(main.locator('a[href^="/granskning/varfor/"]').first());
    await j.check(auditor, 'ett ärende utan identitet');
    hand.think();
    await hand.press(auditor.getByRole('link', { name: 'Granskning', exact: true }).first());
    await hand.press(main.getByRole('link', { name: 'Registrets historik' }));
    await j.check(auditor, 'historiken');
    hand.think();
    await hand.press(main.getByRole('button', { name: 'Pröva hela registret' }));
    await main.getByText('Ja, historiken är orörd.').waitFor({ timeout: 120_000 }); // the page comes back when it has gone through the record
    await j.check(auditor, 'historiken prövad');
  });

  const wrong = over.filter(Boolean);
  if (wrong.length > 0) throw new Error(wrong.join('\n'));
}
