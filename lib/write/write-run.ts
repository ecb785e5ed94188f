import type { LoadedObject } from '../interface/write-unit.js';
import type { RelationField } from '../model/field.js';
import { keyText } from '../model/key.js';
import { targetOf } from '../model/lookup.js';
import type { ManagerModel } from '../model/model.js';
import type { WriteOperation } from '../permission/decide.js';
import type { Condition } from '../plan/condition.js';
import { keyCondition, ObjectFinder, type FinderOptions } from './object-finder.js';
import { hasOneInverse } from './parse-link.js';
import { forbidden } from './forbidden.js';
import { removeObject } from './remove-object.js';
import { namedIn, referencePlaces } from './reference-places.js';
import { TouchedObjects, type Touched } from './touched.js';
import type {
  ConnectOrCreateWrite,
  CreateWrite,
  InputPath,
  LinkWrite,
  ObjectWrite,
  RelatedWrite,
  SetWrite,
  UpdateWrite,
  UpsertWrite,
} from './write-plan.js';

/** Looks at an object before it is changed; throws where it should not be. */
type Inspect = (loaded: LoadedObject, before: Readonly<Record<string, unknown>>) => void;

const NO_INSPECTION: Inspect = () => {};

/**
 * Carries out checked writes in a unit of work: finds what they name, asks whether it may be changed before anything is, and changes objects.
 * Nothing reaches the source before the unit is flushed.
 */
export class WriteRun {
  readonly touched = new TouchedObjects();
  readonly finder: ObjectFinder;
  readonly #options: FinderOptions;

  constructor(options: FinderOptions) {
    this.#options = options;
    this.finder = new ObjectFinder(options);
  }

  /** Prepares for writes that are going to be carried out one after the other. */
  async foresee(writes: readonly ObjectWrite[]): Promise<void> {
    await this.finder.foresee(referencePlaces(this.#options.model, writes));
  }

  async write(write: ObjectWrite, inspect: Inspect = NO_INSPECTION): Promise<Touched> {
    switch (write.kind) {
      case 'create':
        return this.#create(write);
      case 'update':
        return this.update(await this.finder.findOne(write.manager, required(write.where), 'update'), write, inspect);
      case 'upsert':
        return this.#upsert(write, inspect);
      case 'delete':
        return this.delete(await this.finder.findOne(write.manager, required(write.where), 'delete'), write, inspect);
    }
  }

  async update(loaded: LoadedObject, write: Omit<UpdateWrite, 'kind'>, inspect: Inspect = NO_INSPECTION): Promise<Touched> {
    const { manager, path, values, links } = write;
    const { before, answers } = this.#asFound(manager, loaded);
    inspect(loaded, before);
    const proposed = Object.fromEntries(values.map(({ field, value }) => [field.name, value]));
    this.#refuse({ ...loaded, answers }, 'update', manager, proposed);
    const named = new Set([...Object.keys(proposed), ...links.map(({ field }) => field.name)]);
    const touched = this.touched.add({ ...loaded, answers, operation: 'update', manager, path, before, named });
    this.#options.unit.assign(manager, loaded.object, new Map(Object.entries(proposed)));
    for (const link of links) await this.#link(touched, link);
    return touched;
  }

  /** An object that code is going to change in whatever way it wants; decided about as far as that is known before. */
  async open(manager: ManagerModel, where: Condition, inspect: Inspect): Promise<Touched> {
    const loaded = await this.finder.findOne(manager, where, 'update');
    const { before, answers } = this.#asFound(manager, loaded);
    inspect(loaded, before);
    const refused = this.finder.foreseenRefusal(loaded, 'update', manager);
    if (refused) throw forbidden(manager, 'update', refused);
    return this.touched.add({ ...loaded, answers, operation: 'update', manager, path: [], before, named: new Set() });
  }

  delete(loaded: LoadedObject, { manager, path }: Pick<Touched, 'manager' | 'path'>, inspect: Inspect = NO_INSPECTION): Touched {
    const { before, answers } = this.#asFound(manager, loaded);
    inspect(loaded, before);
    this.#refuse({ ...loaded, answers }, 'delete', manager);
    removeObject(this.#options.unit, manager, loaded.object);
    return this.touched.add({ ...loaded, answers, operation: 'delete', manager, path, before, named: new Set() });
  }

  async #create(write: CreateWrite): Promise<Touched> {
    const { manager, path, links } = write;
    const values = new Map<string, unknown>(write.values.map(({ field, value }) => [field.name, value]));
    // What the object itself keeps a link to is found or made before it.
    const kept = links.filter(({ field }) => field.owner && field.cardinality === 'one');
    for (const { field, writes } of kept) values.set(field.name, writes[0] ? await this.#targetOf(writes[0]) : null);
    const object = this.#options.unit.create(manager, values);
    const named = new Set([...values.keys(), ...links.map(({ field }) => field.name)]);
    const touched = this.touched.add({ operation: 'create', manager, type: manager, object, path, answers: [], named });
    for (const link of links) if (!kept.includes(link)) await this.#link(touched, link);
    return touched;
  }

  async #upsert(write: UpsertWrite, inspect: Inspect): Promise<Touched> {
    const found = await this.finder.lookUp(write.manager, required(write.where), 'update');
    return found ? this.update(found, write.update, inspect) : this.#create(write.create);
  }

  #asFound(manager: ManagerModel, loaded: LoadedObject): Pick<Touched, 'answers'> & Required<Pick<Touched, 'before'>> {
    return this.touched.asFound(loaded, () => this.#options.unit.stateOf(manager, loaded.object));
  }

  #refuse(loaded: LoadedObject, operation: WriteOperation, manager: ManagerModel, after?: Touched['before']): void {
    const refused = this.finder.refusal(loaded, operation, manager, after);
    if (refused) throw forbidden(manager, operation, refused);
  }

  async #link(from: Touched, { field, writes }: LinkWrite): Promise<void> {
    await this.#lockAhead(field, writes);
    for (const write of writes) {
      if (field.cardinality === 'one') await this.#linkOne(from, field, write);
      else await this.#linkMany(from, field, write);
    }
  }

