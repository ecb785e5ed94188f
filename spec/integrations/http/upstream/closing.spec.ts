import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { expect } from 'chai';
import { json, startLoopback, type Loopback } from '../support/loopback.js';

const CLIENT = fileURLToPath(import.meta.resolve('../support/closing.ts'));
const HOOKS = pathToFileURL(resolve('spec/support/typescript-hooks.mjs')).href;

describe('HTTP upstream: what is closed', () => {
  let server: Loopback;
  before(async () => {
    // It keeps connections for as long as clients do, and one answer never ends.
    server = await startLoopback(({ url }, response) => {
      if (url === '/kept') return json(response, {});
      response.setHeader('content-type', 'application/json');
      response.write('x'.repeat(5000));
    });
  });
  after(async () => server.close());

  it('does not keep the process, with connections that are kept, and answers that were not read to their end', async () => {
    const command = ['--conditions=source', '--import', HOOKS, CLIENT, server.url];
    const { stdout } = await promisify(execFile)(process.execPath, command);
    const { statuses, took } = JSON.parse(stdout) as { statuses: readonly string[]; took: number };
    expect(statuses).to.deep.equal(['fulfilled', 'rejected']);
    // Kept connections would last for seconds.
    expect(took).to.be.lessThan(1500);
  });
});
