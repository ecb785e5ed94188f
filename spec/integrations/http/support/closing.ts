// Asks an upstream, closes it, and tells how long the process took to end from then on.
import { openUpstream } from '../../../../integrations/http/upstream/index.js';

const [, , baseUrl = ''] = process.argv;
const upstream = openUpstream({ baseUrl, retry: false, maxBytes: 1000 });
const ended = await Promise.allSettled(
  ['/kept', '/endless'].map(async (target) => upstream.send({ operation: 'read', method: 'GET', target })),
);
await upstream.close();
const closed = performance.now();
process.on('exit', () => {
  process.stdout.write(JSON.stringify({ statuses: ended.map(({ status }) => status), took: performance.now() - closed }));
});
