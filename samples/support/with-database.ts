// Runs a program with a PostgreSQL of its own, unless DATABASE_URL names one: `with-database.ts path/to/main.ts`.
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

if (!process.env['DATABASE_URL']) {
  const { startPostgres } = await import('./postgres.js');
  const { url, stop } = await startPostgres();
  process.env['DATABASE_URL'] = url;
  process.once('beforeExit', () => void stop());
}

await import(pathToFileURL(resolve(process.argv[2] ?? '')).href);
