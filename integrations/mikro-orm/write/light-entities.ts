import { isRaw, type EntityManager } from '@mikro-orm/core';
import { isToMany, type Meta, type Orm, type Property } from '../metadata.js';
import type { EntityRow } from './new-entities.js';
import { propertyValue } from './property-value.js';

/** An entity that its constructor alone has made, and the row that MikroORM makes of it. */
export interface LightEntity {
  readonly object: object;
  readonly row: EntityRow;
}

interface LightKind {
  /** Values that MikroORM gives to what has none. */
  readonly presets: readonly (readonly [name: string, value: unknown])[];
  readonly embedded: readonly string[];
  readonly snapshot: (entity: object) => EntityRow;
}

/**
 * Makes new entities with values alone, without what MikroORM adds to those that it manages: accessors, propagation, state. How values become those of
 * a row stays MikroORM's.
 */
export class LightEntities {
  readonly #orm: Orm;
  readonly #kinds = new WeakMap<Meta, { readonly kind: LightKind | undefined }>();

  constructor(orm: Orm) {
    this.#orm = orm;
  }

  /** Undefined where MikroORM does more with a new entity than to keep its values, or would refuse one of them. */
  make(meta: Meta, values: ReadonlyMap<string, unknown>, em: EntityManager): LightEntity | undefined {
    const kind = this.#kindOf(meta);
    if (!kind) return undefined;
    const object = new (meta.class as unknown as new () => Record<string, unknown>)();
    for (const [name, value] of values) {
      const property = meta.properties[name];
      object[name] = property && value !== null ? propertyValue(em, property, value) : value;
    }
    for (const [name, value] of kind.presets) if (object[name] === undefined) object[name] = value;
    if (kind.embedded.some((name) => isGiven(object[name]))) return undefined;
    try {
      return { object, row: kind.snapshot(object) };
    } catch {
      return undefined;
    }
  }

  #kindOf(meta: Meta): LightKind | undefined {
    const known = this.#kinds.get(meta);
    if (known) return known.kind;
    const kind = this.#isLight(meta) ? this.#made(meta) : undefined;
    this.#kinds.set(meta, { kind });
    return kind;
  }

  #isLight(meta: Meta): boolean {
    const { config } = this.#orm;
    const isUsual = !config.get('forceUndefined') && !config.get('initNullableProperties') && config.get('processOnCreateHooksEarly');
    return isUsual && meta.serializedPrimaryKey === undefined && meta.polymorphs === undefined && meta.props.every(isLight);
  }

  #made(meta: Meta): LightKind {
    const comparator = this.#orm.config.getComparator(this.#orm.getMetadata());
    return {
      presets: meta.props.flatMap((property) => presetOf(property)),
      embedded: meta.props.flatMap(({ kind, name }) => (kind === 'embedded' ? [name] : [])),
      snapshot: comparator.getSnapshotGenerator(meta.class) as LightKind['snapshot'],
    };
  }
}

/** Whether a property is a value under its own name, or one that nothing is given to. */
const isLight = (property: Property): boolean =>
  isToMany(property) ||
  (property.accessor === undefined && !property.getter && !property.setter && !(property.kind === 'scalar' && property.ref));

function presetOf({ name, kind, default: preset, embedded }: Property): LightKind['presets'] {
  const isOwn = !embedded && kind !== 'm:1' && kind !== '1:1' && preset !== undefined && preset !== null && !isRaw(preset);
  return isOwn ? [[name, preset]] : [];
}

const isGiven = (value: unknown): boolean => value !== null && value !== undefined;
