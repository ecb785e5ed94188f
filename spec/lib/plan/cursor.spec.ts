import { expect } from 'chai';
import * as fc from 'fast-check';
import { CursorSealer, type CursorScope } from '../../../lib/plan/cursor.js';

const SEED = 99;
const SCOPE: CursorScope = { manager: 'Track', scope: '[null,null]', actor: 'actor:null' };
const sealer = (secret: string): CursorSealer => new CursorSealer(Buffer.from(secret));

const positions = fc.array(fc.oneof(fc.constant(null), fc.string({ unit: 'binary', maxLength: 20 })), { minLength: 1, maxLength: 5 });
const scopes = fc.record({ manager: fc.string(), scope: fc.string(), actor: fc.string() });
const check = <Ts extends [unknown, ...unknown[]]>(property: fc.IProperty<Ts>): void => fc.assert(property, { seed: SEED, numRuns: 300 });

describe('sealing cursors', () => {
  it('gives back what was sealed, as often as it is asked', () => {
    check(
      fc.property(positions, scopes, (position, scope) => {
        const wellFormed = JSON.parse(Buffer.from(JSON.stringify(position)).toString()) as typeof position;
        const cursor = sealer('a').seal(position, scope);
        expect(cursor).to.match(/^[\w-]+$/);
        expect(sealer('a').open(cursor, scope)).to.deep.equal(wellFormed);
        expect(sealer('a').seal(position, scope)).to.equal(cursor);
      }),
    );
  });

  it('opens nothing for another scope or with another secret', () => {
    check(
      fc.property(positions, scopes, scopes, (position, scope, other) => {
        const cursor = sealer('a').seal(position, scope);
        fc.pre(JSON.stringify(scope) !== JSON.stringify(other));
        expect(sealer('a').open(cursor, other)).to.equal(undefined);
        expect(sealer('b').open(cursor, scope)).to.equal(undefined);
      }),
    );
  });

  it('keeps the parts of a scope apart', () => {
    const cursor = sealer('a').seal(['x'], { manager: 'ab', scope: 'c', actor: '' });
    for (const other of [
      { manager: 'a', scope: 'bc', actor: '' },
      { manager: 'abc', scope: '', actor: '' },
      { manager: 'ab', scope: '', actor: 'c' },
      { manager: 'ab","c', scope: '', actor: '' },
    ]) {
      expect(sealer('a').open(cursor, other)).to.equal(undefined);
    }
  });

  it('opens nothing that was changed in any bit', () => {
    const bytes = Buffer.from(sealer('a').seal(['12', null, 'x'], SCOPE), 'base64url');
    for (let bit = 0; bit < bytes.length * 8; bit += 1) {
      const changed = Buffer.from(bytes);
      changed.writeUInt8(changed.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3);
      expect(sealer('a').open(changed.toString('base64url'), SCOPE), `bit ${bit}`).to.equal(undefined);
    }
    for (let length = 0; length < bytes.length; length += 1) {
      expect(sealer('a').open(bytes.subarray(0, length).toString('base64url'), SCOPE), `${length} bytes`).to.equal(undefined);
    }
  });

  it('opens nothing that is not its own', () => {
    check(
      fc.property(fc.oneof(fc.string(), fc.base64String(), fc.string({ unit: 'binary' })), (text) => {
        expect(sealer('a').open(text, SCOPE)).to.equal(undefined);
      }),
    );
  });

  it('hides the values', () => {
    check(
      fc.property(fc.string({ minLength: 4, maxLength: 40 }), (secret) => {
        const bytes = Buffer.from(sealer('a').seal([secret, null], SCOPE), 'base64url');
        expect(bytes.includes(secret)).to.equal(false);
        expect(bytes.subarray(16, 18).toString()).not.to.equal('["');
      }),
    );
  });
});
