import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** How a process ended. */
export interface End {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly output: string;
  readonly errors: string;
}

/** The command of `npm start` without npm, which has exit codes of its own; with a temporary folder of its own. */
export class Alone {
  readonly child: ChildProcess;
  /** Where it is told to keep its files. */
  readonly folder: string;
  readonly ended: Promise<End>;
  readonly #ready: Promise<string>;

  constructor(environment: Readonly<Record<string, string>> = {}) {
    const { DATABASE_URL: _database, PORT: _port, ...inherited } = process.env;
    const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { readonly scripts: { readonly start: string } };
    this.folder = mkdtempSync(join(tmpdir(), 'logistics-'));
    // Started by root, PostgreSQL runs as another user.
    chmodSync(this.folder, 0o755);
    const child = spawn(process.execPath, scripts.start.split(' ').slice(1), {
      env: { ...inherited, PORT: '0', TMPDIR: this.folder, ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.child = child;
    const texts = { output: '', errors: '' };
    child.stdout.setEncoding('utf8').on('data', (text: string) => (texts.output += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (texts.errors += text));
    // PostgreSQL inherits standard error and closes it later than the app itself ends.
    this.ended = once(child, 'exit').then(([code, signal]: unknown[]) => ({ code, signal, ...texts }) as End);
    this.#ready = new Promise((resolve) => {
      createInterface(child.stdout).on('line', (line) => resolve(line.replace('ready at ', '')));
    });
  }

  /** Resolves with its address when it serves. */
  async ready(): Promise<string> {
    const failed = this.ended.then(({ errors }) => Promise.reject(new Error(`It did not start: ${errors}`)));
    return Promise.race([this.#ready, failed]);
  }

  /** Sends a signal to it alone and waits for its end. */
  async stop(signal: NodeJS.Signals): Promise<End> {
    this.child.kill(signal);
    return this.ended;
  }

  /** What it left in its folder. */
  left(): readonly string[] {
    return readdirSync(this.folder);
  }

  /** Ends it where a spec failed before it did. */
  async remove(): Promise<void> {
    if (this.child.exitCode === null && this.child.signalCode === null) await this.stop('SIGTERM');
    rmSync(this.folder, { recursive: true, force: true });
  }
}
