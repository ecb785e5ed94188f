import type { GraphQLResolveInfo } from 'graphql';
import type { Caller, KeyModel, ManagerModel, ReadContext, RelationField, Row, Runtime } from '../../../lib/plugin.js';
import type { SelectionReader } from './selection.js';

interface Batch {
  readonly keys: unknown[];
  readonly rows: Promise<readonly (Row | null)[]>;
}

/** One relation of one manager, as it is selected at one place of the document. */
export interface RelatedRead {
  readonly manager: ManagerModel;
  readonly field: RelationField;
  readonly alias: string;
  readonly caller: Caller;
  readonly context: ReadContext;
}

/**
 * Reads relations of objects that hand-written resolvers gave: all objects that ask for the same relation in the same turn
 * are read together, through the one pipeline.
 */
export class RelatedLoader {
  readonly #runtime: Runtime;
  /** Open batches by request, so that nothing of one request is seen by another. */
  readonly #batches = new WeakMap<object, Map<string, Batch>>();

  constructor(runtime: Runtime) {
    this.#runtime = runtime;
  }

  /** Reads the relation of one parent; the value is a page or a row, as in rows of generated operations. */
  async load(request: object, parent: object, read: RelatedRead, reader: SelectionReader, info: GraphQLResolveInfo): Promise<unknown> {
    const open = this.#batches.get(request) ?? new Map<string, Batch>();
    this.#batches.set(request, open);
    const name = `${read.manager.name}${read.alias}`;
    const batch = open.get(name) ?? this.#open(read, reader, info, () => open.delete(name));
    open.set(name, batch);
    const index = batch.keys.push(read.manager.key && keyOf(parent, read.manager.key)) - 1;
    const rows = await batch.rows;
    return rows[index]?.[read.alias] ?? null;
  }

  #open(read: RelatedRead, reader: SelectionReader, info: GraphQLResolveInfo, close: () => void): Batch {
    const keys: unknown[] = [];
    const places = [{ parent: info.parentType, nodes: info.fieldNodes }];
    const rows = new Promise<void>((resolve) => {
      setImmediate(resolve);
    }).then(async () => {
      close();
      const select = { fields: [], relations: [reader.relation(read.alias, read.field, places)] };
      return this.#runtime.readMany(read.manager, keys, select, read.caller, read.context);
    });
    return { keys, rows };
  }
}

/** The key of an entity: values, or the keys of related entities, references and bare keys. */
function keyOf(holder: object, key: KeyModel): unknown {
  const entries = key.parts.map((part): [string, unknown] => {
    const value: unknown = Reflect.get(holder, part.field);
    const related = part.kind === 'relation' && typeof value === 'object' && value !== null;
    return [part.field, related ? keyOf(value, part.key) : value];
  });
  const [only] = entries;
  return entries.length === 1 ? only?.[1] : Object.fromEntries(entries);
}
