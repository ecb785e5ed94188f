import { expect } from 'chai';
import * as legacy from './decorated/legacy.js';
import * as marked from './decorated/marked.js';
import * as folder from './tc39/decorated.js';

describe('TypeScript hooks', () => {
  it('compile legacy decorators, with the types of what is decorated', () => {
    const { prototype } = legacy.Decorated;
    expect(legacy.seen).to.deep.equal([[prototype, 'moment', undefined]]);
    expect(Reflect.getMetadata('design:type', prototype, 'moment')).to.equal(Date);
  });

  it('compile TC39 decorators in folders named tc39', () => {
    expect(folder.seen).to.have.nested.property('0.1.kind', 'field');
  });

  it('compile TC39 decorators in files with the marker', () => {
    expect(marked.seen).to.have.nested.property('0.1.kind', 'field');
  });

  it('keep lines and columns in stack traces', () => {
    expect(new Error('here').stack).to.match(/spec\/support\/typescript-hooks\.spec\.ts:22:12/);
  });

  it('resolve the package by its own name to its sources', () => {
    expect(import.meta.resolve('general-manager')).to.match(/\/integrations\/index\.ts$/);
  });
});
