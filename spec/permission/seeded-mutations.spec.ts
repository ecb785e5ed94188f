import { expect } from 'chai';
import * as fc from 'fast-check';
import { Evaluator } from '../../lib/permission/evaluate.js';
import { SHELVES, thingRow, VAULTS } from '../reads/support/rows.js';
import { openStore, Thing, type Store } from '../reads/support/shelf.js';
import { accessTo, firstDisagreement, inMemory, inSql, type Backends, type Case, type Loaded } from './support/backends.js';
import { MutantEvaluator, MutantWriter, MUTATIONS } from './support/mutations.js';
import { acting, simpleRules, permission } from './support/rules.js';

const SEED = 20_011;
const ROWS = 80;
/** A fault that so few simple rules and policies do not show would go unseen. */
const OF_EACH = 15;
const POLICIES = 300;

/** The comparison of the two back ends is worth what it finds: each fault that is planted in one of them has to show. */
describe('permission: planted faults of either back end', () => {
  let store: Store;
  let things: readonly Loaded[];
  let cases: readonly Case[];
  let real: Backends;

  before(async () => {
    store = await openStore('mutations');
    await store.fill('shelf', SHELVES);
    await store.fill('vault', VAULTS);
    // Two shelves are crowded, one holds two things and one a single one: there `every` says something.
    const shelfOf = (index: number): number | null => [4, 3, 3][index] ?? [1, 2, null][index % 3] ?? null;
    const rows = fc
      .sample(thingRow, { seed: SEED, numRuns: ROWS })
      .map((row, index) => ({ id: index + 1, ...row, shelf_id: shelfOf(index) }));
    await store.fill('thing', rows);
    things = await store.orm.em.fork().find(Thing, {}, { populate: ['shelf', 'shelf.things', 'vault', 'secret'], orderBy: { id: 'asc' } });
    const tried = [
      ...simpleRules.flatMap((rule, index) => fc.sample(fc.tuple(rule, acting), { seed: SEED + index, numRuns: OF_EACH })),
      ...fc.sample(fc.tuple(permission, acting), { seed: SEED, numRuns: POLICIES }),
    ];
    cases = tried.map(([read, actor]) => ({ read, actor, where: accessTo(store.gm, read, actor).where }));
    const asked = new Map<Case, Promise<readonly unknown[]>>();
    const plain = inSql(store);
    const sql: Backends['sql'] = async (each) => {
      const known = asked.get(each) ?? plain(each);
      asked.set(each, known);
      return known;
    };
    real = { sql, memory: inMemory(new Evaluator(store.gm.model), things) };
  });
  after(async () => store.close());

  it('none is planted: the back ends agree', async () => {
    const found = await firstDisagreement(real, cases);
    expect(found, fc.stringify([found?.asked.read, found?.asked.actor, found?.sql, found?.memory])).to.equal(undefined);
  });

  for (const mutation of MUTATIONS) {
    it(`in ${mutation.only === 'sql' ? 'SQL' : 'memory'}: ${mutation.title}`, async () => {
      const mutant: Backends =
        mutation.only === 'sql'
          ? { ...real, sql: inSql(store, (entities, statement) => new MutantWriter(entities, statement, mutation)) }
          : { ...real, memory: inMemory(new MutantEvaluator(store.gm.model, mutation), things) };
      expect(await firstDisagreement(mutant, cases), 'no case showed it').to.not.equal(undefined);
    });
  }
});
