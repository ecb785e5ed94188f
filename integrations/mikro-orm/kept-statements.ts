import { Lru } from '../../lib/plugin.js';
import type { PgClient } from './lease-pool.js';

/** Prepared statements on one connection at most: the database keeps each until the connection ends, or it is told not to. */
const KEPT = 256;

const KEY = Symbol('general-manager.kept-statements');

/** Remembers that a connection has a statement prepared, and has it forget those that it used longest ago. */
export async function keepPrepared(client: PgClient & { [KEY]?: Lru<string, string> }, name: string): Promise<void> {
  const kept = (client[KEY] ??= new Lru<string, string>(KEPT));
  if (kept.get(name) !== undefined) return;
  for (const forgotten of kept.set(name, name)) {
    const { parsedStatements } = client.connection;
    // One that failed was never prepared.
    if (parsedStatements && parsedStatements[forgotten] === undefined) continue;
    delete parsedStatements?.[forgotten];
    await client.query({ text: `deallocate ${forgotten}` });
  }
}
