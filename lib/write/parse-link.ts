import type { RelationField } from '../model/field.js';
import { targetOf } from '../model/lookup.js';
import type { ApplicationModel } from '../model/model.js';
import type { Condition } from '../plan/condition.js';
import { parseLocator, withLocated } from './locate.js';
import type { DataPlace, InputContext, ReadData } from './input-context.js';
import { isPlainObject } from '../model/plain-object.js';
import type { CreateWrite, InputPath, LinkWrite, RelatedWrite, RelationWriteKind, UpdateWrite } from './write-plan.js';
import { RELATION_WRITES } from './write-plan.js';

/** Where the input of a relation stands. */
interface LinkPlace extends DataPlace {
  readonly field: RelationField;
}

const OF_NEW: readonly RelationWriteKind[] = ['create', 'connect', 'connectOrCreate'];

/**
 * Reads what happens along a relation.
 *
 * To one: `null`, a key, or an object with one of `create`, `connect`, `connectOrCreate`, `update`, `upsert`, `disconnect: true`, `delete: true`.
 * To many: an object of those and `set`, each with one item or a list of them; there, what is updated is named by `where`.
 */
export function parseLink(context: InputContext, place: LinkPlace, input: unknown, readData: ReadData): LinkWrite {
  const { field, path } = place;
  const reader = new RelatedReader(context, place, readData);
  const writes = field.cardinality === 'one' ? toOne(context, place, input, reader) : toMany(context, place, input, reader);
  return { field, path, writes };
}

function toOne(context: InputContext, place: LinkPlace, input: unknown, reader: RelatedReader): readonly RelatedWrite[] {
  const { field, path, mode } = place;
  if (input === null) {
    if (!field.nullable) context.violations.add(path, 'REQUIRED', 'This link may not be taken away.');
    else if (mode === 'update') return [reader.unlink()];
    return [];
  }
  const entries = operationsIn(input);
  if (!entries) return [reader.connect(input, path)];
  const [entry, ...others] = entries;
  if (!entry || others.length > 0) {
    context.violations.add(path, 'INVALID_VALUE', 'A link to one object takes one operation.');
    return [];
  }
  return [reader.toOne(...entry)].filter((each) => each !== undefined);
}

function toMany(context: InputContext, place: LinkPlace, input: unknown, reader: RelatedReader): readonly RelatedWrite[] {
  const entries = operationsIn(input);
  if (!entries) {
    context.violations.add(place.path, 'INVALID_VALUE', `Links to many objects take ${RELATION_WRITES.join(', ')}.`);
    return [];
  }
  return entries.flatMap(([kind, given]) => {
    const items = (Array.isArray(given) ? given : [given]) as readonly unknown[];
    if (kind === 'set') return reader.allowed('set') ? [reader.set(items)] : [];
    return items.map((item, index) => reader.toMany(kind, item, [...place.path, kind, index])).filter((each) => each !== undefined);
  });
}

/** The operations of an input; undefined where it is something else, such as a key. */
function operationsIn(input: unknown): readonly (readonly [RelationWriteKind, unknown])[] | undefined {
  if (!isPlainObject(input)) return undefined;
  const entries = Object.entries(input).filter(([, value]) => value !== undefined);
  const known = entries.every(([kind]) => (RELATION_WRITES as readonly string[]).includes(kind));
  return known ? (entries as readonly (readonly [RelationWriteKind, unknown])[]) : undefined;
}

class RelatedReader {
  readonly #context: InputContext;
  readonly #place: LinkPlace;
  readonly #target: DataPlace;
  readonly #readData: ReadData;

