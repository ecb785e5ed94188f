/** What is told of a statement. */
export interface StatementSummary {
  /** Its command, as `SELECT`; `OTHER` where it is not known. */
  readonly operation: string;
  /** Its table, where it has exactly one. */
  readonly collection: string | undefined;
  /** Command and tables. */
  readonly summary: string;
  /** The text without values; undefined where it cannot be told what is a value. */
  readonly text: string | undefined;
}

const COMMANDS: ReadonlySet<string> = new Set(
  (
    'ALTER ANALYZE ATTACH BEGIN CALL COMMENT COMMIT COPY CREATE DECLARE DELETE DETACH DROP EXEC EXECUTE EXPLAIN FETCH GRANT INSERT LISTEN ' +
    'LOCK MERGE NOTIFY PRAGMA REFRESH RELEASE REPLACE RESET REVOKE ROLLBACK SAVEPOINT SELECT SET SHOW START TRUNCATE UPDATE USE VACUUM VALUES WITH'
  ).split(' '),
);

/** Commands of MikroORM itself that are told apart by more than their first word. */
const CONTROLS: ReadonlySet<string> = new Set(['RELEASE SAVEPOINT', 'ROLLBACK TO SAVEPOINT']);

/** Characters of a statement that are read: what many rows are inserted with is longer, and says nothing new. */
export const MAX_READ = 8192;

/** Longest text and summary in characters. */
const MAX_TEXT = 4096;
const MAX_SUMMARY = 255;
const MAX_TABLES = 4;

/** Strings, quoted names, comments, numbers; in one pass, so that none is looked for within another. */
const TOKENS = /'(?:[^']|'')*'|"(?:[^"]|"")*"|`(?:[^`]|``)*`|--[^\n]*|\/\*[\s\S]*?\*\/|(?<![\w$"`.])[-+]?\d[\w.]*/g;

/** Where quotes may not be what they seem, nothing is told but the command. */
const UNCLEAR = /\\|\$\w*\$|\*\/[^*]*\*\//;

const NAME = String.raw`(?:"(?:[^"]|"")+"|\x60[^\x60]+\x60|\[[^\]]+\]|[A-Za-z_][\w$]*)`;
const TABLES = new RegExp(
  String.raw`(?:\b(?:from|join|into|table)|^\s*update)\s+(?:only\s+|if\s+(?:not\s+)?exists\s+)?(${NAME}(?:\.${NAME})*)`,
  'gi',
);
const NOT_TABLES: ReadonlySet<string> = new Set(['select', 'lateral', 'unnest', 'set', 'values']);

/**
 * Tells what a statement does without telling values: strings, numbers and comments are left out.
 *
 * @param doubleQuotes - whether text in double quotes is a name, as in PostgreSQL, or may be a string, as in MySQL and SQLite
 */
export function summarize(sql: string, doubleQuotes: 'name' | 'string'): StatementSummary {
  // What is cut within a string or comment is found not to end.
  const read = sql.slice(0, MAX_READ);
  const operation = commandOf(read);
  const text = withoutValues(read, doubleQuotes);
  if (text === undefined) return { operation, collection: undefined, summary: operation, text };
  const tables = tablesOf(text);
  const summary = [operation, ...tables.slice(0, MAX_TABLES)].join(' ').slice(0, MAX_SUMMARY);
  return { operation, collection: tables.length === 1 ? tables[0] : undefined, summary, text: text.slice(0, MAX_TEXT) };
}

function commandOf(sql: string): string {
  if (CONTROLS.has(sql)) return sql;
  const [word = ''] = /^(?:\s|\(|--[^\n]*\n|\/\*[\s\S]*?\*\/)*([A-Za-z]+)/.exec(sql)?.slice(1) ?? [];
  const command = word.toUpperCase();
  return COMMANDS.has(command) ? command : 'OTHER';
}

function withoutValues(sql: string, doubleQuotes: 'name' | 'string'): string | undefined {
  if (UNCLEAR.test(sql)) return undefined;
  const replaced = sql.replace(TOKENS, (token) => {
    if (token.startsWith('`') || (token.startsWith('"') && doubleQuotes === 'name')) return token;
    return token.startsWith('--') || token.startsWith('/*') ? ' ' : '?';
  });
  // A quote that is left over began something that did not end.
  const rest = replaced.replace(/"(?:[^"]|"")*"|`[^`]*`/g, '');
  if (/['"`]|\/\*|\*\//.test(rest)) return undefined;
  return replaced
    .replace(/\(\s*\?(?:\s*,\s*\?)+\s*\)/g, '(?)')
    .replace(/(\(\?\))(?:\s*,\s*\(\?\))+/g, '$1')
    .replace(/\s+/g, ' ')
    .trim();
}

function tablesOf(text: string): readonly string[] {
  const names = [...text.matchAll(TABLES)].map(([, name = '']) => name.replace(/["`[\]]/g, ''));
  return [...new Set(names)].filter((name) => !NOT_TABLES.has(name.toLowerCase()));
}
