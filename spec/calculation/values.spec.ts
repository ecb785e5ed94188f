import { setTimeout as wait } from 'node:timers/promises';
import { expect } from 'chai';
import { assertObjectType, graphql } from 'graphql';
import { bootstrap, type Application } from 'general-manager';
import { calculation, input } from 'general-manager/calculation';
import { Computed, everyone, Interface, Manager, Permission, where } from 'general-manager/decorators';
import { refused } from './support/refused.js';

enum Grade {
  Low = 1,
  High = 2,
}

/** What a member gives, whatever its type says. */
let given: unknown;
let running = 0;
let atOnce = 0;

/** Of values alone: there is no database. */
@Manager()
@Interface(
  calculation({
    inputs: {
      number: input.int({ from: 1, to: 100, description: 'What is looked at.' }),
      factor: input.decimal({ from: '0.5', to: '1.5', step: '0.5' }),
      flag: 'boolean',
      grade: input.enum(Grade, { name: 'Grade' }),
      at: input.datetime({ values: [new Date('2026-01-01T00:00:00Z')] }),
    },
    maxObjects: 1200,
    maxComputed: 50,
  }),
)
@Permission({ read: everyone(), fields: { product: { read: where({ flag: true }) } } })
class Product {
  number!: number;
  factor!: string;
  flag!: boolean;
  grade!: Grade;
  at!: Date;

  @Computed({ type: 'decimal', description: 'Both, multiplied.' })
  get product(): string {
    return String(this.number * Number(this.factor));
  }

  @Computed({ type: Grade, enumName: 'Grade' })
  get other(): Grade {
    return this.grade === Grade.Low ? Grade.High : Grade.Low;
  }

  @Computed({ type: { Odd: 'odd', Even: 'even' }, nullable: true })
  get parity(): string | null {
    return this.number === 1 ? null : this.number % 2 === 0 ? 'even' : 'odd';
  }

  @Computed({ type: 'int', list: true, lazy: true })
  get divisors(): readonly number[] {
    return Array.from({ length: this.number }, (_each, index) => index + 1).filter((each) => this.number % each === 0);
  }

  @Computed({ type: 'json', needs: { product: true, divisors: true } })
  get summary(): unknown {
    return { product: this.product, divisors: this.divisors };
  }

  @Computed({ type: 'date', lazy: true })
  strange(): unknown {
    return given;
  }

  @Computed({ type: 'float', list: true, nullable: true, lazy: true })
  numbers(): unknown {
    return given;
  }

  @Computed({ type: 'int', lazy: true })
  async slow(): Promise<number> {
    running += 1;
    atOnce = Math.max(atOnce, running);
    await wait(5);
    running -= 1;
    return this.number;
  }
}

const KEY = { number: 6, factor: '1.50', flag: true, grade: 2, at: '2026-01-01T00:00:00Z' };

