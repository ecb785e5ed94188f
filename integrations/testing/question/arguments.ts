import {
  getNamedType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  type GraphQLArgument,
  type GraphQLInputObjectType,
  type GraphQLInputType,
} from 'graphql';
import { managerNamed, type KeyPart, type ManagerModel } from '../../../lib/plugin.js';
import type { Catalogue } from './catalogue.js';
import { written, type Samples } from './samples.js';

const MOST = 12;

/** Values for arguments of which only the type is known. */
export class ArgumentValues {
  readonly #catalogue: Catalogue;
  readonly #samples: Samples;
  readonly #secrets: readonly string[];

  constructor(catalogue: Catalogue, samples: Samples, secrets: readonly string[]) {
    this.#catalogue = catalogue;
    this.#samples = samples;
    this.#secrets = secrets;
  }

  /** A few values, hidden ones where there are any; lists of one, objects with what they need. */
  of(type: GraphQLInputType, manager?: ManagerModel, levels = 2): readonly unknown[] {
    if (isNonNullType(type)) return this.of(type.ofType, manager, levels);
    if (isListType(type)) return this.of(type.ofType, manager, levels).map((value) => [value]);
    if (isEnumType(type))
      return type
        .getValues()
        .slice(0, MOST)
        .map(({ name }) => name);
    if (isInputObjectType(type)) return levels === 0 ? [] : this.#objects(type, manager, levels - 1);
    return this.#scalars(type.name, manager)
      .map((value) => written(type, value))
      .filter((value) => value !== undefined)
      .slice(0, MOST);
  }

  /** A key as the argument of a detail field takes it. */
  key({ type }: GraphQLArgument, manager: ManagerModel, key: unknown): unknown {
    const named = getNamedType(type);
    if (!isInputObjectType(named)) return written(type, key);
    const [only] = manager.key?.parts ?? [];
    if (only?.kind === 'relation' && manager.key?.parts.length === 1)
      return this.#keyObject(named, managerNamed(this.#catalogue.model, only.target), key);
    return this.#keyObject(named, manager, key);
  }

  #keyObject(type: GraphQLInputObjectType, manager: ManagerModel, key: unknown): unknown {
    const entries = (manager.key?.parts ?? []).map((part): [string, unknown] => {
      const name = manager.fields.get(part.field)?.publicName ?? part.field;
      const value = typeof key === 'object' && key !== null && !(key instanceof Date) ? (Reflect.get(key, part.field) as unknown) : key;
      return [name, this.#part(type.getFields()[name]?.type, part, value)];
    });
    return entries.some(([, value]) => value === undefined) ? undefined : Object.fromEntries(entries);
  }

  #part(type: GraphQLInputType | undefined, part: KeyPart, value: unknown): unknown {
    if (!type) return undefined;
    const named = getNamedType(type);
    if (!isInputObjectType(named) || part.kind === 'value') return written(type, value);
    return this.#keyObject(named, managerNamed(this.#catalogue.model, part.target), value);
  }

  #objects(type: GraphQLInputObjectType, manager: ManagerModel | undefined, levels: number): readonly unknown[] {
    const fields = Object.values(type.getFields());
    const needed = fields.filter((field) => isNonNullType(field.type) && field.defaultValue === undefined);
    const base: Readonly<Record<string, unknown>> = Object.fromEntries(
      needed.map(({ name, type: of }) => [name, this.of(of, manager, levels)[0]]),
    );
    if (Object.values(base).includes(undefined)) return [];
    const varied = fields.flatMap(({ name, type: of }) => this.of(of, manager, levels).map((value) => ({ ...base, [name]: value })));
    return varied.length === 0 ? [base] : varied.slice(0, MOST);
  }

  #scalars(name: string, manager: ManagerModel | undefined): readonly unknown[] {
    const managers = manager ? [manager] : [...this.#catalogue.model.managers.values()];
    if (name === 'Boolean') return [true, false];
    if (name === 'Int' || name === 'Float') return [1, 3, 1000];
    const keys = managers.flatMap((each) => [
      ...this.#samples.keys(each, true).slice(0, 3),
      ...this.#samples.keys(each, false).slice(0, 1),
    ]);
    if (name === 'ID') return keys.filter((key) => typeof key !== 'object');
    if (name === 'String') return [...this.#secrets.slice(0, 3), 'a'];
    return managers.flatMap((each) => [...each.fields.keys()].flatMap((field) => this.#samples.values(each, [field]).slice(0, 1)));
  }
}
