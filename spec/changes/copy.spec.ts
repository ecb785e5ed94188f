import { expect } from 'chai';
import { Item, openYard, type Yard } from './support/depot.js';
import type { Kept } from './support/keeper.js';

/** What a statement that copies is told by a client of pg, and tells it. */
interface Connection {
  query(text: string): void;
  sendCopyFail(message: string): void;
  readonly stream: { write(data: Buffer): void };
}

interface Client {
  query(statement: unknown): unknown;
  release(): void;
}

interface Pool {
  connect(): Promise<Client>;
}

/** Copies as streams for pg do: its lines are sent once `go` says so. */
class Copy {
  readonly done: Promise<number>;
  readonly begun: Promise<void>;
  text: string;
  #connection: Connection | undefined;
  #begin = (): void => {};
  #finish: (rows: number) => void = () => {};
  #fail: (error: Error) => void = () => {};
  readonly #commands: string[] = [];
  readonly #lines: string;

  constructor(text: string, lines: string) {
    this.text = text;
    this.#lines = lines;
    this.begun = new Promise((resolve) => (this.#begin = resolve));
    this.done = new Promise((resolve, reject) => ([this.#finish, this.#fail] = [resolve, reject]));
  }

  submit(connection: Connection): void {
    this.#connection = connection;
    connection.query(this.text);
  }

  handleCopyInResponse(): void {
    this.#begin();
  }

  go(): void {
    const data = Buffer.from(this.#lines);
    const head = Buffer.from([0x64, 0, 0, 0, 0]);
    head.writeUInt32BE(data.length + 4, 1);
    for (const each of [head, data, Buffer.from([0x63, 0, 0, 0, 4])]) this.#connection?.stream.write(each);
  }

  giveUp(): void {
    this.#connection?.sendCopyFail('given up');
  }

  handleCommandComplete({ text = '' }: { readonly text?: string }): void {
    this.#commands.push(text);
  }

  handleReadyForQuery(): void {
    const [only = '', ...others] = this.#commands;
    if (others.length > 0) this.#fail(new Error(`told of ${this.#commands.join()}`));
    this.#finish(Number(only.split(' ')[1]));
  }

  handleError(error: Error): void {
    this.#begin();
    this.#fail(error);
  }
}

describe('changes: copying', () => {
  let yard: Yard;
  before(async () => {
    yard = await openYard('changes_copy');
  });
  after(async () => yard.close());

  const keep = async (): Promise<Kept> =>
    yard.keeper.keep(async () =>
      yard.gm
        .as({ id: 1, roles: ['manager'] })
        .manager(Item)
        .select({ label: true })
        .all(),
    );

  async function copying<T>(copy: Copy, run: () => Promise<T>): Promise<T> {
    const pool = (await yard.orm.em.getConnection().getNativeClient()) as Pool;
    const client = await pool.connect();
    try {
      client.query(copy);
      return await run();
    } finally {
      client.release();
    }
  }

  it('is told of with what it copies, and not before', async () => {
    const copy = new Copy('/* nightly */ copy item (label) from stdin', 'a\nb\n');
    await copying(copy, async () => {
      await copy.begun;
      // Others look meanwhile: neither the rows nor what is told of them are there.
      const kept = await keep();
      copy.go();
      expect(await copy.done).to.equal(2);
      expect(await yard.keeper.changed(kept)).to.deep.equal([true]);
    });
    expect(await yard.query('select label from item order by 1')).to.deep.equal([{ label: 'a' }, { label: 'b' }]);
  });

  it('leaves nothing behind where it fails', async () => {
    const kept = await keep();
    const copy = new Copy('copy item (label) from stdin', '');
    await copying(copy, async () => {
      await copy.begun;
      copy.giveUp();
      expect(await copy.done.catch((error: Error) => error.message)).to.include('given up');
    });
    expect(await yard.keeper.changed(kept)).to.deep.equal([false]);
  });
});
