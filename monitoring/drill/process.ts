import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';

/** A program that runs beside this one, and ends with it. */
export class Process {
  readonly #child: ChildProcess;
  readonly #ended: Promise<unknown>;
  #output = '';

  constructor(command: string, args: readonly string[], environment: Readonly<Record<string, string>> = {}, cwd?: string) {
    this.#child = spawn(command, args, { cwd, env: { ...process.env, ...environment }, stdio: ['ignore', 'pipe', 'pipe'] });
    this.#ended = new Promise<void>((resolve) => {
      this.#child.once('exit', () => resolve());
      this.#child.once('error', (error) => {
        this.#output += String(error);
        resolve();
      });
    });
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream?.setEncoding('utf8').on('data', (part: string) => {
        this.#output = (this.#output + part).slice(-10_000);
      });
    }
    process.once('exit', this.#kill);
  }

  readonly #kill = (): void => void this.#child.kill('SIGKILL');

  /** The end of what it printed. */
  get output(): string {
    return this.#output;
  }

  signal(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }

  /** Waits until something is so. @throws where the program ends before, or it takes too long */
  async until<T>(look: () => T | undefined | Promise<T | undefined>, longestMs = 60_000): Promise<T> {
    const deadline = performance.now() + longestMs;
    while (performance.now() < deadline && this.#child.exitCode === null) {
      const found = await look();
      if (found !== undefined) return found;
      await Promise.race([this.#ended, new Promise((resolve) => setTimeout(resolve, 50))]);
    }
    throw new Error(`${this.#child.spawnfile} is not ready: ${this.#output}`);
  }

  async stop(): Promise<void> {
    process.off('exit', this.#kill);
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const ended = once(this.#child, 'exit');
    this.#child.kill('SIGCONT');
    this.#child.kill('SIGTERM');
    await ended;
  }
}
