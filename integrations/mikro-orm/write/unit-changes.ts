import { helper, type EntityManager } from '@mikro-orm/core';
import type { ManagerModel, UnitChange } from '../../../lib/plugin.js';
import type { Meta, Property } from '../metadata.js';

/** A many-to-many relation of which links are about to be added or removed. */
interface ChangedLinks {
  readonly meta: Meta;
  readonly owner: object;
  readonly property: Property;
  /** What is at the other end of the links that come or go. */
  readonly others: readonly object[];
}

/** What a flush of a unit of work would write. */
export interface PendingChanges {
  readonly changes: readonly UnitChange[];
  readonly links: readonly ChangedLinks[];
}

/** Finds out what code has changed in a unit of work. */
export function pendingChanges(em: EntityManager, managerOf: (entity: object) => ManagerModel | undefined): PendingChanges {
  const unit = em.getUnitOfWork(false);
  unit.computeChangeSets();
  const changed = unit.getChangeSets().map(({ entity, meta, payload }): UnitChange => {
    return { object: entity, manager: managerOf(entity), fields: fieldsIn(meta as Meta, Object.keys(payload)) };
  });
  const removed = [...unit.getRemoveStack()].map((object): UnitChange => ({ object, manager: managerOf(object), fields: [] }));
  // Whoever owns a relation keeps its links; the other end only shows them.
  const owning = unit.getCollectionUpdates().filter(({ property }) => property.owner);
  const links = owning.map((collection): ChangedLinks => {
    const before: readonly object[] = collection.getSnapshot() ?? [];
    const after: readonly object[] = collection.getItems(false);
    const others = [...before.filter((each) => !after.includes(each)), ...after.filter((each) => !before.includes(each))];
    const { owner } = collection;
    return { meta: helper(owner).__meta as Meta, owner, property: collection.property as Property, others };
  });
  const linked = links.map(({ owner, property }): UnitChange => ({ object: owner, manager: managerOf(owner), fields: [property.name] }));
  return { changes: [...changed, ...removed, ...linked], links };
}

/** Embedded objects are one field each; what MikroORM sets by itself was changed by nobody. */
function fieldsIn({ properties }: Meta, names: readonly string[]): readonly string[] {
  const fields = names.flatMap((name) => {
    const property = rootOf(properties, properties[name]);
    return property && !property.onUpdate && !property.version ? [property.name] : [];
  });
  return [...new Set(fields)];
}

function rootOf(properties: Meta['properties'], property: Property | undefined): Property | undefined {
  const holder = property?.embedded?.[0];
  return holder === undefined ? property : rootOf(properties, properties[holder]);
}
