// A program with a test application, which tells the URL of its database and waits for the end.
import { ReflectMetadataProvider } from '@mikro-orm/decorators/legacy';
import { MikroORM } from '@mikro-orm/postgresql';
import { bootstrap } from 'general-manager';
import { testApp } from 'general-manager/testing';
import { Note, Team } from './support.js';

const app = await testApp({
  orm: async (clientUrl) => MikroORM.init({ clientUrl, entities: [Team, Note], metadataProvider: ReflectMetadataProvider }),
  boot: async (orm) => bootstrap({ orm, drift: 'off' }),
});
process.stdout.write(`${app.url}\n`);
setInterval(() => undefined, 1000);
