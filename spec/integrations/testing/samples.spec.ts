import { expect } from 'chai';
import { createHandler } from 'general-manager/graphql-server';
import { leaks } from 'general-manager/testing';
import { openLogistics, type Logistics } from '../../../samples/logistics/app.js';
import { freshDatabase, type FreshDatabase } from '../../support/postgres.js';

describe('testing: the samples', function () {
  this.timeout(120_000);
  let database: FreshDatabase;
  let app: Logistics;

  before(async () => {
    database = await freshDatabase('leaks_logistics');
    app = await openLogistics(database.url);
  });
  after(async () => {
    await app.orm.close();
    await database.drop();
  });

  it('logistics tells nothing', async () => {
    const t = performance.now();
    const report = await leaks(app.gm, {
      orm: app.orm,
      actors: {
        stranger: null,
        sam: { name: 'sam', roles: ['dispatcher'], department: 'operations' },
        mia: { name: 'mia', roles: [], department: 'maintenance' },
      },
      context: () => ({ orm: app.orm }),
      handler: (context) => createHandler(app.gm, { context, health: false }),
      questions: 150,
      released: ['Readiness'],
    });
    console.log(performance.now() - t, report.checks, report.questions, report.omitted);
    console.table(report.doors);
    console.table(report.hidden.filter((h) => h.objects + h.values + h.changes > 0));
    console.log(report.unstable.slice(0, 5));
    for (const l of report.leaks.slice(0, 20))
      console.log(l.door, l.manager, l.field, l.evidence.replace(/^/, '').slice(0, 100), l.evidence.slice(-1500));
    expect(report.leaks.length).to.equal(0);
  });
});
