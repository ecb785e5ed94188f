import type { PageResult, Row } from '../interface/result.js';
import { keyColumns, keyText } from '../model/key.js';
import type { ApplicationModel, ManagerModel } from '../model/model.js';
import type { Condition } from '../plan/condition.js';
import { parseKey } from '../plan/parse-key.js';
import type { ReadRequest, SelectionRequest } from '../plan/read-request.js';

/** What objects are read by their keys with. */
interface KeyReading {
  readonly model: ApplicationModel;
  readonly manager: ManagerModel;
  /** Objects of one read. */
  readonly size: number;
  readonly read: (request: ReadRequest, where: Condition) => Promise<PageResult>;
}

/** The objects of many keys, in the order of these; null where there is none that may be seen. */
export async function readKeys(
  { model, manager, size, read }: KeyReading,
  keys: readonly unknown[],
  select: SelectionRequest,
): Promise<readonly (Row | null)[]> {
  const parsed = keys.map((key) => parseKey(model, manager, key));
  const found = new Map<string, Row>();
  const width = keyColumns(model, manager).length;
  for (let start = 0; start < parsed.length; start += size) {
    const where: Condition = { kind: 'key', manager, keys: parsed.slice(start, start + size) };
    const { rows, positions } = await read({ select, page: { first: size }, positions: true }, where);
    rows.forEach((row, index) => found.set(JSON.stringify(positions[index]?.slice(0, width)), row));
  }
  return parsed.map((key) => found.get(keyText(key)) ?? null);
}
