import { getVariableValues, Kind, parse, type OperationDefinitionNode } from 'graphql';
import { DEFAULT_SERVER_LIMITS } from '../../integrations/graphql-server/limits.js';
import { nestsDeeper } from '../../integrations/graphql-server/nesting.js';
import { parseWithin } from '../../integrations/graphql-server/parse-within.js';
import { validateWithin } from '../../integrations/graphql-server/validate-within.js';
import { variableErrors } from '../../integrations/graphql-server/variable-errors.js';
import { TestApplication } from '../../spec/integrations/graphql-server/support/application.js';
import { HOSTILE, HOSTILE_VARIABLES } from '../../spec/integrations/graphql-server/support/hostile.js';
import { median } from '../measure/statistics.js';
import { table } from '../report/table.js';

const ROUNDS = 9;
const BATCH_MICROSECONDS = 8000;
const WARM_UPS = 60;

/** Where a request ended. */
type Outcome = 'refused' | 'not valid' | 'taken';

/** A request, without what the network is. */
interface Request {
  readonly title: string;
  /** The least that has to be done to look at it. */
  read(): void;
  /** Everything that happens to it before it runs. */
  serve(): Outcome;
}

const { schema } = new TestApplication();
/** As Yoga has it. */
const COERCION = { maxErrors: 50 };
const { maxNesting } = DEFAULT_SERVER_LIMITS;

/** Prints what it costs to refuse each document, and variables; all of it is done often before, as by a server under attack. */
export function refusals(print: (text: string) => void): void {
  const requests = [...Object.entries(HOSTILE).map(ofDocument), ...Object.entries(HOSTILE_VARIABLES).map(ofVariables)];
  for (const { read, serve } of requests) for (let time = 0; time < WARM_UPS; time += 1) [read, serve].forEach(attempt);
  const measured = requests.map((request) => ({ ...compare(request), title: request.title, outcome: attempt(request.serve) }));
  for (const outcome of ['refused', 'not valid', 'taken'] as const) {
    const those = measured.filter((each) => each.outcome === outcome);
    const rows = those.map(({ title, ratio, milliseconds }) => [title, ratio.toFixed(2), milliseconds.toFixed(2)]);
    print(`\n${MEANING[outcome]}, at most ${Math.max(...those.map(({ ratio }) => ratio)).toFixed(2)} times of parsing\n`);
    print(table(['', 'times of parsing', 'ms of CPU'], rows));
  }
}

const MEANING: Readonly<Record<Outcome, string>> = {
  refused: 'Refused before validation',
  'not valid': 'Refused by validation, or for its variables',
  taken: 'Taken, so validated once and kept',
};

function ofDocument([title, text]: readonly [string, string]): Request {
  return {
    title,
    read: () => void parse(text),
    serve: () => (validateWithin(schema, parseWithin(text, DEFAULT_SERVER_LIMITS)).length > 0 ? 'not valid' : 'taken'),
  };
}

function ofVariables([title, variables]: readonly [string, string]): Request {
  const query = 'query ($value: Int!, $filter: Filter) { double(value: $value) count(filter: $filter) }';
  const body = `{"query":${JSON.stringify(query)},"variables":${variables}}`;
  const document = parse(query);
  const operation = document.definitions.find((each): each is OperationDefinitionNode => each.kind === Kind.OPERATION_DEFINITION);
  return {
    title,
    read: () => void JSON.parse(body),
    serve: () => {
      const params = JSON.parse(body) as { readonly variables: Readonly<Record<string, unknown>> };
      if (nestsDeeper(params, maxNesting + 1)) return 'refused';
      if (operation && variableErrors(schema, operation, params.variables)) return 'not valid';
      return getVariableValues(schema, operation?.variableDefinitions ?? [], params.variables, COERCION).errors ? 'not valid' : 'taken';
    },
  };
}

/** What is thrown before there is a valid document refuses it. */
function attempt<T>(run: () => T): T | 'refused' {
  try {
    return run();
  } catch {
    return 'refused';
  }
}

/** The median of the ratios of rounds in which both run in turn, by the time of the processor. */
function compare({ read, serve }: Request): { readonly ratio: number; readonly milliseconds: number } {
  const times = Math.max(1, Math.round(BATCH_MICROSECONDS / Math.max(1, cost(read, 5))));
  const rounds = Array.from({ length: ROUNDS }, () => [cost(read, times), cost(serve, times)] as const);
  return {
    ratio: median(rounds.map(([base, other]) => other / base)),
    milliseconds: median(rounds.map(([, other]) => other)) / 1000,
  };
}

/** Microseconds of the processor for one run. */
function cost(run: () => unknown, times: number): number {
  const before = process.cpuUsage();
  for (let index = 0; index < times; index += 1) attempt(run);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / times;
}
