import type { ManagerCapabilities, ManagerModel } from '../../../lib/plugin.js';
import { CapabilitiesClash } from '../errors.js';
import { GeneratedType } from '../generated/generated-type.js';
import type { ReadCapabilities } from '../resolve/capabilities.js';
import { declareField } from './declare-field.js';
import type { Emission } from './emission.js';
import { declareNames, offeredActions } from './offered-actions.js';
import type { Operations } from './operations.js';
import { typeName } from './type-names.js';

const NAME = 'capabilities';
const DESCRIPTION = 'What the actor may do with the managers at all.';

/** Declares the query that tells of each manager what the actor may do with it, unless a hand-written query has its name. */
export function declareCapabilitiesQuery(emission: Emission, operations: Operations, read: ReadCapabilities): void {
  const managers = [...emission.model.managers.values()].filter((manager) => emission.capabilitiesOf(manager));
  if (managers.length === 0 || emission.handwritten.queries.has(NAME)) return;
  operations.push({
    root: 'query',
    method: NAME,
    name: NAME,
    description: DESCRIPTION,
    type: capabilitiesType(emission, managers),
    answer: (context) => Object.fromEntries(managers.map((manager) => [manager.plural, (): ManagerCapabilities => read(manager, context)])),
  });
}

function capabilitiesType(emission: Emission, managers: readonly ManagerModel[]): GeneratedType {
  const name = 'Capabilities';
  return emission.type(
    name,
    'the query capabilities',
    () => new GeneratedType({ kind: 'output', name, description: DESCRIPTION }),
    (target) => {
      const known = new Map<string, ManagerModel>();
      for (const manager of managers) {
        const other = known.get(manager.plural);
        if (other) emission.problems.push(CapabilitiesClash.problem(`${manager.name}.plural`, { name: manager.plural, other: other.name }));
        else declareField(target, { property: manager.plural, type: accessType(emission, manager), nullable: false });
        known.set(manager.plural, other ?? manager);
      }
    },
  );
}

const ACCESS = 'Whether there can be an object of the manager that the actor may read, and one that it may create.';

/** One type for all managers, but for those that have actions of the class as a whole. */
function accessType(emission: Emission, manager: ManagerModel): GeneratedType {
  const actions = offeredActions(manager, 'class');
  const name = actions.length > 0 ? `${typeName(emission, manager)}Access` : 'ManagerAccess';
  return emission.type(
    name,
    actions.length > 0 ? manager.name : 'the query capabilities',
    () => new GeneratedType({ kind: 'output', name, description: ACCESS }),
    (target) => {
      declareNames(emission, target, ['read', 'create']);
      if (actions.length > 0) declareField(target, { property: 'actions', type: actionsType(emission, manager, actions), nullable: false });
    },
  );
}

function actionsType(emission: Emission, manager: ManagerModel, actions: readonly string[]): GeneratedType {
  const name = `${typeName(emission, manager)}ClassActions`;
  return emission.type(
    name,
    manager.name,
    () => new GeneratedType({ kind: 'output', name, description: 'Which of the actions of the class as a whole the actor may do.' }),
    (target) => declareNames(emission, target, actions),
  );
}
