import { Collection, type Opt, type Rel } from '@mikro-orm/core';
import {
  Embeddable,
  Embedded,
  Entity,
  Enum,
  ManyToMany,
  ManyToOne,
  OneToMany,
  PrimaryKey,
  Property,
  ReflectMetadataProvider,
} from '@mikro-orm/decorators/legacy';
import { MikroORM } from '@mikro-orm/postgresql';
import { bootstrap, type Application, type BootstrapOptions } from 'general-manager';
import {
  Action,
  actor,
  after,
  anyOf,
  authenticated,
  changed,
  database,
  deny,
  everyone,
  Interface,
  Manager,
  nobody,
  Permission,
  role,
  Rule,
  where,
  type ActionContext,
} from 'general-manager/decorators';
import { sideTables } from 'general-manager/mikro-orm';
import { freshDatabase } from '../../support/postgres.js';

// A bank: what happens to accounts is said by their methods alone.

export enum Kind {
  Private = 'private',
  Business = 'business',
}

@Embeddable()
export class Address {
  @Property({ length: 10 })
  city!: string;
}

const owns = where<Account>({ owner: actor('id') });

@Entity()
@Manager()
@Interface(database({ history: true, changedBy: 'editor' }))
@Permission<Account>({
  read: anyOf(owns, role('clerk')),
  create: role('clerk'),
  update: [owns, deny(after<Account>({ owner: 'forbidden' }))],
  fields: { limit: { update: role('clerk') }, balance: { update: nobody() }, kind: { read: role('clerk') } },
})
export class Account {
  @PrimaryKey()
  id!: number;

  @Property({ length: 10 })
  owner!: string;

  @Property({ type: 'integer', default: 0 })
  balance: number & Opt = 0;

  @Property({ type: 'integer', default: 0 })
  limit: number & Opt = 0;

  @Enum({ items: () => Kind, default: Kind.Private })
  kind: Kind & Opt = Kind.Private;

  @Embedded(() => Address, { nullable: true })
  address?: Address | null;

  @Property({ nullable: true })
  editor?: string | null;

  @Property({ version: true, type: 'integer' })
  version!: number & Opt;

  @OneToMany(() => Entry, (entry) => entry.account)
  entries = new Collection<Entry>(this);

  @ManyToMany(() => Label, (label) => label.accounts, { owner: true })
  labels = new Collection<Label>(this);

  @Rule({ fields: ['balance'], message: '{balance} is below {limit}.' })
  isCovered() {
    return this.balance + this.limit >= 0;
  }

  /** Decided by rules of its own: nobody may write a balance. */
  @Action<Account>({
    description: 'Moves money to another account.',
    arguments: { to: { of: () => Account }, amount: 'int', memo: { type: 'string', optional: true } },
    permission: [owns, deny(where<Account>({ owner: 'blocked' }))],
    returns: 'int',
  })
  async transfer({ to, amount, memo }: { to: Account; amount: number; memo: string | null }, { manager, system, refuse }: ActionContext) {
    if (amount <= 0) refuse({ code: 'AMOUNT', message: 'There is nothing to move.', arguments: ['amount'] });
    this.balance -= amount;
    await system('a transfer')
      .manager(Account)
      .update(to.id, { balance: to.balance + amount });
    await manager(Entry).create({ account: { connect: this.id }, amount: -amount, memo });
    return this.balance;
  }

  /** Decided by the rules for updates, of every field that it changes. */
  @Action({
    arguments: { owner: { like: 'owner' }, limit: { like: 'limit', optional: true }, address: { like: 'address', optional: true } },
  })
  hand({ owner, limit, address }: { owner: string; limit: number | null; address: { city: string } | null }) {
    this.owner = owner;
    if (limit !== null) this.limit = limit;
    if (address !== null) this.address = Object.assign(new Address(), address);
  }

  @Action({ arguments: { labels: { of: () => Label, list: true } }, needs: ['labels'], permission: authenticated() })
  label({ labels }: { labels: readonly Label[] }) {
    this.labels.set(labels);
  }

