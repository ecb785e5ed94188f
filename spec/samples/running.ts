import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

/** A sample that runs as `npm start` and `npm run quickstart` run it. */
export interface Running {
  readonly url: string;
  readonly child: ChildProcess;
  /** What it printed on standard output. */
  readonly lines: readonly string[];
  /** Sends a signal and waits for the end; gives the exit code. */
  stop(signal?: NodeJS.Signals): Promise<number | null>;
}

/** Starts `npm run <script>` on a free port and waits until it serves. */
export async function startSample(script: string, environment: Readonly<Record<string, string>> = {}): Promise<Running> {
  const { DATABASE_URL: _database, PORT: _port, METRICS_PORT: _metrics, ...inherited } = process.env;
  const child = spawn('npm', ['run', '--silent', script], {
    env: { ...inherited, PORT: '0', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
    // A group of its own, so that a signal reaches what npm started, as Ctrl-C in a terminal does.
    detached: true,
  });
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', (part: string) => {
    errors += part;
  });
  const ended = once(child, 'exit') as Promise<[number | null]>;
  const lines: string[] = [];
  const url = await new Promise<string>((resolve, reject) => {
    createInterface(child.stdout).on('line', (line) => {
      lines.push(line);
      const [, found] = /^ready at (\S+)$/.exec(line) ?? [];
      if (found !== undefined) resolve(found);
    });
    void ended.then(([code]) => reject(new Error(`${script} ended with ${String(code)}: ${errors}`)));
  });
  const stop = async (signal: NodeJS.Signals = 'SIGTERM'): Promise<number | null> => {
    if (child.exitCode === null) process.kill(-(child.pid ?? 0), signal);
    const [code] = await ended;
    return code;
  };
  return { url, child, lines, stop };
}

/** What a sample answered. */
export interface Answer {
  readonly status: number;
  readonly text: string;
  readonly data?: Record<string, unknown> | null;
  readonly errors?: readonly { readonly message: string; readonly extensions: { readonly code: string; readonly gm?: string } }[];
}

/** Sends an operation, or any other body, as somebody. */
export async function ask(url: string, query: unknown, token?: string): Promise<Answer> {
  const headers = {
    'content-type': 'application/json',
    accept: 'application/graphql-response+json',
    ...(token !== undefined && { authorization: `Bearer ${token}` }),
  };
  const body = typeof query === 'string' ? JSON.stringify({ query }) : JSON.stringify(query);
  const response = await fetch(url, { method: 'POST', headers, body });
  const text = await response.text();
  return { status: response.status, text, ...(JSON.parse(text) as Pick<Answer, 'data' | 'errors'>) };
}
