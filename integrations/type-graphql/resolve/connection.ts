import type { Caller, PageResult, Row, Runtime } from '../../../lib/plugin.js';

/** Where a page stands in its list. */
interface PageInfo {
  readonly hasNextPage: boolean;
  readonly hasPreviousPage: boolean;
  readonly startCursor: string | null;
  readonly endCursor: string | null;
}

/** A row and its place in the list. */
interface Edge {
  readonly node: Row;
  readonly cursor: string | null;
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

  get edges(): readonly Edge[] {
    const cursorOf = (index: number): string | null => this.#cursor(index);
    return this.#page.rows.map((node, index) => ({
      node,
      get cursor() {
        return cursorOf(index);
      },
    }));
  }

  get pageInfo(): PageInfo {
    const { hasNext, hasPrevious, rows } = this.#page;
    const cursorOf = (index: number): string | null => this.#cursor(index);
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

  /** Null on an empty page, and without a key. */
  #cursor(index: number): string | null {
    return this.#page.positions[index] ? this.#runtime.cursor(this.#page, index, this.#caller) : null;
  }
}

/** What a list of an object has that the actor may not see. */
export const EMPTY_CONNECTION = Object.freeze({
  nodes: [],
  edges: [],
  pageInfo: Object.freeze({ hasNextPage: false, hasPreviousPage: false, startCursor: null, endCursor: null }),
  totalCount: 0,
});
