import { TooManyRows } from '../error/errors.js';

/** How many rows the reads that belong together, as those of one operation, may still give. */
export class RowBudget {
  #spent = 0;

  /** @throws GM_LIMIT_ROWS */
  spend(rows: number, max: number): void {
    this.#spent += rows;
    if (this.#spent > max) throw TooManyRows.create({ rows: this.#spent, max });
  }
}
