import { globSync } from 'node:fs';
import { matchesGlob, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect } from 'chai';
import { LAYERS, layerOf, PLACES } from '../layers.js';
import { LayerTimes } from './layer-times.js';

const FILES = globSync('spec/**/*.spec.ts');

describe('layers', () => {
  it('have each spec in one of them, and no place for what is not there', () => {
    expect(FILES.filter((path) => layerOf(path) === undefined)).to.deep.equal([]);
    const idle = PLACES.filter(([pattern]) => !FILES.some((path) => matchesGlob(path, pattern)));
    expect(idle.map(([pattern]) => pattern)).to.deep.equal([]);
    for (const layer of LAYERS) expect(FILES.filter((path) => layerOf(path) === layer).length, layer).to.be.above(0);
  });

  it('are all run by npm test, each file once', async () => {
    const config = (await import(pathToFileURL(resolve('.mocharc.every.mjs')).href)) as {
      readonly default: { readonly spec: readonly string[] };
    };
    expect(config.default.spec.toSorted()).to.deep.equal(FILES.toSorted());
  });

  it('are told with their times, the slowest files first', () => {
    const times = new LayerTimes();
    times.add('spec/lib/plan/limits.spec.ts', 100, 7);
    times.add('spec/reads/filters.spec.ts', 1200, 20);
    times.add('spec/reads/filters.spec.ts', 800, 3);
    times.add('spec/package.spec.ts', 9000, 3);
    expect(times.report(500)).to.deep.equal([
      'layer        files  specs      time',
      'unit             1      7     0.1 s',
      'integration      1     23     2.0 s',
      'end-to-end       1      3     9.0 s',
      'loading                       0.5 s',
      '',
      'slowest files',
      '    9.0 s  spec/package.spec.ts (3)',
      '    2.0 s  spec/reads/filters.spec.ts (23)',
      '    0.1 s  spec/lib/plan/limits.spec.ts (7)',
    ]);
  });

  it('are not told of one file alone', () => {
    const times = new LayerTimes();
    times.add('spec/package.spec.ts', 9000, 3);
    expect(times.report(500)).to.deep.equal([]);
  });
});
