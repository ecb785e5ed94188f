import type { EntityManager, EntityName } from '@mikro-orm/core';
import { QueryCache } from './errors.js';
import type { Meta, Orm } from './metadata.js';

/** Roots of the hierarchies of entities that are managed, by their classes; of several applications over one ORM, those of all. */
type Managed = Set<unknown>;

const MANAGED = Symbol('general-manager result cache');

type Maker = new (...args: never[]) => EntityManager;

/**
 * Refuses `cache` of MikroORM's own queries where they can give what is managed: what it keeps knows nothing of actors, nor of the filters of related
 * entities.
 *
 * Every way to MikroORM's result cache asks `tryCache` of the entity manager that runs the query. Forks are made by the constructor that their origin
 * has, so that one class of this ORM alone is enough; forks that were made before are not reached.
 */
export function refuseResultCache(orm: Orm, metas: Iterable<Meta>): void {
  const { constructor } = orm.em;
  const known = Reflect.get(constructor, MANAGED) as Managed | undefined;
  const managed = known ?? new Set();
  for (const meta of metas) managed.add(meta.root.class);
  // An ORM may be made of the configuration of another one, with its class of entity managers.
  if (known) return;
  const Refusing = refusing(constructor as Maker, managed);
  Object.setPrototypeOf(orm.em, Refusing.prototype as object);
  // What the driver makes for itself, and what is made when entities are discovered later.
  orm.config.set('entityManager', Refusing as typeof EntityManager);
}

function refusing(made: Maker, managed: Managed): Maker {
  const Base = made as typeof EntityManager;
  class Refusing extends Base {
    // eslint-disable-next-line typescript/no-unnecessary-type-parameters -- as MikroORM declares it
    override async tryCache<T extends object, R>(
      entity: EntityName<T>,
      config: boolean | number | [string, number] | undefined,
      ...rest: [key: unknown, refresh?: boolean, merge?: boolean]
    ): Promise<{ data?: R | null; key: string } | undefined> {
      const asked = config ?? this.config.get('resultCache').global;
      const meta = asked ? this.getMetadata().find(entity) : undefined;
      if (meta && leadsTo(meta as Meta, managed)) throw QueryCache.create({ entity: meta.className });
      return super.tryCache<T, R>(entity, config, ...rest);
    }
  }
  Object.defineProperties(Refusing, { name: { value: Base.name }, [MANAGED]: { value: managed } });
  return Refusing;
}

/** Whether an entity is managed, or one that its relations lead to, at any depth: these can be populated and joined. */
function leadsTo(start: Meta, managed: Managed): boolean {
  const seen = new Set<Meta>([start]);
  for (const meta of seen) {
    if (managed.has(meta.root.class)) return true;
    const targets = meta.relations.flatMap(({ targetMeta, polymorphTargets = [] }) => [targetMeta ?? [], polymorphTargets].flat());
    for (const each of targets) seen.add(each);
  }
  return false;
}
