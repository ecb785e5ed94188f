// The least that an answer can cost: SQL by hand, whose JSON goes from PostgreSQL to the socket as it is. No GraphQL takes part.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { openPool } from '../../database/native.js';
import { answering, setting } from '../answering.js';
import { functions, text } from './shape.js';
import { statements, type Asked } from './statements.js';

interface Body {
  readonly operationName: string;
  readonly variables: Asked['variables'];
}

/** JSON stays the text that it is. */
const AS_TEXT = { getTypeParser: () => (value: string) => value };

const pool = openPool(setting('DATABASE_URL'), Number(setting('POOL')));
const known = statements(setting('SHAPE') === 'text' ? text : functions);

const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    answer(request, response, chunks).catch((error: unknown) => {
      console.error(error);
      response.writeHead(500).end();
    });
  });
});
server.keepAliveTimeout = 0;
server.listen(0, '127.0.0.1', () => answering(`http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`));

async function answer({ headers }: IncomingMessage, response: ServerResponse, chunks: readonly Buffer[]): Promise<void> {
  const { operationName, variables } = JSON.parse(Buffer.concat(chunks).toString()) as Body;
  const statement = known[operationName];
  if (!statement) throw new Error(`There is no statement for ${operationName}.`);
  const tenant = headers['x-tenant'];
  const values = statement.values({ variables, tenant: tenant === undefined ? undefined : Number(tenant) });
  const { rows } = await pool.query({ name: operationName, text: statement.text, values, rowMode: 'array', types: AS_TEXT });
  const body = `{"data":{"${statement.field}":${rows[0]?.[0] ?? 'null'}}}`;
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }).end(body);
}
