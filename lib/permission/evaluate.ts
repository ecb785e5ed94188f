import { embeddableNamed } from '../model/lookup.js';
import { keyColumns } from '../model/key.js';
import type { FieldModel } from '../model/field.js';
import type { ApplicationModel, ManagerModel } from '../model/model.js';
import type { Operator } from '../model/scalar.js';
import type {
  ChangedCondition,
  Comparison,
  Condition,
  KeyCondition,
  PredicateCondition,
  RelationCondition,
  ValuePath,
} from '../plan/condition.js';
import type { Change } from './change.js';
import { checkTruth } from './check.js';
import { compositeTruth } from './composite.js';
import { concreteType, discriminatorOf } from './concrete-type.js';
import { compareValue, equalValues } from './compare-value.js';
import { readProperty, type ObjectReader } from './object-reader.js';
import { SameValue } from './same-value.js';
import { namesOf, storedFormAt } from './stored-form.js';
import { and, negate, or, type Truth } from './truth.js';

/**
 * Evaluates a bound condition on an object in memory: the back end beside SQL, with the same three-valued logic.
 *
 * Comparisons with null are unknown; relations, keys and types are true or false. `read` gets at the object's fields. What asks for a change
 * is unknown without one.
 *
 * @throws GM_PERM_NOT_LOADED where the object lacks what the condition asks for
 */
export class Evaluator {
  readonly model: ApplicationModel;
  /** Gets at fields of objects, also at the discriminator of those that do not hold it. */
  readonly read: ObjectReader;
  readonly #same: SameValue;

  constructor(model: ApplicationModel, read: ObjectReader = readProperty) {
    this.model = model;
    this.read = (object, manager, field) => discriminatorIn(model, object, manager, field) ?? read(object, manager, field);
    this.#same = new SameValue(model, this.read);
  }

  truth(condition: Condition, object: object, change: Change = {}): Truth {
    switch (condition.kind) {
      case 'true':
        return true;
      case 'false':
        return false;
      case 'unknown':
        return undefined;
      case 'and':
      case 'or':
      case 'not':
      case 'is':
        return compositeTruth(condition, (each) => this.truth(each, object, change));
      case 'type':
        return concreteType(this.model, object) === condition.manager;
      case 'compare':
        return this.#compare(condition, object);
      case 'predicate':
        return this.#predicate(condition, object);
      case 'relation':
        return this.#relation(condition, object);
      case 'key':
        return this.#keys(condition, object);
      case 'check':
        return checkTruth(condition.check, object, condition.actor ?? null);
      case 'changed':
        return this.#changed(condition, change);
      case 'image': {
        const { [condition.image]: image } = change;
        return image && this.truth(condition.where, image);
      }
      case 'actor':
        throw new TypeError('a policy is not bound to an actor');
    }
  }

  #compare({ path, operator, value }: Comparison, object: object): Truth {
    return this.compare(path, operator, this.value(path, object), value);
  }

  /** Compares a value that was found at a path with an operand. */
  protected compare(path: ValuePath, operator: Operator, found: unknown, operand: unknown): Truth {
    return compareValue(path, operator, found, operand, storedFormAt(this.model, path.manager, namesOf(path), path.field));
  }

  #predicate({ manager, predicate, args }: PredicateCondition, object: object): Truth {
    const values = predicate.fields.map((name): [string, unknown] => {
      const field = manager.fields.get(name);
      return [name, field ? (this.read(object, manager, field) ?? null) : null];
    });
    return predicate.test(Object.fromEntries(values), args);
  }

  /** Whether one of the fields has another value; unknown where no change is given. */
  #changed({ manager, fields }: ChangedCondition, { before, after }: Change): Truth {
    if (!before || !after) return undefined;
    return or(fields.map((field) => negate(this.#same.of(manager, field, before, after))));
  }

  /** The value at a path; null where it may not be seen, or where an object on the way is. */
  value(path: ValuePath, object: object): unknown {
    if (path.guard && this.truth(path.guard, object) !== true) return null;
    let { manager } = path;
    let holder: object | null = object;
    for (const { field, target } of path.hops) {
      holder = holder && (this.read(holder, manager, field) as object | null);
      manager = target;
    }
    let fields: readonly FieldModel[] = [...manager.fields.values()];
    for (const name of path.embedded) {
      const field = fields.find((each) => each.name === name);
      if (!holder || field?.kind !== 'embedded') return null;
      holder = this.read(holder, manager, field) as object | null;
      ({ fields } = embeddableNamed(this.model, field.embeddable));
    }
    return holder && this.read(holder, manager, path.field);
  }

  #relation({ manager, field, target: _target, quantifier, where, policy, guard }: RelationCondition, object: object): boolean {
    const hidden = guard && this.truth(guard, object) !== true;
    const found = hidden ? [] : ([this.read(object, manager, field)].flat() as readonly (object | null)[]);
    const visible = found.filter((each) => each !== null).filter((each) => this.truth(policy, each) === true);
    const holds = (each: object): boolean => this.truth(where, each) === true;
    if (quantifier === 'some') return visible.some(holds);
    return quantifier === 'every' ? visible.every(holds) : !visible.some(holds);
  }

  #keys({ manager, keys }: KeyCondition, object: object): Truth {
    const columns = keyColumns(this.model, manager);
    const own = columns.map(({ path }) => this.#same.keyPart(manager, path, object));
    const forms = columns.map(({ path, field }) => storedFormAt(this.model, manager, path, field));
    const isPart = (part: unknown, index: number): Truth =>
      own[index] === null ? undefined : equalValues(columns[index]?.field, own[index], part, forms[index]);
    return or(keys.map((key) => and(key.map(isPart))));
  }
}

/** The discriminator of an entity that does not hold it. */
const discriminatorIn = (model: ApplicationModel, object: object, { inheritance }: ManagerModel, { name }: FieldModel): unknown =>
  inheritance?.discriminator?.field === name && Reflect.get(object, name) === undefined ? discriminatorOf(model, object, name) : undefined;
