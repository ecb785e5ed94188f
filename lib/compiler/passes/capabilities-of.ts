import type { CapabilitiesModel } from '../../model/model.js';
import type { DraftManager } from '../draft.js';

/**
 * How a manager tells capabilities. The types of a single-table hierarchy share an interface, so that its uppermost manager decides how the
 * field is called and whether there is one, and what one type has, those below it have.
 */
export function capabilitiesOf(manager: DraftManager, byTarget: ReadonlyMap<object, DraftManager>): CapabilitiesModel | undefined {
  const line = [manager, ...managersAbove(manager, byTarget)];
  const option = line.at(-1)?.declaration.manager?.operations?.capabilities;
  if (option === false) return undefined;
  return {
    name: option?.name ?? 'capabilities',
    description: option?.description ?? 'What the actor may do with it.',
    onObjects: line.some(({ description }) => !description.readOnly),
  };
}

/** Nearest first. */
function managersAbove({ target, description }: DraftManager, byTarget: ReadonlyMap<object, DraftManager>): readonly DraftManager[] {
  const above: DraftManager[] = [];
  if (!description.inheritance) return above;
  for (let each: unknown = Object.getPrototypeOf(target); typeof each === 'function'; each = Object.getPrototypeOf(each)) {
    const manager = byTarget.get(each);
    if (manager?.description.inheritance) above.push(manager);
  }
  return above;
}
