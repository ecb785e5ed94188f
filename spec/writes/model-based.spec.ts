import { Collection, type Opt, type Rel } from '@mikro-orm/core';
import { Entity, ManyToOne, OneToMany, PrimaryKey, Property, ReflectMetadataProvider } from '@mikro-orm/decorators/legacy';
import { MikroORM } from '@mikro-orm/postgresql';
import { expect } from 'chai';
import {
  assert,
  asyncModelRun,
  asyncProperty,
  boolean,
  commands,
  constantFrom,
  integer,
  option,
  record,
  tuple,
  type AsyncCommand,
} from 'fast-check';
import { bootstrap, isGeneralManagerError, type Application } from 'general-manager';
import { actor, anyOf, database, deny, Interface, Manager, Permission, role, where } from 'general-manager/decorators';
import { sideTables } from 'general-manager/mikro-orm';
import { freshDatabase, type FreshDatabase } from '../support/postgres.js';

const owned = where<{ owner: string }>({ owner: actor('id') });

@Entity()
@Manager()
@Interface(database({ history: true }))
@Permission<Box>({ read: anyOf(owned, role('boss')), create: owned, update: owned, delete: owned })
class Box {
  @PrimaryKey()
  id!: number;

  @Property({ length: 8 })
  owner!: string;

  @OneToMany(() => Card, (card) => card.box)
  cards = new Collection<Card>(this);
}

@Entity()
@Manager()
@Interface(database({ history: true }))
@Permission<Card>({
  read: anyOf(owned, where<Card>({ open: true }), role('boss')),
  create: [anyOf(owned, role('boss'))],
  update: [anyOf(owned, role('boss')), deny(where<Card>({ title: 'locked' }))],
  delete: owned,
})
class Card {
  @PrimaryKey()
  id!: number;

  @Property({ length: 8, unique: true })
  title!: string;

  @Property({ length: 8 })
  owner!: string;

  @Property({ type: 'boolean', default: false })
  open: boolean & Opt = false;

  @Property({ type: 'integer', version: true })
  version!: number & Opt;

  @ManyToOne(() => Box, { nullable: true })
  box?: Rel<Box> | null;
}

interface CardState {
  readonly title: string;
  readonly owner: string;
  readonly open: boolean;
  readonly version: number;
  readonly box: number | null;
}

/** What the rows have to be, and every state of theirs that has been. */
interface Model {
  readonly boxes: Map<number, { readonly owner: string }>;
  readonly cards: Map<number, CardState>;
  next: { box: number; card: number };
  states: number;
}

interface Who {
  readonly id: string;
  readonly roles: readonly string[];
}

const PEOPLE: readonly Who[] = [
  { id: 'ann', roles: [] },
  { id: 'bob', roles: [] },
  { id: 'boss', roles: ['boss'] },
];
const TITLES = ['a', 'b', 'c', 'locked'];

const isBoss = (who: Who): boolean => who.roles.includes('boss');
const sees = (who: Who, card: CardState): boolean => card.owner === who.id || card.open || isBoss(who);
const seesBox = (who: Who, box: { readonly owner: string } | undefined): boolean =>
  box !== undefined && (box.owner === who.id || isBoss(who));
const mayUpdate = (who: Who, card: CardState): boolean => (card.owner === who.id || isBoss(who)) && card.title !== 'locked';
const isTaken = (model: Model, title: string, but?: number): boolean =>
  [...model.cards].some(([id, card]) => id !== but && card.title === title);

interface Data {
  readonly title?: string | undefined;
  readonly owner?: string | undefined;
  readonly open?: boolean | undefined;
  readonly box?: number | null | undefined;
}

