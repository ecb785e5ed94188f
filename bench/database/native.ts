import { createRequire } from 'node:module';

/** The parts of `pg` that are used. It comes with MikroORM, so that all contenders talk through the same driver. */
export interface Pool {
  query(query: string, values?: readonly unknown[]): Promise<{ readonly rows: Record<string, unknown>[] }>;
  query(query: {
    readonly name?: string;
    readonly text: string;
    readonly values?: readonly unknown[];
    readonly rowMode: 'array';
    readonly types: { getTypeParser(): (value: string) => string };
  }): Promise<{ readonly rows: (string | null)[][] }>;
  on(event: 'error', listener: () => void): this;
  end(): Promise<void>;
}

interface Native {
  readonly Pool: new (options: { connectionString: string; max: number; idleTimeoutMillis: number }) => Pool;
}

const { Pool: NativePool } = createRequire(import.meta.resolve('@mikro-orm/postgresql'))('pg') as Native;

/** Opens a pool whose connections stay open, so that what a backend has used can be read at any time. */
export function openPool(connectionString: string, max: number): Pool {
  // A connection that is being closed may still hear that its database is dropped.
  return new NativePool({ connectionString, max, idleTimeoutMillis: 0 }).on('error', () => {});
}
