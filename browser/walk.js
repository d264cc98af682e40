// node walk.js THREAD ADDRESS FAILURES – walks one thread through a running demo.
import { openBrowser, Journey } from './harness.js';

const [thread, base, failures] = process.argv.slice(2);
const { walk } = await import(`./thread-${thread}.js`);
const browser = await openBrowser();
const journey = new Journey(browser, { base, failures, pictures: process.env.STADGA_BILDER });
let stopped;
try {
  await walk(journey);
} catch (e) {
  stopped = e.message;
} finally {
  await browser.close();
}
for (const wrong of journey.wrong) console.log(`FEL ${wrong}`);
if (stopped) console.log(`STOPP ${stopped}`);
console.log(`${journey.steps} steg, ${journey.seen.size} sidor, ${journey.wrong.length} anmärkningar`);
process.exitCode = stopped || journey.wrong.length ? 1 : 0;
