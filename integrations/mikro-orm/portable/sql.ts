/** A piece of SQL with what it binds: placeholders stand in the text in the order of the parameters, whatever is put together. */
export interface Sql {
  readonly text: string;
  readonly parameters: readonly unknown[];
}

/** SQL as it is written here, with pieces of SQL in it; values have to be bound first. */
export function sql(texts: TemplateStringsArray, ...pieces: readonly Sql[]): Sql {
  return {
    text: texts.map((text, index) => `${text}${pieces[index]?.text ?? ''}`).join(''),
    parameters: pieces.flatMap(({ parameters }) => parameters),
  };
}

/** Text that comes from metadata or is written in the code; never from a request. */
export const raw = (text: string): Sql => ({ text, parameters: [] });

/** A bound value. */
export const bind = (value: unknown): Sql => ({ text: '?', parameters: [value] });

/** Nothing at all. */
export const EMPTY: Sql = raw('');

/** Pieces with a separator. */
export function join(pieces: readonly Sql[], separator = ', '): Sql {
  return { text: pieces.map(({ text }) => text).join(separator), parameters: pieces.flatMap(({ parameters }) => parameters) };
}

/** Conjunction of parts that may be TRUE; undefined is TRUE. */
export function all(parts: readonly (Sql | undefined)[]): Sql | undefined {
  const written = parts.filter((part) => part !== undefined);
  return written.length === 0 ? undefined : tree(written, raw(' and '));
}

/** Disjunction; of nothing it is FALSE. */
export const any = (parts: readonly Sql[]): Sql => (parts.length === 0 ? raw('1 = 0') : tree(parts, raw(' or ')));

/** A balanced tree: databases bound how deep expressions are. */
function tree(parts: readonly Sql[], operator: Sql): Sql {
  const [first, ...rest] = parts;
  if (!first) throw new TypeError('a group without parts');
  if (rest.length === 0) return first;
  const middle = Math.ceil(parts.length / 2);
  return sql`(${tree(parts.slice(0, middle), operator)}${operator}${tree(parts.slice(middle), operator)})`;
}

/** A condition, or what stands for TRUE. */
export const orTrue = (condition: Sql | undefined): Sql => condition ?? raw('1 = 1');

/** ` where …`, or nothing. */
export const where = (condition: Sql | undefined): Sql => (condition ? sql` where ${condition}` : EMPTY);

/** An expression that is null where the condition is not true; without a condition the expression. */
export const guarded = (condition: Sql | undefined, expression: Sql): Sql =>
  condition ? sql`(case when ${condition} then ${expression} end)` : expression;

// Stands for a piece in text that the application writes; no SQL has such a character.
const MARK = '\u{E000}';

/** The text that somebody makes of placeholders for some pieces, with the pieces in it: in any order, as often as they are used. */
export function splice(pieces: readonly Sql[], write: (placeholders: readonly string[]) => string): Sql {
  const text = write(pieces.map((_piece, index) => `${MARK}${index}${MARK}`));
  return join(
    text.split(MARK).map((part, index) => (index % 2 === 0 ? raw(part) : (pieces[Number(part)] ?? EMPTY))),
    '',
  );
}
