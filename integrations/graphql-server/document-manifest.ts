import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { concatAST, Kind, parse, print, separateOperations, type DocumentNode } from 'graphql';
import { InvalidManifest } from './errors.js';

/** Documents by the SHA-256 of their text. */
export type DocumentManifest = Readonly<Record<string, string>>;

/**
 * Loads documents by id from a JSON file: `{ "<id>": "<text>" }`, as GraphQL Code Generator and Relay write it, or Apollo's manifest.
 *
 * @throws GM_HTTP_INVALID_MANIFEST
 * @example
 * createHandler(gm, { trustedDocuments: { documents: await loadManifest('documents.json'), only: true } });
 */
export async function loadManifest(path: string | URL): Promise<ReadonlyMap<string, string>> {
  const content = await readJson(path);
  const { operations } = content as { readonly operations?: unknown };
  const entries = Array.isArray(operations) ? operations.map(apolloEntry) : Object.entries(content);
  for (const [id, text] of entries) {
    if (typeof id !== 'string' || typeof text !== 'string') throw InvalidManifest.create({ reason: 'an id or a text is missing' });
    requireDocument(text);
  }
  return new Map(entries as readonly [string, string][]);
}

/**
 * Makes a manifest of `.graphql` files: one document for each operation, with the fragments that it uses, whatever file they are in.
 *
 * @throws GM_HTTP_INVALID_MANIFEST
 * @example
 * writeFileSync('documents.json', JSON.stringify(await makeManifest(globSync('src/**\/*.graphql'))));
 */
export async function makeManifest(files: readonly string[]): Promise<DocumentManifest> {
  const documents = await Promise.all(files.map(async (file) => requireDocument(await readFile(file, 'utf8'))));
  const whole = concatAST(documents);
  requireNames(whole);
  const texts = Object.values(separateOperations(whole)).map(print);
  return Object.fromEntries(texts.map((text) => [createHash('sha256').update(text).digest('hex'), text]));
}

async function readJson(path: string | URL): Promise<object> {
  const text = await readFile(path, 'utf8');
  try {
    const content: unknown = JSON.parse(text);
    if (typeof content === 'object' && content !== null && !Array.isArray(content)) return content;
  } catch {
    throw InvalidManifest.create({ reason: 'the file is not valid JSON' });
  }
  throw InvalidManifest.create({ reason: 'the file is not an object' });
}

function apolloEntry(operation: unknown): readonly [unknown, unknown] {
  const { id, body } = (operation ?? {}) as { readonly id?: unknown; readonly body?: unknown };
  return [id, body];
}

function requireDocument(text: string): DocumentNode {
  try {
    return parse(text, { noLocation: true });
  } catch {
    throw InvalidManifest.create({ reason: 'a document does not parse' });
  }
}

/** Operations are told by their names, and fragments are found by theirs. */
function requireNames({ definitions }: DocumentNode): void {
  const names = definitions.flatMap((each) => {
    if (each.kind !== Kind.OPERATION_DEFINITION && each.kind !== Kind.FRAGMENT_DEFINITION) return [];
    return [`${each.kind} ${each.name?.value ?? ''}`];
  });
  if (names.includes(`${Kind.OPERATION_DEFINITION} `)) throw InvalidManifest.create({ reason: 'an operation has no name' });
  if (new Set(names).size < names.length) throw InvalidManifest.create({ reason: 'two operations or two fragments have the same name' });
}
