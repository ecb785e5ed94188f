/** What a text of SQL may write. */
export interface Written {
  /** Names of tables, without their schemas; names of what is none may be among them. */
  readonly tables: readonly string[];
  readonly verb: WritingVerb;
  /** How something else is written with it: as a common table expression of its own, as one more of those that it has, or as a statement before it. */
  readonly with: 'expression' | 'another' | 'statement';
}

type WritingVerb = 'insert' | 'update' | 'delete' | 'merge' | 'truncate' | 'several';

const BLANKS = /^(?:\s+|--[^\n]*(?:\n|$)|\/\*(?:[^*]|\*(?!\/))*\*\/)+/;
/** Texts, names, and comments; what is inside of dollars may be code. */
const QUOTED = /(?<![\p{L}\p{N}_$])[eE]'(?:[^'\\]|\\.|'')*'|'(?:[^']|'')*'|("(?:[^"]|"")*")|--[^\n]*|\/\*(?:[^*]|\*(?!\/))*\*\//gsu;
const NAME = '(?:"(?:[^"]|"")+"|[\\p{L}_][\\p{L}\\p{N}_$]*)';
const QUALIFIED = `(?:${NAME}\\s*\\.\\s*)?(${NAME})`;
const TARGET = `(?:insert\\s+into|update(?:\\s+only)?|delete\\s+from(?:\\s+only)?|merge\\s+into(?:\\s+only)?)\\s+${QUALIFIED}`;
const FIRST_TARGET = new RegExp(`^${TARGET}`, 'iu');
const TARGETS = new RegExp(`(?<![\\p{L}\\p{N}_$])${TARGET}`, 'giu');
const NAMES = new RegExp(NAME, 'gu');
const LISTS = /(?<![\p{L}\p{N}_$])(?:truncate|copy)(?![\p{L}\p{N}_$])([^;]*)/giu;
const VERB = /^[a-z]+/i;
const CREATES_TABLE = /^create\s+(?:(?:global|local|temp|temporary|unlogged)\s+)*table\b/i;
const ANALYZES = /^explain\b[^;]*?\banalyze\b/i;

/** Verbs of statements that may write what is named somewhere in them. */
const NAMING: ReadonlySet<string> = new Set(['with', 'truncate', 'copy']);

/** Verbs of statements of one table. */
const WRITING: ReadonlySet<string> = new Set(['insert', 'update', 'delete', 'merge']);

/**
 * What a text of SQL writes; undefined where it writes nothing by itself. How statements begin decides, and no value in them has a say in it. What functions,
 * procedures and triggers write nobody can see here, nor what changes tables themselves.
 */
export function writtenBy(text: string): Written | undefined {
  const statement = withoutBlanks(text);
  const verb = VERB.exec(statement)?.[0].toLowerCase() ?? '';
  // What is in a block is code.
  if (verb === 'do') return undefined;
  if (statement.includes(';')) {
    const parts = unquoted(statement)
      .split(';')
      .map((each) => each.trim())
      .filter((each) => each !== '');
    if (parts.length > 1) return several(parts);
  }
  if (WRITING.has(verb)) return ofOneTable(statement, verb as WritingVerb);
  const isNaming = NAMING.has(verb) || (verb === 'create' ? CREATES_TABLE : ANALYZES).test(statement);
  return isNaming ? ofNamed(unquoted(statement), verb) : undefined;
}

/** How something is written with a statement that only calls what writes; undefined where that cannot be. */
export function besides(text: string): Written['with'] | undefined {
  const statement = withoutBlanks(text);
  const verb = VERB.exec(statement)?.[0].toLowerCase() ?? '';
  if (verb === 'with') return 'another';
  if (verb === 'select' || verb === 'values' || statement.startsWith('(')) return 'expression';
  if (verb === 'do') return endsTransactions(statement) ? undefined : 'statement';
  return NAMING.has(verb) || verb === 'call' || ANALYZES.test(statement) ? 'statement' : undefined;
}

/** Whether a text is a block of code. */
export const isBlock = (text: string): boolean => /^do\b/i.test(withoutBlanks(text));

/** Whether a block of code ends transactions: nothing that is written before it can be in one with what it writes. */
export const endsTransactions = (code: string): boolean => /(?<![\p{L}\p{N}_$])(?:commit|rollback)(?![\p{L}\p{N}_$])/iu.test(code);

/** The names of all tables that a text of code writes, and of some more. */
export const targetsOf = (code: string): readonly string[] => [
  ...[...code.matchAll(TARGETS)].map(([, table = '']) => nameOf(table)),
  ...[...code.matchAll(LISTS)].flatMap(([, list = '']) => namesIn(list)),
];

/** The text without what has no meaning at its beginning. */
export const withoutBlanks = (text: string): string => text.replace(BLANKS, '');

function ofOneTable(statement: string, verb: WritingVerb): Written {
  const [, table] = FIRST_TARGET.exec(statement) ?? [];
  return table === undefined
    ? { tables: namesIn(unquoted(statement)), verb, with: 'expression' }
    : { tables: [nameOf(table)], verb, with: 'expression' };
}

function ofNamed(statement: string, verb: string): Written | undefined {
  if (verb === 'truncate') return { tables: namesIn(statement), verb, with: 'statement' };
  if (verb === 'copy' && !/^copy\s*\(/i.test(statement))
    return /\bfrom\b/i.test(statement) ? { tables: namesIn(statement), verb: 'insert', with: 'statement' } : undefined;
  const tables = [...statement.matchAll(TARGETS)].map(([, table = '']) => nameOf(table));
  if (tables.length === 0) return undefined;
  return { tables, verb: 'several', with: verb === 'with' ? 'another' : 'statement' };
}

function several(statements: readonly string[]): Written | undefined {
  const written = statements.flatMap((each) => writtenBy(each) ?? []);
  return written.length === 0 ? undefined : { tables: written.flatMap(({ tables }) => tables), verb: 'several', with: 'statement' };
}

/** The text with names, and without values and comments. */
export const unquoted = (text: string): string => text.replace(QUOTED, (_found, name: string | undefined) => name ?? "''");

const namesIn = (text: string): readonly string[] => [...new Set((text.match(NAMES) ?? []).map(nameOf))];

/** As the catalog has it. */
const nameOf = (name: string): string => (name.startsWith('"') ? name.slice(1, -1).replaceAll('""', '"') : name.toLowerCase());
