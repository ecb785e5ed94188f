import { TooManyWrites, WriteNotFound } from '../error/write-errors.js';
import type { PageResult } from '../interface/result.js';
import type { LoadedObject, LoadRequest, ReferenceRequest, WriteUnit } from '../interface/write-unit.js';
import type { RelationField, ValueField } from '../model/field.js';
import { keyText } from '../model/key.js';
import { targetOf } from '../model/lookup.js';
import type { ApplicationModel, ManagerModel } from '../model/model.js';
import type { ChangeDecision, WriteOperation } from '../permission/decide.js';
import { allOfConditions, anyOfConditions, type Condition } from '../plan/condition.js';
import type { Limits } from '../plan/limits.js';
import type { ReadPlan } from '../plan/read-plan.js';
import type { WriteAccess } from './access.js';
import { locatedLink } from './locate.js';
import { impliedBy } from './parse-link.js';
import { linkedKeys, linkPlan, type LinkVisibility } from './link-plan.js';
import { chunks, gathered, locatorText, type ReferencePlace } from './gathered.js';
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

/** Requests for objects that are only linked to, in one go: a statement can only hold so much. */
const REQUESTS = 20;

/** Finds the objects that a write names, as far as the caller may see them: what is hidden is as if it were not there. */
export class ObjectFinder {
  readonly #options: FinderOptions;
  /** What was found before it was needed, by manager and what names it. */
  readonly #foreseen = new Map<string, LoadedObject>();
  /** What was locked before it was needed, so as well. */
  readonly #locked = new Map<string, LoadedObject>();
  /** What was looked for and was not there. */
  readonly missed: MissedObject[] = [];

  constructor(options: FinderOptions) {
    this.#options = options;
  }

  /** Locks the objects that match, and asks what decides about changes of them. */
  async find(manager: ManagerModel, where: Condition, operation: WriteOperation, limit: number): Promise<readonly LoadedObject[]> {
    return this.#find({ manager, where, limit, questions: this.#questions(manager, operation) }, operation);
  }

  async #find(request: Omit<LoadRequest, 'lazy'>, operation: WriteOperation): Promise<readonly LoadedObject[]> {
    const { manager } = request;
    const where = allOfConditions([request.where, this.#options.access.visible(manager)]);
    return this.#options.unit.load({ ...request, where, lazy: this.#lazy(manager, operation) });
  }

  #questions(manager: ManagerModel, operation: WriteOperation): readonly Condition[] {
    return this.#options.access.inquiry(manager, operation)?.before ?? [];
  }

  /** Locks what is going to be updated, all in one go where it is not very much. */
  async lockAll(manager: ManagerModel, named: readonly Condition[]): Promise<void> {
    const questions = this.#questions(manager, 'update');
    for (const some of chunks(named)) {
      const seen = some.map((each) => this.#seen(each));
      const where = anyOfConditions(seen);
      const found = await this.#find({ manager, where, questions: [...questions, ...seen], limit: some.length }, 'update');
      for (const each of found) {
        const loaded = { ...each, answers: each.answers.slice(0, questions.length) };
        each.answers.slice(questions.length).forEach((isIt, index) => note(this.#locked, manager, isIt === true && some[index], loaded));
      }
    }
  }

  /** @throws GM_WRITE_NOT_FOUND */
  async findOne(manager: ManagerModel, where: Condition, operation: WriteOperation): Promise<LoadedObject> {
    const known = operation === 'update' ? this.#locked.get(nameOf(manager, where)) : undefined;
    const [found] = known ? [known] : await this.find(manager, this.#seen(where), operation, 1);
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
    const questions = this.#questions(manager, operation);
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

  /** Finds what writes are going to link to in one go, so that they need not ask one by one. */
  async foresee(places: readonly ReferencePlace[]): Promise<void> {
    const asked = gathered(places).map((each) => {
      const questions = each.named.map((where) => this.#seen(where));
      const key: Condition = { kind: 'key', manager: each.manager, keys: each.keys };
      const where = anyOfConditions(each.keys.length > 0 ? [key, ...questions] : questions);
      return { ...each, request: { ...this.#reference(each.manager, where, each.keys.length + questions.length), questions } };
    });
    for (const some of chunks(asked, REQUESTS)) {
      const found = await this.#options.unit.references(some.map(({ request }) => request));
      some.forEach(({ manager, named }, index) => {
        for (const each of found[index] ?? []) {
          note(this.#foreseen, manager, keyCondition(manager, each.key), each);
          each.answers.forEach((isIt, place) => note(this.#foreseen, manager, isIt === true && named[place], each));
        }
      });
    }
  }

  /** @throws GM_WRITE_NOT_FOUND */
  async reference(manager: ManagerModel, where: Condition): Promise<LoadedObject> {
    const known = this.#foreseen.get(nameOf(manager, where));
    const [found] = known ? [known] : await this.references(manager, this.#seen(where), 1);
    return found ?? missing(manager);
  }

  /**
   * The object of a place with all that it holds, locked where it can be changed at all.
   *
   * @throws GM_WRITE_NOT_FOUND
   */
  async existing({ manager, where }: ReferencePlace): Promise<LoadedObject> {
    if (!manager.readOnly) return this.findOne(manager, where, 'update');
    const [[found] = []] = await this.#options.unit.references([{ ...this.#reference(manager, this.#seen(where), 1), whole: true }]);
    return found ?? missing(manager);
  }

  #reference(manager: ManagerModel, where: Condition, limit: number): ReferenceRequest {
    return { manager, where: allOfConditions([where, this.#options.access.visible(manager)]), questions: [], limit };
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

  /** @throws GM_WRITE_NOT_FOUND where what would be made along a relation is named by another object than the one that it would be made for */
  requireOwn({ type, object }: Touched, field: RelationField, { manager, where }: ReferencePlace): void {
    const { model, unit } = this.#options;
    const implied = impliedBy(model, field);
    const named = implied === undefined ? undefined : locatedLink(model, where, type, implied);
    if (named && keyText(named) !== keyText(unit.keyOf(type, object))) missing(manager);
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

const nameOf = ({ name }: ManagerModel, where: Condition): string => `${name} ${locatorText(where)}`;

/** Remembers an object by what names it, where anything does. */
function note(known: Map<string, LoadedObject>, manager: ManagerModel, where: Condition | false | undefined, loaded: LoadedObject): void {
  if (where) known.set(nameOf(manager, where), loaded);
}

/** The object with a key. */
export const keyCondition = (manager: ManagerModel, key: readonly unknown[]): Condition => ({ kind: 'key', manager, keys: [key] });

function missing({ name }: ManagerModel): never {
  throw WriteNotFound.create({ manager: name });
}
