import { parseArgs } from 'node:util';
import { InvalidArgument, InvalidUsage, perhaps } from './errors.js';

const OPTIONS = {
  json: { type: 'boolean' },
  help: { type: 'boolean' },
  manager: { type: 'string', multiple: true },
  key: { type: 'string' },
  field: { type: 'string' },
  operation: { type: 'string' },
  action: { type: 'string' },
  actor: { type: 'string' },
  role: { type: 'string' },
  schema: { type: 'string' },
  force: { type: 'boolean' },
  down: { type: 'boolean' },
  variables: { type: 'string' },
  sql: { type: 'boolean' },
  explain: { type: 'boolean' },
  strict: { type: 'boolean' },
  consumer: { type: 'string' },
  ids: { type: 'string' },
  since: { type: 'string' },
  before: { type: 'string' },
  replay: { type: 'boolean' },
  skip: { type: 'boolean' },
  prune: { type: 'boolean' },
  count: { type: 'string' },
  seed: { type: 'string' },
  batch: { type: 'string' },
  'dry-run': { type: 'boolean' },
} as const;

type Option = keyof typeof OPTIONS;

/** What was typed. */
export interface Arguments {
  readonly command: string | undefined;
  /** The module that has the application. */
  readonly module: string | undefined;
  /** What stands behind the module, for commands that take something. */
  readonly rest: readonly string[];
  readonly flag: (name: Option) => boolean;
  readonly text: (name: Option) => string | undefined;
  /** Everything that was given for an option that may be given more than once. */
  readonly texts: (name: Option) => readonly string[];
  /** A whole number from 0. */
  readonly whole: (name: Option) => number | undefined;
  /** A value written as JSON; a plain word is itself. */
  readonly value: (name: Option) => unknown;
  /**
   * Refuses what a command does not take: other options, and behind the module more than `most` arguments.
   *
   * @throws GM_CLI_USAGE
   */
  readonly only: (command: string, taken: readonly Option[], most?: number) => void;
}

/** Reads the arguments of the command line; whether a command takes them is its own to say. */
export function readArguments(args: readonly string[]): Arguments {
  const { values, positionals, tokens } = parseArgs({
    args: [...args],
    options: OPTIONS,
    allowPositionals: true,
    strict: false,
    tokens: true,
  });
  const [command, module, ...rest] = positionals;
  const given = tokens.filter((token) => token.kind === 'option');
  const texts = (name: Option): readonly string[] => [values[name] ?? []].flat().filter((value) => typeof value === 'string');
  const text = (name: Option): string | undefined => texts(name).at(-1);
  return {
    command,
    module,
    rest,
    flag: (name) => values[name] === true,
    text,
    texts,
    whole: (name) => parseWhole(name, text(name)),
    value: (name) => parseJson(name, text(name)),
    only: (command, taken, most = 0) => {
      const reason = given.map(({ name, value }) => misuse(taken, name, value)).find((each) => each !== undefined);
      if (reason !== undefined) throw InvalidUsage.create({ command, reason });
      if (rest.length > most) throw InvalidUsage.create({ command, reason: 'there is an argument too many' });
    },
  };
}

/** Why an option cannot be given so; undefined where it can. */
function misuse(taken: readonly Option[], name: string, value: string | undefined): string | undefined {
  const option = taken.find((each) => each === name);
  const others = taken.length === 0 ? 'it takes no options' : `known are ${taken.map((each) => `--${each}`).join(', ')}`;
  if (option === undefined) return `there is no option --${name} here${perhaps(name, taken)}; ${others}`;
  const takesValue = OPTIONS[option].type === 'string';
  if (takesValue === (value !== undefined)) return undefined;
  return takesValue ? `--${name} needs a value` : `--${name} takes no value`;
}

function parseWhole(name: string, text: string | undefined): number | undefined {
  if (text !== undefined && !/^\d{1,15}$/.test(text)) throw InvalidArgument.create({ name });
  return text === undefined ? undefined : Number(text);
}

function parseJson(name: string, text: string | undefined): unknown {
  if (text === undefined) return undefined;
  if (!/^\s*[[{"]/.test(text)) return text === 'null' ? null : text;
  try {
    return JSON.parse(text);
  } catch {
    throw InvalidArgument.create({ name });
  }
}
