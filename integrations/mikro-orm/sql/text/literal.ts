/** Text of the schema or of the mapping as an SQL literal; never what a request brings. */
export const literal = (text: string): string => {
  if (text.includes('\u0000')) throw new TypeError('a text with U+0000 cannot be written');
  return text.includes('\\') ? `E'${text.replaceAll('\\', '\\\\').replaceAll("'", "''")}'` : `'${text.replaceAll("'", "''")}'`;
};
