// A process that closes on signals: what it closes, it prints.
import { serve, shutdownOnSignals } from '../../../../integrations/graphql-server/index.js';
import { TestApplication } from './application.js';

const server = await serve(new TestApplication(), { port: 0 });
const tell = (what: string): void => void process.stdout.write(`${what}\n`);
shutdownOnSignals(
  server,
  async () => tell('first'),
  async () => {
    if (process.argv[2] === 'fail') throw new TypeError('a secret');
    if (process.argv[2] === 'hang') setInterval(() => {}, 1000);
  },
  { close: async () => tell(`last, ${process.listenerCount('SIGTERM')} + ${process.listenerCount('SIGINT')} listeners`) },
);
tell(`ready ${server.url}`);
