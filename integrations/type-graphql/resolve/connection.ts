import type { Caller, PageResult, Row, Runtime } from '../../../lib/plugin.js';

/** Where a page stands in its list. */
interface PageInfo {
  readonly hasNextPage: boolean;
  readonly hasPreviousPage: boolean;
  readonly startCursor: string | null;
  readonly endCursor: string | null;
}

/** A page in the form of a connection; its parts are made when graphql-js reads them. */
export class Connection {
  readonly #runtime: Runtime;
  readonly #page: PageResult;
  readonly #caller: Caller;

  constructor(runtime: Runtime, page: PageResult, caller: Caller) {
    this.#runtime = runtime;
    this.#page = page;
    this.#caller = caller;
  }

  get nodes(): readonly Row[] {
    return this.#page.rows;
  }

  get edges(): readonly { readonly node: Row; readonly cursor: string }[] {
    const cursorOf = (index: number): string => this.#runtime.cursor(this.#page, index, this.#caller);
    return this.#page.rows.map((node, index) => ({
      node,
      get cursor() {
        return cursorOf(index);
      },
    }));
  }

  get pageInfo(): PageInfo {
    const { hasNext, hasPrevious, rows, positions } = this.#page;
    const cursorOf = (index: number): string | null => (positions[index] ? this.#runtime.cursor(this.#page, index, this.#caller) : null);
    return {
      hasNextPage: hasNext,
      hasPreviousPage: hasPrevious,
      get startCursor() {
        return cursorOf(0);
      },
      get endCursor() {
        return cursorOf(rows.length - 1);
      },
    };
  }

  get totalCount(): number | undefined {
    return this.#page.total;
  }
}
