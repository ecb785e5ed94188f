/** The name of a class or schema, for messages. */
export function className(target: object): string {
  if ('name' in target && typeof target.name === 'string' && target.name !== '') return target.name;
  const meta = (target as { readonly meta?: { readonly className?: unknown } }).meta;
  return typeof meta?.className === 'string' ? meta.className : 'An anonymous class';
}
