import { expect } from 'chai';
import { GeneralManager, type Bucket, type GroupedBucket, type Limits } from '../../../lib/index.js';
import { everyone } from '../../../decorators/index.js';
import { many, one, scalar } from '../../integrations/type-graphql/support/fields.js';
import { boot, source } from '../support/source.js';

type Tracks = Bucket<Record<string, unknown>>;

/** Tracks that can be aggregated as far as their description says; nothing here gets that far. */
function tracks({ limits = {}, aggregate = true }: { readonly limits?: Partial<Limits>; readonly aggregate?: boolean } = {}): Tracks {
  const permission = { read: everyone() };
  const album = source('Album', { permission, fields: [scalar('title', 'string')] });
  const pair = source('Pair', {
    permission,
    fields: [scalar('other', 'int', { primary: true })],
    description: { key: [{ field: 'id' }, { field: 'other' }] },
  });
  const fields = [
    scalar('name', 'string'),
    scalar('seconds', 'int'),
    scalar('live', 'boolean'),
    scalar('facts', 'json'),
    scalar('secret', 'int', { exposed: false }),
    one('album', album.target),
    one('pair', pair.target),
    many('others', album.target),
  ];
  const { runtime } = boot([album, pair, source('Track', { permission, fields, description: { aggregate } })], { limits });
  return new GeneralManager(runtime).as(null).manager('Track');
}

const codeOf = async (reading: Promise<unknown>): Promise<unknown> =>
  reading.then(
    () => 'read',
    (error: unknown) => (error as { readonly code?: unknown }).code,
  );

const by = (...keys: readonly string[]): GroupedBucket<Record<string, unknown>, string> => tracks().groupBy(...keys);

