import { expect } from 'chai';
import { defineFactory, isGeneralManagerError, managerOf } from 'general-manager';
import { openShop, type Opened } from './support/open.js';
import { Label, License, Maker, Part, Product, Review, Status } from './support/shop.js';

const CURATOR = { roles: ['curator'] };

const products = defineFactory(Product, {
  params: { loud: false },
  values: {
    title: ({ sequence, params, value }) => (params.loud ? `${String(value('kind'))} ${sequence}!`.toUpperCase() : `Product ${sequence}`),
  },
  traits: {
    gone: { values: { status: Status.Gone } },
    labelled: { with: { labels: 2 } },
    cheap: { values: { price: ({ random }) => `${random.int(5, 9)}.00` } },
  },
});

const codeOf = async (run: () => Promise<unknown>): Promise<string> => {
  try {
    await run();
    return 'nothing was thrown';
  } catch (error) {
    return isGeneralManagerError(error) ? error.code : String(error);
  }
};

describe('factories', function () {
  this.timeout(30_000);
  let shop: Opened;
  const count = async (target: string): Promise<number> => shop.gm.system('spec').manager(target).count();

  before(async () => {
    shop = await openShop();
  });
  after(async () => shop.close());

  it('build objects of the class with what they need, and store nothing', async () => {
    const before = await count('Product');
    const product = await shop.gm.factory(Product).build({ title: 'A chair' });
    expect(product).to.be.instanceOf(Product);
    expect(product.title).to.equal('A chair');
    expect(product.maker).to.be.instanceOf(Maker);
    expect(product.maker.email).to.match(/@example\.com$/);
    expect(product.size.width).to.be.within(10, 300);
    expect(await count('Product')).to.equal(before);
    expect(await shop.gm.factory(Product).buildMany(3)).to.have.length(3);
  });

  it('create objects with a parent of their own for each relation that has to lead somewhere', async () => {
    const before = await count('Maker');
    const product = await shop.gm
      .factory(Product)
      .create({ title: 'A table' }, { select: { title: true, maker: { id: true, mentor: { id: true } } } });
    expect(product?.title).to.equal('A table');
    expect(product?.maker?.mentor, 'what may be empty is empty').to.equal(null);
    expect(await count('Maker')).to.equal(before + 1);
  });

  it('link to what is given: a key, what was read or made, an instance', async () => {
    const maker = await shop.gm.factory(Maker).create();
    const before = await count('Maker');
    const entity = await shop.orm.em.fork().findOneOrFail(Maker, { id: maker?.id ?? 0 });
    for (const given of [maker?.id ?? 0, maker ?? 0, entity]) {
      const product = await shop.gm.factory(Product).create({ maker: given }, { select: { maker: { id: true } } });
      expect(product?.maker?.id).to.equal(maker?.id);
    }
    expect(await count('Maker')).to.equal(before);
  });

  it('create many in few statements', async () => {
    await shop.gm.factory(Label).create();
    const statements = await shop.watch(async () => shop.gm.factory(Label).createMany(40));
    expect(statements.map((each) => /\] (\w+)/.exec(each)?.[1])).to.deep.equal(['begin', 'insert', 'select', 'commit']);
  });

  it('make related objects, and as many as are wanted', async () => {
    const made = await shop.gm.factory(Maker).with({ products: 3, license: true, mentor: true }).createMany(2);
    for (const maker of made) {
      const read = await shop.gm
        .system('spec')
        .manager(Maker)
        .select({ mentor: { id: true }, license: { number: true }, products: { select: { id: true } } })
        .get(maker?.id ?? 0);
      expect(read.products).to.have.length(3);
      expect(read.license?.number).to.match(/^[A-Z]{2}-\d{4}$/);
      expect(read.mentor).not.to.equal(null);
    }
  });

  it('make many-to-many links from both ends', async () => {
    const [label] = await shop.gm.factory(Label).with({ products: 2 }).createMany(1);
    const product = await shop.gm
      .factory(Product)
      .create({ labels: [label?.name ?? ''] }, { select: { labels: { select: { name: true } } } });
    expect(product?.labels.map(({ name }) => name)).to.deep.equal([label?.name]);
    const read = await shop.gm
      .system('spec')
      .manager(Label)
      .select({ products: { select: { id: true } } })
      .get(label?.name ?? '');
    expect(read.products).to.have.length(3);
  });

  it('follow a definition: values, sequences, parameters, traits and what they are made with', async () => {
    const [first, second] = await shop.gm.factory(products, { seed: 'definition' }).createMany(2);
    expect([first?.title, second?.title]).to.deep.equal(['Product 1', 'Product 2']);
    const loud = await shop.gm.factory(products, { seed: 'definition' }).params({ loud: true }).create({ kind: 'toy' });
    expect(loud?.title).to.equal('TOY 3!');
    const gone = await shop.gm
      .factory(products)
      .trait('gone', 'cheap', 'labelled')
      .create({}, { select: { status: true, price: true, labels: { select: { name: true } } } });
    expect(gone?.status).to.equal('gone');
    expect(Number(gone?.price)).to.be.within(5, 9);
    expect(gone?.labels).to.have.length(2);
    expect(await codeOf(async () => shop.gm.factory(Product).trait('shiny').create())).to.equal('GM_FACTORY_UNKNOWN_TRAIT');
  });

  it('are immutable', async () => {
    const plain = shop.gm.factory(products);
    plain.trait('gone').with({ labels: 5 }).nulls(1);
    expect((await plain.build({ status: Status.OnSale })).status).to.equal('on sale');
    expect((await plain.trait('gone').build({ status: Status.Draft })).status, 'what is given counts').to.equal('draft');
  });

  it('write as an actor with its permissions, but what it needs as the system', async () => {
    const product = await shop.gm.factory(Product).as(CURATOR).create();
    expect(product).to.have.property('title');
    expect(product?.cost, 'what has rules of its own is left out').to.equal(null);
    expect(await codeOf(async () => shop.gm.factory(Product).as({ maker: -1 }).create())).to.equal('GM_WRITE_FORBIDDEN');
    expect(await codeOf(async () => shop.gm.factory(Maker).as(null).create())).to.equal('GM_PERM_FORBIDDEN');
    expect(await codeOf(async () => shop.gm.factory(Product).as(CURATOR).create({ cost: '1.00' }))).to.equal('GM_WRITE_FORBIDDEN_FIELD');
    const own = await shop.gm.factory(Maker).create();
    expect(
      await shop.gm
        .factory(Product)
        .as({ maker: own?.id })
        .create({ maker: own?.id ?? 0 }),
    ).to.have.property('id');
  });

  it('set what the API never shows, which no caller can', async () => {
    await shop.gm.factory(Product).create({ margin: '0.125', title: 'Hidden margin' });
    const [row] = await shop.orm.em.fork().find(Product, { title: 'Hidden margin' });
    expect(row?.margin).to.equal('0.125');
    const request = { kind: 'create', manager: managerOf(shop.gm.model, Product), data: { margin: '0.5' }, unexposed: true } as const;
    expect(await codeOf(async () => shop.gm.runtime.write(request, { actor: CURATOR }))).to.equal('GM_WRITE_INVALID');
    const data = { title: 'No margin', margin: '0.5' } as object;
    expect(await codeOf(async () => shop.gm.as(CURATOR).manager(Product).create(data))).to.equal('GM_WRITE_INVALID');
    expect(await codeOf(async () => shop.gm.system('spec').manager(Product).create(data))).to.equal('GM_WRITE_INVALID');
  });

  it('store objects of interfaces that the application only reads, as the system alone', async () => {
    const part = await shop.gm.factory(Part).create({ name: 'A leg' });
    expect(part?.name).to.equal('A leg');
    expect(await shop.gm.system('spec').manager(Part).filter({ name: 'A leg' }).count()).to.equal(1);
    expect(await codeOf(async () => shop.gm.factory(Part).as(CURATOR).create())).to.equal('GM_PERM_NO_POLICY');
  });

  it('satisfy rules, and say which one they cannot', async () => {
    const made = await shop.gm.factory(Product).nulls(0).createMany(20, { price: '6.00' });
    for (const each of made) expect(Number(each?.cost)).to.be.below(6);
    for (const run of ['create', 'build'] as const) {
      const factory = shop.gm.factory(Product);
      const error: unknown = await factory[run]({ price: '6.00', cost: '7.00' }).catch((thrown: unknown) => thrown);
      expect(isGeneralManagerError(error, 'GM_FACTORY_RULE')).to.equal(true);
      expect((error as Error).message).to.contain('"cheaper"');
    }
    const impossible = shop.gm.factory(Product).create({ price: '5.00', cost: ({ random }) => `${random.int(6, 9)}.00` });
    expect(await codeOf(async () => impossible)).to.equal('GM_FACTORY_RULE');
  });

  it('look for other related objects where a rule is about those', async () => {
    expect(await shop.gm.factory(Review).createMany(20)).to.have.length(20);
    const gone = await shop.gm.factory(products).trait('gone').create();
    expect(await codeOf(async () => shop.gm.factory(Review).create({ product: gone ?? '' }))).to.equal('GM_FACTORY_RULE');
  });

  it('find free values where others are there', async () => {
    const other = shop.gm.factory(Maker, { seed: 'another' });
    for (let round = 0; round < 3; round += 1) expect(await other.from(0).create()).to.have.property('email');
  });

  it('insert in bulk for the system only, and not beneath a rule that has to load something', async () => {
    const progress: number[] = [];
    expect(
      await shop.gm.factory(Product).insertMany(250, {}, { batch: 100, parents: 5, onProgress: (made) => progress.push(made) }),
    ).to.equal(250);
    expect(progress).to.deep.equal([100, 200, 250]);
    expect(await codeOf(async () => shop.gm.factory(Product).as(CURATOR).insertMany(1))).to.equal('GM_FACTORY_NO_BULK');
    expect(await codeOf(async () => shop.gm.factory(Review).insertMany(1))).to.equal('GM_FACTORY_NO_BULK');
  });

  it('insert 1,000 objects in a statement for each batch', async () => {
    const statements = await shop.watch(async () => shop.gm.factory(License).insertMany(1000));
    const inserts = statements.filter((each) => each.includes('insert into'));
    expect(inserts).to.have.length(2);
  });

  it('refuse what they do not know', async () => {
    const of = (given: object): Promise<unknown> => shop.gm.factory('Product').build(given as Record<string, unknown>);
    expect(await codeOf(async () => of({ colour: 'red' }))).to.equal('GM_FACTORY_UNKNOWN_FIELD');
    expect(await codeOf(async () => of({ maker: { name: 'nobody' } }))).to.equal('GM_FACTORY_UNKNOWN_FIELD');
    expect(await codeOf(async () => shop.gm.factory('Product').with({ title: 2 }).build())).to.equal('GM_FACTORY_UNKNOWN_FIELD');
    expect(await codeOf(async () => shop.gm.factory(Product).createMany(-1))).to.equal('GM_FACTORY_INVALID_OPTION');
    expect(() => shop.gm.factory(Product).nulls(2)).to.throw('nulls');
    expect(() => shop.gm.factory(Product).from(0.5)).to.throw('from');
    expect(() => shop.gm.factory('Nothing')).to.throw('Nothing');
  });
});
