const TOKEN = /"(?:[^"]|"")*"|(E?)'((?:[^']|'')*)'|(?<!\w)-?\d+(?:\.\d+)?\b/g;
const CAST = /::(?:"(?:[^"]|"")*"|[a-z_][a-z0-9_. ]*)+(?:\(\d+\))?(?:\[\])?/g;

/**
 * The values that a check constraint allows, when it only says which values a column may have; undefined for any other check.
 *
 * @param definition as `pg_get_constraintdef` gives it: `CHECK ((kind = ANY (ARRAY['a'::text, 'b'::text])))`
 */
export function membership(definition: string, column: string): readonly string[] | undefined {
  const members: string[] = [];
  const quoted = `"${column.replaceAll('"', '""')}"`;
  // Leaves `CHECK`, `@` for the column, `?` for each value, and what is between them.
  const outline = definition
    .replace(TOKEN, (token: string, escapes: string | undefined, text: string | undefined) => {
      if (token.startsWith('"')) return token === quoted ? '@' : token;
      members.push(text === undefined ? token : unescaped(text, escapes === 'E'));
      return '?';
    })
    .replace(CAST, '')
    .replace(/[()\s]/g, '');
  const name = /^\w+$/.test(column) ? `(?:@|${column})` : '@';
  const test = `${name}(?:=\\?|(?:=ANY|<@)ARRAY\\[\\?(?:,\\?)*\\]|ISNULL)`;
  return new RegExp(`^CHECK${test}(?:OR${test})*(?:NOINHERIT)?(?:NOTVALID)?$`).test(outline) && members.length > 0 ? members : undefined;
}

function unescaped(text: string, escapes: boolean): string {
  const plain = text.replaceAll("''", "'");
  return escapes ? plain.replaceAll('\\\\', '\\') : plain;
}
