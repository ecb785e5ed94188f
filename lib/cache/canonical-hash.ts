import { isPlainObject } from '../model/plain-object.js';
import { createHash, type Hash } from 'node:crypto';

/** Bytes of what is hashed at once. */
const CHUNK = 16_384;

/**
 * Hashes values of any plain kind so that different ones have different bytes: every value begins with a letter for its kind, and everything of variable
 * length with its length. `1`, `'1'`, `1n` and `true` differ; so do `0` and `-0`, null, undefined and what is missing, a list and an object.
 *
 * Refuses what is no plain data (functions, instances of classes, what contains itself, properties that are hidden or beside the items of a list), since
 * nobody knows what such a value is made of.
 */
export class CanonicalHash {
  readonly #refer: (value: object) => string | undefined;
  readonly #hash: Hash = createHash('sha256');
  readonly #open = new Set<object>();
  #pending = '';

  /** `refer` names objects that are not looked into, such as those of a model. */
  constructor(refer: (value: object) => string | undefined = () => undefined) {
    this.#refer = refer;
  }

  /** @throws NotPlain */
  add(value: unknown): this {
    switch (typeof value) {
      case 'string':
        return this.#text('s', value);
      case 'number':
        return this.#text('n', Object.is(value, -0) ? '-0' : String(value));
      case 'bigint':
        return this.#text('i', String(value));
      case 'boolean':
        return this.#write(value ? 't' : 'f');
      case 'undefined':
        return this.#write('u');
      case 'object':
        return value === null ? this.#write('0') : this.#object(value);
      default:
        throw new NotPlain(`a ${typeof value}`);
    }
  }

  /** Text of the hash; nothing can be added afterwards. */
  end(): string {
    this.#flush();
    return this.#hash.digest('base64url');
  }

  #object(value: object): this {
    const reference = this.#refer(value);
    if (reference !== undefined) return this.#text('r', reference);
    if (value instanceof Date) return this.#text('d', String(bare(value, Date.prototype).getTime()));
    if (value instanceof Uint8Array) return this.#text('b', Buffer.from(value).toString('base64'));
    if (this.#open.has(value)) throw new NotPlain('an object that contains itself');
    this.#open.add(value);
    this.#inside(value);
    this.#open.delete(value);
    return this;
  }

  #inside(value: object): void {
    if (Array.isArray(value)) this.#list('l', items(value));
    else if (value instanceof Set) this.#list('S', [...bare(value, Set.prototype)]);
    else if (value instanceof Map) this.#list('M', [...bare(value, Map.prototype)].flat());
    else if (isPlainObject(value)) this.#entries(value);
    else throw new NotPlain(`an instance of ${value.constructor?.name ?? 'a class'}`);
  }

  #list(kind: string, items: readonly unknown[]): void {
    this.#write(`${kind}${items.length}:`);
    // Places that are not there are undefined here as well as they are for whoever reads them.
    for (let index = 0; index < items.length; index += 1) this.add(items[index]);
  }

  /** In the order of names, since objects are the same in whatever order they were made. */
  #entries(value: object): void {
    const names = Object.keys(value).sort();
    if (Reflect.ownKeys(value).length > names.length) throw new NotPlain('an object with symbols or hidden properties');
    this.#write(`o${names.length}:`);
    for (const name of names) this.#text('k', name).add(Reflect.get(value, name));
  }

  /** Texts are hashed as UTF-16, so that halves of surrogate pairs differ as well. */
  #text(kind: string, text: string): this {
    return this.#write(`${kind}${text.length}:${text}`);
  }

  #write(text: string): this {
    this.#pending += text;
    if (this.#pending.length > CHUNK) this.#flush();
    return this;
  }

  #flush(): void {
    this.#hash.update(Buffer.from(this.#pending, 'utf16le'));
    this.#pending = '';
  }
}

/** A value of just this class, without properties of its own. */
function bare<T extends object>(value: T, prototype: T): T {
  if (Object.getPrototypeOf(value) !== prototype || Reflect.ownKeys(value).length > 0)
    throw new NotPlain('a value with more than its kind has');
  return value;
}

/** A list without properties beside its items. */
function items(list: readonly unknown[]): readonly unknown[] {
  const isList = Object.getPrototypeOf(list) === Array.prototype;
  // Items come first; besides them there is the length.
  const last = Reflect.ownKeys(list).at(-1);
  if (!isList || last !== 'length') throw new NotPlain('a list with more than items');
  return list;
}

/** Told to the cache alone: what is no plain data has no key. */
export class NotPlain extends Error {
  constructor(what: string) {
    super(`${what} is no plain data`);
    this.name = 'NotPlain';
  }
}
