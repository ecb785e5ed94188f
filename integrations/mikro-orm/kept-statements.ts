import { Lru } from '../../lib/plugin.js';
import type { PgClient } from './lease-pool.js';

/** Prepared statements on one connection at most: the database keeps each until the connection ends, or it is told not to. */
const KEPT = 256;

const KEY = Symbol('general-manager.kept-statements');

/** Remembers that a connection has a statement prepared, and has it forget those that it used longest ago; undefined where there is nothing to wait for. */
export function keepPrepared(client: PgClient & { [KEY]?: Lru<string, string> }, name: string): Promise<void> | undefined {
  const kept = (client[KEY] ??= new Lru<string, string>(KEPT));
  if (kept.get(name) !== undefined) return undefined;
  const gone = kept.set(name, name);
  return gone.length > 0 ? forget(client, gone) : undefined;
}

async function forget(client: PgClient, names: readonly string[]): Promise<void> {
  for (const forgotten of names) {
    const { parsedStatements } = client.connection;
    // One that failed was never prepared.
    if (parsedStatements && parsedStatements[forgotten] === undefined) continue;
    delete parsedStatements?.[forgotten];
    await client.query({ text: `deallocate ${forgotten}` });
  }
}
