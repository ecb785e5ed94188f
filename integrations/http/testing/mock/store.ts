import { isDeepStrictEqual } from 'node:util';
import { textOf } from '../../read/build-request.js';
import { Mismatch, typeText } from '../../resource/mismatch.js';
import { placeAt } from '../../resource/place-at.js';
import type { CompiledField, Resource } from '../../resource/resource.js';
import { InvalidMockObject, NotInvertible } from '../errors.js';
import { nextKey } from './next-key.js';
import type { MockSettings } from './settings.js';

/** A JSON object. */
export type Source = Record<string, unknown>;

/** An object as the upstream has it, and as its class has it. */
export interface Stored {
  readonly source: Source;
  readonly object: Readonly<Record<string, unknown>>;
}

/** The objects of one resource, in the order in which they came. */
export class Store {
  readonly #resource: Resource;
  readonly #settings: MockSettings;
  #all: Stored[] = [];

  constructor(resource: Resource, settings: MockSettings) {
    this.#resource = resource;
    this.#settings = settings;
  }

  get all(): readonly Stored[] {
    return this.#all;
  }

  /**
   * Adds an object with values as its class has them; what is left out is made.
   *
   * @throws GM_MOCK_INVALID_OBJECT, GM_MOCK_NOT_INVERTIBLE
   */
  add(values: Readonly<Record<string, unknown>>): Stored {
    const source: Source = {};
    for (const field of this.#resource.fields.values()) {
      const given = values[field.name];
      if (given === undefined) this.#complete(source, field);
      else if (given !== null || mayBeNull(field)) placeAt(source, field.from, this.#encoded(field, given));
      else throw InvalidMockObject.create({ resource: this.#resource.name, path: field.name, reason: 'is not nullable' });
    }
    return this.addSource(source);
  }

  /** Adds an object as the upstream has it. @throws GM_MOCK_INVALID_OBJECT */
  addSource(source: unknown): Stored {
    const stored = this.#stored(source);
    const key = this.keyOf(stored);
    if (key.length > 0 && this.find(key)) {
      const [path = ''] = this.#resource.key;
      throw InvalidMockObject.create({ resource: this.#resource.name, path, reason: 'is that of another object' });
    }
    this.#all.push(stored);
    return stored;
  }

  /** Makes of what a create sends a whole object. @throws GM_MOCK_NOT_INVERTIBLE where nobody says what the upstream makes itself */
  create(sent: ReadonlyMap<CompiledField, unknown>): Stored {
    const source: Source = {};
    for (const field of this.#resource.fields.values()) {
      if (sent.has(field)) placeAt(source, field.from, sent.get(field));
      else this.#complete(source, field);
    }
    return this.addSource(source);
  }

  change(stored: Stored, sent: ReadonlyMap<CompiledField, unknown>): Stored {
    const source = structuredClone(stored.source);
    for (const [field, value] of sent) placeAt(source, field.from, value);
    return this.#replace(stored, source);
  }

  /** Changes values as the class has them. @throws GM_MOCK_INVALID_OBJECT, GM_MOCK_NOT_INVERTIBLE */
  assign(stored: Stored, values: Readonly<Record<string, unknown>>): Stored {
    const source = structuredClone(stored.source);
    for (const field of this.#resource.fields.values()) {
      const value = values[field.name];
      if (value !== undefined && !isDeepStrictEqual(value, stored.object[field.name]))
        placeAt(source, field.from, this.#encoded(field, value));
    }
    return this.#replace(stored, source);
  }

  remove(stored: Stored): void {
    this.#all = this.#all.filter((each) => each !== stored);
  }

  clear(): void {
    this.#all = [];
  }

  /** The object with a key, of which each part is as requests have it. */
  find(key: readonly string[]): Stored | undefined {
    return this.#all.find((each) => isDeepStrictEqual(this.keyOf(each), key));
  }

  /** The parts of an object's key, as requests have them. */
  keyOf({ object }: Stored): readonly string[] {
    const { key, fields } = this.#resource;
    return key.map((name) => textOf(fields.get(name)?.encode(object[name])));
  }

  #replace(stored: Stored, source: Source): Stored {
    const changed = this.#stored(source);
    this.#all = this.#all.map((each) => (each === stored ? changed : each));
    return changed;
  }

  #stored(source: unknown): Stored {
    const { name: resource, fields } = this.#resource;
    if (typeof source !== 'object' || source === null || Array.isArray(source))
      throw InvalidMockObject.create({ resource, path: '', reason: `is ${typeText(source)}, not an object` });
    const decoded = [...fields.values()].map((field) => [field.name, this.#decoded(field, source)] as const);
    return { source: structuredClone(source) as Source, object: Object.fromEntries(decoded) };
  }

  #decoded(field: CompiledField, source: object): unknown {
    try {
      return field.decode(source);
    } catch (error) {
      if (!(error instanceof Mismatch)) throw error;
      const { path, found, expected } = error;
      const { name: resource } = this.#resource;
      throw InvalidMockObject.create({ resource, path: path.join('.'), reason: `is ${found}, where ${expected} is declared` });
    }
  }

  /** What the upstream has for a value: something that becomes the value again. */
  #encoded(field: CompiledField, value: unknown): unknown {
    const { name: resource } = this.#resource;
    const encoded = attempt(() => field.encode(value));
    if (!encoded)
      throw InvalidMockObject.create({ resource, path: field.name, reason: `is ${typeText(value)}, which cannot be converted` });
    const source: Source = {};
    placeAt(source, field.from, encoded.value);
    const again = attempt(() => field.encode(this.#decoded(field, source)));
    if (value === null || isDeepStrictEqual(json(again?.value), json(encoded.value))) return json(encoded.value);
    this.#decoded(field, source);
    const what = `the parse of ${field.name}, since what serialize makes of a value does not become that value again`;
    throw NotInvertible.create({ resource, what, how: `A serialize for ${field.name}, or of(${resource}).addRaw(…),` });
  }

  /** What an object has for a field of which nothing is said. */
  #complete(source: Source, field: CompiledField): void {
    const { name, model, from } = field;
    const { name: resource, key } = this.#resource;
    const make = this.#settings.made.get(name);
    if (make) return placeAt(source, from, this.#encoded(field, make(this.#all.length + 1)));
    if (key.includes(name)) {
      const taken = this.#all.map(({ object }) => object[name]);
      return placeAt(source, from, this.#encoded(field, nextKey(model, resource, taken)));
    }
    const { options } = field.declared;
    if (options.optional) return undefined;
    const fallback: unknown = options.default;
    if (fallback !== undefined) return placeAt(source, from, this.#encoded(field, fallback));
    if (options.nullable) return placeAt(source, from, null);
    throw NotInvertible.create({
      resource,
      what: `the upstream makes ${name} itself`,
      how: `of(${resource}).make({ ${name}: (number) => … }), or a value for it,`,
    });
  }
}

const mayBeNull = ({ declared: { options } }: CompiledField): boolean => options.nullable === true || options.optional === true;

/** As it is after its way over the network. */
const json = (value: unknown): unknown => (value === undefined ? undefined : (JSON.parse(JSON.stringify(value)) as unknown));

function attempt(run: () => unknown): { readonly value: unknown } | undefined {
  try {
    return { value: run() };
  } catch {
    return undefined;
  }
}
