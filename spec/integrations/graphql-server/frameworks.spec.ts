import 'reflect-metadata';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { expect } from 'chai';
import express, { type Express, type RequestHandler } from 'express';
import fastify from 'fastify';
import { createHandler, type Handler } from '../../../integrations/graphql-server/index.js';
import { TestApplication } from './support/application.js';
import { post, send } from './support/send.js';

const PATHS = ['/graphql', '/healthz', '/readyz'];

interface Mounted {
  readonly port: number;
  close(): Promise<unknown>;
}

async function listening(server: Server): Promise<Mounted> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const close = async (): Promise<void> => new Promise((resolve) => server.close(() => resolve()).closeAllConnections());
  return { port: (server.address() as AddressInfo).port, close };
}

async function expressWith(handler: Handler, ...before: RequestHandler[]): Promise<Mounted> {
  const app: Express = express();
  // Elsewhere Express shows the stack of what its own body parsers refuse.
  app.set('env', 'production');
  if (before.length > 0) app.use(...before);
  app.use(PATHS, handler);
  return listening(createServer(app));
}

async function fastifyWith(handler: Handler): Promise<Mounted> {
  const app = fastify();
  await app.register(async (scope) => {
    // The handler reads the body itself.
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', (_request, _payload, done) => done(null));
    for (const url of PATHS) {
      scope.all(url, (request, reply) => {
        reply.hijack();
        handler(request.raw, reply.raw);
      });
    }
  });
  await app.listen({ port: 0, host: '127.0.0.1' });
  return { port: (app.server.address() as AddressInfo).port, close: async () => app.close() };
}

@Module({})
class AppModule {}

async function nestWith(handler: Handler): Promise<Mounted> {
  const app = await NestFactory.create(AppModule, { logger: false });
  app.use(PATHS, handler);
  await app.listen(0, '127.0.0.1');
  const { port } = (app.getHttpServer() as Server).address() as AddressInfo;
  return { port, close: async () => app.close() };
}

const FRAMEWORKS: readonly (readonly [name: string, mount: (handler: Handler) => Promise<Mounted>])[] = [
  ['node:http', async (handler) => listening(createServer(handler))],
  ['Express', async (handler) => expressWith(handler)],
  [
    'Express with body parsers',
    async (handler) => expressWith(handler, express.json(), express.urlencoded({ extended: true }), express.text()),
  ],
  ['Fastify', fastifyWith],
  ['NestJS', nestWith],
];

describe('graphql-server: frameworks', () => {
  for (const [name, mount] of FRAMEWORKS) {
    describe(name, () => {
      const application = new TestApplication();
      let mounted: Mounted;
      let origin: string;
      before(async () => {
        const handler = createHandler(application, { context: (request) => ({ actor: { name: request.headers.get('x-user') } }) });
        mounted = await mount(handler);
        origin = `http://127.0.0.1:${mounted.port}`;
      });
      after(async () => mounted.close());

      it('answers queries by POST and by GET, for the actor of the request', async () => {
        const headers = { 'content-type': 'application/json', 'x-user': 'ada' };
        const body = { query: 'query ($name: String) { me hello(name: $name) }', variables: { name: 'ü' } };
        expect((await post(`${origin}/graphql`, body, headers)).data).to.deep.equal({ me: 'ada', hello: 'hello ü' });
        const search = `?query=${encodeURIComponent(body.query)}&variables=${encodeURIComponent('{"name":"you"}')}`;
        expect((await send(`${origin}/graphql${search}`, { headers })).data).to.deep.equal({ me: 'ada', hello: 'hello you' });
      });

      it('tells health', async () => {
        for (const path of ['/healthz', '/readyz']) expect((await send(origin + path)).text).to.equal('{"status":"ok"}');
      });

      it('serves GraphiQL', async () => {
        expect((await send(`${origin}/graphql`, { headers: { accept: 'text/html' } })).text).to.include('<html');
      });

      it('refuses what a foreign page can send', async () => {
        const query = 'mutation { touch }';
        for (const [type, body] of [
          ['application/x-www-form-urlencoded', `query=${encodeURIComponent(query)}`],
          ['text/plain', JSON.stringify({ query })],
        ] as const) {
          const { status, errors } = await post(`${origin}/graphql`, body, { 'content-type': type });
          expect([status, errors?.[0]?.extensions.gm]).to.deep.equal([415, 'GM_HTTP_CONTENT_TYPE']);
        }
        expect(application.touched).to.equal(0);
      });

      it('refuses bad requests, and none hangs', async () => {
        for (const body of ['', '{}', '[]', '{"query":1}', '{"query":"{"}', `{"query":"{ hello }"}${' '.repeat(300_000)}`]) {
          expect((await post(`${origin}/graphql`, body)).status, body.slice(0, 20)).to.be.within(400, 499);
        }
        expect(application.logged).to.deep.equal([]);
      });
    });
  }
});