describe('values of a calculation', () => {
  let gm: Application;
  const logged: object[] = [];
  before(async () => {
    const log = (fields: object): void => void logged.push(fields);
    gm = await bootstrap({ managers: [Product], logger: { error: log, warn: log, info: log } });
  });
  after(async () => gm.close());
  const products = () => gm.as(null).manager(Product);

  it('are those of their types, enums and lists too; lazy ones come where they are asked for', async () => {
    const found = await products().get(KEY);
    expect(found).to.deep.equal({
      number: 6,
      factor: '1.5',
      flag: true,
      grade: Grade.High,
      at: new Date('2026-01-01T00:00:00Z'),
      product: '9',
      other: Grade.Low,
      parity: 'even',
      summary: { product: '9', divisors: [1, 2, 3, 6] },
    });
    expect(await products().select({ divisors: true }).get(KEY)).to.deep.equal({ divisors: [1, 2, 3, 6] });
  });

  it('are filtered, sorted, grouped and measured by what they are', async () => {
    const some = products().filter({ number: { in: [1, 2, 3] }, factor: '1.0', grade: Grade.Low });
    expect(await some.filter({ parity: 'odd', flag: false }).values('number')).to.deep.equal([3]);
    expect(await some.filter({ parity: null, flag: true }).values('number')).to.deep.equal([1]);
    expect(await some.filter({ divisors: { has: 2 } }).count()).to.equal(2);
    expect(await some.sort('-number', 'flag').page({ first: 3 })).to.have.deep.nested.property('items[2].number', 2);
    expect(await some.aggregate({ sum: ['product'], count: true, max: ['number'] })).to.deep.equal({
      count: 6,
      sum: { product: '6' },
      max: { number: 3 },
    });
    const groups = await some.groupBy('parity').aggregate({ count: true });
    expect(groups.map(({ key, count }) => [key.parity, count])).to.deep.equal([
      ['even', 2],
      ['odd', 2],
      [null, 2],
    ]);
  });

  it('are null where a rule keeps them from whoever reads, in filters and sorts too', async () => {
    const some = products().filter({ number: { in: [1, 2] }, factor: '1.0', grade: Grade.Low });
    expect(await some.sort('product', 'number').values('product')).to.deep.equal(['1', '2', null, null]);
    expect(await some.filter({ product: { gte: '0' } }).count()).to.equal(2);
  });

  it('fail where they are not of their type, and tell nothing of what they are', async () => {
    for (const value of ['secret', 7, null, undefined, '2026-02-30']) {
      given = value;
      expect(
        await refused(
          products()
            .select({ strange: true } as never)
            .get(KEY),
        ),
        String(value),
      ).to.equal('GM_COMPUTED_VALUE');
    }
    for (const value of [[1, Number.NaN], [null], 1, ['1']]) {
      given = value;
      expect(
        await refused(
          products()
            .select({ numbers: true } as never)
            .get(KEY),
        ),
        String(value),
      ).to.equal('GM_COMPUTED_VALUE');
    }
    given = new Date('2026-03-01T00:00:00Z');
    expect(
      await products()
        .select({ strange: true } as never)
        .get(KEY),
    ).to.deep.equal({ strange: '2026-03-01' });
    given = [1, 2.5];
    expect(
      await products()
        .select({ numbers: true } as never)
        .get(KEY),
    ).to.deep.equal({ numbers: [1, 2.5] });
  });

  it('are refused where there would be too many combinations, or too many to compute', async () => {
    expect(await products().count()).to.equal(1200);
    expect(await refused(products().sort('product').all())).to.equal('GM_CALC_TOO_MANY_COMPUTED');
    expect(await refused(products().filter({ parity: 'odd' }).count())).to.equal('GM_CALC_TOO_MANY_COMPUTED');
    expect(
      await products()
        .filter({ number: { lte: 4 } })
        .filter({ parity: 'odd' })
        .count(),
    ).to.equal(12);
    // The page alone is computed.
    expect((await products().select({ product: true }).page({ first: 100 })).items).to.have.length(100);
  });

  it('are computed some at a time, within the time that the read has', async () => {
    atOnce = 0;
    const some = products()
      .filter({ number: { lte: 2 } })
      .select({ slow: true } as never);
    await some.page({ first: 20 });
    expect(atOnce).to.equal(8);
    expect(await refused(some.using({ timeoutMs: 8 }).page({ first: 20 }))).to.equal('GM_READ_TIMEOUT');
    const controller = new AbortController();
    const read = refused(some.using({ signal: controller.signal }).page({ first: 20 }));
    setTimeout(() => controller.abort(), 7);
    expect(await read).to.equal('GM_READ_ABORTED');
  });

  it('have types, filters, sorts and keys in GraphQL like those of any manager', async () => {
    const type = assertObjectType(gm.schema.getType('Product'));
    expect(Object.values(type.getFields()).map((field) => `${field.name}: ${String(field.type)}`)).to.deep.equal([
      'number: Int!',
      'factor: Decimal!',
      'flag: Boolean!',
      'grade: Grade!',
      'at: DateTime!',
      'product: Decimal',
      'other: Grade!',
      'parity: ProductParity',
      'divisors: [Int]!',
      'summary: JSON!',
      'strange: Date!',
      'numbers: [Float]',
      'slow: Int!',
    ]);
    const source = `query ($key: ProductKey!) {
      product(key: $key) { number factor grade parity divisors }
      products(filter: { number: { eq: 3 }, factor: { eq: "0.5" }, parity: { eq: Odd }, flag: { eq: true } }, sort: [{ product: DESC }], first: 1) {
        totalCount nodes { product summary }
      }
      productsAggregate(filter: { number: { lte: 2 }, flag: { eq: true } }) { count sum { product } }
    }`;
    const variableValues = { key: { ...KEY, grade: 'High' } };
    const answer = await graphql({ schema: gm.schema, source, variableValues, contextValue: { actor: null } });
    expect(JSON.parse(JSON.stringify(answer))).to.deep.equal({
      data: {
        product: { number: 6, factor: '1.5', grade: 'High', parity: 'Even', divisors: [1, 2, 3, 6] },
        products: { totalCount: 2, nodes: [{ product: '1.5', summary: { product: '1.5', divisors: [1, 3] } }] },
        productsAggregate: { count: 12, sum: { product: '18.0' } },
      },
    });
  });

  it('are explained by the rules that decide about them', async () => {
    const { allowed, found } = await gm.explain(null, 'read', Product, KEY, { field: 'product' });
    expect({ allowed, found }).to.deep.equal({ allowed: true, found: true });
    const denied = await gm.explain(null, 'read', Product, { ...KEY, flag: false }, { field: 'product' });
    expect(denied.allowed).to.equal(false);
    expect(await gm.explain(null, 'read', Product, { ...KEY, number: 101 })).to.include({ found: false });
  });

  it('are nothing that is written', () => {
    expect(gm.schema.getMutationType()).to.equal(undefined);
  });
});
