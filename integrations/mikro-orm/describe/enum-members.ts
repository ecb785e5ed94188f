import { MetadataStorage, type EntityProperty } from '@mikro-orm/core';
import type { EnumModel } from '../../../lib/plugin.js';
import type { Meta, Property } from '../metadata.js';

type Values = Readonly<Record<string, string | number>>;

/** The enum of a property: the members' names from the mapped enum object where it can be found, else made of the values. */
export function enumOf(meta: Meta, property: Property, name: string, given: Values | undefined): EnumModel {
  const items = property.items ?? [];
  const source = given ?? originalEnum(meta, property);
  const members = items.map((value) => ({ name: (source && nameIn(source, value)) ?? nameOf(value), value }));
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

/** Decorators leave the enum object, or a function that gives it, in the class's own metadata; discovery keeps the values only. */
function originalEnum(meta: Meta, property: Property): Values | undefined {
  let owner: unknown = meta.class;
  while (typeof owner === 'function') {
    const stored = Object.hasOwn(owner, MetadataStorage.META_SYMBOL)
      ? (Reflect.get(owner, MetadataStorage.META_SYMBOL) as Meta)
      : undefined;
    const items: unknown = (stored?.properties as Record<string, EntityProperty> | undefined)?.[property.name]?.items;
    const found: unknown = typeof items === 'function' ? items() : items;
    if (typeof found === 'object' && found !== null && !Array.isArray(found)) return found as Values;
    owner = Object.getPrototypeOf(owner);
  }
  return undefined;
}

/** `in-active` gives `IN_ACTIVE`, `1st` gives `_1ST`, the empty text gives `EMPTY`. */
function nameOf(value: string | number): string {
  const name = String(value)
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .replace(/\W+/g, '_')
    .replace(/^(\d|__)/, '_$1')
    .toUpperCase();
  if (value === '') return 'EMPTY';
  return /^_*$/.test(name) ? `_${Array.from(String(value), (each) => each.codePointAt(0)?.toString(16)).join('_')}` : name;
}