  /** What keeps the link itself is changed: all of it is locked before the first of it is. */
  async #lockAhead(field: RelationField, writes: readonly RelatedWrite[]): Promise<void> {
    const { model } = this.#options;
    const named = writes.flatMap(namedIn);
    if (named.length > 1 && hasOneInverse(model, field)) await this.finder.lockAll(targetOf(model, field), named);
  }

  async #linkOne(from: Touched, field: RelationField, write: RelatedWrite): Promise<void> {
    const { unit } = this.#options;
    switch (write.kind) {
      case 'create':
      case 'connect':
      case 'connectOrCreate':
        if (!field.owner && from.operation === 'update') await this.#release(from, field, write);
        return unit.link(from.type, from.object, field, await this.#targetOf(write, field));
      case 'update':
        await this.update(await this.finder.behind(from, field, 'update'), write);
        return;
      case 'upsert': {
        const [key] = await this.finder.linked(from, field);
        if (!key) return unit.link(from.type, from.object, field, (await this.#create(write.create)).object);
        await this.update(await this.finder.behind(from, field, 'update'), write.update);
        return;
      }
      case 'disconnect':
        return field.owner ? unit.link(from.type, from.object, field, null) : this.#release(from, field, write);
      case 'delete':
        this.delete(await this.finder.behind(from, field, 'delete'), write);
        if (field.owner) unit.link(from.type, from.object, field, null);
        return;
      case 'set':
        throw new TypeError('links to one object are not set');
    }
  }

  /** Unlinks the object that keeps the link to this one. */
  async #release(from: Touched, field: RelationField, { manager, path }: RelatedWrite): Promise<void> {
    const [key] = await this.finder.linked(from, field);
    if (!key) return;
    const found = await this.finder.findOne(manager, keyCondition(manager, key), 'update');
    await this.#takeAway(from, field, [found], path);
  }

  async #linkMany(from: Touched, field: RelationField, write: RelatedWrite): Promise<void> {
    switch (write.kind) {
      case 'create':
      case 'connect':
      case 'connectOrCreate':
        return this.#relink(from, field, [await this.#targetOf(write, field)], []);
      case 'update':
        await this.update(await this.#among(from, field, write, 'update'), write);
        return;
      case 'upsert':
        return this.#upsertAmong(from, field, write);
      case 'disconnect':
        return this.#takeAway(from, field, [await this.#among(from, field, write, 'update')], write.path);
      case 'delete':
        this.delete(await this.#among(from, field, write, 'delete'), write);
        return;
      case 'set':
        return this.#set(from, field, write);
    }
  }

  async #upsertAmong(from: Touched, field: RelationField, write: UpsertWrite): Promise<void> {
    const where = required(write.where);
    const found = await this.finder.lookUp(write.manager, where, 'update');
    if (!found) this.finder.requireOwn(from, field, { ...write, where });
    if (!found) return this.#relink(from, field, [(await this.#create(write.create)).object], []);
    await this.finder.requireLinked(from, field, found);
    await this.update(found, write.update);
  }

  /** What is linked from now on; what the caller may not see stays as it is. */
  async #set(from: Touched, field: RelationField, { manager, where: wanted, path }: SetWrite): Promise<void> {
    const linked = await this.finder.linked(from, field);
    const known = new Set(linked.map(keyText));
    const kept: LoadedObject[] = [];
    for (const where of wanted) kept.push(await this.#reference(manager, where, field));
    const added = kept.filter(({ key }) => !known.has(keyText(key)));
    for (const each of added) this.#touchOther(each, field, path);
    const keep = new Set(kept.map(({ key }) => keyText(key)));
    const gone = linked.filter((key) => !keep.has(keyText(key)));
    await this.#relink(
      from,
      field,
      added.map(({ object }) => object),
      [],
    );
    if (gone.length === 0) return;
    const where: Condition = { kind: 'key', manager, keys: gone };
    const isKept = hasOneInverse(this.#options.model, field);
    const found = isKept
      ? await this.finder.find(manager, where, 'update', gone.length)
      : await this.finder.references(manager, where, gone.length);
    await this.#takeAway(from, field, found, path);
  }

  async #takeAway(from: Touched, field: RelationField, found: readonly LoadedObject[], path: InputPath): Promise<void> {
    for (const each of found) this.#touchOther(each, field, path);
    await this.#relink(
      from,
      field,
      [],
      found.map(({ object }) => object),
    );
  }

  async #relink(from: Touched, field: RelationField, add: readonly object[], remove: readonly object[]): Promise<void> {
    if (add.length + remove.length > 0) await this.#options.unit.relink(from.type, from.object, field, { add, remove });
  }

  /** The object that is to be linked to: found or made. */
  async #targetOf(write: RelatedWrite, field?: RelationField): Promise<object> {
    switch (write.kind) {
      case 'create':
        return (await this.#create(write)).object;
      case 'connect': {
        const found = await this.#reference(write.manager, write.where, field);
        if (field) this.#touchOther(found, field, write.path);
        return found.object;
      }
      case 'connectOrCreate':
        return this.#foundOrMade(write, field);
      default:
        throw new TypeError(`nothing is linked to by ${write.kind}`);
    }
  }

  async #foundOrMade({ manager, where, create, path }: ConnectOrCreateWrite, field: RelationField | undefined): Promise<object> {
    const found = await this.finder.lookUp(manager, where, 'update');
    if (!found) return (await this.#create(create)).object;
    if (field) this.#touchOther(found, field, path);
    return found.object;
  }

  /** An object that is there; one that keeps the link itself is going to be changed. */
  async #reference(manager: ManagerModel, where: Condition, field: RelationField | undefined): Promise<LoadedObject> {
    const isChanged = field !== undefined && hasOneInverse(this.#options.model, field);
    return isChanged ? this.finder.findOne(manager, where, 'update') : this.finder.reference(manager, where);
  }

  /** Where the object at the other end keeps the link, it is updated by what happens to it. */
  #touchOther(loaded: LoadedObject, field: RelationField, path: InputPath): void {
    const { model } = this.#options;
    if (!hasOneInverse(model, field)) return;
    const manager = targetOf(model, field);
    const { before, answers } = this.#asFound(manager, loaded);
    this.#refuse({ ...loaded, answers }, 'update', manager);
    this.touched.add({ ...loaded, answers, operation: 'update', manager, path, before, named: new Set([field.inverse ?? '']) });
  }

  /** One of the objects that a to-many relation leads to. */
  async #among(
    from: Touched,
    field: RelationField,
    { kind, manager, where }: Extract<RelatedWrite, { readonly kind: 'update' | 'disconnect' | 'delete' }>,
    operation: WriteOperation,
  ): Promise<LoadedObject> {
    const isChanged = kind !== 'disconnect' || hasOneInverse(this.#options.model, field);
    const found = isChanged
      ? await this.finder.findOne(manager, required(where), operation)
      : await this.finder.reference(manager, required(where));
    await this.finder.requireLinked(from, field, found);
    return found;
  }
}

function required(where: Condition | undefined): Condition {
  if (!where) throw new TypeError('what is written is named');
  return where;
}