  constructor(context: InputContext, place: LinkPlace, readData: ReadData) {
    this.#readData = readData;
    this.#context = context;
    this.#place = place;
    this.#target = {
      manager: targetOf(context.model, place.field),
      path: place.path,
      mode: 'create',
      implied: impliedBy(context.model, place.field),
      depth: place.depth + 1,
    };
  }

  /** What has no object yet has no links that could be taken away or followed. */
  allowed(kind: RelationWriteKind): boolean {
    if (this.#place.mode === 'update' || OF_NEW.includes(kind)) return true;
    this.#context.violations.add([...this.#place.path, kind], 'INVALID_VALUE', 'A new object has nothing there yet.');
    return false;
  }

  toOne(kind: RelationWriteKind, given: unknown): RelatedWrite | undefined {
    const path = [...this.#place.path, kind];
    if (!this.allowed(kind)) return undefined;
    switch (kind) {
      case 'create':
        return this.#create(given, path);
      case 'connect':
        return this.connect(given, path);
      case 'connectOrCreate':
        return this.#connectOrCreate(given, path);
      case 'update':
        return this.#update(given, path);
      case 'upsert': {
        const { create, update } = this.#parts(given, ['create', 'update'], path);
        const made = this.#create(create, [...path, 'create']);
        return { kind, manager: this.#target.manager, path, create: made, update: this.#update(update, [...path, 'update']) };
      }
      case 'disconnect':
        if (!this.#isTrue(given, path)) return undefined;
        if (!this.#place.field.nullable) this.#context.violations.add(path, 'REQUIRED', 'This link may not be taken away.');
        return this.unlink();
      case 'delete':
        return this.#isTrue(given, path) ? { kind, manager: this.#target.manager, path } : undefined;
      case 'set':
        this.#context.violations.add(path, 'INVALID_VALUE', 'Only links to many objects can be set.');
        return undefined;
    }
  }

  toMany(kind: Exclude<RelationWriteKind, 'set'>, given: unknown, path: InputPath): RelatedWrite | undefined {
    if (!this.allowed(kind)) return undefined;
    const { manager } = this.#target;
    switch (kind) {
      case 'create':
        return this.#create(given, path);
      case 'connect':
        return this.connect(given, path);
      case 'connectOrCreate':
        return this.#connectOrCreate(given, path);
      case 'update': {
        const { where, data } = this.#parts(given, ['where', 'data'], path);
        return { ...this.#update(data, [...path, 'data']), where: this.#locate(where, [...path, 'where']) };
      }
      case 'upsert': {
        const parts = this.#parts(given, ['where', 'create', 'update'], path);
        const where = this.#locate(parts['where'], [...path, 'where']);
        const create = this.#createNamed(where, parts['create'], [...path, 'create']);
        return { kind, manager, path, where, create, update: { ...this.#update(parts['update'], [...path, 'update']), where } };
      }
      case 'disconnect':
      case 'delete':
        return { kind, manager, path, where: this.#locate(given, path) };
    }
  }

  connect(given: unknown, path: InputPath): RelatedWrite {
    return { kind: 'connect', manager: this.#target.manager, path, where: this.#locate(given, path) };
  }

  unlink(): RelatedWrite {
    return { kind: 'disconnect', manager: this.#target.manager, path: this.#place.path };
  }

  set(items: readonly unknown[]): RelatedWrite {
    const path = [...this.#place.path, 'set'];
    const where = items.map((item, index) => this.#locate(item, [...path, index]));
    return { kind: 'set', manager: this.#target.manager, path, where };
  }

  #create(data: unknown, path: InputPath): CreateWrite {
    const { manager } = this.#target;
    return { kind: 'create', manager, path, ...this.#readData(this.#context, { ...this.#target, path }, data) };
  }

  #update(data: unknown, path: InputPath): UpdateWrite {
    const { manager } = this.#target;
    return { kind: 'update', manager, path, ...this.#readData(this.#context, { ...this.#target, path, mode: 'update' }, data) };
  }

  #connectOrCreate(given: unknown, path: InputPath): RelatedWrite {
    const { where, create } = this.#parts(given, ['where', 'create'], path);
    const found = this.#locate(where, [...path, 'where']);
    const made = this.#createNamed(found, create, [...path, 'create']);
    return { kind: 'connectOrCreate', manager: this.#target.manager, path, where: found, create: made };
  }

  #locate(given: unknown, path: InputPath): Condition {
    return parseLocator(this.#context, this.#target.manager, given, path);
  }

  #createNamed(where: Condition, data: unknown, path: InputPath): CreateWrite {
    return this.#create(withLocated(this.#context, { ...this.#target, path }, where, data), path);
  }

  #parts(given: unknown, names: readonly string[], path: InputPath): Readonly<Record<string, unknown>> {
    const isWhole = isPlainObject(given) && names.every((name) => given[name] !== undefined) && Object.keys(given).length === names.length;
    if (isWhole) return given;
    this.#context.violations.add(path, 'INVALID_VALUE', `This takes ${names.join(' and ')}.`);
    return {};
  }

  #isTrue(given: unknown, path: InputPath): boolean {
    if (given !== true && given !== false) this.#context.violations.add(path, 'INVALID_VALUE', 'This takes true.');
    return given === true;
  }
}

/** The field at the other end that a nested object's place says: it is the one that keeps the link. */
export function impliedBy(model: ApplicationModel, field: RelationField): string | undefined {
  return hasOneInverse(model, field) ? field.inverse : undefined;
}

/** Whether the object at the other end keeps the link in a column of its own. */
export function hasOneInverse(model: ApplicationModel, field: RelationField): boolean {
  if (field.owner || field.inverse === undefined) return false;
  const other = targetOf(model, field).fields.get(field.inverse);
  return other?.kind === 'relation' && other.cardinality === 'one';
}
