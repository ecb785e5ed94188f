import { expect } from 'chai';
import { actor, check, definePredicate, everyone, where, type PermissionOptions } from '../../../decorators/index.js';
import { encodeCondition } from '../../../lib/cache/condition-codec.js';
import { GeneralManager } from '../../../lib/index.js';
import { managerNamed } from '../../../lib/model/lookup.js';
import {
  decodeDependencies,
  dependenciesOf,
  encodeDependencies,
  Touches,
  type Dependency,
  type Image,
  type ObjectChange,
} from '../../../lib/plugin.js';
import { many, one, scalar } from '../../integrations/type-graphql/support/fields.js';
import { boot, source } from '../support/source.js';

interface Thing {
  readonly id: number;
  readonly label: string;
  readonly size: number;
  readonly shelf: Shelf | null;
}

interface Shelf {
  readonly id: number;
  readonly floor: number;
  readonly lock: string;
  readonly things: readonly Thing[];
}

/** Shelves with things on them. */
function open(thing: PermissionOptions = { read: everyone() }, shelf: PermissionOptions = { read: everyone() }) {
  const shelves = source('Shelf', { permission: shelf, fields: [scalar('floor', 'int'), scalar('lock', 'string')] });
  const things = source('Thing', {
    permission: thing,
    fields: [scalar('label', 'string'), scalar('size', 'int'), one('shelf', shelves.target, { inverse: 'things', nullable: true })],
    description: { aggregate: true },
  });
  const back = many('things', things.target, { inverse: 'shelf' });
  const description = { ...shelves.description, fields: [...shelves.description.fields, back] };
  const { runtime, adapter, problems } = boot([{ ...shelves, description }, things]);
  expect(problems).to.deep.equal([]);
  const scope = new GeneralManager(runtime).as({ id: 1 });
  const last = (): readonly Dependency[] | undefined => {
    const plan = adapter.plans.at(-1);
    return plan && dependenciesOf(plan);
  };
  return {
    model: runtime.model,
    things: scope.manager(things.target as new () => Thing),
    shelves: scope.manager(shelves.target as new () => Shelf),
    last,
  };
}

/** Dependencies in a form that can be read. */
const shown = (dependencies: readonly Dependency[] | undefined): unknown =>
  dependencies?.map(({ manager, where: condition, fields }) => [manager.name, encodeCondition(condition), fields?.toSorted()]);

const compare = (names: readonly string[], operator: string, value: unknown): unknown => ['compare', 'Thing', names, operator, value, {}];

