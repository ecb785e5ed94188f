import type { Fleet } from './fleet.js';

/** What is asked all the time, by whom. */
const ASKED: readonly (readonly [query: string, token?: string])[] = [
  ['query Fleet { ships(first: 3) { nodes { name homePort { name } } } }'],
  ['{ readiness { totalCount } }'],
  ['{ items(first: 2) { nodes { name price } } }', 'sam'],
  ['{ maintenance(first: 2) { nodes { title } } }', 'mia'],
  ['{ ships(first: 1) { totalCount nodes { name crew { totalCount } } } }', 'sam'],
];

const WRITTEN = `mutation { createWorkOrder(input: { title: "Drill", status: Open, priority: 1, openedAt: "2026-11-02T08:00:00Z", ship: { connect: 2 } }) { workOrder { id } } }`;

/** One of so many requests is a write, and another one goes to the market. */
const WRITE_EVERY = 20;
const MARKET_EVERY = 10;

const MARKET = '{ vendors { nodes { name quotes { nodes { price } } } } }';

/** Asks something at a steady pace, whether there are answers or not. */
export class Load {
  readonly #timer: NodeJS.Timeout;
  readonly #running = new Set<Promise<unknown>>();

  constructor(fleet: Fleet, perSecond = 10) {
    let number = 0;
    this.#timer = setInterval(() => {
      number += 1;
      const [query, token] = requestOf(number);
      const asked = fleet.ask(query, token).finally(() => this.#running.delete(asked));
      this.#running.add(asked);
    }, 1000 / perSecond);
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await Promise.all(this.#running);
  }
}

function requestOf(number: number): readonly [query: string, token?: string] {
  if (number % WRITE_EVERY === 0) return [WRITTEN, 'mia'];
  if (number % MARKET_EVERY === 5) return [MARKET, 'piet'];
  return ASKED[number % ASKED.length] ?? ['{ __typename }'];
}
