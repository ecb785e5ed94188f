// The parts of MikroORM that are used, as they are in its versions 6 and 7.

export type Method = (this: object, ...args: unknown[]) => unknown;

export interface Metadata {
  readonly className?: string;
  readonly tableName?: string;
  readonly collection?: string;
  readonly schema?: string;
}

export interface ConnectionOptions {
  readonly host?: string;
  readonly port?: number;
  readonly database?: string;
}

export interface OrmConnection {
  getPlatform(): object;
  getConnectionOptions(): ConnectionOptions;
}

export interface ChangedUnit {
  getChangeSets(): Iterable<{ readonly type: string }>;
  getIdentityMap(): { keys(): ArrayLike<unknown> | Iterable<unknown> };
}

export interface OrmEntityManager {
  getConnection(): OrmConnection;
  getUnitOfWork(useContext?: boolean): ChangedUnit;
  getContext(validate?: boolean): OrmEntityManager;
  getMetadata(): { find(entity: unknown): Metadata | undefined };
  readonly config: { get(option: string): unknown };
}

/** What an application has of MikroORM: a booted ORM, or what `import('@mikro-orm/…')` gives. */
export type MikroOrmSource = { readonly em: object } | Readonly<Record<string, unknown>>;
