/** A text in SQL, whatever the server takes backslashes for. */
export const literal = (text: string): string => `E'${text.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`;

/** JSON in SQL. */
export const jsonLiteral = (value: unknown): string => `${literal(JSON.stringify(value))}::jsonb`;
