/** Puts a value at a path into an object that nobody else holds. */
export function placeAt(holder: Record<string, unknown>, [name = '', ...rest]: readonly string[], value: unknown): void {
  if (rest.length === 0) {
    holder[name] = value;
    return;
  }
  const known = Object.hasOwn(holder, name) ? holder[name] : undefined;
  const inner: Record<string, unknown> = typeof known === 'object' && known !== null ? { ...known } : {};
  placeAt(inner, rest, value);
  holder[name] = inner;
}
