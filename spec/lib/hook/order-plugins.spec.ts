import { expect } from 'chai';
import * as fc from 'fast-check';
import { orderPlugins } from '../../../lib/hook/order-plugins.js';
import { definePlugin, type Plugin } from '../../../lib/hook/plugin.js';

const SEED = 12;

const plugin = (name: string, order: Partial<Pick<Plugin, 'before' | 'after'>> = {}): Plugin =>
  definePlugin({ name, description: name, hooks: {}, ...order });

function ordered(...plugins: readonly Plugin[]): readonly [names: string, problems: string] {
  const { plugins: found, problems } = orderPlugins(plugins);
  return [found.map(({ name }) => name).join(' '), problems.map(({ path }) => path).join(' ')];
}

describe('the order of plugins', () => {
  it('is the one in which they are given', () => {
    expect(ordered(plugin('c'), plugin('a'), plugin('b'))).to.deep.equal(['c a b', '']);
    expect(ordered()).to.deep.equal(['', '']);
  });

  it('follows before and after, and moves nothing else', () => {
    expect(ordered(plugin('a', { after: ['c'] }), plugin('b'), plugin('c'))).to.deep.equal(['b c a', '']);
    expect(ordered(plugin('a'), plugin('b'), plugin('c', { before: ['a'] }))).to.deep.equal(['b c a', '']);
    expect(ordered(plugin('a', { after: ['b'] }), plugin('b', { after: ['c'] }), plugin('c'))).to.deep.equal(['c b a', '']);
  });

  it('does not mind names of plugins that are not there', () => {
    expect(ordered(plugin('a', { after: ['x'], before: ['y'] }), plugin('b'))).to.deep.equal(['a b', '']);
  });

  it('is impossible in a circle: each of it is a problem, the others are ordered', () => {
    expect(ordered(plugin('a', { before: ['b'] }), plugin('b', { before: ['a'] }), plugin('c'))).to.deep.equal([
      'c',
      'plugins.a plugins.b',
    ]);
    expect(ordered(plugin('a', { after: ['b'], before: ['b'] }), plugin('b'))[1]).to.equal('plugins.a plugins.b');
    expect(ordered(plugin('a', { after: ['c'] }), plugin('b', { after: ['a'] }), plugin('c', { after: ['b'] }))[1]).to.equal(
      'plugins.a plugins.b plugins.c',
    );
  });

  it('takes each plugin once', () => {
    expect(ordered(plugin('a'), plugin('b'), plugin('a'))).to.deep.equal(['a b', 'plugins.a']);
    const [{ code } = { code: '' }] = orderPlugins([plugin('a'), plugin('a')]).problems;
    expect(code).to.equal('GM_PLUGIN_ORDER');
  });

  it('keeps every before and after that can be kept', () => {
    const names = ['a', 'b', 'c', 'd', 'e'];
    // Only towards later letters, so that there is no circle.
    const relations = fc.array(
      fc.tuple(fc.nat(4), fc.nat(4), fc.boolean()).filter(([left, right]) => left < right),
      { maxLength: 8 },
    );
    const property = fc.property(relations, fc.shuffledSubarray(names, { minLength: 5 }), (pairs, given) => {
      const plugins = given.map((name) => {
        const own = names.indexOf(name);
        const before = pairs.flatMap(([left, right, by]) => (by && left === own ? [names[right] ?? ''] : []));
        const after = pairs.flatMap(([left, right, by]) => (!by && right === own ? [names[left] ?? ''] : []));
        return plugin(name, { before, after });
      });
      const { plugins: found, problems } = orderPlugins(plugins);
      const at = (index: number): number => found.findIndex(({ name }) => name === names[index]);
      expect(problems).to.deep.equal([]);
      expect(found).to.have.members(plugins);
      for (const [left, right] of pairs) expect(at(left)).to.be.lessThan(at(right));
    });
    fc.assert(property, { seed: SEED, numRuns: 300 });
  });
});
