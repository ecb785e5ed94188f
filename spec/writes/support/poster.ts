// Writes to the ledger over several connections and delivers events, until somebody kills it. Says what it has written on standard output.
import { writeSync } from 'node:fs';
import { ACCOUNTS, bootLedger, openLedger, PATIENT, post, seeded } from './ledger.js';

const LANES = 4;
const [url = '', run = '0'] = process.argv.slice(2);
const gm = await bootLedger(await openLedger(url));
gm.worker(PATIENT).start();
await Promise.all(Array.from({ length: LANES }, async (_, lane) => write(lane)));

async function write(lane: number): Promise<never> {
  const random = seeded(Number(run) * LANES + lane + 1);
  for (let count = 0; ; count += 1) {
    const token = `${run}.${lane}.${count}`;
    await post(gm, 1 + Math.floor(random() * ACCOUNTS), token);
    writeSync(1, `${token}\n`);
  }
}
