import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { binary, HOW_TO_INSTALL, type Binary } from '../../../monitoring/drill/binaries.js';

const execute = promisify(execFile);

/** What a suite needs: specs are left out where it is not there, and say so. */
export const withInstalled = (...names: readonly Binary[]): string => {
  const missing = names.filter((name) => binary(name) === undefined);
  return missing.length === 0 ? '' : ` (left out: no ${missing.join(', no ')}; ${HOW_TO_INSTALL})`;
};

/** Runs a program, and gives its exit code and what it printed. */
export async function run(name: Binary, args: readonly string[], input = ''): Promise<{ readonly code: number; readonly output: string }> {
  const running = execute(binary(name) ?? name, args, { maxBuffer: 2 ** 26 });
  // Whoever reads nothing may have ended already.
  running.child.stdin?.on('error', () => {}).end(input);
  try {
    const { stdout, stderr } = await running;
    return { code: 0, output: stdout + stderr };
  } catch (error) {
    const { code, stdout, stderr } = error as { readonly code: number; readonly stdout: string; readonly stderr: string };
    return { code, output: stdout + stderr };
  }
}
