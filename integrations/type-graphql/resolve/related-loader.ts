import type { GraphQLResolveInfo } from 'graphql';
import type { Caller, FieldModel, KeyModel, ManagerModel, ReadContext, Row, Runtime, SelectionRequest } from '../../../lib/plugin.js';
import { ObjectWithoutKey } from '../errors.js';

interface Batch {
  readonly keys: unknown[];
  readonly rows: Promise<readonly (Row | null)[]>;
}

/** One field of one manager, as it is selected at one place of the document. */
export interface RelatedRead {
  readonly manager: ManagerModel;
  readonly field: Pick<FieldModel, 'publicName'>;
  readonly select: () => SelectionRequest;
  /** Tells selections of the field apart. */
  readonly place: string;
  readonly caller: Caller;
  readonly context: ReadContext;
}

/**
 * Reads what objects of hand-written resolvers do not have, relations above all: all objects that ask for the same in the
 * same turn are read together, through the one pipeline.
 */
export class RelatedLoader {
  readonly #runtime: Runtime;
  /** Open batches by execution, so that nothing of one request is seen by another. */
  readonly #batches = new WeakMap<object, Map<string, Batch>>();

  constructor(runtime: Runtime) {
    this.#runtime = runtime;
  }

  /**
   * Reads the row of one parent, with what is selected alone; null where the parent is missing or hidden.
   *
   * @throws GM_GQL_OBJECT_WITHOUT_KEY
   */
  async load({ variableValues }: GraphQLResolveInfo, parent: object, read: RelatedRead): Promise<Row | null> {
    const { manager, field } = read;
    const key = manager.key && keyOf(parent, manager.key);
    if (key === undefined) throw ObjectWithoutKey.create({ manager: manager.name, field: field.publicName });
    const open = this.#batches.get(variableValues) ?? new Map<string, Batch>();
    this.#batches.set(variableValues, open);
    const name = `${manager.name} ${read.place}`;
    const batch = open.get(name) ?? this.#open(read, () => open.delete(name));
    open.set(name, batch);
    const index = batch.keys.push(key) - 1;
    return (await batch.rows)[index] ?? null;
  }

  #open({ manager, select, caller, context }: RelatedRead, close: () => void): Batch {
    const keys: unknown[] = [];
    const turn = new Promise<void>((resolve) => {
      setImmediate(resolve);
    });
    const rows = turn.then(async () => {
      close();
      return this.#runtime.readMany(manager, keys, select(), caller, context);
    });
    return { keys, rows };
  }
}

/** Whether an object can be found by the key that it has. */
export const hasKey = ({ key }: ManagerModel, object: object): boolean => key !== undefined && keyOf(object, key) !== undefined;

/** The key of an entity: values, or the keys of related entities, references and bare keys. Undefined where a part is missing. */
function keyOf(holder: object, { parts }: KeyModel): unknown {
  const entries = parts.map((part): [string, unknown] => {
    const value: unknown = Reflect.get(holder, part.field);
    const related = part.kind === 'relation' && typeof value === 'object' && value !== null;
    return [part.field, related ? keyOf(value, part.key) : (value ?? undefined)];
  });
  if (entries.some(([, value]) => value === undefined)) return undefined;
  const [only] = entries;
  return entries.length === 1 ? only?.[1] : Object.fromEntries(entries);
}
