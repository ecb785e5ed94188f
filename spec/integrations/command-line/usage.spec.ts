import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { readArguments } from '../../../integrations/command-line/arguments.js';
import { eventAction } from '../../../integrations/command-line/events.js';
import { seedTargets } from '../../../integrations/command-line/seed.js';
import { run } from './running.js';

const APPLICATION = fileURLToPath(import.meta.resolve('./support/cached.ts'));

/** What is typed, and the first line of what is told. */
const MISUSED: readonly (readonly [typed: readonly string[], told: string])[] = [
  [['inspct'], 'general-manager: there is no command inspct, perhaps inspect was meant.'],
  [['rls', APPLICATION], 'general-manager rls: it needs --role.'],
  [['cache', 'forget', APPLICATION], 'general-manager cache: it is followed by one of stats, clear, explain, triggers.'],
  [['cache', 'stats', APPLICATION, '--count=1'], 'general-manager cache stats: there is no option --count here; known are --json.'],
];

describe('the general-manager command', () => {
  it('names what was typed wrong, and says how it is used', async () => {
    const outcomes = await Promise.all(MISUSED.map(async ([typed]) => run(typed)));
    expect(outcomes.map(({ code, stdout, stderr }) => [code, stdout, stderr.split('\n')[0]])).to.deep.equal(
      MISUSED.map(([, told]) => [2, '', `GM_CLI_USAGE: ${told}`]),
    );
    for (const { stderr } of outcomes) expect(stderr).to.include('\n\nUsage: general-manager inspect [module] [--json]\n');
  });

  it('takes its own options only, with values where they have some', () => {
    const told = (...typed: readonly string[]): unknown => {
      try {
        return readArguments(['inspect', ...typed]).only('inspect', ['json', 'role'], 0);
      } catch (error) {
        return (error as Error).message;
      }
    };
    expect([told(), told('app.js', '--json', '--role=x'), told('--role', 'x')]).to.deep.equal([undefined, undefined, undefined]);
    expect([told('--jsn'), told('--json=yes'), told('--role'), told('app.js', 'more')]).to.deep.equal([
      'general-manager inspect: there is no option --jsn here, perhaps json was meant; known are --json, --role.',
      'general-manager inspect: --json takes no value.',
      'general-manager inspect: --role needs a value.',
      'general-manager inspect: there is an argument too many.',
    ]);
  });

  it('says what a command lacks, and what does not go together', () => {
    const events =
      (...typed: readonly string[]) =>
      () =>
        eventAction(readArguments(['events', ...typed]));
    expect(events('--skip', '--prune')).to.throw('general-manager events: --skip and --prune are two things.');
    expect(events('--prune')).to.throw('general-manager events: --prune needs --before.');
    expect(events('--ids', '1')).to.throw('general-manager events: a list takes no --ids.');
    expect(events('--skip', '--ids', '1')()).to.equal('skip');
    expect(() => seedTargets(readArguments(['seed']))).to.throw('general-manager seed: it needs --count, or --manager with a number.');
  });
});
