import { GeneralManagerError } from './define-error.js';
import type { Problem } from './problem.js';

/** The one error of a failed boot; it lists every problem that was found. Code `GM_BOOT_FAILED`. */
export class BootError extends GeneralManagerError {
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    super({ code: 'GM_BOOT_FAILED', kind: 'declaration', fix: 'Cure each listed problem, then boot again.' }, describe(problems));
    this.name = 'BootError';
    this.problems = Object.freeze([...problems]);
  }
}

function describe(problems: readonly Problem[]): string {
  const lines = problems.map(({ code, path, message, fix }) => `  ${path}: ${message} (${code})\n    ${fix}`);
  return `The application cannot boot: ${problems.length} ${problems.length === 1 ? 'problem' : 'problems'}.\n${lines.join('\n')}`;
}
