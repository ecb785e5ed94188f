import { expect } from 'chai';
import { DocumentCache } from '../../../integrations/graphql-server/document-cache.js';

describe('graphql-server: DocumentCache', () => {
  const text = (index: number, length = 1000): string => String(index).padEnd(length, '#');

  it('gives what was set', () => {
    const cache = new DocumentCache<number>();
    cache.set('a', 1);
    cache.set('b', 2);
    cache.set('a', 3);
    expect([cache.get('a'), cache.get('b'), cache.get('c')]).to.deep.equal([3, 2, undefined]);
  });

  it('keeps as many as fit, and those used last', () => {
    const cache = new DocumentCache<number>();
    for (let index = 0; index < 600; index += 1) {
      cache.set(text(index), index);
      cache.get(text(0));
    }
    const kept = Array.from({ length: 600 }, (_, index) => index).filter((index) => cache.get(text(index)) !== undefined);
    expect(kept).to.have.length(524);
    expect(kept.slice(0, 2)).to.deep.equal([0, 77]);
  });

  it('counts a document once, however often it is set', () => {
    const cache = new DocumentCache<number>();
    cache.set('first', 1);
    for (let index = 0; index < 2000; index += 1) cache.set(text(7), index);
    expect(cache.get('first')).to.equal(1);
  });

  it('does not keep a huge document', () => {
    const cache = new DocumentCache<number>();
    cache.set(text(1, 32_768), 1);
    cache.set(text(2, 32_769), 2);
    expect([cache.get(text(1, 32_768)), cache.get(text(2, 32_769))]).to.deep.equal([1, undefined]);
  });
});
