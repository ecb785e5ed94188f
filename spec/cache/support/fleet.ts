import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Attempt, Seen } from './history.js';

const NODE = fileURLToPath(import.meta.resolve('./node.ts'));
const HOOKS = fileURLToPath(import.meta.resolve('../../support/typescript-hooks.mjs'));
const PARENT = fileURLToPath(import.meta.resolve('../../support/stop-with-parent.mjs'));

/** Steps of a write, at which its process can be stopped: before anything, when the statement is on its way, when it was answered, when the commit is on its way, when the writer knows. */
export const STEPS = ['before', 'sent', 'written', 'committing', 'acknowledged'] as const;
export type Step = (typeof STEPS)[number];

/** Ways to write that processes know; the last one is rolled back. */
export const WAYS = ['pipeline', 'flush', 'native', 'sql', 'transaction', 'undone'] as const;

/** What a process is told to do. */
export type Command =
  | { readonly do: 'read'; readonly lanes: number; readonly paceMs: number }
  | { readonly do: 'write'; readonly id: number; readonly value: number; readonly way: string; readonly stop?: Step | undefined }
  /** From now on it is at fault: whatever is kept is taken for right. */
  | { readonly do: 'trust' }
  | { readonly do: 'herd'; readonly round: number; readonly asks: number };

/** What a process says. */
export type Line =
  | { readonly kind: 'ready' }
  | { readonly kind: 'stopped'; readonly step: Step; readonly backend?: number | undefined }
  | {
      readonly kind: 'read';
      readonly session: string;
      readonly start: string;
      readonly end: string;
      readonly found: readonly (readonly [id: number, value: number | undefined])[];
      /** How often its process was given what is kept, up to now. */
      readonly hits: number;
    }
  | { readonly kind: 'failed'; readonly session: string; readonly message: string }
  | { readonly kind: 'begun'; readonly id: number; readonly value: number; readonly start: string }
  | {
      readonly kind: 'ended';
      readonly id: number;
      readonly value: number;
      readonly start: string;
      readonly end: string;
      readonly outcome: Attempt['outcome'];
    }
  | { readonly kind: 'herd'; readonly answers: readonly number[] };

/** A process of a fleet. */
export class FleetNode {
  readonly ready: Promise<void>;
  readonly gone: Promise<unknown>;
  readonly #child: ChildProcess;
  readonly #listeners = new Set<(line: Line) => void>();

  constructor(args: readonly string[], heard: (line: Line) => void) {
    const options = ['--conditions=source', '--import', HOOKS, '--import', PARENT, NODE, ...args];
    this.#child = spawn(process.execPath, options, { stdio: ['pipe', 'pipe', 'inherit'] });
    this.gone = once(this.#child, 'exit');
    if (this.#child.stdout)
      createInterface({ input: this.#child.stdout }).on('line', (text) => {
        const line = parsed(text);
        if (!line) return;
        heard(line);
        for (const each of this.#listeners) each(line);
      });
    // Who was killed does not listen any more.
    this.#child.stdin?.on('error', () => {});
    this.ready = this.next('ready').then(() => undefined);
  }

  tell(command: Command): void {
    this.#child.stdin?.write(`${JSON.stringify(command)}\n`);
  }

  /** The next line of one of some kinds; undefined where the process ends before that. */
  async next<K extends Line['kind']>(...kinds: readonly K[]): Promise<Extract<Line, { readonly kind: K }> | undefined> {
    let listener: (line: Line) => void = () => {};
    const said = new Promise<Extract<Line, { readonly kind: K }>>((resolve) => {
      listener = (line) => {
        if ((kinds as readonly string[]).includes(line.kind)) resolve(line as Extract<Line, { readonly kind: K }>);
      };
    });
    this.#listeners.add(listener);
    try {
      return await Promise.race([said, this.gone.then(() => undefined)]);
    } finally {
      this.#listeners.delete(listener);
    }
  }

  signal(name: 'SIGSTOP' | 'SIGCONT'): void {
    this.#child.kill(name);
  }

  /** Lets a process go on that said that it stops: it may not have done so yet, and would then miss a single signal. */
  async goOn<T>(answer: Promise<T>): Promise<T> {
    this.signal('SIGCONT');
    const again = setInterval(() => this.signal('SIGCONT'), 20);
    return answer.finally(() => clearInterval(again));
  }

  async kill(): Promise<void> {
    this.#child.kill('SIGKILL');
    await this.gone;
  }
}

/** Processes over one database and one store, and what all of them said. */
export class Fleet {
  readonly seen: Seen[] = [];
  readonly failures: string[] = [];
  /** What writers attempted; those that were killed meanwhile do not know how it went. */
  readonly #attempts = new Map<string, Attempt>();
  readonly #nodes = new Set<FleetNode>();
  readonly #args: readonly string[];
  hits = 0;

  constructor(args: { readonly database: string; readonly store: string; readonly counters: number }) {
    this.#args = [args.database, args.store, String(args.counters)];
  }

  get attempts(): readonly Attempt[] {
    return [...this.#attempts.values()];
  }

  start(): FleetNode {
    const node = new FleetNode(this.#args, (line) => this.#hear(line));
    this.#nodes.add(node);
    void node.gone.then(() => this.#nodes.delete(node));
    return node;
  }

  async stop(): Promise<void> {
    await Promise.all([...this.#nodes].map(async (node) => node.kill()));
  }

  #hear(line: Line): void {
    if (line.kind === 'read') {
      const [start, end] = [BigInt(line.start), BigInt(line.end)];
      for (const [id, value = -1] of line.found) this.seen.push({ session: line.session, id, value, start, end });
      this.hits = Math.max(this.hits, line.hits);
    } else if (line.kind === 'failed') this.failures.push(line.message);
    else if (line.kind === 'begun') {
      const { id, value, start } = line;
      this.#attempts.set(`${id} ${value}`, { id, value, start: BigInt(start), outcome: 'unknown' });
    } else if (line.kind === 'ended') {
      const { id, value, start, end, outcome } = line;
      this.#attempts.set(`${id} ${value}`, { id, value, start: BigInt(start), end: BigInt(end), outcome });
    }
  }
}

/** A process that is killed does not finish its sentence. */
function parsed(text: string): Line | undefined {
  try {
    return JSON.parse(text) as Line;
  } catch {
    return undefined;
  }
}
