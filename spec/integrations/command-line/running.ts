import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

/** What a command did. */
export interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

const HOOKS = resolve('spec/support/typescript-hooks.mjs');
const MAIN = resolve('integrations/command-line/main.ts');

/** Runs the command as users do: a process of its own, in a folder. */
export async function run(args: readonly string[], cwd = '.', env: Readonly<Record<string, string>> = {}): Promise<Outcome> {
  const command = ['--conditions=source', '--import', pathToFileURL(HOOKS).href, MAIN, ...args];
  return new Promise((done) => {
    execFile(process.execPath, command, { cwd, env: { ...process.env, ...env } }, (error, stdout, stderr) => {
      done({ code: error ? Number(error.code) : 0, stdout, stderr });
    });
  });
}
