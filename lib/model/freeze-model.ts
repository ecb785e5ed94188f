import { deepFreeze } from './deep-freeze.js';
import { frozenMap } from './frozen-map.js';
import type { ApplicationModel } from './model.js';

/** The model with all that is in it frozen: nobody who reads it can change it for the others. */
export function freezeModel({ managers, enums, embeddables }: ApplicationModel): ApplicationModel {
  const seen = new Set<object>();
  return Object.freeze({
    managers: frozenMap(
      [...managers].map(([name, manager]) => [
        name,
        deepFreeze({ ...manager, fields: frozenMap(manager.fields), computed: frozenMap(manager.computed) }, seen),
      ]),
    ),
    enums: frozenMap([...enums].map(([name, each]) => [name, deepFreeze(each, seen)])),
    embeddables: frozenMap([...embeddables].map(([name, each]) => [name, deepFreeze(each, seen)])),
  });
}
