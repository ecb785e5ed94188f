import { EventEmitter } from 'node:events';
import { expect } from 'chai';
import { array, assert, constantFrom, nat, oneof, property, record, string } from 'fast-check';
import { RowTap, type TappedStream } from '../../../integrations/mikro-orm/row-tap.js';

const LONG = 8;

const message = (type: string, ...parts: readonly Buffer[]): Buffer => {
  const body = Buffer.concat(parts);
  const head = Buffer.alloc(5);
  head.write(type, 0, 'latin1');
  head.writeUInt32BE(body.length + 4, 1);
  return Buffer.concat([head, body]);
};

const int = (bytes: 2 | 4, value: number): Buffer => {
  const buffer = Buffer.alloc(bytes);
  buffer.writeIntBE(value, 0, bytes);
  return buffer;
};

const row = (...values: readonly (Buffer | null)[]): Buffer =>
  message('D', int(2, values.length), ...values.flatMap((value) => (value ? [int(4, value.length), value] : [int(4, -1)])));

const PARSED = message('1');
const BOUND = message('2');
const NOTICE = message('N', Buffer.from('SNOTICE\0MD\0\0'));
const COMPLETE = message('C', Buffer.from('SELECT 1\0'));
const READY = message('Z', Buffer.from('I'));
const FAILED = message('E', Buffer.from('SERROR\0C22012\0\0'));

/** Cuts bytes into chunks, at places that are drawn. */
function chunked(bytes: Buffer, cuts: readonly number[]): readonly Buffer[] {
  const places = [...new Set([0, ...cuts.map((cut) => cut % (bytes.length + 1)), bytes.length])].toSorted((a, b) => a - b);
  return places.slice(1).map((end, index) => bytes.subarray(places[index], end));
}

interface Heard {
  readonly passed: Buffer;
  readonly values: readonly string[];
}

/** What comes of the answers to statements, each sent when the last was answered. */
function heard(answers: readonly Buffer[], cuts: readonly number[]): Heard {
  const passed: Buffer[] = [];
  const values: string[] = [];
  const tap = new RowTap((chunk) => void passed.push(Buffer.from(chunk)), LONG);
  for (const answer of answers) {
    tap.next((value) => values.push(value.toString()));
    for (const chunk of chunked(answer, cuts)) tap.receive(chunk);
  }
  return { passed: Buffer.concat(passed), values };
}

/** What comes between the beginning of an answer and its end. */
const part = oneof(
  string({ unit: 'binary', maxLength: 30 }).map((text) => ({ bytes: row(Buffer.from(text)), text })),
  constantFrom(row(null), row(), row(Buffer.from('0123456789'), Buffer.from('0123456789')), NOTICE, COMPLETE, FAILED).map((bytes) => ({
    bytes,
    text: '',
  })),
);

describe('mikro-orm: long values are taken ahead of pg', () => {
  it('whatever the pieces are in which they come; everything else goes on as it came', () => {
    const answer = record({ first: constantFrom([PARSED, BOUND], [BOUND]), parts: array(part, { maxLength: 5 }) });
    assert(
      property(array(answer, { minLength: 1, maxLength: 3 }), array(nat(), { maxLength: 12 }), (answers, cuts) => {
        const messages = answers.map(({ first, parts }) => [
          ...first.map((bytes) => ({ bytes, text: '' })),
          ...parts,
          { bytes: READY, text: '' },
        ]);
        const all = messages.flat();
        const isLong = ({ text }: { readonly text: string }): boolean => Buffer.byteLength(text) > LONG;
        const { passed, values } = heard(
          messages.map((each) => Buffer.concat(each.map(({ bytes }) => bytes))),
          cuts,
        );
        expect(values).to.deep.equal(all.filter(isLong).map(({ text }) => text));
        expect(passed.equals(Buffer.concat(all.filter((each) => !isLong(each)).map(({ bytes }) => bytes)))).to.equal(true);
      }),
      { seed: 81, numRuns: 2000 },
    );
  });

  it('only from the beginning of an answer on: where part of something else was on its way, pg reads all of it', () => {
    const value = Buffer.from('a long value');
    const answer = Buffer.concat([BOUND, row(value), COMPLETE, READY]);
    for (let length = 1; length < NOTICE.length; length += 1) {
      const bytes = Buffer.concat([NOTICE.subarray(-length), answer]);
      for (const cut of [0, 1, length, length + 1]) {
        const { passed, values } = heard([bytes], [cut]);
        expect(values, `${length} ${cut}`).to.deep.equal([]);
        expect(passed.equals(bytes), `${length} ${cut}`).to.equal(true);
      }
    }
  });

  it('of one answer alone', () => {
    const bytes = Buffer.concat([BOUND, row(Buffer.from('first value')), READY, BOUND, row(Buffer.from('second value')), READY]);
    expect(heard([bytes], []).values).to.deep.equal(['first value']);
  });

  it('not where others listen to the stream as well', () => {
    const stream = new EventEmitter() as EventEmitter & TappedStream;
    expect(RowTap.of(stream)).to.equal(undefined);
    const chunks: Buffer[] = [];
    stream.on('data', (chunk: Buffer) => void chunks.push(chunk));
    const tap = RowTap.of(stream);
    expect(RowTap.of(stream)).to.equal(tap).and.not.equal(undefined);
    stream.emit('data', Buffer.from('passed on'));
    expect(chunks.map(String)).to.deep.equal(['passed on']);
    const crowded = new EventEmitter() as EventEmitter & TappedStream;
    crowded.on('data', () => {});
    crowded.on('data', () => {});
    expect(RowTap.of(crowded)).to.equal(undefined);
  });
});
