import { setTimeout as wait } from 'node:timers/promises';
import { expect } from 'chai';
import { defineError } from '../../../lib/error/define-error.js';
import { Delivery, errorName } from '../../../lib/event/delivery.js';
import { retryDelay } from '../../../lib/event/retry-delay.js';
import { Wakeup } from '../../../lib/event/wakeup.js';
import { EventWorker } from '../../../lib/event/worker.js';
import { workerSettings } from '../../../lib/event/worker-options.js';
import { CONSOLE_LOGGER } from '../../../lib/manager/logger.js';
import { Observers } from '../../../lib/manager/observers.js';
import type { EventQueue, LeasedEvent } from '../../../lib/plugin.js';

const event: LeasedEvent = {
  id: '1',
  token: 't',
  consumer: 'one',
  manager: 'Gone',
  key: ['1'],
  operation: 'create',
  fields: [],
  author: { actor: null, system: false, reason: null },
  at: new Date(),
  attempt: 1,
};

/** A worker on a queue that gives one event, and does of what is asked what the spec says. */
function workerOn(queue: Partial<EventQueue>): { readonly worker: EventWorker; readonly logged: string[] } {
  const logged: string[] = [];
  const log = (_fields: object, message: string): void => void logged.push(message);
  const given = [event];
  const claim = async (): Promise<readonly LeasedEvent[]> => given.splice(0);
  const worker = new EventWorker({
    queue: { isClosed: () => false, claim, ...queue } as EventQueue,
    delivery: new Delivery(
      { managers: new Map(), enums: new Map(), embeddables: new Map() },
      [],
      new Observers([], CONSOLE_LOGGER).ofEvents,
    ),
    consumers: ['one'],
    settings: workerSettings({ pollMs: 10, leaseMs: 50 }),
    logger: { error: log, warn: log, info: log },
    ended: () => {},
  });
  return { worker, logged };
}

describe('workers of events', () => {
  it('note what became of an event again where the source does not take it, and give up in the end: the lease does', async () => {
    const failures: unknown[] = [];
    let left = 2;
    const { worker, logged } = workerOn({
      fail: async (_lease, failure) => {
        failures.push(failure.error);
        left -= 1;
        if (left > 0) throw new Error('away');
        return true;
      },
    });
    await worker.start().idle();
    await worker.stop();
    expect(failures).to.deep.equal(['GM_EVENT_UNDELIVERABLE', 'GM_EVENT_UNDELIVERABLE']);
    expect(logged).to.deep.equal(['general-manager: event was not delivered', 'general-manager: event cannot be concluded']);
    const never = workerOn({ fail: async () => Promise.reject(new Error('away')) });
    await never.worker.start().idle();
    await never.worker.stop();
    expect(never.logged.filter((each) => each.endsWith('cannot be concluded'))).to.have.length(5);
  });

  it('end at once where they were not started, and are idle then', async () => {
    const { worker } = workerOn({});
    await worker.idle();
    await worker.stop();
    await worker.start().idle();
  });

  it('wait no longer than until they are woken, also where that was before', async () => {
    const wakeup = new Wakeup(false);
    wakeup.wake();
    await wakeup.wait(60_000);
    expect(wakeup.isAwake).to.equal(true);
    wakeup.reset();
    const waiting = wakeup.wait(60_000);
    await wait(1);
    wakeup.wake();
    await waiting;
  });

  it('try again later each time, at random, within an hour', () => {
    const delays = (attempt: number): readonly number[] => Array.from({ length: 200 }, () => retryDelay(attempt, 100));
    for (const [attempt, most] of [
      [1, 100],
      [4, 800],
      [99, 3_600_000],
    ] as const) {
      expect(Math.max(...delays(attempt))).to.be.within(most / 2, most);
      expect(Math.min(...delays(attempt))).to.be.within(0, most / 2);
    }
  });

  it('keep of an error its code or its class, and nothing that may be data', () => {
    const Known = defineError({ code: 'GM_SPEC', kind: 'input', message: () => 'm', fix: 'f' });
    const coded = Object.assign(new Error('secret'), { code: 'ECONNREFUSED' });
    const odd = Object.assign(new Error('secret'), { code: 'a secret', name: 'my secret' });
    expect([Known.create({}), coded, new RangeError('secret'), odd, 'secret', null].map(errorName)).to.deep.equal([
      'GM_SPEC',
      'ECONNREFUSED',
      'RangeError',
      'Error',
      'string',
      'object',
    ]);
  });
});
