import { ChangeSetComputer, EventType, Reference, validateEntity, type EntityManager } from '@mikro-orm/core';
import type { Look, NewObject } from '../../../lib/plugin.js';
import { targetMeta, type Meta, type Orm, type Property } from '../metadata.js';
import { LightEntities } from './light-entities.js';
import { propertyValue } from './property-value.js';
import { referenceTo } from './reference-to.js';

/** A row as MikroORM would insert it, by property names, with values as its driver takes them. */
export type EntityRow = Readonly<Record<string, unknown>>;

/** A new entity that no unit of work knows of. */
export interface NewEntity extends NewObject {
  /** What it is linked to; absent where that is made only for whoever looks. */
  readonly references?: readonly object[];
  /** Its row, where nobody may change the entity any more. */
  readonly row?: EntityRow;
}

interface EntityKind {
  /** Whether no code of the application but the constructor takes part in making one. */
  readonly plain: boolean;
  readonly required: readonly Property[];
}

/** Makes new entities, and the rows that MikroORM would insert for them, without units of work. */
export class NewEntities {
  readonly #orm: Orm;
  /** What is known of entities, and does not change. */
  readonly #kinds = new WeakMap<Meta, EntityKind>();
  readonly #light: LightEntities;
  /** For entities in the making of which no code of the application meets it: it never holds anything. */
  #shared: EntityManager | undefined;
  #changes: ChangeSetComputer | undefined;

  constructor(orm: Orm) {
    this.#orm = orm;
    this.#light = new LightEntities(orm);
  }

  /** Whether entities are made without code of the application that looks at more than its own values. */
  isPlain(meta: Meta): boolean {
    return this.#kindOf(meta).plain && !this.#hasListeners(meta);
  }

  /** `look` is what is looked at of it before it is inserted. */
  make(meta: Meta, values: ReadonlyMap<string, unknown>, links: readonly Property[], keys: NewObject['keys'], look: Look): NewEntity {
    const isPlain = this.isPlain(meta);
    const light = isPlain && look !== 'everything' ? this.#light.make(meta, values, this.#em) : undefined;
    if (light) {
      if (look !== 'nothing') keys.forEach((key, index) => this.#link(light.object, links[index] as Property, key));
      return { ...light, keys };
    }
    const em = isPlain ? this.#em : this.#fork();
    const references = isPlain ? undefined : keys.map((key, index) => referenceTo(em, this.#target(links[index]), key));
    const data: Record<string, unknown> = {};
    for (const [name, value] of values) data[name] = valueOf(em, meta.properties[name], value);
    references?.forEach((reference, index) => void (data[links[index]?.name ?? ''] = reference));
    const object = em.create(meta.class, data as never, { partial: true, persist: false } as never) as object;
    if (isPlain) keys.forEach((key, index) => this.#link(object, links[index] as Property, key));
    return { object, keys, ...(references && { references }) };
  }

  /**
   * The row of an entity, without its links; undefined where MikroORM would not insert it, or where it is no longer linked to what it was made with.
   *
   * @throws ValidationError of MikroORM for a value that a property cannot hold
   */
  rowOf(meta: Meta, { object, references, row: known }: NewEntity, links: readonly Property[]): EntityRow | undefined {
    if (known) {
      validateEntity(object as never, meta);
      return this.#isComplete(meta, object, links) ? known : undefined;
    }
    if (!references) for (const { name } of links) Reflect.deleteProperty(object, name);
    const isKept = references?.every((each, index) => Reference.unwrapReference(Reflect.get(object, links[index]?.name ?? '')) === each);
    this.#changes ??= new ChangeSetComputer(this.#em, new Set());
    const row = isKept === false ? undefined : this.#changes.computeChangeSet(object)?.payload;
    if (!row || !this.#isComplete(meta, object, links)) return undefined;
    for (const { name } of links) Reflect.deleteProperty(row, name);
    return row;
  }

  /** Most that look at a new entity never ask what it is linked to. */
  #link(object: object, property: Property, key: readonly unknown[]): void {
    let known: unknown;
    Reflect.defineProperty(object, property.name, {
      configurable: true,
      enumerable: true,
      get: () => {
        const em = this.#fork();
        return (known ??= propertyValue(em, property, referenceTo(em, this.#target(property), key)));
      },
    });
  }

  /** Whether it has what MikroORM itself requires of new entities. */
  #isComplete(meta: Meta, object: object, links: readonly Property[]): boolean {
    if (!this.#orm.config.get('validateRequired')) return true;
    return this.#kindOf(meta).required.every((property) => links.includes(property) || isGiven(Reflect.get(object, property.name)));
  }

  #kindOf(meta: Meta): EntityKind {
    const known = this.#kinds.get(meta);
    if (known) return known;
    const plain = (meta.constructorParams ?? []).length === 0 && !meta.hydrateProps.some(hasInitializer);
    const kind = { plain, required: meta.props.filter((property) => !isOptional(property)) };
    this.#kinds.set(meta, kind);
    return kind;
  }

  #target(property: Property | undefined): Meta {
    if (!property) throw new TypeError('there is a key for each link');
    return targetMeta(this.#orm, property);
  }

  #hasListeners(meta: Meta): boolean {
    return this.#orm.em.getEventManager().hasListeners(EventType.onInit, meta);
  }

  get #em(): EntityManager {
    return (this.#shared ??= this.#fork());
  }

  #fork(): EntityManager {
    return this.#orm.em.fork({ clear: true, flushMode: 'commit', disableContextResolution: true });
  }
}

function valueOf(em: EntityManager, property: Property | undefined, value: unknown): unknown {
  return property && value !== null ? propertyValue(em, property, value) : value;
}

/** Whether the application makes the first value of a property, or of one inside of it. */
const hasInitializer = ({ onCreate, kind, targetMeta: inner }: Property): boolean =>
  onCreate !== undefined || (kind === 'embedded' && inner !== undefined && inner.hydrateProps.some(hasInitializer));

const isGiven = (value: unknown): boolean => value !== null && value !== undefined;

const TO_MANY: readonly string[] = ['1:m', 'm:n'];

/** As MikroORM tells it. */
function isOptional(property: Property): boolean {
  const {
    nullable,
    autoincrement,
    default: preset,
    defaultRaw,
    onCreate,
    generated,
    embedded,
    kind,
    persist,
    targetMeta: inner,
  } = property;
  const isPreset = [nullable, autoincrement, preset, defaultRaw, onCreate, generated, embedded].some(Boolean);
  const isEmpty = kind === 'embedded' && inner?.props.every((each) => each.formula || each.persist === false || each.primary);
  return isPreset || TO_MANY.includes(kind) || isEmpty === true || persist === false;
}
