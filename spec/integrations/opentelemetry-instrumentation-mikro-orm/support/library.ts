import { defineEntity, p } from '@mikro-orm/core';
import { MikroORM as PostgresORM } from '@mikro-orm/postgresql';
import { MikroORM as SqliteORM } from '@mikro-orm/sqlite';
import type { SqlEntityManager } from '@mikro-orm/sql';
import type { IDatabaseDriver, MikroORM } from '@mikro-orm/core';
import { freshDatabase } from '../../../support/postgres.js';

export const Author = defineEntity({
  name: 'Author',
  tableName: 'author',
  properties: { id: p.integer().primary(), name: p.string().unique(), books: () => p.oneToMany(Book).mappedBy('author') },
});

export const Book = defineEntity({
  name: 'Book',
  tableName: 'book',
  properties: { id: p.integer().primary(), title: p.string(), author: () => p.manyToOne(Author) },
});

/** What both have in common. */
type SqlORM = MikroORM<IDatabaseDriver, SqlEntityManager>;

/** A library in a database of its own: three authors, two books each. */
export interface Library {
  readonly orm: SqlORM;
  readonly em: SqlEntityManager;
  readonly host: string | undefined;
  readonly database: string | undefined;
  /** Begins anew. */
  fill(): Promise<void>;
  close(): Promise<void>;
}

const entities = [Author, Book];

export const LIBRARIES: Readonly<Record<'postgresql' | 'sqlite', () => Promise<Library>>> = {
  postgresql: async () => {
    const database = await freshDatabase('instrumentation');
    const orm = await PostgresORM.init({ clientUrl: database.url, entities });
    return openLibrary(orm, {
      host: new URL(database.url).hostname,
      database: database.name,
      drop: async () => database.drop(),
    });
  },
  sqlite: async () => openLibrary(await SqliteORM.init({ dbName: ':memory:', entities }), {}),
};

interface Place {
  readonly host?: string;
  readonly database?: string;
  readonly drop?: () => Promise<void>;
}

async function openLibrary(orm: SqlORM, { host, database, drop }: Place): Promise<Library> {
  await orm.schema.create();
  return {
    orm,
    get em() {
      return orm.em.fork();
    },
    host,
    database,
    fill: async () => {
      const em = orm.em.fork();
      await em.nativeDelete(Book, {});
      await em.nativeDelete(Author, {});
      for (const id of [1, 2, 3]) {
        const author = em.create(Author, { id, name: `author ${id}` });
        for (const part of [1, 2]) em.create(Book, { id: id * 10 + part, title: `book ${id}.${part}`, author });
      }
      await em.flush();
    },
    close: async () => {
      await orm.close(true);
      await drop?.();
    },
  };
}
