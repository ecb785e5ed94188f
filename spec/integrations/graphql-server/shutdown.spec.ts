import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { expect } from 'chai';
import { shutdownOnSignals } from '../../../integrations/graphql-server/index.js';

interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly lines: readonly string[];
  readonly errors: string;
}

/** Starts the process of signalled.ts, calls back on each line, and waits for its end. */
async function run(argument: string, onLine: (line: string, child: ChildProcess) => void): Promise<Ended> {
  const flags = ['--conditions=source', '--import', './spec/support/typescript-hooks.mjs'];
  const child = spawn(process.execPath, [...flags, 'spec/integrations/graphql-server/support/signalled.ts', argument], { stdio: 'pipe' });
  const lines: string[] = [];
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', (part: string) => {
    errors += part;
  });
  child.stdout.setEncoding('utf8').on('data', (part: string) => {
    for (const line of part.trimEnd().split('\n')) {
      lines.push(line);
      onLine(line, child);
    }
  });
  const [code, signal] = (await once(child, 'close')) as [number | null, NodeJS.Signals | null];
  return { code, signal, lines, errors };
}

const onReady =
  (signal: NodeJS.Signals) =>
  (line: string, child: ChildProcess): void => {
    if (line.startsWith('ready')) child.kill(signal);
  };

describe('graphql-server: shutdownOnSignals', () => {
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    it(`closes everything in order on ${signal}, and the process ends by itself`, async () => {
      const ended = await run('', onReady(signal));
      expect(ended.lines.slice(1)).to.deep.equal(['first', 'last, 0 + 0 listeners']);
      expect(ended).to.include({ code: 0, signal: null, errors: '' });
    });
  }

  it('closes the rest where a step fails, and ends with 1', async () => {
    const ended = await run('fail', onReady('SIGTERM'));
    expect(ended.lines.slice(1)).to.deep.equal(['first', 'last, 0 + 0 listeners']);
    expect(ended).to.include({ code: 1, errors: 'shutdown: TypeError failed\n' });
  });

  it('ends at once on a second signal', async () => {
    const ended = await run('hang', (line, child) => {
      if (line.startsWith('ready') || line.startsWith('last')) child.kill('SIGTERM');
    });
    expect(ended).to.include({ code: null, signal: 'SIGTERM' });
  });

  it('takes its listeners away', () => {
    const before = [process.listenerCount('SIGTERM'), process.listenerCount('SIGINT')];
    const forget = shutdownOnSignals(async () => {});
    expect(process.listenerCount('SIGTERM')).to.equal((before[0] ?? 0) + 1);
    forget();
    expect([process.listenerCount('SIGTERM'), process.listenerCount('SIGINT')]).to.deep.equal(before);
  });
});