  /** Only where something changes. */
  @Action<Account>({ permission: changed<Account>('kind'), arguments: { kind: { like: 'kind' } } })
  turn({ kind }: { kind: Kind }) {
    this.kind = kind;
  }

  /** Reaches for what is not its own. */
  @Action({ arguments: { other: { of: () => Account } }, permission: everyone() })
  steal({ other }: { other: Account }) {
    other.limit = this.limit + 5;
  }

  @Action({ permission: everyone(), operation: false })
  fail() {
    this.owner = 'nobody';
    throw new Error('secret of the server');
  }

  @Action({ arguments: { owner: 'string', cities: { type: 'string', list: true, optional: true } }, permission: role('clerk') })
  static async found({ owner }: { owner: string }, { manager }: ActionContext) {
    return manager(Account).create({ owner });
  }

  @Action({ permission: authenticated(), returns: { type: 'string', list: true, optional: true }, operation: 'ownerNames' })
  static async owners(_given: object, { manager }: ActionContext) {
    return (await manager(Account).sort('owner').all()).map(({ owner }) => owner);
  }
}

@Entity()
@Manager()
@Permission<Entry>({ read: everyone(), create: where<Entry>({ account: { owner: actor('id') } }) })
export class Entry {
  @PrimaryKey()
  id!: number;

  @ManyToOne(() => Account)
  account!: Rel<Account>;

  @Property({ type: 'integer' })
  amount!: number;

  @Property({ length: 20, nullable: true })
  memo?: string | null;
}

@Entity()
@Manager()
@Interface(database({ history: true }))
@Permission<Label>({ read: where<Label>({ hidden: false }), create: nobody() })
export class Label {
  @PrimaryKey({ length: 10 })
  name!: string;

  @Property({ type: 'boolean', default: false })
  hidden: boolean & Opt = false;

  @ManyToMany(() => Account, (account) => account.labels)
  accounts = new Collection<Account>(this);
}

export interface Bank {
  readonly gm: Application;
  readonly orm: MikroORM;
  readonly statements: string[];
  readonly logged: object[];
  query(sql: string, parameters?: readonly unknown[]): Promise<Record<string, unknown>[]>;
  /** Two accounts of ann and bob with 100 each, one of a blocked owner, and labels of which one is hidden. */
  reset(): Promise<void>;
  close(): Promise<void>;
}

export const clerk = { id: 'clerk', roles: ['clerk'] };
export const ann = { id: 'ann', roles: [] };
export const bob = { id: 'bob', roles: [] };

export async function openBank(prefix: string, options: Partial<BootstrapOptions> = {}): Promise<Bank> {
  const fresh = await freshDatabase(prefix);
  const entities = [Account, Entry, Label, Address, ...sideTables()];
  const orm = await MikroORM.init({ clientUrl: fresh.url, entities, metadataProvider: ReflectMetadataProvider });
  await orm.schema.create();
  // Deadlocks are noticed at once.
  await orm.em.getConnection().execute(`alter database "${fresh.name}" set deadlock_timeout = '20ms'`);
  const statements: string[] = [];
  const logged: object[] = [];
  const log = (fields: object): void => void logged.push(fields);
  const query: Bank['query'] = async (sql, parameters = []) => orm.em.getConnection().execute(sql, [...parameters]);
  const gm = await bootstrap({ orm, drift: 'off', logger: { error: log, warn: log, info: log }, ...options });
  orm.config.set('onQuery', (sql: string) => {
    statements.push(sql);
    return sql;
  });
  return {
    gm,
    orm,
    statements,
    logged,
    query,
    reset: async () => {
      await query('truncate account, entry, label, account_labels, general_manager.gm_history restart identity cascade');
      await query(`insert into account (owner, balance, version) values ('ann', 100, 1), ('bob', 100, 1), ('blocked', 100, 1)`);
      await query(`insert into label (name, hidden) values ('a', false), ('b', false), ('hidden', true)`);
      statements.length = 0;
      logged.length = 0;
    },
    close: async () => {
      await orm.close();
      await fresh.drop();
    },
  };
}
