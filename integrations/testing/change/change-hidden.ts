import type { EntityManager, EntityName } from '@mikro-orm/core';
import {
  targetOf,
  type ApplicationModel,
  type FieldModel,
  type ManagerModel,
  type RelationField,
  type Row,
  type ValueField,
} from '../../../lib/plugin.js';
import { keyOf, keyText } from '../world/keys.js';
import { familyOf, PolicyFields } from '../world/policy-fields.js';
import type { Examined, World } from '../world/world.js';
import { newValue, type End } from './value-range.js';
import type { Sandbox } from './sandbox.js';

/** Objects of each manager that are changed at most, and that are added. */
const CHANGED = 60;
const ADDED = 2;

/** In the order of the model, and the other way round. */
const PASSES = ['forwards', 'backwards'] as const;

type Data = Readonly<Record<string, unknown>>;

/** Whether the actor sees the object of a key, in the transaction. */
export type IsVisible = (manager: ManagerModel, key: unknown, session: EntityManager) => Promise<boolean>;

/** Changes only what an actor may not read, so that no answer to the actor may change. */
export class HiddenChanges {
  readonly #model: ApplicationModel;
  readonly #world: World;
  readonly #policies: PolicyFields;
  #number = 0;

  readonly #isVisible: IsVisible;

  constructor(model: ApplicationModel, world: World, isVisible: IsVisible) {
    this.#model = model;
    this.#world = world;
    this.#isVisible = isVisible;
    this.#policies = new PolicyFields(model);
  }

  /** Makes the changes of one round; gives how many came about for each manager. The next round puts values at the other end. */
  async apply(sandbox: Sandbox, round: number): Promise<ReadonlyMap<string, number>> {
    const counts = new Map<string, number>();
    // Objects that others refer to can go once these have gone.
    for (const pass of round > 0 ? PASSES : []) await this.#removeAll(sandbox, counts, pass);
    for (const [name, objects] of this.#world) {
      const manager = this.#model.managers.get(name);
      if (!manager || manager.readOnly || manager.inheritance?.abstract === true) continue;
      const count = await this.#changeAll(sandbox, manager, this.#changed(manager, objects), round);
      counts.set(name, (counts.get(name) ?? 0) + count);
    }
    return counts;
  }

  async #changeAll(sandbox: Sandbox, manager: ManagerModel, objects: readonly Examined[], round: number): Promise<number> {
    let count = 0;
    for (const [index, object] of objects.entries()) {
      const isAdded = round === 0 && index < ADDED && this.#isHiddenEverywhere(manager, object);
      if (isAdded) count += Number(await this.#add(sandbox, manager, object));
      const end: End = (index + round) % 2 === 0 ? 'low' : 'high';
      count += await this.#change(sandbox, { manager, object, end, isEmptied: round > 0 && index % 3 === 0 });
    }
    return count;
  }

  /** Those of which something can be changed, hidden ones first. */
  #changed(manager: ManagerModel, objects: ReadonlyMap<string, Examined>): readonly Examined[] {
    const ordered = [...objects.values()].toSorted((left, right) => Number(right.hidden) - Number(left.hidden));
    const fields = [...manager.fields.values()];
    return ordered
      .filter((object) => object.hidden || fields.some((field) => this.#mayChange(manager, object, field, false)))
      .slice(0, CHANGED);
  }

  async #change(sandbox: Sandbox, { manager, object, end, isEmptied }: Change): Promise<number> {
    const isHidden = this.#isHiddenEverywhere(manager, object);
    const fields = [...manager.fields.values()].filter((field) => this.#mayChange(manager, object, field, isHidden));
    const data = this.#data(fields, { manager, object, end, isEmptied });
    return this.#update(sandbox, manager, object, data);
  }

  /** A row of a hierarchy is an object of several managers. */
  #isHiddenEverywhere(manager: ManagerModel, { id }: Examined): boolean {
    return this.#relatives(manager).every((each) => this.#world.get(each)?.get(id)?.hidden ?? true);
  }

  #relatives(manager: ManagerModel): readonly string[] {
    return [...this.#model.managers.values()].filter((each) => familyOf(each) === familyOf(manager)).map(({ name }) => name);
  }

  #mayChange(manager: ManagerModel, { id }: Examined, field: FieldModel, isHidden: boolean): boolean {
    const isKey = field.kind !== 'embedded' && field.primary;
    if (isKey || this.#policies.has(manager, field.name) || (field.kind === 'scalar' && field.version)) return false;
    // What fields link changes with these.
    if (field.kind === 'relation' ? field.match : field.readOnly) return false;
    if (isHidden || !field.exposed) return true;
    // Seen by one manager of the hierarchy is seen.
    const relatives = this.#relatives(manager).map((each) => this.#world.get(each)?.get(id));
    return relatives.every((each) => each === undefined || each.hidden || each.fields.has(field.name));
  }

  #data(fields: readonly FieldModel[], change: Change): Data {
    const entries = fields.map((field): [string, unknown] => [field.name, this.#value(field, change)]);
    return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
  }

  #value(field: FieldModel, { manager, object, end, isEmptied }: Change): unknown {
    if (field.kind === 'relation') return this.#link(field, object);
    if (isEmptied && field.nullable) return null;
    if (field.kind === 'embedded') return field.nullable && object.row[field.name] !== null ? null : undefined;
    return this.#planted(manager, field, end, object.row[field.name]);
  }

