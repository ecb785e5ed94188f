import type { Platform } from '@mikro-orm/core';
import type { Property } from '../metadata.js';

/** Decodes an embedded object, or a list of them, from the JSON document that MikroORM stored; with what the API hides, or without. */
export function decodeDocument(platform: Platform, property: Property, document: unknown, hidden: boolean): unknown {
  if (property.array && Array.isArray(document)) {
    return document.map((each: unknown) => (each === null ? null : decodeObject(platform, property, each, hidden)));
  }
  return decodeObject(platform, property, document, hidden);
}

function decodeObject(platform: Platform, property: Property, document: unknown, hidden: boolean): unknown {
  const stored = document as Readonly<Record<string, unknown>>;
  const wanted = Object.entries(property.embeddedProps).filter(([, inner]) => hidden || !inner.hidden);
  const entries = wanted.map(([name, inner]) => {
    const value = stored[inner.fieldNames[0] ?? name];
    return [name, value === null || value === undefined ? null : decodeInner(platform, inner, value, hidden)];
  });
  return Object.fromEntries(entries);
}

function decodeInner(platform: Platform, property: Property, value: unknown, hidden: boolean): unknown {
  if (property.kind === 'embedded') return decodeDocument(platform, property, value, hidden);
  if (property.customType) return property.customType.convertToJSValue(value, platform);
  return property.runtimeType === 'Date' ? new Date(String(value)) : value;
}
