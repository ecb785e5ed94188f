import { expect } from 'chai';
import { everyone } from 'general-manager/decorators';
import { field, type ResourceField, type StandardSchema } from 'general-manager/http';
import { GeneralManager } from 'general-manager';
import { serve, type Loopback } from './support/api.js';
import { boot, declare } from './support/boot.js';

const declared: Readonly<Record<string, ResourceField>> = {
  id: field.id({ type: 'int' }),
  text: field.string({ optional: true }),
  count: field.int({ optional: true }),
  part: field.float({ optional: true }),
  total: field.bigint({ optional: true }),
  cost: field.decimal({ optional: true }),
  flag: field.boolean({ optional: true }),
  day: field.date({ optional: true }),
  hour: field.time({ optional: true }),
  at: field.datetime({ optional: true }),
  unix: field.datetime({ unix: 'seconds', optional: true }),
  code: field.uuid({ optional: true }),
  data: field.json({ optional: true }),
  mood: field.enum(['calm', 'wild'], { optional: true }),
  other: field.enum(['a'], { unknown: 'null', optional: true }),
  words: field.list(field.string(), { optional: true, default: [] }),
  box: field.object(
    { width: field.int(), lid: field.object({ name: field.string({ nullable: true }) }, { optional: true }) },
    { optional: true },
  ),
  boxes: field.list(field.object({ width: field.int() }), { optional: true }),
  deep: field.string({ from: 'a.b.c', optional: true }),
  upper: field.string({ optional: true, parse: (value) => String(value).toUpperCase() }),
};

describe('HTTP resources: what the upstream gives', () => {
  let answer: unknown;
  let api: Loopback;
  before(async () => {
    api = await serve(() => ({ body: answer }));
  });
  after(async () => api.close());

  const read = async (item: unknown, fields = declared, schema?: StandardSchema): Promise<unknown> => {
    answer = [item];
    const options = { baseUrl: api.url, fields: fields as never, operations: { list: { path: '/things' } }, ...(schema && { schema }) };
    const { runtime, problems } = boot(declare<Record<string, unknown>>('Thing', options, { read: everyone() }));
    expect(problems).to.deep.equal([]);
    return new GeneralManager(runtime)
      .as(null)
      .manager('Thing')
      .all()
      .then(
        ([object]) => object,
        (error: unknown) => error,
      );
  };

  it('becomes values of their types', async () => {
    const found = await read({
      id: 1,
      text: 'x\u0000y',
      count: 3,
      part: 1.5,
      total: '9007199254740993',
      cost: 12.5,
      flag: false,
      day: '2024-02-29',
      hour: '12:30:00',
      at: '2024-02-29T12:00:00+01:00',
      unix: 86400,
      code: 'FFFFFFFF-ffff-ffff-ffff-ffffffffffff',
      data: { any: [1] },
      mood: 'wild',
      other: 'new one',
      words: ['a', 'b'],
      box: { width: 2, lid: { name: null } },
      boxes: [{ width: 1 }],
      a: { b: { c: 'deep' } },
      upper: 'low',
      more: 'passed over',
    });
    expect(found).to.deep.equal({
      id: 1,
      text: 'x\u0000y',
      count: 3,
      part: 1.5,
      total: 9007199254740993n,
      cost: '12.5',
      flag: false,
      day: '2024-02-29',
      hour: '12:30:00',
      at: new Date('2024-02-29T11:00:00Z'),
      unix: new Date('1970-01-02T00:00:00Z'),
      code: 'ffffffff-ffff-ffff-ffff-ffffffffffff',
      data: { any: [1] },
      mood: 'wild',
      other: null,
      words: ['a', 'b'],
      box: { width: 2, lid: { name: null } },
      boxes: [{ width: 1 }],
      deep: 'deep',
      upper: 'LOW',
    });
  });

  it('is null or the default where it may be left out', async () => {
    const found = await read({ id: 1, a: { b: null } });
    expect(found).to.include({ id: 1, text: null, box: null, deep: null }).and.to.have.deep.property('words', []);
  });

  const SECRET = 'value of a user';
  const wrong: readonly (readonly [string, unknown, string])[] = [
    ['a key that is missing', {}, 'nothing at "id", where a whole number'],
    ['text for a number', { id: 1, count: SECRET }, 'a text of another form at "count", where a whole number'],
    ['a fraction', { id: 1, count: 1.5 }, 'a number at "count", where a whole number'],
    ['a number that is no date', { id: 1, at: 5 }, 'a number at "at", where an instant'],
    ['a day that no calendar has', { id: 1, day: '2023-02-29' }, 'a text of another form at "day", where a date'],
    ['an unknown member', { id: 1, mood: SECRET }, 'a text of another form at "mood", where a member of its enum'],
    ['no list', { id: 1, words: SECRET }, 'a text of another form at "words", where a list'],
    ['a null in a list', { id: 1, words: ['a', null] }, 'null at "words.1", where a value'],
    ['a list for an object', { id: 1, box: [] }, 'a list at "box", where an object'],
    ['what is missing inside', { id: 1, box: { lid: {} } }, 'nothing at "box.width", where a whole number'],
    ['what is wrong deep inside', { id: 1, boxes: [{ width: 1 }, { width: SECRET }] }, 'a text of another form at "boxes.1.width"'],
    ['no object at all', SECRET, 'a text of another form at "", where an object'],
  ];
  for (const [what, item, message] of wrong) {
    it(`is drift where it is ${what}`, async () => {
      const error = (await read(item)) as Error & { code?: string };
      expect(error).to.have.property('code', 'GM_RESOURCE_DRIFT');
      expect(error.message).to.include(message).and.not.include(SECRET);
    });
  }

  it('is drift where null is given and not declared', async () => {
    expect(await read({ id: 1, name: null }, { id: field.id({ type: 'int' }), name: field.string() })).to.have.property(
      'code',
      'GM_RESOURCE_DRIFT',
    );
    expect(await read({ id: 1 }, { id: field.id({ type: 'int' }), owner: field.string({ from: 'owner.name' }) })).to.have.property(
      'code',
      'GM_RESOURCE_DRIFT',
    );
  });

  it('never takes what objects inherit for a field', async () => {
    const fields = { id: field.id({ type: 'int' }), constructor: field.string({ optional: true }) };
    expect(await read({ id: 1 }, fields)).to.have.property('constructor', null);
  });

  it('passes a validator of the Standard Schema specification', async () => {
    const schema: StandardSchema = {
      '~standard': {
        version: 1,
        vendor: 'spec',
        validate: async (value) => ((value as { id: number }).id === 1 ? { value } : { issues: [{ path: ['id', { key: 'inside' }] }] }),
      },
    };
    expect(await read({ id: 1 }, declared, schema)).to.have.property('id', 1);
    expect(await read({ id: 2 }, declared, schema))
      .to.have.property('message')
      .that.includes('"id.inside", where what its schema takes');
  });

  it('is not taken for a list where it is none', async () => {
    answer = { items: [] };
    const options = { baseUrl: api.url, fields: { id: field.id() }, operations: { list: { path: '/things' } } };
    const { runtime } = boot(declare<{ id: string }>('Thing', options, { read: everyone() }));
    const code = await new GeneralManager(runtime)
      .as(null)
      .manager('Thing')
      .all()
      .catch((error: { code?: string }) => error.code);
    expect(code).to.equal('GM_RESOURCE_DRIFT');
  });
});
