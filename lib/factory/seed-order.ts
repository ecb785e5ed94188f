import { FactoryCycle } from '../error/factory-errors.js';
import { managerNamed } from '../model/lookup.js';
import type { ManagerModel } from '../model/model.js';
import type { FactoryEngine } from './engine.js';

/** The managers of which objects can be made that a relation leads to: of an abstract class those below it. */
export function seededBy(engine: FactoryEngine, manager: ManagerModel): readonly ManagerModel[] {
  const { abstract = false, concrete = [] } = manager.inheritance ?? {};
  return abstract ? concrete.map((name) => managerNamed(engine.model, name)) : [manager];
}

/**
 * Managers in the order in which their objects are made: after what they need, and after what they may lead to where that does not need them.
 *
 * @throws GM_FACTORY_CYCLE
 */
export function seedOrder(engine: FactoryEngine, managers: readonly ManagerModel[]): readonly ManagerModel[] {
  const order = new Set<ManagerModel>();
  const open: ManagerModel[] = [];
  const visit = (manager: ManagerModel): void => {
    if (order.has(manager)) return;
    if (open.includes(manager))
      throw FactoryCycle.create({ path: [...open.slice(open.indexOf(manager)), manager].map(({ name }) => name).join(' → ') });
    open.push(manager);
    const linked = engine.linksOf(manager).map(({ target }) => ({ target: managerNamed(engine.model, target), required: false }));
    for (const { target, required } of [...engine.parentsOf(manager), ...linked]) {
      for (const each of seededBy(engine, target)) if (each !== manager && (required || !leadsBack(engine, each, open))) visit(each);
    }
    open.pop();
    order.add(manager);
  };
  for (const manager of managers) visit(manager);
  return [...order];
}

/** Whether objects of a manager need one of those that are being put in order. */
function leadsBack(engine: FactoryEngine, manager: ManagerModel, open: readonly ManagerModel[], seen = new Set<ManagerModel>()): boolean {
  if (open.includes(manager)) return true;
  seen.add(manager);
  const needed = engine.parentsOf(manager).filter(({ required }) => required);
  const targets = needed.flatMap(({ target }) => seededBy(engine, target)).filter((each) => !seen.has(each));
  return targets.some((each) => leadsBack(engine, each, open, seen));
}
