import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { expect } from 'chai';
import { freePort } from '../../support/free-port.js';
import { freshDatabase, type FreshDatabase } from '../../support/postgres.js';
import { ask } from '../running.js';

const SOURCE = ['--conditions=source', '--import', './spec/support/typescript-hooks.mjs'];

/** A program of the stack, as its image starts it. */
class Program {
  readonly child: ChildProcess;
  printed = '';
  errors = '';

  constructor(path: string, environment: Readonly<Record<string, string>>) {
    const { DATABASE_URL: _, ...inherited } = process.env;
    this.child = spawn(process.execPath, [...SOURCE, path], { env: { ...inherited, ...environment }, stdio: ['ignore', 'pipe', 'pipe'] });
    this.child.stdout?.on('data', (part) => (this.printed += String(part)));
    this.child.stderr?.on('data', (part) => (this.errors += String(part)));
  }

  async says(what: string): Promise<this> {
    await until(() => this.printed.includes(what) || this.child.exitCode !== null);
    if (!this.printed.includes(what)) throw new Error(`It ended before it said "${what}": ${this.errors}`);
    return this;
  }

  async stop(): Promise<number | null> {
    if (this.child.exitCode === null) {
      this.child.kill('SIGTERM');
      await once(this.child, 'exit');
    }
    return this.child.exitCode;
  }
}

async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  for (let attempt = 0; attempt < 300 && !(await isSo()); attempt += 1) await new Promise((resolve) => setTimeout(resolve, 100));
}

describe('demo: app, worker and receiver as processes of their own', function () {
  this.timeout(120_000);
  const sent: { readonly path: string; readonly body: string }[] = [];
  const told: string[] = [];
  let database: FreshDatabase;
  let folder: string;
  let collector: Server;
  let receiver: Server;
  let app: Program;
  let worker: Program;
  let url: string;

  const listening = async (answer: (path: string, body: string) => number): Promise<Server> => {
    const server = createServer((request, response) => {
      void text(request).then((body) =>
        response.writeHead(answer(request.url ?? '', body), { 'content-type': 'application/json' }).end('{}'),
      );
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    return server;
  };
  const addressOf = (server: Server): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  before(async () => {
    database = await freshDatabase('apart');
    folder = mkdtempSync(join(tmpdir(), 'general-manager-apart-'));
    const given = new URL(database.url);
    writeFileSync(join(folder, 'password'), decodeURIComponent(given.password) || 'none');
    given.password = '';
    collector = await listening((path, body) => {
      sent.push({ path, body });
      return 200;
    });
    // The first notice is refused, so that something is logged.
    receiver = await listening((_path, body) => {
      told.push(body);
      return told.length === 1 ? 503 : 204;
    });
    const environment = {
      DATABASE_URL: given.href,
      DATABASE_PASSWORD_FILE: join(folder, 'password'),
      NOTICES_URL: `${addressOf(receiver)}/notices`,
      OTEL_EXPORTER_OTLP_ENDPOINT: addressOf(collector),
    };
    const port = await freePort();
    app = await new Program('samples/logistics/main.ts', {
      ...environment,
      PORT: String(port),
      WORKER: 'apart',
      OTEL_SERVICE_NAME: 'fleet',
    }).says('ready at');
    worker = await new Program('samples/logistics/worker.ts', { ...environment, OTEL_SERVICE_NAME: 'fleet-worker' }).says('delivers');
    url = `http://127.0.0.1:${port}/graphql`;
  });
  after(async () => {
    await app?.stop();
    await worker?.stop();
    for (const each of [collector, receiver]) each?.close();
    await database.drop();
    rmSync(folder, { recursive: true });
  });

  it('deliver what was written, by the worker, and send traces and logs of both to the collector', async () => {
    const { errors } = await ask(
      url,
      'mutation { createWorkOrder(input: { title: "Paint", status: Open, priority: 2, openedAt: "2026-11-02T08:00:00Z", ship: { connect: 2 } }) { workOrder { id } } }',
      'mia',
    );
    expect(errors).to.equal(undefined);
    await until(() => told.length > 1);
    expect(told[1]).to.include('"manager":"WorkOrder"');
    expect([await app.stop(), await worker.stop()]).to.deep.equal([0, 0]);

    const bodies = (path: string, service: string): string =>
      sent
        .filter((each) => each.path === path && each.body.includes(`{"stringValue":"${service}"}`))
        .map(({ body }) => body)
        .join('\n');
    expect(bodies('/v1/traces', 'fleet')).to.include('"name":"create WorkOrder"');
    expect(bodies('/v1/logs', 'fleet-worker')).to.include('"severityText":"warn"');
    // Nothing of what was written is in them.
    expect(JSON.stringify(sent)).to.not.include('Paint');
    expect(app.errors + worker.errors).to.not.include('Paint');
  });

  it('say what is missing', async () => {
    const program = new Program('samples/logistics/worker.ts', { DATABASE_URL: '', NOTICES_URL: '' });
    await once(program.child, 'exit');
    expect([program.child.exitCode, program.errors]).to.deep.equal([1, 'DATABASE_URL and NOTICES_URL have to be set.\n']);
  });
});
