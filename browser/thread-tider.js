// The timed tasks of those who work in cases and with orders, each by mouse alone and
// by keyboard alone, held to the fields, clicks and seconds that it may take.
import { Hand } from './hand.js';

const note = 'Anna ringde. Hon mår bättre och duschar själv på morgonen men vill ha kvar hjälpen på kvällen. Dottern kommer på torsdag. Vi bestämde att jag ringer nästa vecka och hör hur det går med allt hemma.';

export async function walk(j) {
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

  // T6: a provider acknowledges an order and sets the day it begins. One order waits:
  // by keyboard it is filled in and left, by mouse it is acknowledged.
  const marie = await j.logIn('Marie Sund');
  await play(marie, 'T6 kvittera och sätta startdag', { fields: 1, clicks: 3, seconds: 12 }, async (hand, way) => {
    await j.step(marie, 'uppdragen', () => marie.goto(`${j.base}/utforare`));
    hand.think();
    await hand.press(marie.locator('main a[href^="/utforare/uppdrag/"]').first());
    await j.check(marie, 'uppdraget');
    hand.think();
    await hand.write(marie.locator('main form[action$="/kvittera"] input[name=start]'), j.day(2));
    if (way === 'tangenter') return hand.almost();
    await hand.sign(marie.locator('main form[action$="/kvittera"]').getByRole('button').first());
    if ((await marie.locator('main form[action$="/kvittera"]').count()) > 0) throw new Error('uppdraget går att kvittera igen');
    await j.check(marie, 'kvitterat');
  });

  const wrong = over.filter(Boolean);
  if (wrong.length > 0) throw new Error(wrong.join('\n'));
}
