import type { MikroOrmSource } from './orm.js';

/** The prototypes of MikroORM that are patched, where a source leads to them. */
export interface PatchPoints {
  readonly entityManager?: object;
  readonly unitOfWork?: object;
  /** The connection of all databases: it runs statements. */
  readonly connection?: object;
  /** The connection of SQL databases: it has transactions and streams. */
  readonly sqlConnection?: object;
}

/** Where in the chain of prototypes a method is from: the lowest class that has it, which is MikroORM's own. */
function originOf(start: unknown, method: string): object | undefined {
  let found: object | undefined;
  for (let each: unknown = start; typeof each === 'object' && each !== null; each = Object.getPrototypeOf(each)) {
    if (Object.hasOwn(each, method)) found = each;
  }
  return found;
}

/** Finds what is to be patched from a booted ORM, or from what a module of MikroORM exports. */
export function patchPointsOf(source: MikroOrmSource): PatchPoints {
  const { entityManager, unitOfWork, connection } = 'em' in source && isOrm(source) ? ofOrm(source) : ofModule(source);
  return withoutAbsent({
    entityManager: originOf(entityManager, 'transactional'),
    unitOfWork: originOf(unitOfWork, 'doCommit'),
    connection: originOf(connection, 'executeQuery'),
    // Core declares transactions, and says that there are none.
    sqlConnection: originOf(connection, 'getSql'),
  });
}

type Starts = { readonly [Key in 'entityManager' | 'unitOfWork' | 'connection']: unknown };

interface Orm {
  readonly em: { getUnitOfWork(useContext: boolean): unknown; getConnection(): unknown };
}

const isOrm = (source: object): source is Orm => {
  const { em } = source as { readonly em: unknown };
  return typeof em === 'object' && em !== null && 'getUnitOfWork' in em && 'getConnection' in em;
};

function ofOrm({ em }: Orm): Starts {
  return { entityManager: em, unitOfWork: em.getUnitOfWork(false), connection: em.getConnection() };
}

function ofModule(source: Readonly<Record<string, unknown>>): Starts {
  return {
    entityManager: prototypeOf(source['EntityManager']),
    unitOfWork: prototypeOf(source['UnitOfWork']),
    connection: prototypeOf(source['AbstractSqlConnection'] ?? source['Connection']),
  };
}

const prototypeOf = (found: unknown): unknown => (typeof found === 'function' ? found.prototype : undefined);

function withoutAbsent(points: { readonly [Key in keyof PatchPoints]: PatchPoints[Key] | undefined }): PatchPoints {
  return Object.fromEntries(Object.entries(points).filter(([, point]) => point !== undefined));
}
