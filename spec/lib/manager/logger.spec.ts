import { expect } from 'chai';
import { CONSOLE_LOGGER } from '../../../lib/index.js';
import { loggable } from '../../../lib/manager/logger.js';

/** What a function writes to standard error. */
function written(write: () => void): string {
  const { stderr } = process;
  const lines: string[] = [];
  const { write: original } = stderr;
  stderr.write = (text: string | Uint8Array): boolean => {
    lines.push(String(text));
    return true;
  };
  try {
    write();
  } finally {
    stderr.write = original;
  }
  return lines.join('');
}

describe('the console logger', () => {
  for (const level of ['error', 'warn', 'info'] as const) {
    it(`writes a line of JSON: ${level}`, () => {
      const line = written(() => CONSOLE_LOGGER[level]({ id: 7 }, 'Something\nhappened.'));
      expect(line).to.match(/^[^\n]+\n$/);
      const { time, ...rest } = JSON.parse(line) as Record<string, unknown>;
      expect(rest).to.deep.equal({ level, message: 'Something\nhappened.', id: 7 });
      expect(new Date(String(time)).toISOString()).to.equal(time);
    });
  }
});

describe('what logs tell of an error', () => {
  it('is its name, its code and where it came from, not what it says', () => {
    const error = Object.assign(new TypeError('planted\nat planted (planted)'), {
      code: '22P02',
      detail: 'planted',
      parameters: ['planted'],
    });
    const told = loggable(error);
    expect(told).to.include({ name: 'TypeError', code: '22P02' });
    expect(told).to.have.all.keys('name', 'code', 'stack');
    expect(JSON.stringify(told)).to.contain('logger.spec.ts');
    expect(JSON.stringify(told)).not.to.contain('planted');
  });

  it('is the type of what is no error', () => {
    expect([loggable('planted'), loggable(null), loggable({ planted: 1 })]).to.deep.equal([
      { name: 'string' },
      { name: 'object' },
      { name: 'object' },
    ]);
  });
});
