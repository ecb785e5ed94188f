import { expect } from 'chai';
import { GeneralManager, type Bucket, type Limits } from '../../../lib/index.js';
import { DEFAULT_LIMITS } from '../../../lib/plan/limits.js';
import { everyone } from '../../../decorators/index.js';
import { scalar } from '../../integrations/type-graphql/support/fields.js';
import { boot, source } from '../support/source.js';

/** Reads under limits of its own. */
function tracks(limits: Partial<Limits>): Bucket<Record<string, unknown>> {
  const objects = [1, 2, 3, 4, 5].map((id) => ({ id, name: `${id}` }));
  const { runtime } = boot([source('Track', { fields: [scalar('name', 'string')], permission: { read: everyone() }, objects })], {
    limits,
  });
  return new GeneralManager(runtime).as(null).manager('Track');
}

const codeOf = async (reading: Promise<unknown>): Promise<unknown> =>
  reading.then(
    () => 'read',
    (error: unknown) => (error as { readonly code?: unknown }).code,
  );

describe('limits', () => {
  it('are on by default', () => {
    expect(DEFAULT_LIMITS).to.deep.equal({
      pageSize: 50,
      maxPageSize: 1000,
      maxOffset: 1_000_000,
      maxDepth: 15,
      maxConditions: 500,
      maxListItems: 5000,
      maxRows: 200_000,
      timeoutMs: 30_000,
      maxMeasures: 100,
      maxWrites: 10_000,
      maxKeys: 1000,
      maxRelatedRows: 10_000,
      maxMatches: 5000,
    });
    expect(Object.isFrozen(DEFAULT_LIMITS)).to.equal(true);
  });

  it('give the size of a page that names none', async () => {
    expect((await tracks({ pageSize: 2 }).page()).items).to.have.lengthOf(2);
    expect(await tracks({ pageSize: 2 }).all()).to.have.lengthOf(5);
    expect((await tracks({ maxPageSize: 3 }).page()).items).to.have.lengthOf(3);
  });

  const BOUNDS: readonly (readonly [
    string,
    Partial<Limits>,
    (bucket: Bucket<Record<string, unknown>>) => readonly [Promise<unknown>, Promise<unknown>],
  ])[] = [
    ['GM_LIMIT_PAGE_SIZE', { maxPageSize: 2 }, (bucket) => [bucket.page({ first: 2 }), bucket.page({ first: 3 })]],
    ['GM_READ_INVALID_PAGE', { maxOffset: 2 }, (bucket) => [bucket.page({ offset: 2 }), bucket.page({ offset: 3 })]],
    [
      'GM_LIMIT_DEPTH',
      { maxDepth: 1 },
      (bucket) => [bucket.filter({ not: { id: 1 } }).all(), bucket.filter({ not: { not: { id: 1 } } }).all()],
    ],
    ['GM_LIMIT_CONDITIONS', { maxConditions: 1 }, (bucket) => [bucket.filter({ id: 1 }).all(), bucket.filter({ id: 1, name: '1' }).all()]],
    [
      'GM_LIMIT_LIST_ITEMS',
      { maxListItems: 1 },
      (bucket) => [bucket.filter({ id: { in: [1] } }).all(), bucket.filter({ id: { in: [1, 2] } }).all()],
    ],
  ];
  for (const [code, limits, readings] of BOUNDS) {
    it(`let through what is within and refuse what is beyond: ${code}`, async () => {
      const [within, beyond] = readings(tracks(limits));
      expect(await Promise.all([codeOf(within), codeOf(beyond)])).to.deep.equal(['read', code]);
    });
  }
});
