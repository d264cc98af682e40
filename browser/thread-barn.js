// A report about two siblings, from the telephone to a decision.
export async function walk(j) {
  const page = await j.logIn('Linnéa Bäck');
  await j.picture(page, 'mottagning');

  await j.follow(page, 'Ny orosanmälan');
  await j.press(page, 'Lägg till ett barn');
  const child = (n) => page.getByRole('group', { name: `Barn ${n}`, exact: true });
  const protection = (n) => page.getByRole('group', { name: `Skyddsbedömning, barn ${n}`, exact: true });
  await j.step(page, 'skriv anmälan', async () => {
    await page.getByRole('group', { name: 'Anmälarens roll' }).getByLabel('Skola', { exact: true }).check();
    await page.getByLabel('Anmälarens namn och kontakt').fill('Rektor Pia Ask, 0000-00 00 00');
    await page.getByLabel('Vad oron gäller').fill('Barnen har kommit till skolan utan frukost och säger att de är ensamma på kvällarna.');
    await page.getByRole('group', { name: 'Våld eller fara just nu?' }).getByLabel('Nej', { exact: true }).check();
    await page.getByLabel('Tilldelas').selectOption({ label: 'Jag själv' });
    await child(1).getByLabel('Barnet', { exact: false }).first().fill('20160702-2389 Elis Provdal');
    await child(2).getByLabel('Barnet', { exact: false }).first().fill('20140702-2399 Alva Provdal');
    for (const n of [1, 2]) await protection(n).getByRole('group', { name: 'Behöver barnet omedelbart skydd?' }).getByLabel('Nej', { exact: true }).check();
    await protection(1).getByLabel('Motivering').fill('Barnen är hos mormor i kväll, och hon stannar till fredag.');
  });
  await j.press(page, 'Spara och signera');
  await j.expect(page, 'uppgift behöver rättas');
  await j.picture(page, 'orosanmalan');
  await protection(2).getByLabel('Motivering').fill('Som för syskonet. Ingen har hotat eller slagit.');
  await j.press(page, 'Spara och signera');
  await j.expect(page, 'Till mottagningen');
  await j.picture(page, 'kvitto');
  const sibling = (await page.getByRole('heading', { level: 2 }).getByRole('link').nth(1).innerText()).trim();

  await j.follow(page, 'Anteckna mer');
  await j.picture(page, 'arende-barn');
  const file = new URL(page.url()).pathname;

  for (const [name, number] of [['Sara Provdal', '19880713-2397'], ['Nils Provdal', '19840711-9281']]) {
    await page.goto(j.base + file + '/vardnadshavare');
    await j.press(page, 'Lägg till', { 'Namn': name, 'Personnummer eller samordningsnummer': number });
  }
  await j.follow(page, 'Läs orosanmälan');
  await j.picture(page, 'aktualisering');
  const intake = new URL(page.url()).pathname;
  for (const name of ['Sara Provdal', 'Nils Provdal']) {
    await page.goto(j.base + intake + '/kontakt');
    await j.press(page, 'Spara kontakten', { 'Med vem?': `Vårdnadshavare: ${name}`, 'Vad kom fram?': 'Vet att det är svårt på kvällarna och vill ha hjälp.' });
  }
  await page.goto(j.base + intake + '/mote');
  await j.press(page, 'Spara', { 'Erbjuds ett möte?': 'Ja' });
  await page.goto(j.base + intake + '/beslut');
  await j.press(page, 'Besluta', { 'Beslut': 'Inled utredning', 'Vad utredningen ska svara på': 'Vad behöver barnet för att ha det tryggt på kvällarna?' });
  await j.expect(page, 'Utredning inleds');

  // The investigation: those concerned are told, the parts are written, child and guardians heard.
  await page.goto(j.base + file + '/utredning');
  await j.picture(page, 'utredning');
  const inquiry = j.base + file + '/utredning/1';
  const at = async (key, button, fields, heading) => {
    await page.goto(`${inquiry}/${key}`);
    await j.press(page, button, fields, heading && page.locator('main .panel').filter({ has: page.getByRole('heading', { name: heading, exact: true }) }));
  };
  for (const who of ['Sara Provdal', 'Nils Provdal', 'Elis Provdal']) await at('underrattelse', 'Spara', { 'Underrättad den': j.today, 'Hur?': 'Telefon' }, who);
  await at('situation', 'Spara', { Text: 'Barnen bor med båda sina föräldrar. Föräldrarna arbetar kväll, och mormor kommer när hon kan.', 'Läge': 'Delen är klar' });
  await at('omsorg', 'Spara', { Text: 'Skolan och mormor säger att barnen ofta är ensamma på kvällen.', 'Läge': 'Delen är klar' });
  await at('omsorg', 'Spara behovet', { 'Vad klarar personen inte själv?': 'Behöver en vuxen hemma på kvällarna.' });
  await at('omsorg', 'Spara målet', { 'Mål': 'Äter middag med en vuxen varje vardagskväll', 'Hur ser man att det är nått?': 'Familjen och mormor skriver upp kvällarna', 'Till vilken dag?': j.day(150) });
  await at('barnets-asikt', 'Spara', { 'Vad säger barnet?': 'Vill att mamma eller pappa är hemma när det blir mörkt.' });
  for (const who of ['Sara Provdal', 'Nils Provdal']) {
    await at('vardnadshavare', 'Spara', { 'Syn på förslaget': 'Vill ha hjälp att ordna kvällarna.' }, who);
    await at('samtycke', 'Spara svaret', { 'Samtycker vårdnadshavaren?': 'Ja', 'Till vad?': 'Familjebehandling', 'Dag': j.today }, who);
  }
  await at('barnets-basta', 'Spara', { Text: 'Det bästa är att barnen kan bo kvar hemma och att kvällarna blir trygga.', 'Läge': 'Delen är klar' });
  await at('bedomning', 'Spara', { Text: 'Familjen behöver stöd för att barnen ska få den omsorg de behöver på kvällarna.', 'Läge': 'Delen är klar' });
  await at('klart', 'Underlaget är klart', {});
  await at('kommunicering', 'Spara', { 'Ska parterna få underlaget före beslutet?': 'Nej, det är uppenbart obehövligt', 'Skäl när underlaget inte ska sändas': 'Familjen får den hjälp den vill ha.' });

  // The decision, read as a letter before it is signed.
  await page.goto(j.base + file + '/beslut');
  await j.press(page, 'Visa fält för valda insatser', { 'Insatser som beslutet gäller': 'Familjebehandling i öppenvård' });
  await j.press(page, 'Granska brevet först', { 'Beslut om Familjebehandling i öppenvård': 'Bifall', 'Omfattning': '4', 'Per': 'i månaden',
    'Målen är överenskomna med, på familjeenheten': 'Ylva Brandt', 'Överens den': j.today });
  await j.expect(page, 'Elis får familjebehandling 4 gånger i månaden');
  await j.picture(page, 'beslut-barn');
  await j.press(page, 'Signera beslutet');
  await j.expect(page, 'Beslutet är låst');
  await j.press(page, 'Registrera som skickat', { 'Hur skickas beslutet?': 'Brev' });
  await j.expect(page, 'När fick Sara Provdal beslutet?');

  // The sibling: no investigation, and why.
  await page.goto(j.base + '/mottagning');
  await j.follow(page, sibling);
  await j.follow(page, 'Läs orosanmälan');
  const other = new URL(page.url()).pathname;
  await page.goto(j.base + other + '/kontakt');
  await j.press(page, 'Spara kontakten', { 'Med vem?': 'Barnet', 'Dag': '', 'Eller: varför kontakten inte har tagits': 'Vill inte prata med oss, och säger det själv.' });
  await page.goto(j.base + other + '/beslut');
  await j.press(page, 'Besluta', { 'Beslut': 'Inled inte utredning' });
  await j.expect(page, 'behöver rättas');
  await j.press(page, 'Besluta', { 'Skäl': 'Är fjorton år, klarar kvällarna och vill inte ha hjälp. Syskonets stöd räcker.' });
  await j.expect(page, 'Utredning inleds inte');
  await j.follow(page, 'Varför detta datum?');
  await j.picture(page, 'varfor');
}
