/** An operation of the EntityManager. */
export interface Operation {
  readonly name: string;
  /** Operations by which it does its work: they have no spans of their own within it. */
  readonly delegates: readonly string[];
  /** Whether its first argument names an entity, or is one, or a list of them. */
  readonly entity: boolean;
}

const on = (name: string, ...delegates: readonly string[]): Operation => ({ name, delegates, entity: true });

/** What has spans; all of them give promises. */
export const OPERATIONS: readonly Operation[] = Object.freeze([
  on('find'),
  on('findAll', 'find'),
  on('findOne'),
  on('findOneOrFail', 'findOne', 'find'),
  on('findAndCount', 'find', 'count'),
  on('findByCursor', 'findAndCount', 'find', 'count'),
  on('count'),
  on('refresh', 'findOne'),
  on('refreshOrFail', 'refresh', 'findOne'),
  on('populate'),
  on('lock'),
  on('insert'),
  on('insertMany'),
  on('clone', 'findOneOrFail', 'findOne'),
  on('upsert'),
  on('upsertMany'),
  on('nativeUpdate'),
  on('nativeDelete'),
  { name: 'flush', delegates: [], entity: false },
  { name: 'transactional', delegates: [], entity: false },
]);

/** What has a span for as long as it is iterated. */
export const STREAM: Operation = Object.freeze(on('stream'));
