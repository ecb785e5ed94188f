import { openMusicShop } from '../chinook/support/database.js';
import { mochaGlobalSetup } from '../support/postgres.js';
import { serve } from 'general-manager/graphql-server';
import { createServer } from 'node:http';
await mochaGlobalSetup();
const shop = await openMusicShop();
const actor = process.env['ACTOR'] ? { context: (request: Request) => ({ actor: { tenant: request.headers.get('x-tenant') } }) } : {};
const server = await serve(shop.gm, { port: 4100, ...actor });
const off = await serve(shop.gm, { port: 4101, directRoute: false });
console.log(server.url, off.url);
const pool = await (shop.orm.em.getConnection() as any).getNativeClient();
createServer((req, res) => {
  const chunks: Buffer[] = [];
  req.on('data', (c) => chunks.push(c));
  req.on('end', async () => {
    const { variables: { id } } = JSON.parse(Buffer.concat(chunks).toString());
    const { rows } = await pool.query({ name: 'w1', text: `select '{"data":{"track":{"id":"'||track_id::text||'","name":'||to_json(name)::text||',"composer":'||coalesce(to_json(composer)::text,'null')||',"milliseconds":'||milliseconds::text||',"bytes":'||bytes::text||'}}}' from track where track_id = $1::int`, values: [id], rowMode: 'array' });
    const body = rows[0][0];
    res.writeHead(200, { 'content-type': 'application/json; charset=utf-8', 'content-length': Buffer.byteLength(body) });
    res.end(body);
  });
}).listen(4102);
process.on('SIGTERM', async () => { await server.close(); await off.close(); await shop.close(); process.exit(0); });
