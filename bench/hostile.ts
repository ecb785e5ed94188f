// What refusing hostile documents costs, in times of parsing them, and what those that pass cost to validate: `npm run bench:hostile`.
import { parse, validate, type GraphQLSchema } from 'graphql';
import { DEFAULT_SERVER_LIMITS } from '../integrations/graphql-server/limits.js';
import { parseWithin } from '../integrations/graphql-server/parse-within.js';
import { TestApplication } from '../spec/integrations/graphql-server/support/application.js';
import { HOSTILE } from '../spec/integrations/graphql-server/support/hostile.js';

const ROUNDS = 7;
const BATCH_MICROSECONDS = 4000;

const { schema } = new TestApplication();
let worst = 0;
console.log('times of parsing   milliseconds   document\n');
for (const [title, text] of Object.entries(HOSTILE)) {
  const { ratio, milliseconds } = compare(
    () => attempt(() => parse(text)),
    () => attempt(() => serveUntilExecution(schema, text)),
  );
  worst = Math.max(worst, ratio);
  console.log(`${ratio.toFixed(2).padStart(16)}${milliseconds.toFixed(2).padStart(15)}   ${title}: ${outcome(text)}`);
}
console.log(`\nAt most ${worst.toFixed(2)} times.`);

/** Everything that happens to a document before it runs. */
function serveUntilExecution(to: GraphQLSchema, text: string): void {
  validate(to, parseWithin(text, DEFAULT_SERVER_LIMITS));
}

function outcome(text: string): string {
  try {
    const errors = validate(schema, parseWithin(text, DEFAULT_SERVER_LIMITS));
    return errors.length > 0 ? 'not valid' : 'taken';
  } catch (error) {
    return (error as { readonly code?: string }).code ?? 'does not parse';
  }
}

function attempt(run: () => unknown): void {
  try {
    run();
  } catch {
    // Refused, which is what is measured.
  }
}

/** The median of the ratios of rounds in which both run in turn, by the time of the processor. */
function compare(base: () => void, other: () => void): { readonly ratio: number; readonly milliseconds: number } {
  const times = Math.max(1, Math.round(BATCH_MICROSECONDS / Math.max(1, cost(base, 3))));
  cost(other, times);
  const rounds = Array.from({ length: ROUNDS }, () => [cost(base, times), cost(other, times)] as const);
  return {
    ratio: median(rounds.map(([left, right]) => right / left)),
    milliseconds: median(rounds.map(([, right]) => right)) / 1000,
  };
}

/** Microseconds of the processor for one run. */
function cost(run: () => void, times: number): number {
  const before = process.cpuUsage();
  for (let index = 0; index < times; index += 1) run();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / times;
}

function median(values: readonly number[]): number {
  return values.toSorted((left, right) => left - right)[values.length >> 1] ?? 0;
}
