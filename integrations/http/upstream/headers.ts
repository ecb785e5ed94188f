/** Headers by lower-case name. */
export type PlainHeaders = Readonly<Record<string, string>>;

const NAME = /^[!#$%&'*+.^_`|~\da-z-]+$/;
// Visible latin-1, space and tab (RFC 9110, 5.5).
const VALUE = /^[\t\u0020-\u007e\u0080-\u00ff]*$/;
/** What the transport says about the message itself. */
const OF_TRANSPORT: ReadonlySet<string> = new Set([
  'connection',
  'content-length',
  'expect',
  'host',
  'keep-alive',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

/** Headers with lower-case names, or why they cannot be sent; the values are not told. */
export function checkHeaders(headers: Readonly<Record<string, string>>): { readonly headers: PlainHeaders } | { readonly refused: string } {
  const checked: Record<string, string> = {};
  for (const [given, value] of Object.entries(headers)) {
    const name = given.toLowerCase();
    if (!NAME.test(name) || name === '__proto__') return { refused: 'a header has a name that is not valid' };
    if (OF_TRANSPORT.has(name)) return { refused: `the header "${name}" is set by the transport` };
    if (!VALUE.test(value)) return { refused: `the header "${name}" holds a line break, a control character or one beyond latin-1` };
    checked[name] = value;
  }
  return { headers: checked };
}