describe('the input of aggregates', () => {
  const REFUSED: Readonly<Record<string, readonly (readonly [string, () => Promise<unknown>])[]>> = {
    GM_READ_UNKNOWN_FIELD: [
      ['a field that is not there', async () => tracks().aggregate({ min: ['nothing'] })],
      ['a field that the API hides', async () => tracks().aggregate({ sum: ['secret'] })],
      ['a sum of texts', async () => tracks().aggregate({ sum: ['name'] })],
      ['a sum of keys', async () => tracks().aggregate({ sum: ['id'] })],
      ['an extreme of truth values', async () => tracks().aggregate({ max: ['live'] })],
      ['documents', async () => tracks().aggregate({ countDistinct: ['facts'] })],
      ['a related object', async () => tracks().aggregate({ min: ['album'] })],
      ['many related objects', async () => tracks().aggregate({ min: ['others.title'] })],
      ['something behind a value', async () => tracks().aggregate({ min: ['name.seconds'] })],
      ['a prototype', async () => tracks().aggregate({ min: ['__proto__', 'constructor'] })],
      ['SQL', async () => tracks().aggregate({ min: ['seconds) from track; --'] })],
      ['groups by documents', async () => by('facts').aggregate({})],
      ['groups by many', async () => by('others').aggregate({})],
      [
        'having of what is not there',
        async () =>
          by('name')
            .having({ max: { nothing: 1 } })
            .aggregate({}),
      ],
    ],
    GM_READ_INVALID_AGGREGATE: [
      ['no measure', async () => tracks().aggregate(Object.fromEntries([['median', ['seconds']]]))],
      ['a measure without a field', async () => tracks().aggregate({ sum: true as unknown as [] })],
      ['a count of a field', async () => tracks().aggregate({ count: ['name'] as unknown as true })],
      ['no key', async () => by().aggregate({})],
      ['a related object with a key of two values', async () => by('pair').aggregate({})],
      [
        'having that is no object',
        async () =>
          by('name')
            .having([] as object)
            .aggregate({}),
      ],
      [
        'having with a list that is none',
        async () =>
          by('name')
            .having({ or: { count: 1 } } as object)
            .aggregate({}),
      ],
      [
        'having of no measure',
        async () =>
          by('name')
            .having({ median: { seconds: 1 } } as object)
            .aggregate({}),
      ],
      ['pages by cursor', async () => by('name').aggregate({}, { after: 'x' } as object)],
    ],
    GM_READ_NOT_GROUPED: [
      ['an order by another key', async () => by('name').sort('seconds').aggregate({})],
      ['an order by no measure', async () => by('name').sort('-median.seconds').aggregate({})],
    ],
    GM_READ_INVALID_SORT: [
      [
        'an order that is none',
        async () =>
          by('name')
            .sort({ count: 'up' as 'asc' })
            .aggregate({}),
      ],
    ],
    GM_READ_INVALID_OPERAND: [
      [
        'a count of text',
        async () =>
          by('name')
            .having({ count: { gt: 'many' as unknown as number } })
            .aggregate({}),
      ],
      [
        'a sum of half',
        async () =>
          by('name')
            .having({ sum: { seconds: { gt: 0.5 } } })
            .aggregate({}),
      ],
    ],
    GM_READ_UNKNOWN_OPERATOR: [
      [
        'an operator of texts',
        async () =>
          by('name')
            .having({ count: { contains: '1' } as object })
            .aggregate({}),
      ],
      [
        'one of the source',
        async () =>
          by('name')
            .having({ max: { seconds: { $gt: 1 } } })
            .aggregate({}),
      ],
    ],
    GM_LIMIT_PAGE_SIZE: [['a page that is too large', async () => by('name').aggregate({}, { first: 1001 })]],
    GM_READ_NO_AGGREGATE: [
      ['an interface that cannot', async () => tracks({ aggregate: false }).aggregate({ count: true })],
      ['groups of an interface that cannot', async () => tracks({ aggregate: false }).groupBy('name').aggregate({ count: true })],
    ],
  };

  for (const [code, cases] of Object.entries(REFUSED)) {
    for (const [what, run] of cases) {
      it(`refuses ${what}: ${code}`, async () => {
        expect(await codeOf(run())).to.equal(code);
      });
    }
  }

  const BOUNDS: readonly (readonly [string, Partial<Limits>, (bucket: Tracks) => readonly [Promise<unknown>, Promise<unknown>]])[] = [
    [
      'GM_LIMIT_MEASURES',
      { maxMeasures: 2 },
      (bucket) => [
        bucket
          .groupBy('name')
          .having({ count: 1 })
          .sort('count')
          .aggregate({ count: true, sum: ['seconds', 'seconds'] }),
        bucket
          .groupBy('name')
          .having({ max: { seconds: 1 } })
          .aggregate({ count: true, sum: ['seconds'] }),
      ],
    ],
    [
      'GM_LIMIT_DEPTH',
      { maxDepth: 2 },
      (bucket) => [bucket.groupBy('name', 'seconds').aggregate({}), bucket.groupBy('name', 'seconds', 'live').aggregate({})],
    ],
    [
      'GM_LIMIT_DEPTH',
      { maxDepth: 2 },
      (bucket) => [
        bucket
          .groupBy('name')
          .having({ not: { not: { count: 1 } } })
          .aggregate({}),
        bucket
          .groupBy('name')
          .having({ not: { not: { not: { count: 1 } } } })
          .aggregate({}),
      ],
    ],
    [
      'GM_LIMIT_CONDITIONS',
      { maxConditions: 2 },
      (bucket) => [
        bucket
          .groupBy('name')
          .having({ count: { gt: 1, lt: 3 } })
          .aggregate({}),
        bucket
          .groupBy('name')
          .having({ count: { gt: 1, lt: 3 }, max: { seconds: 1 } })
          .aggregate({}),
      ],
    ],
    [
      'GM_LIMIT_LIST_ITEMS',
      { maxListItems: 1 },
      (bucket) => [
        bucket
          .groupBy('name')
          .having({ count: { in: [1] } })
          .aggregate({}),
        bucket
          .groupBy('name')
          .having({ count: { in: [1, 2] } })
          .aggregate({}),
      ],
    ],
  ];
  for (const [code, limits, readings] of BOUNDS) {
    it(`is bounded by ${Object.keys(limits).join()}: ${code}`, async () => {
      const [within, beyond] = readings(tracks({ limits }));
      expect(await Promise.all([codeOf(within), codeOf(beyond)])).to.deep.equal(['read', code]);
    });
  }

  it('does not repeat what callers pass', async () => {
    const refused = await by('name')
      .having({ count: { gt: 'a secret' as unknown as number } })
      .aggregate({})
      .then(String, String);
    expect(refused).to.include('count').and.not.include('secret');
  });
});
