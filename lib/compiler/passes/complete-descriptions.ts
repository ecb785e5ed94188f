import type { InterfaceDescription } from '../../interface/interface-adapter.js';
import type { Draft } from '../draft.js';

/** Lets interfaces complete what they know of a class by what is known of others. */
export function completeDescriptions(draft: Draft): Draft {
  const descriptions = new Map(draft.managers.map(({ target, description }) => [target, description]));
  const described = (target: object): InterfaceDescription | undefined => descriptions.get(target);
  const managers = draft.managers.map((manager) => {
    const { adapter, description } = manager;
    return adapter.complete ? { ...manager, description: adapter.complete(description, described) } : manager;
  });
  return { ...draft, managers, problems: [...draft.problems, ...managers.flatMap(({ description }) => description.problems)] };
}
