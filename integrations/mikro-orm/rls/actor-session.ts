import type { Actor, ReadContext } from '../../../lib/plugin.js';
import { connecting } from '../connecting.js';
import type { Orm } from '../metadata.js';
import { ACTOR_SETTING, type ActorSlots } from './actor-slots.js';

/** How reads tell the database who acts. */
export interface ActorSessionOptions {
  /** The role that reads change to; needed where the connection's own role is above the policies. Default: the connection's own. */
  readonly role?: string;
}

/** What MikroORM's sessions take: `em.fork({ session })`. */
export interface DatabaseSession {
  readonly role?: string;
  readonly variables: Record<string, string>;
}

/** A transaction of MikroORM's SQL connection. */
type Transaction = object;

interface SqlConnection {
  transactional<T>(run: (transaction: Transaction) => Promise<T>, options: { readonly sessionContext: object }): Promise<T>;
  execute(sql: string, parameters: readonly unknown[], method: 'all', transaction: Transaction): Promise<Record<string, unknown>[]>;
}

/** What `current_setting` gives. */
type Settings = Readonly<Record<string, string | null>>;

type Read = (context: ReadContext) => Promise<unknown>;

/** Runs reads with the actor in the session's setting, for their statement only. */
export class ActorSession {
  readonly #orm: Orm;
  readonly #slots: ActorSlots;
  readonly #role: string | undefined;
  /** Reads in a transaction of the caller's take turns: they share its settings. */
  readonly #turns = new WeakMap<Transaction, Promise<unknown>>();

  constructor(orm: Orm, slots: ActorSlots, { role }: ActorSessionOptions) {
    this.#orm = orm;
    this.#slots = slots;
    this.#role = role;
  }

  /** The session of an actor, for units of work of the application's own. */
  of(actor: Actor): DatabaseSession {
    return { ...(this.#role !== undefined && { role: this.#role }), variables: { [ACTOR_SETTING]: this.#slots.setting(actor) } };
  }

  async run(actor: Actor, context: ReadContext, read: Read): Promise<unknown> {
    const settings = { [ACTOR_SETTING]: this.#slots.setting(actor), ...(this.#role !== undefined && { role: this.#role }) };
    const transaction = transactionOf(context);
    if (transaction) return this.#inTurn(transaction, async () => this.#within(transaction, settings, async () => read(context)));
    await connecting(this.#orm);
    // Settings that are local to a transaction end with it, whatever happens: nothing stays on a connection of the pool.
    return this.#connection.transactional(async (own) => read({ ...context, session: { getTransactionContext: () => own } }), {
      sessionContext: { variables: settings },
    });
  }

  get #connection(): SqlConnection {
    return this.#orm.em.getConnection() as unknown as SqlConnection;
  }

  /** Puts the caller's own settings back, also after what failed without ending the transaction. */
  async #within(transaction: Transaction, settings: Readonly<Record<string, string>>, read: () => Promise<unknown>): Promise<unknown> {
    const names = Object.keys(settings);
    const shown = names.map((_, index) => `current_setting(?, true) as s${index}`).join(', ');
    const [before = {}] = (await this.#connection.execute(`select ${shown}`, names, 'all', transaction)) as readonly Settings[];
    // A setting that was never made becomes empty, which counts as missing.
    const own = names.map((name, index): [string, string] => [name, before[`s${index}`] ?? '']);
    await this.#set(transaction, Object.entries(settings));
    try {
      const answer = await read();
      await this.#set(transaction, own);
      return answer;
    } catch (error) {
      // Where the database failed, it takes no statement any more, and the end of the transaction puts them back.
      await this.#set(transaction, own).catch(() => undefined);
      throw error;
    }
  }

  async #set(transaction: Transaction, settings: readonly (readonly [string, string])[]): Promise<void> {
    const calls = settings.map(() => 'set_config(?, ?, true)').join(', ');
    await this.#connection.execute(`select ${calls}`, settings.flat(), 'all', transaction);
  }

  async #inTurn<T>(transaction: Transaction, run: () => Promise<T>): Promise<T> {
    const turn = (this.#turns.get(transaction) ?? Promise.resolve()).then(run, run);
    this.#turns.set(transaction, turn);
    return turn;
  }
}

function transactionOf({ session }: ReadContext): Transaction | undefined {
  if (!session || !('getTransactionContext' in session) || typeof session.getTransactionContext !== 'function') return undefined;
  return (session.getTransactionContext() as Transaction | undefined) ?? undefined;
}
