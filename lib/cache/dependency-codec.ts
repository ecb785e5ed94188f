import { managerNamed } from '../model/lookup.js';
import type { ApplicationModel } from '../model/model.js';
import type { Dependency } from './change-log.js';
import { decodeCondition, encodeCondition } from './condition-codec.js';

/** Dependencies as plain JSON, by names. */
export const encodeDependencies = (dependencies: readonly Dependency[]): unknown =>
  dependencies.map(({ manager, where, fields }) => [manager.name, encodeCondition(where), fields ?? null]);

/** The dependencies again; undefined where they no longer fit the model. */
export function decodeDependencies(model: ApplicationModel, encoded: unknown): readonly Dependency[] | undefined {
  try {
    return (encoded as readonly (readonly [string, unknown, readonly string[] | null])[]).map(([name, where, fields]) => {
      const manager = managerNamed(model, name);
      if (fields !== null && !fields.every((each) => typeof each === 'string')) throw new TypeError('fields are told by their names');
      return { manager, where: decodeCondition(model, where), ...(fields && { fields }) };
    });
  } catch {
    // Whatever a store gives: what cannot be read is worth nothing.
    return undefined;
  }
}
