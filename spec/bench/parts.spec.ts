import { expect } from 'chai';
import { MessageCounter } from '../../bench/database/statement-proxy.js';
import { statementsOf } from '../../bench/database/source.js';
import { AnswerReader } from '../../bench/load/answer-reader.js';
import type { Cell } from '../../bench/measure/cell.js';
import { differenceOf, leavesOf } from '../../bench/measure/leaves.js';
import { inRounds } from '../../bench/measure/rounds.js';
import { ratio, spread } from '../../bench/measure/statistics.js';
import { parseOptions } from '../../bench/options.js';
import { CONTENDERS } from '../../bench/contenders/index.js';
import { summaryOf } from '../../bench/report/summary.js';

describe('parts of the bench', () => {
  it('put answers together, however they arrive', () => {
    const whole = 'HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\n{"a":1}';
    const chunked = 'HTTP/1.1 400 Bad Request\r\ntransfer-encoding: chunked\r\n\r\n3\r\n{"a\r\n4\r\n":1}\r\n0\r\n\r\n';
    const reader = new AnswerReader();
    for (const [text, status] of [
      [whole, 200],
      [chunked, 400],
    ] as const) {
      for (const size of [1, 5, text.length]) {
        const answers = text.match(new RegExp(`[^]{1,${size}}`, 'g'))?.map((part) => reader.take(Buffer.from(part))) ?? [];
        expect(answers.slice(0, -1).every((answer) => answer === undefined)).to.equal(true);
        expect(answers.at(-1)?.status).to.equal(status);
        expect(answers.at(-1)?.body.toString()).to.equal('{"a":1}');
      }
    }
  });

  it('count the statements that a client sends', () => {
    const message = (type: string, text: string): Buffer => {
      const body = Buffer.from(text);
      const length = Buffer.alloc(4);
      length.writeUInt32BE(body.length + 4);
      return Buffer.concat([Buffer.from(type), length, body]);
    };
    const sent = Buffer.concat([
      message('', 'QEQE'),
      message('Q', 'begin'),
      message('P', 'EEE'),
      message('B', ''),
      message('E', 'QQ'),
      message('S', ''),
    ]);
    expect(new MessageCounter().count(sent)).to.equal(2);
    const counter = new MessageCounter();
    expect([...sent].reduce((sum, byte) => sum + counter.count(Buffer.from([byte])), 0)).to.equal(2);
  });

  it('compare answers of schemas that differ in form', () => {
    const ours = { tracks: { nodes: [{ id: '1', at: '2020-01-01T00:00:00.000Z', price: '0.99', genre: null }] } };
    const theirs = { all: [{ id: 1, at: '2020-01-01T01:00:00+01:00', price: '0.99', genre: null }] };
    expect(differenceOf(leavesOf(ours), leavesOf(theirs))).to.equal(undefined);
    expect(differenceOf(leavesOf(ours), leavesOf({ all: [] }))).to.equal('value 1 is 0 objects in the place of 1 objects');
    expect(differenceOf(leavesOf({ a: 1 }), leavesOf({ a: 1, b: 2 }))).to.equal('value 2 is 2 in the place of nothing');
    expect(leavesOf({ id: 7, name: 'x' }, ['id'])).to.deep.equal(['x']);
  });

  it('run rounds in an order that rotates, throw the first away, and go on without those that fail', async () => {
    const order: string[] = [];
    const failed: string[] = [];
    const run = async (name: string, warmUp: boolean): Promise<number> => {
      order.push(`${name}${warmUp ? '?' : ''}`);
      if (name === 'c' && !warmUp) throw new Error('no');
      return order.length;
    };
    const cells = await inRounds(['a', 'b', 'c'], 2, run, (name) => failed.push(name));
    expect(order.join(' ')).to.equal('a? b? c? b c a a b');
    expect([...cells]).to.deep.equal([
      ['a', [6, 7]],
      ['b', [4, 8]],
    ]);
    expect(failed).to.deep.equal(['c']);
  });

  it('take medians of ratios of the same round', () => {
    expect(ratio([10, 30, 100], [10, 10, 50])).to.deep.equal({ median: 2, least: 1, most: 3 });
    expect(spread([4, 1]).median).to.equal(2.5);
  });

  it('tell machines the ratios to the faster floor and to the others', () => {
    const at = (...rates: number[]): Cell[] =>
      rates.map((rate) => ({ rate, latency: { p50: 1, p95: 1, p99: 1 }, serverCpu: undefined, databaseCpu: undefined }));
    const cells = new Map([
      ['floor-text', at(100, 200, 300)],
      ['floor-json', at(90, 210, 200)],
      ['ours', at(50, 50, 150)],
      ['handwritten', at(10, 10, 10)],
    ]);
    expect(summaryOf(cells, CONTENDERS)).to.deep.equal({ vsFloor: 0.5, vsHandwritten: 5 });
    expect(summaryOf(new Map([['floor-text', at(1)]]), CONTENDERS)).to.equal(undefined);
  });

  it('find the statements of the tables that are used in a script', () => {
    const script = `CREATE TABLE album\n(\n  id INT\n);\n\nCREATE TABLE album_cover\n(\n  id INT\n);\nINSERT INTO artist (id, name) VALUES\n  (1, N'a; b'),\n  (2, N'(c)');\nDROP DATABASE chinook;\n`;
    expect(statementsOf(script)).to.deep.equal([
      'CREATE TABLE album\n(\n  id INT\n);',
      `INSERT INTO artist (id, name) VALUES\n  (1, N'a; b'),\n  (2, N'(c)');`,
    ]);
  });

  it('refuse options that they do not know', () => {
    expect(() => parseOptions(['--only', 'W99'])).to.throw('There is no workload "w99": W1, ');
    expect(() => parseOptions(['--contenders', 'hasura'])).to.throw('There is no contender "hasura"');
    expect(() => parseOptions(['--rounds', '0'])).to.throw('--rounds takes a number above 0.');
    expect(() => parseOptions(['--connections', '1,x'])).to.throw('--connections takes a number above 0.');
    expect(() => parseOptions(['--speed', '9'])).to.throw('Unknown option');
    expect(parseOptions(['--only', 'w4,W3']))
      .to.have.property('workloads')
      .with.lengthOf(2);
  });
});
