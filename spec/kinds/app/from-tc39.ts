import type { EntityClass } from '@mikro-orm/core';

// Loaded by a computed name: a program of TypeScript has one mode of decorators, and this one has the legacy mode.
const load = async (file: string): Promise<Readonly<Record<string, EntityClass<object>>>> => {
  return (await import(new URL(`tc39/${file}.ts`, import.meta.url).href)) as Readonly<Record<string, EntityClass<object>>>;
};

const named = (module: Readonly<Record<string, EntityClass<object>>>, name: string): EntityClass<object> => {
  const found = module[name];
  if (!found) throw new TypeError(`There is no ${name}`);
  return found;
};

export const Tc39Value = named(await load('values'), 'Tc39Value');

const trips = await load('trips');
export const Trip = named(trips, 'Trip');
export const Stop = named(trips, 'Stop');
export const Inspection = named(trips, 'Inspection');
export const Tag = named(trips, 'Tag');
