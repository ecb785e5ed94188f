import { Collection, type Rel } from '@mikro-orm/core';
import { Entity, ManyToOne, OneToMany, PrimaryKey, Property, ReflectMetadataProvider } from '@mikro-orm/decorators/legacy';
import { MikroORM } from '@mikro-orm/postgresql';
import { bootstrap, isGeneralManagerError, type Application, type Logger, type WorkerOptions } from 'general-manager';
import { everyone, Manager, Permission } from 'general-manager/decorators';
import { sideTables } from 'general-manager/mikro-orm';
import { durable } from './outbox.js';

const OPEN = { read: everyone(), create: everyone(), update: everyone() };

/** Its log says in which order it was written. */
@Entity()
@Manager()
@Permission(OPEN)
export class Account {
  @PrimaryKey()
  id!: number;

  @Property({ type: 'string[]' })
  log: string[] = [];

  @Property({ version: true })
  version!: number;

  @OneToMany(() => Posting, (posting) => posting.account)
  postings = new Collection<Posting>(this);
}

/** Made by the same write that adds its token to the log. */
@Entity()
@Manager()
@Permission(OPEN)
export class Posting {
  @PrimaryKey()
  id!: number;

  @Property()
  token!: string;

  @ManyToOne(() => Account)
  account!: Rel<Account>;
}

/** How many accounts are written to. */
export const ACCOUNTS = 10;

/** Settings of workers that try for as long as somebody kills what they need. */
export const PATIENT: WorkerOptions = { pollMs: 50, backoffMs: 5, maxAttempts: 10_000, leaseMs: 2000 };

const SILENT: Logger = { error: () => {}, warn: () => {}, info: () => {} };

/** Opens the ledger of a database. */
export const openLedger = async (clientUrl: string): Promise<MikroORM> =>
  MikroORM.init({ clientUrl, entities: [Account, Posting, ...sideTables()], metadataProvider: ReflectMetadataProvider });

/** Makes the tables, the accounts, and a table of what was delivered, in order. */
export async function fillLedger(orm: MikroORM): Promise<void> {
  await orm.schema.create();
  await orm.em.getConnection().execute('create table delivered (id bigserial primary key, manager text, key text, token text)');
  await orm.em.getConnection().execute(`insert into account (log, version) select '{}', 1 from generate_series(1, ${ACCOUNTS})`);
}

/** Boots the ledger with a consumer that writes down what it is told. */
export async function bootLedger(orm: MikroORM): Promise<Application> {
  const deliver = durable('bookkeeper', async ({ event: { manager, key, author } }) => {
    const values = [manager.name, String(key[0]), author.reason];
    await orm.em.getConnection().execute('insert into delivered (manager, key, token) values (?, ?, ?)', values);
  });
  return bootstrap({ orm, drift: 'off', plugins: [deliver], logger: SILENT });
}

/** Writes to an account, again where somebody else did at the same time. Whoever gets an answer knows that it is written. */
export async function post(gm: Application, account: number, token: string): Promise<void> {
  const accounts = gm.as(null).manager(Account);
  for (;;) {
    const found = await accounts.select({ log: true, version: true }).find(account);
    const data = { log: [...(found?.log ?? []), token], postings: { create: { token } } };
    try {
      await accounts.update(account, data, { expected: { version: found?.version ?? 0 }, reason: token });
      return;
    } catch (error) {
      if (!isGeneralManagerError(error, 'GM_WRITE_CONFLICT')) throw error;
    }
  }
}

/** Numbers that look random, and are the same each time. */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fff_ffff;
    return state / 0x8000_0000;
  };
}
