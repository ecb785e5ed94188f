import { embeddableNamed } from '../model/lookup.js';
import { keyColumns } from '../model/key.js';
import type { FieldModel } from '../model/field.js';
import type { ApplicationModel, ManagerModel } from '../model/model.js';
import type { Comparison, Condition, KeyCondition, PredicateCondition, RelationCondition, ValuePath } from '../plan/condition.js';
import { compareValue, equalValues } from './compare-value.js';
import { readProperty, type ObjectReader } from './object-reader.js';
import { namesOf, storedFormAt } from './stored-form.js';
import { and, negate, or, type Truth } from './truth.js';

/**
 * Evaluates a bound condition on an object in memory: the back end beside SQL, with the same three-valued logic.
 *
 * Comparisons with null are unknown; relations, keys and types are true or false. `read` gets at the object's fields.
 *
 * @throws GM_PERM_NOT_LOADED where the object lacks what the condition asks for
 */
export class Evaluator {
  readonly #model: ApplicationModel;
  readonly #read: ObjectReader;

  constructor(model: ApplicationModel, read: ObjectReader = readProperty) {
    this.#model = model;
    this.#read = read;
  }

  truth(condition: Condition, object: object): Truth {
    switch (condition.kind) {
      case 'true':
        return true;
      case 'false':
        return false;
      case 'unknown':
        return undefined;
      case 'and':
        return and(condition.all.map((each) => this.truth(each, object)));
      case 'or':
        return or(condition.any.map((each) => this.truth(each, object)));
      case 'not':
        return negate(this.truth(condition.of, object));
      case 'is':
        return this.truth(condition.of, object) === condition.truth;
      case 'type':
        return isOfType(condition.manager, object);
      case 'compare':
        return this.#compare(condition, object);
      case 'predicate':
        return this.#predicate(condition, object);
      case 'relation':
        return this.#relation(condition, object);
      case 'key':
        return this.#keys(condition, object);
      case 'actor':
        throw new TypeError('a policy is not bound to an actor');
    }
  }

  #compare({ path, operator, value }: Comparison, object: object): Truth {
    const hidden = path.guard && this.truth(path.guard, object) !== true;
    const stored = storedFormAt(this.#model, path.manager, namesOf(path), path.field);
    return compareValue(path, operator, hidden ? null : this.#value(path, object), value, stored);
  }

  #predicate({ manager, predicate, args }: PredicateCondition, object: object): Truth {
    const values = predicate.fields.map((name): [string, unknown] => {
      const field = manager.fields.get(name);
      return [name, field ? (this.#read(object, manager, field) ?? null) : null];
    });
    return predicate.test(Object.fromEntries(values), args);
  }

  /** The value at a path; null where an embedded object on the way is. */
  #value(path: ValuePath, object: object): unknown {
    let { manager } = path;
    let holder: object | null = object;
    for (const { field, target } of path.hops) {
      holder = holder && (this.#read(holder, manager, field) as object | null);
      manager = target;
    }
    let fields: readonly FieldModel[] = [...manager.fields.values()];
    for (const name of path.embedded) {
      const field = fields.find((each) => each.name === name);
      if (!holder || field?.kind !== 'embedded') return null;
      holder = this.#read(holder, manager, field) as object | null;
      ({ fields } = embeddableNamed(this.#model, field.embeddable));
    }
    return holder && this.#read(holder, manager, path.field);
  }

  #relation({ manager, field, target: _target, quantifier, where, policy, guard }: RelationCondition, object: object): boolean {
    const hidden = guard && this.truth(guard, object) !== true;
    const found = hidden ? [] : ([this.#read(object, manager, field)].flat() as readonly (object | null)[]);
    const visible = found.filter((each) => each !== null).filter((each) => this.truth(policy, each) === true);
    const holds = (each: object): boolean => this.truth(where, each) === true;
    if (quantifier === 'some') return visible.some(holds);
    return quantifier === 'every' ? visible.every(holds) : !visible.some(holds);
  }

  #keys({ manager, keys }: KeyCondition, object: object): Truth {
    const columns = keyColumns(this.#model, manager);
    const own = columns.map(({ path }) => this.#keyPart(manager, path, object));
    const forms = columns.map(({ path, field }) => storedFormAt(this.#model, manager, path, field));
    const isPart = (part: unknown, index: number): Truth =>
      own[index] === null ? undefined : equalValues(columns[index]?.field, own[index], part, forms[index]);
    return or(keys.map((key) => and(key.map(isPart))));
  }

  #keyPart(manager: ManagerModel, path: readonly string[], object: object): unknown {
    let owner: ManagerModel | undefined = manager;
    let value: unknown = object;
    for (const name of path) {
      const field: FieldModel | undefined = owner?.fields.get(name);
      if (!owner || !field || typeof value !== 'object' || value === null) return null;
      value = this.#read(value, owner, field);
      owner = field.kind === 'relation' ? this.#model.managers.get(field.target) : undefined;
    }
    return value ?? null;
  }
}

function isOfType({ target }: ManagerModel, object: object): boolean {
  const { prototype } = target as { readonly prototype?: object };
  return prototype !== undefined && Object.prototype.isPrototypeOf.call(prototype, object);
}
