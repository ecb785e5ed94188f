import type { Violation } from '../error/define-error.js';
import { InvalidWrite } from '../error/write-errors.js';
import type { ManagerModel } from '../model/model.js';
import type { InputPath } from './write-plan.js';

/** Gathers everything that is wrong with a write, so that it is told at once. */
export class Violations {
  readonly #found: Violation[] = [];

  add(path: InputPath, code: string, message: string): void {
    this.#found.push({ path, code, message });
  }

  get any(): boolean {
    return this.#found.length > 0;
  }

  /** @throws GM_WRITE_INVALID where anything was found */
  refuse({ name }: ManagerModel): void {
    if (this.any) throw InvalidWrite.create({ manager: name, count: this.#found.length }, { details: { violations: [...this.#found] } });
  }
}
