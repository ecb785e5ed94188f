import type { Runtime } from '../manager/runtime.js';
import { managerNamed } from '../model/lookup.js';
import type { ApplicationModel, ManagerModel } from '../model/model.js';
import type { SelectionRequest } from '../plan/read-request.js';
import { parseKey } from '../plan/parse-key.js';
import type { Made } from './draft.js';
import { keyIn } from './reference.js';

const READER = { system: 'factory: what is there' } as const;

/** The objects of a manager that are there, in the order of their keys, at most so many. */
export async function readMade(runtime: Runtime, manager: ManagerModel, { first }: { readonly first: number }): Promise<readonly Made[]> {
  const { model, limits } = runtime;
  const select = referenceSelection(model, manager);
  const made: Made[] = [];
  while (made.length < first) {
    const size = Math.min(first - made.length, limits.maxPageSize);
    const { rows } = await runtime.read(manager, { select, page: { first: size, offset: made.length } }, READER);
    for (const row of rows) made.push({ manager, key: parseKey(model, manager, keyIn(model, manager, row)), values: row });
    if (rows.length < size) break;
  }
  return made;
}

/** Everything by which something may refer to an object: its key, and its unique fields. */
function referenceSelection(model: ApplicationModel, manager: ManagerModel): SelectionRequest {
  const parts = manager.key?.parts ?? [];
  const unique = [...manager.fields.values()].filter((field) => field.kind === 'scalar' && field.unique && field.exposed && !field.lazy);
  const fields = new Set([...parts.filter(({ kind }) => kind === 'value').map(({ field }) => field), ...unique.map(({ name }) => name)]);
  const relations = parts.flatMap((part) =>
    part.kind === 'relation'
      ? [{ alias: part.field, field: part.field, request: { select: referenceSelection(model, managerNamed(model, part.target)) } }]
      : [],
  );
  return { fields: [...fields], relations };
}
