import { ChangeSetComputer, ChangeSetPersister, EventType, isRaw, type EntityManager } from '@mikro-orm/core';
import type { Meta } from '../metadata.js';

/** An INSERT of MikroORM's own, with placeholders as PostgreSQL has them. */
export interface InsertStatement {
  readonly text: string;
  readonly parameters: readonly unknown[];
}

/** The part of MikroORM's driver that writes the statement. */
interface InsertingDriver {
  nativeInsertMany(target: unknown, rows: readonly object[], options: object): Promise<unknown>;
}

/** What makes a change of rows, and what looks at it on the way; none of them sees an INSERT that the unit of work does not know of. */
const EVENTS = [EventType.beforeCreate, EventType.afterCreate, EventType.beforeFlush, EventType.onFlush, EventType.afterFlush] as const;

/** Whether hooks or subscribers of the application look at the making of an entity. */
export const isWatched = (em: EntityManager, meta: Meta): boolean => EVENTS.some((event) => em.getEventManager().hasListeners(event, meta));

/**
 * The statement with which MikroORM would insert a new entity, without running it: with its initial values, conversions and embedded objects.
 * Undefined where it has parts that are no values.
 *
 * @throws ValidationError of MikroORM for an entity that lacks what it needs
 */
export async function insertStatement(em: EntityManager, meta: Meta, entity: object): Promise<InsertStatement | undefined> {
  const changeSet = new ChangeSetComputer(em, new Set()).computeChangeSet(entity);
  if (!changeSet) return undefined;
  // Gives related objects their keys, and refuses what is missing.
  (new ChangeSetPersister(em) as unknown as { processProperties(of: object): void }).processProperties(changeSet);
  const written: { text: string; parameters: readonly unknown[] }[] = [];
  const driver = em.getDriver() as unknown as InsertingDriver;
  const recorder = Object.create(driver, {
    execute: {
      value: async (text: string, parameters: readonly unknown[]) => {
        written.push({ text, parameters });
        return { affectedRows: 1, row: {}, rows: [{}] };
      },
    },
  }) as InsertingDriver;
  await recorder.nativeInsertMany(meta.class, [changeSet.payload], { convertCustomTypes: false, processCollections: false });
  const [only, ...others] = written;
  return only && others.length === 0 ? numbered(only) : undefined;
}

const RETURNING = / returning [^()']*$/;

/** Quoted names and texts, and placeholders outside of them. */
const PARTS = /"(?:[^"]|"")*"|'(?:[^']|'')*'|\?/g;

function numbered({ text, parameters }: InsertStatement): InsertStatement | undefined {
  if (parameters.some((each) => isRaw(each) && each.sql !== 'default')) return undefined;
  const values: unknown[] = [];
  let place = 0;
  const replaced = text.replace(RETURNING, '').replace(PARTS, (part) => {
    if (part !== '?') return part;
    const value = parameters[place];
    place += 1;
    if (isRaw(value)) return 'default';
    values.push(value);
    return `$${values.length}`;
  });
  return place === parameters.length ? { text: replaced, parameters: values } : undefined;
}
