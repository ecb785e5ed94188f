import type { ReadPlan } from '../../../../lib/plugin.js';
import { Conditions } from '../conditions.js';
import { ownFields } from '../requests.js';
import type { Subject } from '../subject.js';
import type { Check } from './check.js';

/** Reads that differ from each other. */
async function somePlans(subject: Subject, most: number): Promise<readonly ReadPlan[]> {
  const plans: ReadPlan[] = [];
  for (const manager of subject.managers) {
    const conditions = new Conditions(subject);
    const filters = [undefined, ...[...conditions.simple(manager), ...conditions.combined(manager)].slice(0, 400)];
    for (let turn = 0; turn < most; turn += 1) {
      const filter = turn === 0 ? undefined : subject.random.pick(filters);
      const plan = await subject.plans.of(manager, { select: ownFields(manager), filter, page: { first: 1000 } });
      if (plan) plans.push(plan);
    }
  }
  return plans;
}

const together: Check = {
  name: 'answers reads that run at a time, each for itself',
  examine: async (subject) => {
    const plans = await somePlans(subject, 12);
    const found = await Promise.all(plans.map(async (plan) => subject.read(plan).catch((error: unknown) => error)));
    plans.forEach((plan, index) => subject.note(plan, 'at a time with others', found[index]));
  },
};

const given: Check = {
  name: 'gives rows away, and keeps nothing of them',
  examine: async (subject) => {
    for (const plan of await somePlans(subject, 2)) {
      const { rows } = await subject.read(plan);
      for (const row of rows) for (const name of Object.keys(row)) row[name] = 'changed by who got it';
      await subject.compare(plan, 'after rows were changed');
    }
  },
};

const aborted: Check = {
  name: 'gives up a read that is aborted, or answers it as ever',
  examine: async (subject) => {
    for (const plan of await somePlans(subject, 2)) {
      for (const isBefore of [true, false]) {
        const controller = new AbortController();
        if (isBefore) controller.abort();
        const reading = subject.read(plan, { signal: controller.signal });
        controller.abort();
        const answer = await reading.catch(() => undefined);
        if (answer) subject.note(plan, 'aborted', answer);
      }
      await subject.compare(plan, 'after an aborted one');
    }
  },
};

const failed: Check = {
  name: 'fails where the source does, in its reads and its health, and answers again afterwards',
  examine: async (subject) => {
    const { failing } = subject.options;
    if (!failing) return;
    const plans = await somePlans(subject, 2);
    for (const adapter of subject.adapters)
      await adapter.health?.().catch(() => subject.breach(adapter, 'health', 'rejects although the source answers'));
    await failing(async () => {
      for (const plan of plans) {
        const outcome = await subject.read(plan).catch((error: unknown) => error);
        if (!(outcome instanceof Error)) subject.breach(plan.manager, 'read', 'answers although the source does not');
      }
      for (const adapter of subject.adapters) {
        const isWell = await adapter.health?.().then(
          () => true,
          () => false,
        );
        if (isWell) subject.breach(adapter, 'health', 'resolves although the source does not answer');
      }
    });
    for (const plan of plans) await subject.compare(plan, 'after a failure');
  },
};

const closed: Check = {
  name: 'closes, also twice',
  examine: async (subject) => {
    for (const plan of await somePlans(subject, 1)) await subject.read(plan);
    for (const adapter of subject.adapters)
      for (const time of ['first', 'second'])
        await adapter.close?.().catch((error: unknown) => subject.breach(adapter, `close, the ${time} time`, `rejects: ${String(error)}`));
  },
};

export const CONDUCT: readonly Check[] = Object.freeze([together, given, aborted, failed, closed]);
