import { expect } from 'chai';
import { isGeneralManagerError, type Application } from 'general-manager';
import { openRelations } from '../kinds/app/relations/store.js';
import { openValues } from '../kinds/app/values/store.js';
import { askBoth, poolOf } from './support/compare.js';
import { Operations, type Operation } from './support/operations.js';
import { Random } from './support/random.js';

const WANTED = 60;

type Route = 'direct' | 'mixed' | 'resolvers';

/** The route of a whole operation; values that variables cannot have are left to resolvers. */
async function told(gm: Application, { source, variables }: Operation): Promise<Route> {
  try {
    const { fields } = await gm.plan(source, { variables });
    for (const { key, route, reason } of fields) expect(reason === undefined, key).to.equal(route === 'direct');
    const routes = new Set(fields.map(({ route }) => route));
    return routes.size > 1 ? 'mixed' : ([...routes][0] ?? 'direct');
  } catch (error) {
    if (isGeneralManagerError(error, 'GM_PLAN_INVALID_VARIABLES')) return 'resolvers';
    throw error;
  }
}

/** Plans generated operations, and runs them: the route has to be the one that was told. */
async function compare(gm: Application, seed: number): Promise<void> {
  const operations = new Operations(gm.schema, new Random(seed), await poolOf(gm));
  const counts: Record<Route, number> = { direct: 0, mixed: 0, resolvers: 0 };
  for (let tried = 0; counts.direct < WANTED && tried < WANTED * 4; tried += 1) {
    const operation = operations.next();
    const { route, resolvers } = await askBoth(gm, operation);
    // What is wrong with a value shows only when it is read.
    if (route === 'invalid' || (route === 'resolvers' && resolvers.includes('"errors"'))) continue;
    expect(await told(gm, operation), JSON.stringify(operation)).to.equal(route);
    counts[route] += 1;
  }
  expect(counts.direct).to.equal(WANTED);
  expect(counts.mixed, JSON.stringify(counts)).to.be.greaterThan(0);
}

describe('gm.plan tells the route that generated operations take', function () {
  this.timeout(60_000);

  it('on every kind of value', async () => {
    const app = await openValues();
    try {
      await compare(app.gm, 11);
    } finally {
      await app.close();
    }
  });

  it('on every kind of relation', async () => {
    const app = await openRelations();
    try {
      await compare(app.gm, 12);
    } finally {
      await app.close();
    }
  });
});