describe('cache: what a plan depends on', () => {
  it('is what it selects, compares and sorts by, of the objects that it can find', async () => {
    const { things, last } = open();
    await things
      .filter({ size: { gt: 3 } })
      .sort('label')
      .values('label');
    expect(shown(last())).to.deep.equal([['Thing', compare(['size'], 'gt', 3), ['id', 'label', 'size']]]);
  });

  it('is both ends of a relation, and of those of one object only what refers to it', async () => {
    const { shelves, last } = open();
    await shelves
      .filter({ id: 7 })
      .select({ id: true, things: { select: { label: true } } } as never)
      .all();
    expect(shown(last())).to.deep.equal([
      ['Shelf', ['compare', 'Shelf', ['id'], 'eq', 7, {}], ['id', 'things']],
      ['Thing', compare(['shelf', 'id'], 'in', ['a', [7]]), ['id', 'label', 'shelf']],
    ]);
  });

  it('is what related objects are found by, whose own fields tell nothing of the objects that they are related to', async () => {
    const { things, last } = open();
    await things.filter({ or: [{ size: 1 }, { shelf: { floor: { gt: 2 } } }] }).values('id');
    await things.filter({ not: { or: [{ size: 1 }, { shelf: { floor: { gt: 2 } } }] } }).values('id');
    expect(shown(last())).to.deep.equal([
      ['Thing', ['not', compare(['size'], 'eq', 1)], ['id', 'shelf', 'size']],
      ['Shelf', ['compare', 'Shelf', ['floor'], 'gt', 2, {}], ['floor', 'id', 'things']],
    ]);
  });

  it('is what policies on the way look at, with the values of who asks', async () => {
    const { shelves, last } = open({ read: where({ size: actor('id') }), fields: { label: { read: where({ shelf: { lock: 'x' } }) } } });
    await shelves.filter({ things: { every: { label: 'a' } } }).values('floor');
    expect(shown(last())).to.deep.equal([
      ['Shelf', 'true', ['floor', 'id', 'things']],
      ['Thing', compare(['size'], 'eq', 1), ['id', 'label', 'shelf', 'size']],
      ['Shelf', ['compare', 'Shelf', ['lock'], 'eq', 'x', {}], ['id', 'lock', 'things']],
    ]);
  });

  it('is what is measured, grouped, and sorted by along relations', async () => {
    const { shelves, last } = open();
    await shelves.sort('-things.sum.size').values('id');
    expect(shown(last())).to.deep.equal([
      ['Shelf', 'true', ['id', 'things']],
      ['Thing', 'true', ['id', 'shelf', 'size']],
    ]);
  });

  it('is nothing of what nobody may see, and not known where a predicate of the application decides', async () => {
    const mine = definePredicate<Thing>({
      name: 'mine',
      fields: ['size'],
      args: [],
      sql: ({ size }) => `${size} = 1`,
      test: () => true,
    });
    const never = open({ read: where({ size: actor('rank') }) });
    await never.shelves.filter({ things: { some: { size: 1 } } }).values('id');
    expect(shown(never.last())).to.deep.equal([['Shelf', 'true', ['id', 'things']]]);
    const unknown = open({ read: mine() });
    await unknown.things.values('id').catch(() => undefined);
    expect(unknown.last()).to.equal(undefined);
    const checked = open({ read: check<Thing>({ name: 'sane', where: { size: 1 }, test: () => true }) });
    await checked.things.values('id');
    expect(shown(checked.last())).to.deep.equal([['Thing', compare(['size'], 'eq', 1), ['id', 'size']]]);
  });

  it('comes back from plain JSON, unless it no longer fits the model', async () => {
    const { things, last, model } = open();
    await things.filter({ size: { gt: 3 }, shelf: { id: 1 } }).values('label');
    const dependencies = last();
    const encoded = JSON.stringify(encodeDependencies(dependencies ?? []));
    expect(shown(decodeDependencies(model, JSON.parse(encoded)))).to.deep.equal(shown(dependencies));
    for (const garbage of [
      encoded.replaceAll('Thing', 'Gone'),
      encoded.replaceAll('"size"', '"gone"'),
      encoded.replaceAll('"gt"', '"like"'),
      '7',
      '[[]]',
    ]) {
      expect(decodeDependencies(model, JSON.parse(garbage)), garbage).to.equal(undefined);
    }
  });
});

describe('cache: changes of what was read', () => {
  it('touch where an object that matters comes, goes, or has another value in a field that matters', async () => {
    const { things, last, model } = open();
    await things.filter({ size: { gt: 3 } }).values('label');
    const [dependency] = last() ?? [];
    const touches = (change: ObjectChange): boolean => dependency !== undefined && new Touches(model).isTouched(dependency, change);
    expect(managerNamed(model, 'Thing')).to.equal(dependency?.manager);
    expect(touches({ after: { id: 1, size: 4 } })).to.equal(true);
    expect(touches({ after: { id: 1, size: 3 } })).to.equal(false);
    expect(touches({ before: { id: 1, size: null } })).to.equal(false);
    expect(touches({ before: { id: 1 } })).to.equal(true);
    const moved = (before: object, after: object, ...fields: string[]): boolean =>
      touches({ before: before as Image, after: after as Image, fields: new Set(fields) });
    expect(moved({ size: 1 }, { size: 4 }, 'size')).to.equal(true);
    expect(moved({ size: 4 }, { size: 1 }, 'size')).to.equal(true);
    expect(moved({ size: 1 }, { size: 2 }, 'size')).to.equal(false);
    expect(moved({ size: 4 }, { size: 4 }, 'shelf')).to.equal(false);
    expect(moved({ size: 4 }, { size: 4 }, 'label')).to.equal(true);
  });
});
