import { expect } from 'chai';
import {
  array,
  assert,
  asyncModelRun,
  asyncProperty,
  boolean,
  commands,
  constant,
  constantFrom,
  integer,
  oneof,
  option,
  record,
  tuple,
  type AsyncCommand,
} from 'fast-check';
import { Box, Card, openBoxes, type BoxStore } from './support/boxes.js';
import {
  copyOf,
  create,
  emptyModel,
  list,
  nested,
  outcomeOf,
  remove,
  removeBox,
  update,
  updateMany,
  upsert,
  type BoxModel,
  type BoxOperation,
  type Who,
} from './support/box-model.js';
import { explain } from './support/explain.js';

const PEOPLE: readonly Who[] = [
  { id: 'ann', roles: [] },
  { id: 'bob', roles: [] },
  { id: 'boss', roles: ['boss'] },
];
const TITLES = ['a', 'b', 'c', 'locked'];

const keys = integer({ min: 1, max: 4 });
const who = constantFrom(...PEOPLE);
const owner = constantFrom('ann', 'bob');
const title = constantFrom(...TITLES);
const data = record({ title, owner, open: boolean(), box: option(keys, { nil: null }) }, { requiredKeys: [] });

const creates = tuple(who, data).map(([by, given]) => create(by, given));
const updates = tuple(who, keys, data, option(integer({ min: 1, max: 3 }), { nil: undefined })).map((args) => update(...args));
const removals = tuple(who, keys).map((args) => remove(...args));
const boxRemovals = tuple(who, keys).map((args) => removeBox(...args));
const upserts = tuple(who, title, data).map((args) => upsert(...args));
const nestings = tuple(who, owner, title, owner).map((args) => nested(...args));
const ofMany = tuple(who, boolean()).map((args) => updateMany(...args));
const lists = who.map(list);

const RUNS = Number(process.env['GM_RUNS'] ?? 100);
const SEED = Number(process.env['GM_SEED'] ?? 7);