describe('random writes', () => {
  let store: FreshDatabase;
  let orm: MikroORM;
  let gm: Application;
  before(async () => {
    store = await freshDatabase('writes_model');
    orm = await MikroORM.init({ clientUrl: store.url, entities: [Box, Card, ...sideTables()], metadataProvider: ReflectMetadataProvider });
    await orm.schema.create();
    gm = await bootstrap({ orm, drift: 'off' });
  });
  after(async () => {
    await orm.close();
    await store.drop();
  });

  const query = async (sql: string): Promise<Record<string, unknown>[]> => orm.em.getConnection().execute(sql);
  const codeOf = async (run: Promise<unknown>): Promise<string> =>
    run.then(
      () => 'done',
      (error: unknown) => {
        if (isGeneralManagerError(error)) return error.code;
        throw error;
      },
    );

  /** Every row as the model has it, the same made of the history, and no more states than there have been. */
  async function agree(model: Model): Promise<void> {
    const cards = [...model.cards].map(([id, card]) => ({ id, ...card })).sort((one, other) => one.id - other.id);
    expect(await query('select id, title, owner, open, version, box_id as box from card order by id')).to.deep.equal(cards);
    expect(await query('select id, owner from box order by id')).to.deep.equal([...model.boxes].map(([id, box]) => ({ id, ...box })));
    const rebuilt = `select distinct on (key) (key ->> 0)::int as id, after ->> 'title' as title, (after ->> 'version')::int as version, after is null as gone
      from general_manager.gm_history where relation = 'public.card' order by key, gm_history.id desc`;
    expect(await query(`select id, title, version from (${rebuilt}) as r where not gone order by id`)).to.deep.equal(
      cards.map(({ id, title, version }) => ({ id, title, version })),
    );
    const chains = `select count(*)::int as broken from (select before, lag(after) over (partition by relation, key order by id) as last from general_manager.gm_history) as h
      where before is distinct from last`;
    expect(await query(chains)).to.deep.equal([{ broken: 0 }]);
    expect(await query('select count(*)::int as states from general_manager.gm_history')).to.deep.equal([{ states: model.states }]);
  }

  /** A step: what has to come of it, and what does. */
  class Step implements AsyncCommand<Model, Application> {
    readonly #told: string;
    readonly #expected: (model: Model) => string;
    readonly #apply: (model: Model) => void;
    readonly #run: (gm: Application, model: Model) => Promise<unknown>;

    constructor(
      told: string,
      expected: (model: Model) => string,
      apply: (model: Model) => void,
      run: (gm: Application, model: Model) => Promise<unknown>,
    ) {
      this.#told = told;
      this.#expected = expected;
      this.#apply = apply;
      this.#run = run;
    }

    check(): boolean {
      return true;
    }

    async run(model: Model, real: Application): Promise<void> {
      const expected = this.#expected(model);
      expect(await codeOf(this.#run(real, model)), this.#told).to.equal(expected);
      if (expected === 'done') this.#apply(model);
      // Numbers are drawn also by what is refused later.
      const [next] = await query(
        `select (select last_value + is_called::int from card_id_seq)::int as card, (select last_value + is_called::int from box_id_seq)::int as box`,
      );
      model.next = next as unknown as Model['next'];
      await agree(model);
    }

    toString(): string {
      return this.#told;
    }
  }

  const keys = integer({ min: 1, max: 4 });
  const who = constantFrom(...PEOPLE);
  const data = record(
    {
      title: constantFrom(...TITLES),
      owner: constantFrom('ann', 'bob'),
      open: boolean(),
      box: option(keys, { nil: null }),
    },
    { requiredKeys: [] },
  );

  const told = (name: string, ...args: readonly unknown[]): string => `${name}(${args.map((each) => JSON.stringify(each)).join(', ')})`;

  const createOf = (model: Model, by: Who, card: CardState): string => {
    if (card.box !== null && !seesBox(by, model.boxes.get(card.box))) return 'GM_WRITE_NOT_FOUND';
    if (isTaken(model, card.title)) return 'GM_WRITE_NOT_UNIQUE';
    return card.owner === by.id || isBoss(by) ? 'done' : 'GM_WRITE_FORBIDDEN';
  };
  const create = tuple(who, data).map(([by, given]) => {
    const card = { title: given.title ?? 'a', owner: given.owner ?? by.id, open: given.open ?? false, version: 1, box: given.box ?? null };
    return new Step(
      told('create', by.id, card),
      (model) => createOf(model, by, card),
      (model) => {
        model.cards.set(model.next.card, card);
        model.states += 1;
      },
      async (real) =>
        real
          .as(by)
          .manager('Card')
          .create({ ...given, title: card.title, owner: card.owner }),
    );
  });

  const updateOf = (model: Model, by: Who, id: number, given: Data, expected?: number): string => {
    const card = model.cards.get(id);
    if (!card || !sees(by, card)) return 'GM_WRITE_NOT_FOUND';
    if (expected !== undefined && expected !== card.version) return 'GM_WRITE_CONFLICT';
    if (!mayUpdate(by, card)) return 'GM_WRITE_FORBIDDEN';
    if (typeof given.box === 'number' && !seesBox(by, model.boxes.get(given.box))) return 'GM_WRITE_NOT_FOUND';
    const changed = { ...card, ...defined(given) };
    if (isTaken(model, changed.title, id)) return 'GM_WRITE_NOT_UNIQUE';
    return mayUpdate(by, changed) ? 'done' : 'GM_WRITE_FORBIDDEN';
  };
  const change = (model: Model, id: number, given: Data): void => {
    const card = model.cards.get(id) as CardState;
    const changed = { ...card, ...defined(given) };
    if (JSON.stringify(changed) === JSON.stringify(card)) return;
    model.cards.set(id, { ...changed, version: card.version + 1 });
    model.states += 1;
  };
  const update = tuple(who, keys, data, option(integer({ min: 1, max: 3 }), { nil: undefined })).map(
    ([by, id, given, expected]) =>
      new Step(
        told('update', by.id, id, given, expected),
        (model) => updateOf(model, by, id, given, expected),
        (model) => change(model, id, given),
        async (real) =>
          real
            .as(by)
            .manager('Card')
            .update(id, given, expected === undefined ? {} : { expected }),
      ),
  );

  const remove = tuple(who, keys).map(
    ([by, id]) =>
      new Step(
        told('delete', by.id, id),
        (model) => {
          const card = model.cards.get(id);
          if (!card || !sees(by, card)) return 'GM_WRITE_NOT_FOUND';
          return card.owner === by.id ? 'done' : 'GM_WRITE_FORBIDDEN';
        },
        (model) => {
          model.cards.delete(id);
          model.states += 1;
        },
        async (real) => real.as(by).manager('Card').delete(id),
      ),
  );

  const upsert = tuple(who, constantFrom(...TITLES), data).map(([by, title, { title: _title, ...given }]) => {
    const found = (model: Model): number | undefined => [...model.cards].find(([, card]) => card.title === title)?.[0];
    const made = { title, owner: given.owner ?? by.id, open: given.open ?? false, version: 1, box: given.box ?? null };
    return new Step(
      told('upsert', by.id, title, given),
      (model) => {
        const id = found(model);
        return id === undefined ? createOf(model, by, made) : updateOf(model, by, id, given);
      },
      (model) => {
        const id = found(model);
        if (id !== undefined) return change(model, id, given);
        model.cards.set(model.next.card, made);
        model.states += 1;
      },
      async (real) =>
        real
          .as(by)
          .manager('Card')
          .upsert({ title }, { create: { ...given, owner: made.owner }, update: given }),
    );
  });

  /** A box with a card in it: both, or neither. */
  const nested = tuple(who, constantFrom('ann', 'bob'), constantFrom(...TITLES), constantFrom('ann', 'bob')).map(
    ([by, owner, title, cardOwner]) =>
      new Step(
        told('nested', by.id, owner, title, cardOwner),
        (model) => {
          if (isTaken(model, title)) return 'GM_WRITE_NOT_UNIQUE';
          return owner === by.id && (cardOwner === by.id || isBoss(by)) ? 'done' : 'GM_WRITE_FORBIDDEN';
        },
        (model) => {
          model.boxes.set(model.next.box, { owner });
          model.cards.set(model.next.card, { title, owner: cardOwner, open: false, version: 1, box: model.next.box });
          model.states += 2;
        },
        async (real) =>
          real
            .as(by)
            .manager('Box')
            .create({ owner, cards: { create: { title, owner: cardOwner } } }),
      ),
  );

  const updateMany = tuple(who, boolean()).map(
    ([by, open]) =>
      new Step(
        told('updateMany', by.id, open),
        (model) =>
          [...model.cards.values()].filter((card) => sees(by, card)).every((card) => mayUpdate(by, card)) ? 'done' : 'GM_WRITE_FORBIDDEN',
        (model) => {
          for (const [id, card] of model.cards) if (sees(by, card)) change(model, id, { open });
        },
        async (real) => real.as(by).manager('Card').updateMany({ open }),
      ),
  );

  it('agree with a model of rows, versions, policies and history', async () => {
    const steps = commands([create, create, update, update, remove, upsert, nested, updateMany], { maxCommands: 30 });
    const property = asyncProperty(steps, async (given) => {
      await query('truncate box, card, general_manager.gm_history restart identity cascade');
      const setup = (): { model: Model; real: Application } => ({
        model: { boxes: new Map(), cards: new Map(), next: { box: 1, card: 1 }, states: 0 },
        real: gm,
      });
      await asyncModelRun(setup, given);
    });
    await assert(property, { numRuns: Number(process.env['GM_RUNS'] ?? 100), seed: Number(process.env['GM_SEED'] ?? 7) });
  }).timeout(600_000);
});

const defined = (given: Data): Partial<CardState> => Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
