import type { ApplicationModel, ManagerModel, Problem } from '../../../lib/plugin.js';
import { TypeNameClash } from '../errors.js';
import type { PrivateStorage } from '../isolate.js';
import { fieldTable, type FieldTable } from './field-table.js';

/** A class as TypeGraphQL takes it. */
export type TypeClass = { readonly prototype: object } & (abstract new () => object);

/** What GraphQL type stands for a thing: a class, a scalar or an enum object. */
export type TypeValue = object;

/** One emission: the types made so far, by name, and who asked for them. */
export class Emission {
  readonly model: ApplicationModel;
  readonly storage: PrivateStorage;
  readonly problems: Problem[] = [];
  /** What fields of object types read, filled while they are declared. */
  readonly table: FieldTable = fieldTable();
  readonly #types = new Map<string, { readonly value: TypeValue; readonly owner: string }>();

  readonly #managerType: (emission: Emission, manager: ManagerModel) => TypeClass;

  /** `managerType` makes the type of a manager; handed in, since object types and connections need each other. */
  constructor(model: ApplicationModel, storage: PrivateStorage, managerType: (emission: Emission, manager: ManagerModel) => TypeClass) {
    this.model = model;
    this.storage = storage;
    this.#managerType = managerType;
  }

  /** The type that stands for a manager wherever it is linked to. */
  managerType(manager: ManagerModel): TypeClass {
    return this.#managerType(this, manager);
  }

  /** The type of a name; made once, and a problem where two owners want the same name. */
  type<Value extends TypeValue>(name: string, owner: string, make: () => Value, complete: (value: Value) => void): Value {
    const known = this.#types.get(name);
    if (known) {
      if (known.owner !== owner) this.problems.push(TypeNameClash.problem(owner, { name, other: known.owner }));
      return known.value as Value;
    }
    const value = make();
    this.#types.set(name, { value, owner });
    // Completed after it is known, so that types may refer to themselves and each other.
    complete(value);
    return value;
  }

  /** The managers of a hierarchy below this one. */
  subManagers(manager: ManagerModel): readonly ManagerModel[] {
    if (!manager.inheritance) return [];
    return [...this.model.managers.values()].filter(({ target }) => isBelow(target, manager.target));
  }

  /** The managers of the same hierarchy above this one. */
  superManagers(manager: ManagerModel): readonly ManagerModel[] {
    if (!manager.inheritance) return [];
    return [...this.model.managers.values()].filter(({ target }) => isBelow(manager.target, target));
  }
}

const isBelow = (target: object, base: object): boolean => target !== base && Object.prototype.isPrototypeOf.call(base, target);

/** A new class of a name, for types that no class of the application stands for. */
export function namedClass(name: string): TypeClass {
  return { [name]: class {} }[name] as TypeClass;
}
