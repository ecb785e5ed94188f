import type { Random } from './random.js';

/** What functions that make values are called with. */
export interface ValueContext<Params = Readonly<Record<string, unknown>>> {
  /** The number of the object among those of its manager, from 1. */
  readonly sequence: number;
  /** Numbers for this value of this object: the same for the same seed. */
  readonly random: Random;
  /** What was given that is no field. */
  readonly params: Params;
  /** The value of another field of the object. */
  value(name: string): unknown;
}

/** How objects along a relation are made: how many, or which one, with which values. */
export type Wanted =
  | boolean
  | number
  | { readonly count?: number; readonly values?: Readonly<Record<string, unknown>>; readonly traits?: readonly string[] };

/** What is said of the objects that are made. */
export interface Settings {
  readonly values: Readonly<Record<string, unknown>>;
  readonly with: Readonly<Record<string, Wanted>>;
  readonly params: Readonly<Record<string, unknown>>;
  /** The part of values that are null where they may be. */
  readonly nulls: number;
}

export const NO_SETTINGS: Settings = Object.freeze({ values: {}, with: {}, params: {}, nulls: 0.2 });

/** Says more; what is said later counts. */
export const merged = (settings: Settings, part: Partial<Settings>): Settings => ({
  values: { ...settings.values, ...part.values },
  with: { ...settings.with, ...part.with },
  params: { ...settings.params, ...part.params },
  nulls: part.nulls ?? settings.nulls,
});
