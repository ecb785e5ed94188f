/** Reads bodies of some media types. */
export interface BodyParser {
  /** What is asked for and accepted: `application/json`, or `*+json` for all that end like it. */
  readonly mediaTypes: readonly string[];
  /** Makes a value of a complete body. An error that it throws is told as content that is not valid, without its message. */
  parse(content: Uint8Array): unknown;
}

/** Tells whether an answer's `Content-Type` is one that a parser reads. */
export function accepts({ mediaTypes }: BodyParser, contentType: string | null): boolean {
  const [type = ''] = (contentType ?? '').split(';', 1);
  const given = type.trim().toLowerCase();
  return mediaTypes.some((each) => (each.startsWith('*') ? given.endsWith(each.slice(1)) : given === each));
}
