import type { GraphQLScalarType } from 'graphql';
import type { ApplicationModel, CapabilitiesModel, FieldModel, ManagerModel, Problem } from '../../../lib/plugin.js';
import { TypeNameClash } from '../errors.js';
import type { ClassTypes } from '../classes/class-types.js';
import type { ScalarTypes } from '../scalars/scalar-types.js';
import { GeneratedType, type TypeValue } from '../generated/generated-type.js';
import { lineage } from '../storage/private-storage.js';
import { fieldTable, type FieldTable } from './field-table.js';
import { declaringClasses, type Handwritten } from './handwritten.js';

/** A class as TypeGraphQL takes it. */
export type TypeClass = { readonly prototype: object } & (abstract new () => object);

/** The type of a manager: a class where hand-written code has to do with it, or where it stands in a hierarchy. */
export type ManagerType = TypeClass | GeneratedType;

/** What an emission starts from. */
export interface EmissionInput {
  readonly model: ApplicationModel;
  readonly handwritten: Handwritten;
  /** Of each type of value that the model has. */
  readonly scalars: Partial<ScalarTypes>;
  /** What makes classes types; undefined where none is to be one. */
  readonly classes: ClassTypes | undefined;
  /** The classes that hand-written code says something about, or leads to. */
  readonly touched: ReadonlySet<unknown>;
  /** Whether the schema tells what the actor may do. */
  readonly capabilities: boolean;
  /** Makes the type of a manager; handed in, since object types and connections need each other. */
  readonly managerType: (emission: Emission, manager: ManagerModel) => ManagerType;
}

/** A type, and for whom it was made. */
export interface MadeType {
  readonly name: string;
  readonly value: TypeValue;
  readonly owner: string;
}

/** One emission: the types made so far, by name, and who asked for them. */
export class Emission {
  readonly model: ApplicationModel;
  readonly handwritten: Handwritten;
  readonly problems: Problem[] = [];
  /** What fields of object types read, filled while they are declared. */
  readonly table: FieldTable = fieldTable();
  readonly #types = new Map<string, MadeType>();
  readonly #owners = new Map<unknown, MadeType>();
  readonly #clashes = new Set<string>();
  readonly #incomplete: (() => void)[] = [];
  #completing = false;
  readonly #scalars: Partial<ScalarTypes>;
  readonly #classes: ClassTypes | undefined;
  readonly #touched: ReadonlySet<unknown>;
  readonly #capabilities: boolean;
  readonly #managerType: EmissionInput['managerType'];
  readonly #made = new Map<unknown, Map<object, unknown>>();
  readonly #below = new Map<ManagerModel, ManagerModel[]>();
  readonly #above = new Map<ManagerModel, ManagerModel[]>();

  constructor({ model, handwritten, scalars, classes, touched, capabilities, managerType }: EmissionInput) {
    this.model = model;
    this.handwritten = handwritten;
    this.#scalars = scalars;
    this.#classes = classes;
    this.#touched = touched;
    this.#capabilities = capabilities;
    this.#managerType = managerType;
    const byTarget = new Map([...model.managers.values()].map((manager) => [manager.target, manager]));
    for (const manager of model.managers.values()) {
      const [, ...extended] = manager.inheritance ? lineage(manager.target) : [];
      const above = extended.flatMap((target) => byTarget.get(target) ?? []).filter(({ inheritance }) => inheritance !== undefined);
      this.#above.set(manager, above);
      for (const each of above) this.#below.set(each, [...(this.#below.get(each) ?? []), manager]);
    }
  }

