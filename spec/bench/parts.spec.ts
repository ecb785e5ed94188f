import { expect } from 'chai';
import { MessageCounter } from '../../bench/database/statement-proxy.js';
import { statementsOf } from '../../bench/database/source.js';
import { AnswerReader } from '../../bench/load/answer-reader.js';
import type { Cell } from '../../bench/measure/cell.js';
import { differenceOf, leavesOf } from '../../bench/measure/leaves.js';
import { inRounds } from '../../bench/measure/rounds.js';
import { likely, ratio, spread } from '../../bench/measure/statistics.js';
import { parseOptions } from '../../bench/options.js';
import { CONTENDERS, OBSERVED } from '../../bench/contenders/index.js';
import { summaryOf } from '../../bench/report/summary.js';
import { comparisonReport } from '../../bench/report/comparison-report.js';

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
    order.length = 0;
    await inRounds(['a', 'b'], 3, run, () => {});
    expect(order.join(' ')).to.equal('a? b? b a b a a b');
  });

  it('take medians of ratios of the same round', () => {
    expect(ratio([10, 30, 100], [10, 10, 50])).to.deep.equal({ median: 2, least: 1, most: 3 });
    expect(spread([4, 1]).median).to.equal(2.5);
    expect(likely([3, 1, 2])).to.deep.equal({ median: 2, least: 1, most: 3 });
    const hundred = Array.from({ length: 100 }, (_each, index) => ((index * 37) % 100) + 1);
    expect(likely(hundred)).to.deep.equal({ median: 50.5, least: 41, most: 60 });
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

  it('tell what General Manager keeps with telemetry, of requests and of CPU', () => {
    const at = (...cells: readonly (readonly [number, number])[]): Cell[] =>
      cells.map(([rate, serverCpu]) => ({ rate, latency: { p50: 1, p95: 1, p99: 1 }, serverCpu, databaseCpu: undefined }));
    const cells = new Map([
      ['ours', at([100, 0.1], [200, 0.1], [100, 0.2])],
      ['ours-sampled', at([96, 0.11], [180, 0.1], [97, 0.21])],
    ]);
    expect(summaryOf(cells, OBSERVED)).to.deep.equal({ sampled: 0.96, sampledCpu: 1.05 });
    expect(comparisonReport(cells, OBSERVED)).to.contain('0.960  (0.900 to 0.970)').and.to.contain('1.050  (1.000 to 1.100)');
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
    expect(parseOptions(['--telemetry', '--rounds', '5'])).to.include({ rounds: 5, starts: 8, seconds: 0.8 });
    expect(parseOptions(['--caching'])).to.deep.include({ compared: true, connections: [1, 4] });
    expect(parseOptions(['--only', 'w4,W3']))
      .to.have.property('workloads')
      .with.lengthOf(2);
  });
});
