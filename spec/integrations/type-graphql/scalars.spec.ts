import { expect } from 'chai';
import * as fc from 'fast-check';
import { GraphQLError, parseValue } from 'graphql';
import { SCALARS, type ScalarTypes } from '../../../integrations/type-graphql/index.js';
import { BootedSchema } from './support/boot.js';
import { musicShop, stock } from './support/music-shop.js';

type Name = keyof ScalarTypes;

const written = (name: Name, value: unknown): unknown => JSON.parse(JSON.stringify(SCALARS[name].serialize(value)));
const read = (name: Name, value: unknown): unknown => SCALARS[name].parseValue(value);
const literal = (name: Name, source: string): unknown => SCALARS[name].parseLiteral(parseValue(source));

describe('the scalars', () => {
  const exact: readonly (readonly [Name, unknown, unknown])[] = [
    ['bigint', 2n ** 80n, '1208925819614629174706176'],
    ['bigint', -9007199254740993n, '-9007199254740993'],
    ['bigint', '9223372036854775807', '9223372036854775807'],
    ['bigint', 12, '12'],
    ['decimal', '123456789012345678901234567890.1200', '123456789012345678901234567890.1200'],
    ['decimal', '-0.00', '-0.00'],
    ['decimal', 'NaN', 'NaN'],
    ['date', '1850-02-03', '1850-02-03'],
    ['date', '0044-03-15 BC', '0044-03-15 BC'],
    ['date', '20240-01-01', '20240-01-01'],
    ['date', new Date('1850-02-03T00:00:00Z'), '1850-02-03'],
    ['date', new Date('-000043-03-15T00:00:00Z'), '0044-03-15 BC'],
    ['date', new Date('+020240-01-01T00:00:00Z'), '20240-01-01'],
    ['date', new Date('0000-12-31T00:00:00Z'), '0001-12-31 BC'],
    ['time', '23:59:59.999999', '23:59:59.999999'],
    ['time', '12:00:00.5+05:30', '12:00:00.5+05:30'],
    ['datetime', new Date('1899-12-31T23:59:59.999Z'), '1899-12-31T23:59:59.999Z'],
    ['datetime', new Date('0044-03-15T00:00:00Z'), '0044-03-15T00:00:00.000Z'],
    ['localDatetime', new Date('2020-03-29T02:30:00.123Z'), '2020-03-29T02:30:00.123'],
    ['uuid', '9d9b5c2e-0000-4000-8000-000000000000', '9d9b5c2e-0000-4000-8000-000000000000'],
    ['uuid', '00000000-0000-0000-0000-000000000000', '00000000-0000-0000-0000-000000000000'],
    ['interval', '1 day 02:03:04', '1 day 02:03:04'],
    ['json', { a: [1, null, { b: '"' }], n: 1.5 }, { a: [1, null, { b: '"' }], n: 1.5 }],
    ['json', 'text', 'text'],
    ['blob', Buffer.from([0, 255, 10]), 'AP8K'],
    ['blob', new Uint8Array([1, 2, 3]).subarray(1), 'AgM='],
    ['blob', Buffer.from([]), ''],
    ['string', 'ünïcode 😀 \u0000', 'ünïcode 😀 \u0000'],
  ];

  for (const [name, value, text] of exact) {
    it(`write ${name} ${typeof value === 'bigint' ? String(value) : JSON.stringify(value)} exactly`, () => {
      expect(written(name, value)).to.deep.equal(text);
    });
  }

  it('write nothing that is not one of theirs', () => {
    const wrong: readonly (readonly [Name, unknown])[] = [
      ['bigint', 1.5],
      ['bigint', {}],
      ['decimal', Number.NaN],
      ['date', 1],
      ['date', new Date(Number.NaN)],
      ['time', new Date()],
      ['datetime', '2020-01-01'],
      ['datetime', new Date(Number.NaN)],
      ['localDatetime', new Date(Number.NaN)],
      ['blob', 'text'],
    ];
    for (const [name, value] of wrong) expect(() => written(name, value), name).to.throw(GraphQLError, 'A value cannot be written as');
  });

  it('read back what they write', () => {
    const holds = <T>(values: fc.Arbitrary<T>, predicate: (value: T) => boolean): void =>
      fc.assert(fc.property(values, predicate), { seed: 7 });
    const time = (value: unknown): number => (value as Date).getTime();
    const dates = fc.date({ noInvalidDate: true });
    holds(fc.bigInt(), (value) => read('bigint', written('bigint', value)) === value);
    holds(fc.uint8Array(), (value) => Buffer.from(value).equals(read('blob', written('blob', value)) as Buffer));
    holds(dates, (value) => time(read('datetime', written('datetime', value))) === time(value));
    holds(dates, (value) => time(read('localDatetime', written('localDatetime', value))) === time(value));
    holds(fc.jsonValue(), (value) => JSON.stringify(read('json', written('json', value))) === JSON.stringify(value));
    for (const text of ['1.50', '-0.00', '1e-7', '123456789012345678901234567890']) expect(read('decimal', text)).to.equal(text);
    for (const text of [
      '2020-02-29T00:00:00',
      '2020-12-31T24:00',
      '+002020-12-31T23:30:00.5',
      '0000-02-29T00:00:00',
      '-000004-02-29T00:00:00',
    ]) {
      expect(time(read('localDatetime', text)), text).to.equal(Date.parse(`${text}Z`));
    }
    expect(time(read('datetime', '2020-02-29T23:59:59+05:30'))).to.equal(Date.UTC(2020, 1, 29, 18, 29, 59));
    for (const text of ['0044-03-15 BC', '20240-01-01', '1850-02-03']) expect(read('date', text)).to.equal(text);
    for (const text of ['23:59:59.999999', '12:00', '12:00:00+05:30', '12:00:00Z']) expect(read('time', text)).to.equal(text);
  });

  it('take numbers for numbers, as long as these are exact', () => {
    expect(read('bigint', 12)).to.equal(12n);
    expect(literal('bigint', '12345678901234567890')).to.equal(12345678901234567890n);
    expect(literal('decimal', '12345678901234567890.10')).to.equal('12345678901234567890.10');
    expect(read('decimal', 1.1)).to.equal('1.1');
    expect(read('decimal', 1e-7)).to.equal('1e-7');
    expect(() => read('decimal', 0.1 + 0.2)).to.throw(GraphQLError);
    expect(() => read('bigint', 2 ** 53)).to.throw(GraphQLError);
    expect(() => literal('bigint', '1.5')).to.throw(GraphQLError);
    expect(() => literal('date', '2020')).to.throw(GraphQLError);
  });

  it('refuse anything else, as the error of the caller that it is', () => {
    const wrong: readonly (readonly [Name, unknown])[] = [
      ['bigint', '1.5'],
      ['bigint', true],
      ['decimal', '1,5'],
      ['decimal', 'Infinity'],
      ['date', '2020-1-1'],
      ['date', '2020-01-01T00:00:00Z'],
      ['time', '25'],
      ['datetime', '2020-01-01T00:00:00'],
      ['datetime', '2020-13-01T00:00:00Z'],
      ['datetime', '2021-02-29T00:00:00Z'],
      ['datetime', '2020-04-31T23:59:59+05:00'],
      ['localDatetime', '2020-01-01T00:00:00Z'],
      ['localDatetime', '2021-02-30T00:00:00'],
      ['localDatetime', '-000043-02-30T00:00:00'],
      ['blob', 'not base64!'],
      ['blob', ['AP8K']],
    ];
    for (const [name, value] of wrong) {
      expect(() => read(name, value), name)
        .to.throw(GraphQLError)
        .with.deep.property('extensions', { code: 'BAD_USER_INPUT' });
    }
    expect(() => read('uuid', 'x')).to.throw(GraphQLError);
  });

  it('tell an operation where the wrong value is', async () => {
    const app = new BootedSchema(musicShop());
    const { errors } = await app.execute('{ tracks(filter: { released: { eq: "soon" } }) { totalCount } }');
    expect(errors?.[0]).to.deep.include({
      message: 'This is not a Date: A calendar day, YYYY-MM-DD.',
      locations: [{ line: 1, column: 36 }],
      extensions: { code: 'BAD_USER_INPUT' },
    });
    const variables = await app.execute('query ($at: DateTime) { tracks(filter: { stored: { gt: $at } }) { totalCount } }', { at: 'soon' });
    expect(variables.errors?.[0]?.extensions).to.deep.equal({ code: 'BAD_USER_INPUT' });
    expect(app.calls).to.deep.equal([]);
  });

  it('carry values from rows to answers and from operations to filters', async () => {
    const { artists, albums, tracks } = stock();
    Object.assign(tracks[0] ?? {}, {
      loudness: -1.5,
      released: '1850-02-03',
      airs: '12:00:00.000001',
      stored: new Date('1899-12-31T23:59:59.999Z'),
      recorded: new Date('2020-03-29T02:30:00Z'),
      code: '9d9b5c2e-0000-4000-8000-000000000000',
      fade: '00:00:01',
      notes: { big: [1] },
      waveform: Buffer.from([0, 255]),
      money: '1.00 EUR',
      lyrics: '',
    });
    const app = new BootedSchema(musicShop({ artists, albums, tracks }));
    const source = `query ($id: ID!) { track(id: $id) { id price loudness released airs stored recorded code fade notes waveform money lyrics } }`;
    expect(await app.data(source, { id: '111' })).to.deep.equal({
      track: {
        id: '111',
        price: '1.50',
        loudness: -1.5,
        released: '1850-02-03',
        airs: '12:00:00.000001',
        stored: '1899-12-31T23:59:59.999Z',
        recorded: '2020-03-29T02:30:00.000',
        code: '9d9b5c2e-0000-4000-8000-000000000000',
        fade: '00:00:01',
        notes: { big: [1] },
        waveform: 'AP8=',
        money: '1.00 EUR',
        lyrics: '',
      },
    });
    await app.execute(
      '{ tracks(filter: { stored: { eq: "1899-12-31T23:59:59.999Z" }, waveform: { eq: "AP8=" }, id: { in: [1, "2"] } }) { totalCount } }',
    );
    expect(app.calls[1]?.request?.filter).to.deep.equal({
      stored: { eq: new Date('1899-12-31T23:59:59.999Z') },
      waveform: { eq: Buffer.from([0, 255]) },
      id: { in: ['1', '2'] },
    });
  });
});
