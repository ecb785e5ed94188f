// Makes every alert fire and end, on the sample: `npm run drill`, or `npm run drill -- outbox` for those that have that in their names.
import { startPostgres } from 'general-manager/testing';
import { drill } from './drill.js';
import { FAULTS } from './faults/index.js';

// What was started ends with this process, however that ends.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(1));

const wanted = process.argv[2] ?? '';
const faults = FAULTS.filter(({ name, alerts }) => `${name} ${alerts.join(' ')}`.toLowerCase().includes(wanted.toLowerCase()));
if (faults.length === 0) {
  console.error(`Nothing is called "${wanted}". There are: ${FAULTS.flatMap(({ alerts }) => alerts).join(', ')}`);
  process.exit(1);
}
const postgres = await startPostgres();
try {
  const results = await drill({ databaseUrl: postgres.url, faults, tell: console.log });
  console.table(
    results.map(({ fault, alert, firesAfter, overAfter }) => ({
      fault,
      alert,
      'fires after (s)': Number(firesAfter.toFixed(1)),
      'is over after (s)': Number(overAfter.toFixed(1)),
    })),
  );
} finally {
  await postgres.stop();
}
