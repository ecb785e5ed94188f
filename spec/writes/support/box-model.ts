import { isGeneralManagerError, type Application, type WriteOptions } from 'general-manager';
import { Box, Card } from './boxes.js';

export interface CardState {
  readonly title: string;
  readonly owner: string;
  readonly open: boolean;
  readonly version: number;
  readonly box: number | null;
}

/** What the rows have to be, who wrote each card last, and how many states there have been. */
export interface BoxModel {
  readonly boxes: Map<number, { readonly owner: string }>;
  readonly cards: Map<number, CardState>;
  readonly writers: Map<number, string>;
  states: number;
}

export const emptyModel = (): BoxModel => ({ boxes: new Map(), cards: new Map(), writers: new Map(), states: 0 });

export const copyOf = ({ boxes, cards, writers, states }: BoxModel): BoxModel => ({
  boxes: new Map(boxes),
  cards: new Map(cards),
  writers: new Map(writers),
  states,
});

export interface Who {
  readonly id: string;
  readonly roles: readonly string[];
}

export type CardData = {
  readonly title?: string | undefined;
  readonly owner?: string | undefined;
  readonly open?: boolean | undefined;
  readonly box?: number | null | undefined;
};

/** What came of an operation: `done` or the code of the error, the keys of what it wrote, what it has read. */
export interface Outcome {
  readonly code: string;
  readonly card?: number;
  readonly box?: number;
  readonly read?: unknown;
}

/** An operation of somebody: what it has to do, and how it is done. */
export interface BoxOperation {
  toString(): string;
  /** Why it has to be refused, in the order in which that is found out; empty where it has to be done. */
  reasons(model: BoxModel): readonly string[];
  /** What it does where it is done; false where the outcome tells of something else. */
  apply(model: BoxModel, outcome: Outcome): boolean;
  run(gm: Application, options?: WriteOptions): Promise<unknown>;
}

const CARD = { id: true } as const;

const isBoss = (who: Who): boolean => who.roles.includes('boss');
const sees = (who: Who, card: CardState): boolean => card.owner === who.id || card.open || isBoss(who);
const seesBox = (who: Who, box: { readonly owner: string } | undefined): boolean =>
  box !== undefined && (box.owner === who.id || isBoss(who));
const mayUpdate = (who: Who, card: CardState): boolean => (card.owner === who.id || isBoss(who)) && card.title !== 'locked';
const isTaken = (model: BoxModel, title: string, but?: number): boolean =>
  [...model.cards].some(([id, card]) => id !== but && card.title === title);

const told = (name: string, ...args: readonly unknown[]): string => `${name}(${args.map((each) => JSON.stringify(each)).join(', ')})`;

const listed = (...reasons: readonly (string | false)[]): readonly string[] => reasons.filter((each) => each !== false);

export async function outcomeOf(run: Promise<unknown>): Promise<Outcome> {
  try {
    const made = await run;
    if (Array.isArray(made)) return { code: 'done', read: made };
    const { card, box } = (made ?? {}) as Partial<Outcome>;
    return { code: 'done', ...(card !== undefined && { card }), ...(box !== undefined && { box }) };
  } catch (error) {
    if (isGeneralManagerError(error)) return { code: error.code };
    throw error;
  }
}

const reasonsToCreate = (model: BoxModel, by: Who, card: CardState): readonly string[] =>
  listed(
    card.box !== null && !seesBox(by, model.boxes.get(card.box)) && 'GM_WRITE_NOT_FOUND',
    isTaken(model, card.title) && 'GM_WRITE_NOT_UNIQUE',
    card.owner !== by.id && !isBoss(by) && 'GM_WRITE_FORBIDDEN',
  );

function made(model: BoxModel, by: Who, id: number | undefined, card: CardState): boolean {
  if (id === undefined || model.cards.has(id)) return false;
  model.cards.set(id, card);
  model.writers.set(id, by.id);
  model.states += 1;
  return true;
}

function reasonsToUpdate(model: BoxModel, by: Who, id: number, given: CardData, expected?: number): readonly string[] {
  const card = model.cards.get(id);
  if (!card || !sees(by, card)) return ['GM_WRITE_NOT_FOUND'];
  const changed = { ...card, ...defined(given) };
  return listed(
    expected !== undefined && expected !== card.version && 'GM_WRITE_CONFLICT',
    !mayUpdate(by, card) && 'GM_WRITE_FORBIDDEN',
    typeof given.box === 'number' && !seesBox(by, model.boxes.get(given.box)) && 'GM_WRITE_NOT_FOUND',
    isTaken(model, changed.title, id) && 'GM_WRITE_NOT_UNIQUE',
    !mayUpdate(by, changed) && 'GM_WRITE_FORBIDDEN',
  );
}

function changed(model: BoxModel, by: Who, id: number, given: CardData): boolean {
  const card = model.cards.get(id) as CardState;
  const after = { ...card, ...defined(given) };
  if (JSON.stringify(after) === JSON.stringify(card)) return true;
  model.cards.set(id, { ...after, version: card.version + 1 });
  model.writers.set(id, by.id);
  model.states += 1;
  return true;
}

const withCard = async (run: Promise<unknown>): Promise<Partial<Outcome>> => ({
  card: ((await run) as { id: number } | null)?.id as number,
});

