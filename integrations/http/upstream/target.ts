/** Where a request goes, or why it may not. */
export type Target = { readonly url: string } | { readonly refused: string };

/** How paths are checked. */
export interface PathRules {
  /** Whether a segment may hold `%2F` or `%5C`. */
  readonly encodedSlashes: boolean;
}

// Beyond visible ASCII, and backslashes, which are taken for slashes; templates encode their values.
const FORBIDDEN = /[^!-~]|\\/;
const ABSOLUTE = /^[a-z][a-z\d+.-]*:/i;
const DOT_SEGMENT = /^(?:\.|%2e){1,2}$/i;
/** What paths without anything special are made of. */
const PLAIN_PATH = /^(?:\/[\w~!$&'()*+,;=:@-]*)*$/;

/** Makes the URL of a target: below the base URL, or absolute of the same origin. Nothing in it may lead elsewhere. */
export function targetOf(base: URL, target: string, rules: PathRules): Target {
  if (FORBIDDEN.test(target)) return { refused: 'its target holds a character that has to be encoded' };
  const isAbsolute = ABSOLUTE.test(target);
  if (!isAbsolute && !target.startsWith('/')) return { refused: 'its target is neither a path that begins with "/" nor a URL' };
  if (target.startsWith('//')) return { refused: 'its target leads to another host' };
  const wrong = wrongPath(pathOf(target, isAbsolute), rules);
  if (wrong !== undefined) return { refused: wrong };
  return isAbsolute ? absolute(base, target) : { url: base.href.replace(/\/$/, '') + withoutFragment(target) };
}

function absolute(base: URL, target: string): Target {
  const url = URL.parse(target);
  if (!url) return { refused: 'its target is not a valid URL' };
  if (url.origin !== base.origin) return { refused: 'its target leads to another origin' };
  if (url.username !== '' || url.password !== '') return { refused: 'its target holds credentials' };
  return { url: withoutFragment(url.href) };
}

function withoutFragment(text: string): string {
  const mark = text.indexOf('#');
  return mark === -1 ? text : text.slice(0, mark);
}

/** The path as it is written, before anything takes it apart and puts dots right. */
function pathOf(target: string, isAbsolute: boolean): string {
  const rest = isAbsolute ? target.replace(/^[^:]*:\/*[^/?#]*/, '') : target;
  const end = rest.search(/[?#]/);
  return end === -1 ? rest : rest.slice(0, end);
}

function wrongPath(path: string, { encodedSlashes }: PathRules): string | undefined {
  if (PLAIN_PATH.test(path)) return undefined;
  if (path.split(/\/|%2f|%5c/i).some((segment) => DOT_SEGMENT.test(segment))) return 'its path holds a segment of dots';
  if (!encodedSlashes && /%(?:2f|5c)/i.test(path)) return 'its path holds an encoded slash';
  if (/%(?:[01][\da-f]|7f)/i.test(path)) return 'its path holds a control character';
  return undefined;
}