  /** Another object that the link may lead to: for what is hidden as a whole any, else one that is hidden too. */
  #link(field: RelationField, object: Examined): unknown {
    if (field.cardinality !== 'one' || !field.owner || !field.exposed) return undefined;
    const now = this.#idOf(field, object.row);
    const targets = [...(this.#world.get(field.target)?.values() ?? [])].filter(
      ({ id, hidden }) => id !== now && (object.hidden || hidden),
    );
    this.#number += 1;
    const target = targets[this.#number % Math.max(targets.length, 1)];
    return target ? target.key : field.nullable && now !== undefined ? null : undefined;
  }

  #idOf(field: RelationField, row: Row): string | undefined {
    const related = row[field.name];
    const target = targetOf(this.#model, field);
    return typeof related === 'object' && related !== null ? keyText(keyOf(this.#model, target, related as Row)) : undefined;
  }

  /** Another hidden object like this one, with a key of its own; not where it would be seen. */
  async #add(sandbox: Sandbox, manager: ManagerModel, { row }: Examined): Promise<boolean> {
    if (this.#policies.reaches(manager)) return false;
    const data: Record<string, unknown> = {};
    for (const field of manager.fields.values()) {
      const value = this.#copied(manager, field, row);
      if (value !== undefined) data[field.name] = value;
    }
    return sandbox.attempt(async (em) => {
      await em.insert(entityOf(manager), data);
      const key = keyOf(this.#model, manager, { ...row, ...data });
      if (key === undefined || (await this.#isVisible(manager, key, em))) throw new Error('It would be seen.');
    });
  }

  #copied(manager: ManagerModel, field: FieldModel, row: Row): unknown {
    const value = row[field.name] ?? undefined;
    if (field.kind === 'relation') {
      const isLink = !field.match && field.owner && field.cardinality === 'one' && value !== undefined;
      return isLink ? keyOf(this.#model, targetOf(this.#model, field), value as Row) : undefined;
    }
    if (field.kind === 'embedded' || value === undefined) return value;
    if (field.primary || field.unique) return this.#planted(manager, field, 'high', value);
    if (field.readOnly) return undefined;
    return field.kind === 'enum' || this.#policies.has(manager, field.name) ? value : this.#planted(manager, field, 'high', value);
  }

  #planted(manager: ManagerModel, field: ValueField, end: End, now: unknown): unknown {
    this.#number += 1;
    const known = [...(this.#world.get(manager.name)?.values() ?? [])].map(({ row }) => row[field.name]);
    return newValue(this.#model, field, { end, number: this.#number, known, now });
  }

  async #removeAll(sandbox: Sandbox, counts: Map<string, number>, pass: (typeof PASSES)[number]): Promise<void> {
    for (const [name, objects] of pass === 'forwards' ? this.#world : [...this.#world].toReversed()) {
      const manager = this.#model.managers.get(name);
      if (!manager || manager.readOnly || this.#policies.reaches(manager)) continue;
      const hidden = [...objects.values()].filter((object) => this.#isHiddenEverywhere(manager, object));
      let count = counts.get(name) ?? 0;
      for (const object of hidden) count += Number(await this.#remove(sandbox, manager, object));
      counts.set(name, count);
    }
  }

  async #remove(sandbox: Sandbox, manager: ManagerModel, { key }: Examined): Promise<boolean> {
    return sandbox.attempt(async (em) => em.nativeDelete(entityOf(manager), whereOf(manager, key), { filters: false }));
  }

  /** All at once; where a constraint forbids that, one by one. */
  async #update(sandbox: Sandbox, manager: ManagerModel, object: Examined, data: Data): Promise<number> {
    const names = Object.keys(data);
    if (names.length === 0) return 0;
    const version = [...manager.fields.values()].find((field) => field.kind === 'scalar' && field.version)?.name;
    // The version goes up with each update unless it is given: whoever sees it would see the change.
    const kept = version !== undefined && object.row[version] !== undefined ? { [version]: object.row[version] } : {};
    const update = (values: Data) => async (em: EntityManager) =>
      em.nativeUpdate(entityOf(manager), whereOf(manager, object.key), { ...values, ...kept }, { filters: false });
    if (await sandbox.attempt(update(data))) return names.length;
    let count = 0;
    for (const name of names) if (await sandbox.attempt(update({ [name]: data[name] }))) count += 1;
    return count;
  }
}

interface Change {
  readonly manager: ManagerModel;
  readonly object: Examined;
  readonly end: End;
  /** Whether its values are taken away where they can be. */
  readonly isEmptied: boolean;
}

const entityOf = ({ target }: ManagerModel): EntityName<Row> => target as EntityName<Row>;

/** The object of a key, as MikroORM looks for it. */
function whereOf({ key }: ManagerModel, value: unknown): Row {
  const [only] = key?.parts ?? [];
  return only && key?.parts.length === 1 ? { [only.field]: value } : (value as Row);
}
