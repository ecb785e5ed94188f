import { ReflectMetadataProvider } from '@mikro-orm/decorators/legacy';
import { MikroORM } from '@mikro-orm/postgresql';
import { bootstrap } from 'general-manager';
import { serve, shutdownOnSignals } from 'general-manager/graphql-server';
import { Author } from './author.js';
import { Book } from './book.js';

const clientUrl = process.env['DATABASE_URL'] ?? 'postgresql://postgres@127.0.0.1:5432/bookshop';
const orm = await MikroORM.init({ clientUrl, entities: [Author, Book], metadataProvider: ReflectMetadataProvider });
await orm.schema.update({ safe: true });
const em = orm.em.fork();
if ((await em.count(Author)) === 0) {
  em.create(Author, { name: 'Ursula K. Le Guin', books: [{ title: 'The Dispossessed' }, { title: 'The Lathe of Heaven' }] });
  em.create(Author, { name: 'Stanisław Lem', books: [{ title: 'Solaris' }] });
  await em.flush();
}

const gm = await bootstrap({ orm });
const server = await serve(gm, { port: Number(process.env['PORT'] ?? 4000) });
shutdownOnSignals(server, orm);
console.log(`ready at ${server.url}`);
