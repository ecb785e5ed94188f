import { expect } from 'chai';
import * as catalogue from '../../../lib/error/errors.js';
import { BootError, clientCode, defineError, GeneralManagerError, isGeneralManagerError, type ErrorKind } from '../../../lib/plugin.js';

const Odd = defineError<{ name: string }>({
  code: 'GM_SPEC_ODD',
  kind: 'input',
  message: ({ name }) => `${name} is odd.`,
  fix: 'Make it even.',
});

describe('errors', () => {
  it('have a code, a kind, one sentence of what was found and one of what to do', () => {
    const cause = new Error('inner');
    const error = Odd.create({ name: 'Seven' }, { cause });
    expect(error).to.be.instanceOf(GeneralManagerError).and.instanceOf(Error);
    expect(error).to.include({
      name: 'GeneralManagerError',
      code: 'GM_SPEC_ODD',
      kind: 'input',
      message: 'Seven is odd.',
      fix: 'Make it even.',
      cause,
    });
    const problem = Odd.problem('Number.7', { name: 'Seven' });
    expect(problem).to.deep.equal({ code: 'GM_SPEC_ODD', path: 'Number.7', message: 'Seven is odd.', fix: 'Make it even.' });
    expect(Object.isFrozen(problem) && Object.isFrozen(Odd)).to.equal(true);
  });

  it('are recognised by their brand, also those of another copy of the package', () => {
    const foreign = Object.assign(new Error('x'), { [Symbol.for('general-manager.error')]: true, code: 'GM_X' });
    expect([Odd.create({ name: 'x' }), foreign, new BootError([])].every((each) => isGeneralManagerError(each))).to.equal(true);
    expect(isGeneralManagerError(foreign, 'GM_X')).to.equal(true);
    expect(isGeneralManagerError(foreign, 'GM_Y')).to.equal(false);
    for (const other of [new Error('GM_X'), { code: 'GM_X' }, null, undefined, 'GM_X'])
      expect(isGeneralManagerError(other)).to.equal(false);
  });

  it('have codes of their own, by which clients are told what they may know', () => {
    const entries = Object.values(catalogue);
    const codes = entries.map(({ code }) => code);
    expect(new Set(codes).size).to.equal(codes.length);
    for (const { code, fix, kind } of entries) {
      expect(code).to.match(/^GM_[A-Z]+(_[A-Z]+)*$/);
      expect(fix).to.match(/^[A-Z].*[.)\]}]$/);
      expect(clientCode(kind)).to.be.a('string');
    }
  });

  const CODES: Readonly<Record<ErrorKind, string>> = {
    input: 'BAD_USER_INPUT',
    forbidden: 'FORBIDDEN',
    unauthenticated: 'UNAUTHENTICATED',
    missing: 'NOT_FOUND',
    conflict: 'CONFLICT',
    limit: 'LIMIT_EXCEEDED',
    unavailable: 'SERVICE_UNAVAILABLE',
    declaration: 'INTERNAL_SERVER_ERROR',
    model: 'INTERNAL_SERVER_ERROR',
    integration: 'INTERNAL_SERVER_ERROR',
    internal: 'INTERNAL_SERVER_ERROR',
  };
  for (const [kind, code] of Object.entries(CODES)) {
    it(`of kind ${kind} are ${code} to clients`, () => expect(clientCode(kind as ErrorKind)).to.equal(code));
  }
});

describe('the error of a failed boot', () => {
  it('lists every problem with its cure', () => {
    const problems = ['Seven', 'Nine'].map((name) => Odd.problem(`Number.${name}`, { name }));
    const error = new BootError(problems);
    expect(error).to.include({ name: 'BootError', code: 'GM_BOOT_FAILED', kind: 'declaration' });
    expect(error.problems).to.deep.equal(problems);
    expect(Object.isFrozen(error.problems)).to.equal(true);
    expect(error.message).to.equal(
      'The application cannot boot: 2 problems.\n  Number.Seven: Seven is odd. (GM_SPEC_ODD)\n    Make it even.\n  Number.Nine: Nine is odd. (GM_SPEC_ODD)\n    Make it even.',
    );
    expect(new BootError(problems.slice(1)).message).to.contain('1 problem.');
  });
});
