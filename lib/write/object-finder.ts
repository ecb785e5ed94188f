import { TooManyWrites, WriteNotFound } from '../error/write-errors.js';
import type { PageResult } from '../interface/result.js';
import type { LoadedObject, ReferenceRequest, WriteUnit } from '../interface/write-unit.js';
import type { RelationField, ValueField } from '../model/field.js';
import { targetOf } from '../model/lookup.js';
import type { ApplicationModel, ManagerModel } from '../model/model.js';
import type { ChangeDecision, WriteOperation } from '../permission/decide.js';
import { allOfConditions, type Condition } from '../plan/condition.js';
import type { Limits } from '../plan/limits.js';
import type { ReadPlan } from '../plan/read-plan.js';
import type { WriteAccess } from './access.js';
import { linkedKeys, linkPlan, type LinkVisibility } from './link-plan.js';
import type { MissedObject } from './missed.js';
import type { Touched } from './touched.js';

/** What objects are found with. */
export interface FinderOptions {
  readonly model: ApplicationModel;
  readonly limits: Limits;
  readonly access: WriteAccess;
  readonly unit: WriteUnit;
  /** Reads in the unit's own transaction. */
  readonly read: (plan: ReadPlan) => Promise<PageResult>;
  /** Who may see the link of a relation, or a value. */
  readonly guardOf: (manager: ManagerModel, field: RelationField | ValueField) => Condition | undefined;
}

const NOTHING: ReadonlySet<string> = new Set();

/** Finds the objects that a write names, as far as the caller may see them: what is hidden is as if it were not there. */
export class ObjectFinder {
  readonly #options: FinderOptions;
  /** What was found before it was needed, by manager and key. */
  readonly #foreseen = new Map<string, LoadedObject>();
  /** What was looked for and was not there. */
  readonly missed: MissedObject[] = [];

  constructor(options: FinderOptions) {
    this.#options = options;
  }