export function create(by: Who, given: CardData): BoxOperation {
  const card = { title: given.title ?? 'a', owner: given.owner ?? by.id, open: given.open ?? false, version: 1, box: given.box ?? null };
  return {
    toString: () => told('create', by.id, card),
    reasons: (model) => reasonsToCreate(model, by, card),
    apply: (model, outcome) => made(model, by, outcome.card, card),
    run: async (gm, options) => {
      const data = { ...given, title: card.title, owner: card.owner };
      return withCard(
        gm
          .as(by)
          .manager('Card')
          .create(data, { ...options, select: CARD }),
      );
    },
  };
}

export const update = (by: Who, id: number, given: CardData, expected?: number): BoxOperation => ({
  toString: () => told('update', by.id, id, given, expected),
  reasons: (model) => reasonsToUpdate(model, by, id, given, expected),
  apply: (model) => changed(model, by, id, given),
  run: async (gm, options) =>
    gm
      .as(by)
      .manager('Card')
      .update(id, given, { ...options, ...(expected !== undefined && { expected }) })
      .then(() => undefined),
});

export const remove = (by: Who, id: number): BoxOperation => ({
  toString: () => told('delete', by.id, id),
  reasons: (model) => {
    const card = model.cards.get(id);
    if (!card || !sees(by, card)) return ['GM_WRITE_NOT_FOUND'];
    return listed(card.owner !== by.id && 'GM_WRITE_FORBIDDEN');
  },
  apply: (model) => {
    model.states += 1;
    model.writers.set(id, by.id);
    return model.cards.delete(id);
  },
  run: async (gm, options) =>
    gm
      .as(by)
      .manager('Card')
      .delete(id, options)
      .then(() => undefined),
});

/** The database takes the cards of a box out of it. */
export const removeBox = (by: Who, id: number): BoxOperation => ({
  toString: () => told('deleteBox', by.id, id),
  reasons: (model) => {
    const box = model.boxes.get(id);
    if (!seesBox(by, box)) return ['GM_WRITE_NOT_FOUND'];
    return listed(box?.owner !== by.id && 'GM_WRITE_FORBIDDEN');
  },
  apply: (model) => {
    const inside = [...model.cards].filter(([, card]) => card.box === id);
    for (const [key, card] of inside) {
      model.cards.set(key, { ...card, box: null });
      model.writers.set(key, by.id);
    }
    model.states += 1 + inside.length;
    return model.boxes.delete(id);
  },
  run: async (gm, options) =>
    gm
      .as(by)
      .manager('Box')
      .delete(id, options)
      .then(() => undefined),
});

export function upsert(by: Who, title: string, { title: _title, ...given }: CardData): BoxOperation {
  const found = (model: BoxModel): number | undefined => [...model.cards].find(([, card]) => card.title === title)?.[0];
  const card = { title, owner: given.owner ?? by.id, open: given.open ?? false, version: 1, box: given.box ?? null };
  return {
    toString: () => told('upsert', by.id, title, given),
    reasons: (model) => {
      const id = found(model);
      return id === undefined ? reasonsToCreate(model, by, card) : reasonsToUpdate(model, by, id, given);
    },
    apply: (model, outcome) => {
      const id = found(model);
      return id === undefined ? made(model, by, outcome.card, card) : changed(model, by, id, given);
    },
    run: async (gm, options) => {
      const data = { create: { ...given, owner: card.owner }, update: given };
      return withCard(
        gm
          .as(by)
          .manager('Card')
          .upsert({ title }, data, { ...options, select: CARD }),
      );
    },
  };
}

/** A box with a card in it: both, or neither. */
export const nested = (by: Who, owner: string, title: string, cardOwner: string): BoxOperation => ({
  toString: () => told('nested', by.id, owner, title, cardOwner),
  reasons: (model) =>
    listed(
      isTaken(model, title) && 'GM_WRITE_NOT_UNIQUE',
      !(owner === by.id && (cardOwner === by.id || isBoss(by))) && 'GM_WRITE_FORBIDDEN',
    ),
  apply: (model, { box, card }) => {
    if (box === undefined || model.boxes.has(box)) return false;
    model.boxes.set(box, { owner });
    model.states += 1;
    return made(model, by, card, { title, owner: cardOwner, open: false, version: 1, box });
  },
  run: async (gm, options) => {
    const select = { id: true, cards: { select: CARD } } as const;
    const box = await gm
      .as(by)
      .manager(Box)
      .create({ owner, cards: { create: { title, owner: cardOwner } } }, { ...options, select });
    return { box: box?.id, card: box?.cards[0]?.id };
  },
});

/** Everything that somebody sees, at once: only as a whole. */
export const updateMany = (by: Who, open: boolean): BoxOperation => ({
  toString: () => told('updateMany', by.id, open),
  reasons: (model) => {
    const seen = [...model.cards.values()].filter((card) => sees(by, card));
    return listed(!seen.every((card) => mayUpdate(by, card)) && 'GM_WRITE_FORBIDDEN');
  },
  apply: (model) => {
    for (const [id, card] of model.cards) if (sees(by, card)) changed(model, by, id, { open });
    return true;
  },
  run: async (gm, options) =>
    gm
      .as(by)
      .manager('Card')
      .updateMany({ open }, options)
      .then(() => undefined),
});

/** What somebody sees. */
export const list = (by: Who): BoxOperation => ({
  toString: () => told('list', by.id),
  reasons: () => [],
  apply: (model, { read }) => {
    const seen = [...model.cards].filter(([, card]) => sees(by, card)).sort(([one], [other]) => one - other);
    return JSON.stringify(seen.map(([id, { title, version }]) => ({ id, title, version }))) === JSON.stringify(read);
  },
  run: async (gm) => gm.as(by).manager(Card).sort('id').select({ id: true, title: true, version: true }).all(),
});

const defined = (given: CardData): Partial<CardState> =>
  Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
