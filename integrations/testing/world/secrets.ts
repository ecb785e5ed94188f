import type { Examined, World } from './world.js';

/** Shorter texts are in answers by chance. */
const SHORTEST = 6;

/**
 * The texts that only hidden data has: no answer to the actor may contain one.
 *
 * What is also in something that the actor may read, or in `common` (the schema), proves nothing.
 */
export function secretsOf(world: World, common: string): readonly string[] {
  const values = [...world.values()].flatMap((objects) => [...objects.values()].flatMap(valuesOf));
  const textsOf = (hidden: boolean): readonly string[] =>
    values.filter((each) => each.hidden === hidden).flatMap(({ value }) => textsIn(value));
  const open = [common, ...textsOf(false)].join('\n');
  return [...new Set(textsOf(true))].filter((text) => text.length >= SHORTEST && !open.includes(text));
}

function valuesOf({ row, hidden, fields }: Examined): readonly { readonly value: unknown; readonly hidden: boolean }[] {
  return Object.entries(row).map(([name, value]) => ({ value, hidden: hidden || fields.has(name) }));
}

function textsIn(value: unknown): readonly string[] {
  if (typeof value === 'string' || typeof value === 'bigint') return [String(value)];
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? [] : [value.toISOString().slice(0, -1)];
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return [];
  return Object.values(value).flatMap(textsIn);
}