  /** Locks the objects that match, and asks what decides about changes of them. */
  async find(manager: ManagerModel, where: Condition, operation: WriteOperation, limit: number): Promise<readonly LoadedObject[]> {
    const { access, unit } = this.#options;
    const questions = access.inquiry(manager, operation)?.before ?? [];
    const visible = allOfConditions([where, access.visible(manager)]);
    return unit.load({ manager, where: visible, questions, lazy: this.#lazy(manager, operation), limit });
  }

  /** @throws GM_WRITE_NOT_FOUND */
  async findOne(manager: ManagerModel, where: Condition, operation: WriteOperation): Promise<LoadedObject> {
    const [found] = await this.find(manager, this.#seen(where), operation, 1);
    return found ?? missing(manager);
  }

  /**
   * Finds an object whoever may see it, so that a hidden one is not taken for a missing one, which would be made.
   *
   * @throws GM_WRITE_NOT_FOUND for a hidden one
   */
  async lookUp(manager: ManagerModel, named: Condition, operation: WriteOperation): Promise<LoadedObject | undefined> {
    const { access, unit } = this.#options;
    const where = this.#seen(named);
    const questions = access.inquiry(manager, operation)?.before ?? [];
    const asked = [access.visible(manager), ...questions];
    const [found] = await unit.load({ manager, where, questions: asked, lazy: this.#lazy(manager, operation), limit: 1 });
    if (!found) {
      this.missed.push({ manager, where });
      return undefined;
    }
    const [visible, ...answers] = found.answers;
    return visible === true ? { ...found, answers } : missing(manager);
  }

  /** Objects that are only linked to. */
  async references(manager: ManagerModel, where: Condition, limit: number): Promise<readonly LoadedObject[]> {
    const [found = []] = await this.#options.unit.references([this.#reference(manager, where, limit)]);
    return found;
  }

  /** Finds what many writes are going to link to in one go, so that they need not ask one by one. */
  async foresee(places: readonly ReferencePlace[]): Promise<void> {
    const keys = new Map<ManagerModel, Map<string, readonly unknown[]>>();
    for (const { manager, where } of places) {
      const known = keys.get(manager) ?? new Map<string, readonly unknown[]>();
      keys.set(manager, known);
      if (where.kind === 'key') for (const key of where.keys) known.set(textOf(key), key);
    }
    const wanted = [...keys].filter(([, known]) => known.size > 0).map(([manager, known]) => ({ manager, all: [...known.values()] }));
    const requests = wanted.map(({ manager, all }) => this.#reference(manager, { kind: 'key', manager, keys: all }, all.length));
    if (requests.length === 0) return;
    const found = await this.#options.unit.references(requests);
    wanted.forEach(({ manager }, index) => {
      for (const each of found[index] ?? []) this.#foreseen.set(nameOf(manager, each.key), each);
    });
  }

  /** @throws GM_WRITE_NOT_FOUND */
  async reference(manager: ManagerModel, where: Condition): Promise<LoadedObject> {
    const known = where.kind === 'key' && where.keys[0] ? this.#foreseen.get(nameOf(manager, where.keys[0])) : undefined;
    const [found] = known ? [known] : await this.references(manager, where, 1);
    return found ?? missing(manager);
  }

  /**
   * The object of a place with all that it holds, locked where it can be changed at all.
   *
   * @throws GM_WRITE_NOT_FOUND
   */
  async existing({ manager, where }: ReferencePlace): Promise<LoadedObject> {
    if (!manager.readOnly) return this.findOne(manager, where, 'update');
    const [[found] = []] = await this.#options.unit.references([{ ...this.#reference(manager, where, 1), whole: true }]);
    return found ?? missing(manager);
  }

  #reference(manager: ManagerModel, where: Condition, limit: number): ReferenceRequest {
    return { manager, where: allOfConditions([this.#seen(where), this.#options.access.visible(manager)]), limit };
  }

  /** What names an object, as far as the caller may see it: by a value or a link that is hidden, nothing is found. */
  #seen(where: Condition): Condition {
    const { access, guardOf } = this.#options;
    switch (where.kind) {
      case 'and':
        return { ...where, all: where.all.map((each) => this.#seen(each)) };
      case 'compare': {
        const guard = guardOf(where.path.manager, where.path.field);
        return guard ? { ...where, path: { ...where.path, guard } } : where;
      }
      case 'relation': {
        const guard = guardOf(where.manager, where.field);
        return { ...where, policy: access.visible(where.target), ...(guard && { guard }) };
      }
      default:
        return where;
    }
  }

  /**
   * The object that a to-one relation leads to.
   *
   * @throws GM_WRITE_NOT_FOUND
   */
  async behind(from: Touched, field: RelationField, operation: WriteOperation): Promise<LoadedObject> {
    const manager = targetOf(this.#options.model, field);
    const [key] = await this.linked(from, field);
    return key ? this.findOne(manager, keyCondition(manager, key), operation) : missing(manager);
  }

  /** The keys of what a relation leads to. */
  async linked(from: Touched, field: RelationField): Promise<readonly (readonly unknown[])[]> {
    const { model, limits, access, unit, read, guardOf } = this.#options;
    const target = targetOf(model, field);
    const visible: LinkVisibility = { policy: access.visible(target), guard: guardOf(from.type, field) };
    const limit = limits.maxWrites + 1;
    const page = await read(linkPlan(model, from.type, unit.keyOf(from.type, from.object), field, { ...visible, limit }));
    const keys = linkedKeys(model, target, page);
    if (keys.length === limit) throw TooManyWrites.create({ max: limits.maxWrites });
    return keys;
  }

  /** @throws GM_WRITE_NOT_FOUND where an object is not among those that a to-many relation leads to */
  async requireLinked(from: Touched, field: RelationField, { key }: LoadedObject): Promise<void> {
    const { model, unit, access, guardOf } = this.#options;
    const target = targetOf(model, field);
    const guard = guardOf(from.type, field);
    const question: Condition = {
      kind: 'relation',
      manager: from.type,
      field,
      target,
      quantifier: 'some',
      where: keyCondition(target, key),
      policy: access.visible(target),
      ...(guard && { guard }),
    };
    const { truths } = await unit.ask([{ manager: from.type, objects: [from.object], questions: [question] }]);
    if (truths[0]?.[0]?.[0] !== true) missing(target);
  }

  /** Why a caller may not do what it asks for with an object as it is; undefined where it may. `after` is what is to become of it. */
  refusal(loaded: LoadedObject, operation: WriteOperation, manager: ManagerModel, after?: Touched['before']): ChangeDecision | undefined {
    const { access, unit } = this.#options;
    const before = unit.stateOf(manager, loaded.object);
    const named = new Set(Object.keys(after ?? {}));
    const change = { before, after: { ...before, ...after } };
    return access.inquiry(manager, operation)?.refusal({ before: loaded.answers, change, type: loaded.type, named });
  }

  /** The same where nobody knows yet what is to become of the object. */
  foreseenRefusal(loaded: LoadedObject, operation: WriteOperation, manager: ManagerModel): ChangeDecision | undefined {
    const { access, unit } = this.#options;
    const change = { before: unit.stateOf(manager, loaded.object) };
    return access.inquiry(manager, operation)?.refusal({ before: loaded.answers, change, type: loaded.type, named: NOTHING });
  }

  /** Fields that are read only when they are asked for, and of which a decision looks at whether they change. */
  #lazy(manager: ManagerModel, operation: WriteOperation): readonly string[] {
    const watched = this.#options.access.inquiry(manager, operation)?.watched ?? NOTHING;
    return [...manager.fields.values()].filter(({ name, lazy }) => lazy && watched.has(name)).map(({ name }) => name);
  }
}

/** Where something that is only linked to stands. */
export interface ReferencePlace {
  readonly manager: ManagerModel;
  readonly where: Condition;
}

const textOf = (key: readonly unknown[]): string => JSON.stringify(key.map(String));

const nameOf = ({ name }: ManagerModel, key: readonly unknown[]): string => `${name} ${textOf(key)}`;

/** The object with a key. */
export const keyCondition = (manager: ManagerModel, key: readonly unknown[]): Condition => ({ kind: 'key', manager, keys: [key] });

function missing({ name }: ManagerModel): never {
  throw WriteNotFound.create({ manager: name });
}
