import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

const EXECUTE = 0x45;
const QUERY = 0x51;

/** Stands before the database and counts what is sent, with any PostgreSQL and without an extension. */
export interface StatementProxy {
  readonly url: string;
  /** Statements since the last call. */
  count(): number;
  close(): Promise<void>;
}

export async function startStatementProxy(databaseUrl: string): Promise<StatementProxy> {
  const target = new URL(databaseUrl);
  const sockets = new Set<Socket>();
  let statements = 0;
  const server = createServer((client) => {
    const database = connect({ host: target.hostname, port: Number(target.port || 5432), noDelay: true });
    const counter = new MessageCounter();
    client.on('data', (data: Buffer) => {
      statements += counter.count(data);
      database.write(data);
    });
    database.on('data', (data) => client.write(data));
    for (const [one, other] of [
      [client, database],
      [database, client],
    ] as const) {
      sockets.add(one);
      one.on('error', () => other.destroy());
      one.on('close', () => {
        sockets.delete(one);
        other.destroy();
      });
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: Object.assign(new URL(databaseUrl), { host: `127.0.0.1:${port}` }).href,
    count: () => {
      const counted = statements;
      statements = 0;
      return counted;
    },
    close: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

/** Finds the messages that run a statement among those that a client sends to PostgreSQL. */
export class MessageCounter {
  #rest: Buffer = Buffer.alloc(0);
  /** The first message of a connection has no type. */
  #started = false;

  count(data: Buffer): number {
    const bytes = Buffer.concat([this.#rest, data]);
    let [at, found] = [0, 0];
    for (;;) {
      const head = this.#started ? 1 : 0;
      if (bytes.length < at + head + 4) break;
      const length = bytes.readUInt32BE(at + head);
      if (bytes.length < at + head + length) break;
      if (this.#started && (bytes[at] === EXECUTE || bytes[at] === QUERY)) found += 1;
      this.#started = true;
      at += head + length;
    }
    this.#rest = bytes.subarray(at);
    return found;
  }
}
