import { expect } from 'chai';
import type { ManagerBucket } from 'general-manager';
import { ADMIN, BUYER, openCatalogue, Part, type Catalogue } from './support/catalogue.js';
import { SHOP } from './support/shop.js';

interface Refused {
  readonly code?: unknown;
  readonly details?: { readonly violations?: readonly { readonly path: unknown; readonly code: string }[] };
}

const refusal = async (asked: Promise<unknown>): Promise<Refused | undefined> =>
  asked.then(
    () => undefined,
    (error: unknown) => error as Refused,
  );

describe('writes beside relations by fields', () => {
  let store: Catalogue;
  before(async () => {
    store = await openCatalogue();
  });
  beforeEach(async () => store.put(SHOP));
  after(async () => store.close());

  const parts = (): ManagerBucket<Part> => store.gm.as(ADMIN).manager(Part);

  it('set the fields that hold the link, and give what it leads to then', async () => {
    const select = { number: true, supplier: { code: true }, quotes: { select: { price: true }, sort: 'price' } } as const;
    expect(await parts().update(4, { supplierCode: 'acme' }, { select })).to.deep.equal({
      number: 'D',
      supplier: { code: 'acme' },
      quotes: [],
    });
    const made = { number: 'E', hidden: false, supplierCode: 'dark' };
    expect(await parts().create(made, { select })).to.deep.equal({ number: 'E', supplier: { code: 'dark' }, quotes: [] });
    expect(await parts().createMany([{ ...made, number: 'F' }], { select })).to.deep.equal([
      { number: 'F', supplier: { code: 'dark' }, quotes: [] },
    ]);
    expect(await parts().delete(1, { select })).to.deep.include({ number: 'A', supplier: { code: 'acme' } });
  });

  it('take no input along the relations', async () => {
    for (const [field, input] of Object.entries({ supplier: { connect: 1 }, quotes: { create: [{ price: 1 }] }, bin: null })) {
      const refused = await refusal(parts().update(4, { [field]: input }));
      expect(refused).to.include({ code: 'GM_WRITE_INVALID' });
      expect(refused?.details?.violations?.map(({ path, code }) => [path, code])).to.deep.equal([[[field], 'READ_ONLY']]);
    }
    expect(await parts().get(4)).to.include({ supplierCode: null });
  });

  it('change what filters over them find, under the policies of both ends', async () => {
    expect(
      await parts()
        .filter({ supplier: { country: 'DE' } })
        .updateMany({ weight: 7 }),
    ).to.deep.equal({ count: 3 });
    expect(await parts().filter({ weight: 7 }).sort('number').values('number')).to.deep.equal(['A', 'B', 'C']);
    expect(
      await parts()
        .filter({ quotes: { some: { price: { gt: 2 } } } })
        .updateMany({ weight: 8 }, { dryRun: true }),
    ).to.include({ count: 1 });
    const refused = await refusal(
      store.gm
        .as(BUYER)
        .manager(Part)
        .filter({ supplier: { country: 'DE' } })
        .updateMany({ weight: 9 }),
    );
    expect(refused?.code).to.equal('GM_PERM_FORBIDDEN');
  });

  it('are refused where the session is in a transaction of the other ORM', async () => {
    await store.market.em.fork().transactional(async (session) => {
      const refused = await refusal(parts().update(4, { weight: 1 }, { session }));
      expect(refused?.code).to.equal('GM_ORM_FOREIGN_SESSION');
    });
    expect(await parts().get(4)).to.include({ weight: 4 });
  });
});