describe('random writes', () => {
  let store: BoxStore;
  before(async () => {
    store = await openBoxes('writes_model');
  });
  after(async () => store.close());

  /** The rows, and what their history makes of them, in the form of a model. */
  async function real(): Promise<string> {
    const cards = `select id, title, owner, open, version, box_id as box from card order by id`;
    const last = `select distinct on (relation, key) relation, (key ->> 0)::int as id, actor, after from general_manager.gm_history order by relation, key, gm_history.id desc`;
    const broken = `select count(*)::int as broken from (select before, lag(after) over (partition by relation, key order by id) as last from general_manager.gm_history) as h
      where before is distinct from last`;
    const rebuilt = `select id, after ->> 'title' as title, after ->> 'owner' as owner, after -> 'open' as open, after -> 'version' as version, after -> 'box_id' as box
      from (${last}) as l where relation = 'public.card' and after is not null order by id`;
    const [found] = await store.query(`select
      (select coalesce(json_agg(c), '[]') from (${cards}) as c) as cards,
      (select coalesce(json_agg(r), '[]') from (${rebuilt}) as r) as rebuilt,
      (select coalesce(json_agg(b), '[]') from (select id, owner from box order by id) as b) as boxes,
      (select coalesce(json_agg(w), '[]') from (select id, actor from (${last}) as l where relation = 'public.card' order by id) as w) as writers,
      (select count(*)::int from general_manager.gm_history) as states, (${broken}) as broken`);
    return JSON.stringify(found);
  }

  function expected({ boxes, cards, writers, states }: BoxModel): string {
    const sorted = <T>(of: ReadonlyMap<number, T>): [number, T][] => [...of].sort(([one], [other]) => one - other);
    const all = sorted(cards).map(([id, { title, owner, open, version, box }]) => ({ id, title, owner, open, version, box }));
    return JSON.stringify({
      cards: all,
      rebuilt: all,
      boxes: sorted(boxes).map(([id, box]) => ({ id, owner: box.owner })),
      writers: sorted(writers).map(([id, actor]) => ({ id, actor })),
      states,
      broken: 0,
    });
  }

  /** An operation that runs by itself: it has to do what the model says. */
  class Step implements AsyncCommand<{ model: BoxModel }, BoxStore> {
    readonly #operation: BoxOperation;

    constructor(operation: BoxOperation) {
      this.#operation = operation;
    }

    check(): boolean {
      return true;
    }

    async run({ model }: { model: BoxModel }, { gm }: BoxStore): Promise<void> {
      const [code = 'done'] = this.#operation.reasons(model);
      const outcome = await outcomeOf(this.#operation.run(gm));
      expect(outcome.code, String(this.#operation)).to.equal(code);
      if (code === 'done') expect(this.#operation.apply(model, outcome), String(this.#operation)).to.equal(true);
      expect(await real()).to.equal(expected(model));
    }

    toString(): string {
      return String(this.#operation);
    }
  }

  it('agree with a model of rows, versions, policies and history', async () => {
    const all = [creates, creates, updates, updates, removals, boxRemovals, upserts, nestings, ofMany, lists];
    const steps = commands(
      all.map((each) => each.map((operation) => new Step(operation))),
      { maxCommands: 30 },
    );
    const property = asyncProperty(steps, async (given) => {
      await store.empty();
      await asyncModelRun(() => ({ model: { model: emptyModel() }, real: store }), given);
    });
    await assert(property, { numRuns: RUNS, seed: SEED });
  }).timeout(600_000);

  /** What the tables were after a group, as the history has it. */
  async function rebuilds(at: Date, { boxes, cards }: BoxModel): Promise<void> {
    const system = store.gm.system('to compare');
    const select = { id: true, title: true, owner: true, open: true, version: true, box: { id: true } } as const;
    const found = await system.manager(Card).asOf(at).sort('id').select(select).all();
    const rows = [...cards].sort(([one], [other]) => one - other);
    expect(found.map(({ box, ...card }) => ({ ...card, box: box?.id ?? null }))).to.deep.equal(rows.map(([id, card]) => ({ id, ...card })));
    const boxRows = await system.manager(Box).asOf(at).sort('id').select({ id: true, owner: true }).all();
    expect(boxRows).to.deep.equal([...boxes].sort(([one], [other]) => one - other).map(([id, box]) => ({ id, owner: box.owner })));
  }

  /** A time that is after everything that has been, and before everything that is to come. */
  async function between(): Promise<Date> {
    const [row] = await store.query(
      `select date_trunc('milliseconds', clock_timestamp()) + interval '1 millisecond' as at, pg_sleep(0.002)`,
    );
    return new Date(row?.['at'] as string | Date);
  }

  // What a statement finds by a filter may be changed by others while it goes on, unless they are kept apart.
  const alone = oneof(creates, updates, updates, removals, boxRemovals, upserts, upserts, nestings, lists);
  const any = oneof(creates, updates, removals, boxRemovals, upserts, nestings, ofMany);
  const group = oneof(
    { weight: 3, arbitrary: tuple(constant(undefined), array(alone, { minLength: 2, maxLength: 4 })) },
    { weight: 1, arbitrary: tuple(constant('serializable' as const), array(any, { minLength: 2, maxLength: 4 })) },
  );
  const rest = tuple(array(oneof(creates, nestings), { minLength: 2, maxLength: 5 }), array(group, { minLength: 1, maxLength: 4 }));

  it('of several connections at the same time come out as some order of them does', async () => {
    const property = asyncProperty(rest, async ([first, groups]) => {
      await store.empty();
      let model = emptyModel();
      for (const operation of first) {
        const outcome = await outcomeOf(operation.run(store.gm));
        if (outcome.code === 'done') operation.apply(model, outcome);
      }
      const moments: [Date, BoxModel][] = [];
      for (const [isolation, operations] of groups) {
        const outcomes = await Promise.all(operations.map(async ({ run }) => outcomeOf(run(store.gm, isolation && { isolation }))));
        const state = await real();
        const ran = operations.map((operation, index) => ({ operation, outcome: outcomes[index] as (typeof outcomes)[number] }));
        const after = explain(model, ran, (each) => expected(each) === state);
        const told = ran.map(({ operation, outcome }) => `${String(operation)} → ${JSON.stringify(outcome)}`);
        if (!after) expect.fail(`no order explains\n${told.join('\n')}\nafter ${expected(model)}\nwith ${state}`);
        model = after;
        moments.push([await between(), copyOf(after)]);
      }
      for (const moment of moments) await rebuilds(...moment);
    });
    await assert(property, { numRuns: RUNS, seed: SEED, endOnFailure: true });
  }).timeout(600_000);
});
