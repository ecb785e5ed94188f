import type { JsonSchema } from './schema-of.js';

/** A schema at a path of names; whether it may be missing. */
export type SchemaPart = readonly [path: readonly string[], schema: JsonSchema, optional?: boolean];

/** The schema of a body that has parts at paths; one at no path is the body. */
export function schemaAt(parts: readonly SchemaPart[]): JsonSchema {
  const whole = parts.filter(([path]) => path.length === 0).map(([, schema]) => schema);
  const inside = parts.filter(([path]) => path.length > 0);
  const [only, ...others] = whole;
  if (only && inside.length === 0) return others.length === 0 ? only : { allOf: whole };
  const own = objectAt(inside);
  return only ? { allOf: [...whole, own] } : own;
}

function objectAt(parts: readonly SchemaPart[]): JsonSchema {
  const names = [...new Set(parts.map(([[name = '']]) => name))];
  const below = (name: string): readonly SchemaPart[] =>
    parts.filter(([path]) => path[0] === name).map(([path, schema, optional]): SchemaPart => [path.slice(1), schema, optional === true]);
  const required = names.filter((name) => below(name).some(([, , optional]) => optional !== true));
  return {
    type: 'object',
    properties: Object.fromEntries(names.map((name) => [name, schemaAt(below(name))])),
    ...(required.length > 0 && { required }),
  };
}
