import { writeFile } from 'node:fs/promises';
import { buildSchema, lexicographicSortSchema, printSchema, type GraphQLSchema } from 'graphql';
import { isSet, textOf } from '../environment.js';
import { BrokenSnapshot, NoSnapshot, SchemaChanged } from '../errors.js';
import { schemaChanges, type SchemaChanges } from './schema-changes.js';

/** What to do about changes. */
export interface SnapshotOptions {
  /** Whether the file becomes what the schema is; in CI it never does. Default: whether the environment has `UPDATE_SCHEMA`. */
  readonly update?: boolean;
  /** Changes that need no new file: none, those that no client notices, or also those that may surprise one. Default: `none`. */
  readonly accept?: 'none' | 'safe' | 'dangerous';
  /** Whether this is CI. Default: whether the environment has `CI`, other than `false` and `0`. */
  readonly ci?: boolean;
}

/** How the schema compares with the file. */
export interface SnapshotReport extends SchemaChanges {
  /** `same`; `written`: there was no file; `updated`: the file is what the schema is now; `accepted`: they differ, as far as is accepted. */
  readonly state: 'same' | 'written' | 'updated' | 'accepted';
}

const NOTHING: SchemaChanges = { breaking: [], dangerous: [], safe: [] };

/**
 * Compares the GraphQL schema of an application with a file that is kept with its code, so that changes of it are seen before clients see them. The
 * file is SDL, sorted by names; without one it is written, except in CI.
 *
 * @throws GM_TEST_SCHEMA with the breaking, dangerous and safe changes; GM_TEST_SNAPSHOT_MISSING in CI without a file; GM_TEST_SNAPSHOT_INVALID where the
 * file is no schema
 * @example
 * it('changes its API on purpose', async () => schemaSnapshot(gm, 'schema.graphql'));
 */
export async function schemaSnapshot(
  { schema }: { readonly schema: GraphQLSchema },
  file: string,
  options: SnapshotOptions = {},
): Promise<SnapshotReport> {
  const { ci = isSet('CI'), update = isSet('UPDATE_SCHEMA'), accept = 'none' } = options;
  const now = lexicographicSortSchema(schema);
  const text = `${printSchema(now)}\n`;
  const kept = await textOf(file);
  if (kept === undefined) {
    if (ci) throw NoSnapshot.create({ file });
    await writeFile(file, text);
    return { state: 'written', ...NOTHING };
  }
  // Line ends are those of the checkout.
  if (kept.replaceAll('\r\n', '\n') === text) return { state: 'same', ...NOTHING };
  const changes = changesOf(file, kept, now);
  if (update && !ci) {
    await writeFile(file, text);
    return { state: 'updated', ...changes };
  }
  if (!isAccepted(changes, accept)) throw SchemaChanged.create({ file, ...changes });
  return { state: 'accepted', ...changes };
}

/** What differs; a file that only is written otherwise has to say so as well. */
function changesOf(file: string, kept: string, now: GraphQLSchema): SchemaChanges {
  const changes = schemaChanges(parsed(file, kept), now);
  const isNothing = Object.values(changes).every((each: readonly string[]) => each.length === 0);
  return isNothing ? { ...changes, safe: ['The file is written otherwise.'] } : changes;
}

function parsed(file: string, text: string): GraphQLSchema {
  try {
    return buildSchema(text);
  } catch (error) {
    throw BrokenSnapshot.create({ file }, { cause: error });
  }
}

function isAccepted({ breaking, dangerous }: SchemaChanges, accept: NonNullable<SnapshotOptions['accept']>): boolean {
  if (accept === 'none' || breaking.length > 0) return false;
  return accept === 'dangerous' || dangerous.length === 0;
}
