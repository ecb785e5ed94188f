import type { Platform } from '@mikro-orm/core';
import type { Property } from '../metadata.js';

/** Decodes an embedded object, or a list of them, from the JSON document that MikroORM stored. */
export function decodeDocument(platform: Platform, property: Property, document: unknown): unknown {
  if (property.array && Array.isArray(document)) {
    return document.map((each: unknown) => (each === null ? null : decodeObject(platform, property, each)));
  }
  return decodeObject(platform, property, document);
}

function decodeObject(platform: Platform, property: Property, document: unknown): unknown {
  const stored = document as Readonly<Record<string, unknown>>;
  const entries = Object.entries(property.embeddedProps).map(([name, inner]) => {
    const value = stored[inner.fieldNames[0] ?? name];
    return [name, value === null || value === undefined ? null : decodeInner(platform, inner, value)];
  });
  return Object.fromEntries(entries);
}

function decodeInner(platform: Platform, property: Property, value: unknown): unknown {
  if (property.kind === 'embedded') return decodeDocument(platform, property, value);
  if (property.customType) return property.customType.convertToJSValue(value, platform);
  return property.runtimeType === 'Date' ? new Date(String(value)) : value;
}
