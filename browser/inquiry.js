// An investigation of an older person, written part by part through the pages, for
// the journeys that need one.

// begin registers an application and opens the investigation of it. It answers with
// the address of the case.
export async function begin(j, page, { who, said, question, service }) {
  await j.step(page, 'ny ansökan', () => page.goto(`${j.base}/mottagning/ny-ansokan`));
  await j.press(page, 'Spara och registrera', {
    'Vem gäller det?': who, 'Vad är det?': 'Ansökan', 'Område': 'Äldre', 'Vad gäller det?': said, ...(service && { 'Insats som personen ber om': service }),
  });
  await j.expect(page, 'Ansökan är registrerad');
  await j.follow(page, 'Anteckna mer');
  const file = new URL(page.url()).pathname;
  await j.follow(page, 'Läs ansökan');
  await page.goto(`${page.url()}/beslut`);
  await j.press(page, 'Besluta', { 'Beslut': 'Inled utredning', 'Vad utredningen ska svara på': question });
  return file;
}

// parts writes every part that an investigation owes.
export async function parts(j, page, file, { situation, need, able, goal, seen, said, assessment, picture }) {
  const at = async (key, button, fields) => {
    await page.goto(`${j.base}${file}/utredning/1/${key}`);
    await j.press(page, button, fields);
  };
  await at('underrattelse', 'Spara', { 'Underrättad den': j.today, 'Hur?': 'Hembesök' });
  await at('situation', 'Spara', { Text: situation, 'Läge': 'Delen är klar' });
  await at('personlig-vard', 'Spara', { Text: 'Klarar det mesta själv men kommer inte ur badkaret utan stöd.', 'Läge': 'Delen är klar' });
  await at('personlig-vard', 'Spara behovet', { 'Vad klarar personen inte själv?': need, 'Vad klarar personen?': able });
  await at('personlig-vard', 'Spara målet', { 'Mål': goal, 'Hur ser man att det är nått?': seen, 'Till vilken dag?': j.day(180) });
  if (picture) await j.picture(page, picture);
  await at('egna-ord', 'Spara', { 'Personens egna ord': said });
  await at('hembesok', 'Spara', { 'Hembesök gjort den': j.today });
  await at('barn-berors', 'Spara', { 'Finns barn som berörs?': 'Nej' });
  await at('bedomning', 'Spara', { Text: assessment, 'Läge': 'Delen är klar' });
}