  /** The type that stands for a manager wherever it is linked to. */
  managerType(manager: ManagerModel): ManagerType {
    return this.once(this.#managerType, manager);
  }

  /** Whether the type of a manager is a class. */
  isClass(manager: ManagerModel): boolean {
    return this.once(isClass, manager);
  }

  /** What makes classes types. */
  get classes(): ClassTypes {
    if (!this.#classes) throw new TypeError('a class is to be a type, and TypeGraphQL is not loaded');
    return this.#classes;
  }

  /** Whether hand-written code says something about a class, or about one that it extends, or leads to it. */
  isTouched(target: object): boolean {
    return this.#touched.size > 0 && lineage(target).some((each) => this.#touched.has(each));
  }

  /** How the schema tells what the actor may do with a manager; undefined where it does not. */
  capabilitiesOf({ capabilities }: ManagerModel): CapabilitiesModel | undefined {
    return this.#capabilities ? capabilities : undefined;
  }

  /** The scalar of a type. */
  scalar(type: keyof ScalarTypes): GraphQLScalarType {
    const scalar = this.#scalars[type];
    if (!scalar) throw new TypeError(`the scalar of "${type}" is not loaded`);
    return scalar;
  }

  hasScalar(scalar: GraphQLScalarType): boolean {
    return Object.values(this.#scalars).includes(scalar);
  }

  /** What is made of a thing, once for each maker: a type is asked for wherever it is used. */
  once<Subject extends object, Made>(make: (emission: this, subject: Subject) => Made, subject: Subject): Made {
    let made = this.#made.get(make);
    if (!made) this.#made.set(make, (made = new Map()));
    const known = made.get(subject);
    if (known !== undefined || made.has(subject)) return known as Made;
    const own = make(this, subject);
    made.set(subject, own);
    return own;
  }

  /** The type of a name; made once, and a problem where two owners want the same name. */
  type<Value extends TypeValue>(name: string, owner: string, make: () => Value, complete?: (value: Value) => void): Value {
    const known = this.#types.get(name);
    if (known) {
      if (known.owner !== owner) this.#clash(name, owner, known.owner);
      return known.value as Value;
    }
    const value = make();
    const made: MadeType = { name, value, owner };
    this.#types.set(name, made);
    if (!(value instanceof GeneratedType)) this.#owners.set(value, made);
    // Completed after it is known, so that types may refer to themselves and each other.
    if (complete) this.#complete(() => complete(value));
    return value;
  }

  /** Types that are met while one is completed wait for it: each in the other would need a stack as deep as the model is large. */
  #complete(complete: () => void): void {
    this.#incomplete.push(complete);
    if (this.#completing) return;
    this.#completing = true;
    try {
      for (let next = this.#incomplete.pop(); next; next = this.#incomplete.pop()) next();
    } finally {
      this.#completing = false;
    }
  }

  /** A name is asked for wherever the type is used; the clash is told once. */
  #clash(name: string, one: string, other: string): void {
    const told = `${name} ${one}`;
    if (!this.#clashes.has(told)) this.problems.push(TypeNameClash.problem(one, { name, one, other }));
    this.#clashes.add(told);
  }

  /** For whom a class or enum object was made a type; undefined for what the application declared itself. */
  ownerOf(value: unknown): string | undefined {
    return this.#owners.get(value)?.owner;
  }

  /** The name of the type that was made of a class or enum object. */
  nameOf(value: unknown): string | undefined {
    return this.#owners.get(value)?.name;
  }

  /** The type that was made of a name. */
  typeNamed(name: string): MadeType | undefined {
    return this.#types.get(name);
  }

  /** The fields that may be filtered and sorted by: not those of which @Authorized says who may see them, since it cannot be asked there. */
  comparableFields(manager: ManagerModel): readonly FieldModel[] {
    return this.once(comparableFields, manager);
  }

  /** The managers of a hierarchy below this one. */
  subManagers(manager: ManagerModel): readonly ManagerModel[] {
    return this.#below.get(manager) ?? [];
  }

  /** The managers of the same hierarchy above this one, nearest first. */
  superManagers(manager: ManagerModel): readonly ManagerModel[] {
    return this.#above.get(manager) ?? [];
  }

  /** The classes whose hand-written declarations the type of a manager has. */
  declaringClasses(manager: ManagerModel): readonly object[] {
    return this.once(classesOf, manager);
  }
}

const isClass = (emission: Emission, { inheritance, target }: ManagerModel): boolean =>
  inheritance !== undefined || emission.isTouched(target);

const comparableFields = ({ handwritten }: Emission, { fields, target }: ManagerModel): readonly FieldModel[] =>
  [...fields.values()].filter(({ exposed, name }) => exposed && !handwritten.authorizes(target, name));

function classesOf(emission: Emission, manager: ManagerModel): readonly object[] {
  const above = new Set(emission.superManagers(manager).map(({ target }) => target));
  return declaringClasses(manager.target, (each) => above.has(each) || emission.handwritten.typeOf(each) !== undefined);
}

/** A new class of a name, for types that no class of the application stands for. */
export function namedClass(name: string): TypeClass {
  return { [name]: class {} }[name] as TypeClass;
}
