// Answers every request with the same JSON: what upstreams are asked for in the bench.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { answering } from '../answering.js';

const ITEMS = 20;

const list = Array.from({ length: ITEMS }, (_, id) => ({ id, name: `Project ${id}`, owner: { id: id % 5, name: 'Ann' }, state: 'open' }));
const body = JSON.stringify(list);

const server = createServer((_request, response) => {
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) });
  response.end(body);
});
server.listen(0, '127.0.0.1', () => answering(`http://127.0.0.1:${(server.address() as AddressInfo).port}`));
