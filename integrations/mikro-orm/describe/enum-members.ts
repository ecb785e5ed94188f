import { EntitySchema, MetadataStorage, type EntityProperty } from '@mikro-orm/core';
import { memberName, type EnumModel } from '../../../lib/plugin.js';
import type { Meta, Orm, Property } from '../metadata.js';

type Values = Readonly<Record<string, string | number>>;

/** An enum to be described: the class that declares the property, and the enum object that the application gave for it. */
export interface EnumSource {
  readonly orm: Orm;
  readonly target: unknown;
  readonly given: Values | undefined;
}

/** The enum of a property: the members' names from the mapped enum object where it can be found, else made of the values. */
export function enumOf(enumSource: EnumSource, property: Property, name: string): EnumModel {
  const items = property.items ?? [];
  const source = enumSource.given ?? originalEnum(enumSource, property);
  const members = items.map((value) => ({ name: (source && nameIn(source, value)) ?? memberName(value), value }));
  return { name, ...(property.comment !== undefined && { description: property.comment }), members };
}

/** Whether an enum object has just the values of the property. */
export function matches(given: Values, property: Property): boolean {
  const values = new Set(entriesOf(given).map(([, value]) => value));
  const items = property.items ?? [];
  return items.length === values.size && items.every((item) => values.has(item));
}

function nameIn(source: Values, value: string | number): string | undefined {
  return entriesOf(source).find(([, each]) => each === value)?.[0];
}

/** The members of an enum object; a numeric TypeScript enum also maps values back to names. */
function entriesOf(source: Values): readonly (readonly [string, string | number])[] {
  return Object.entries(source).filter(
    ([name, value]) => !(/^-?\d/.test(name) && typeof value === 'string' && source[value] === Number(name)),
  );
}

/** Decorators leave the enum object, or a function that gives it, on the class, schemas keep it; discovery has the values only. */
function originalEnum({ orm, target }: EnumSource, { name }: Property): Values | undefined {
  for (let owner = target; typeof owner === 'function'; owner = Object.getPrototypeOf(owner)) {
    for (const { properties } of declaredMetas(orm, owner)) {
      const items: unknown = (properties as Readonly<Record<string, EntityProperty | undefined>>)[name]?.items;
      const found: unknown = typeof items === 'function' ? items() : items;
      if (typeof found === 'object' && found !== null && !Array.isArray(found)) return found as Values;
    }
  }
  return undefined;
}

/** What was declared of just this class, before discovery. */
function declaredMetas(orm: Orm, owner: Function): readonly Meta[] {
  if (Object.hasOwn(owner, MetadataStorage.META_SYMBOL)) return [Reflect.get(owner, MetadataStorage.META_SYMBOL) as Meta];
  const schema = EntitySchema.REGISTRY.get(owner as Meta['class']) ?? schemasOf(orm).find(({ meta }) => meta.class === owner);
  return schema ? [schema.meta] : [];
}

/** MikroORM registers the schemas of classes; those of which it makes the class are known to each other only. */
function schemasOf({ config }: Orm): readonly EntitySchema[] {
  const found = new Set([...config.get('entities'), ...config.get('entitiesTs')].filter((each) => EntitySchema.is(each)));
  // A set gives what is added while it is walked, too.
  for (const { meta } of found) {
    const targets = Object.values<EntityProperty>(meta.properties).flatMap(({ entity }): unknown =>
      (entity as (() => unknown) | undefined)?.(),
    );
    for (const target of targets) if (EntitySchema.is(target)) found.add(target);
  }
  return [...found];
}
