/**
 * What is null because of an error: what the error's path leads to, or something that this is in.
 *
 * Where it is something around, and several of its fields fail, GraphQL tells the error of one: of the one that failed first, this time.
 */
export function nulledPlace(data: unknown, path: readonly unknown[]): readonly unknown[] {
  let value = data;
  const end = path.findIndex((key) => {
    if (value === null || typeof value !== 'object') return true;
    value = Reflect.get(value, String(key)) as unknown;
    return false;
  });
  return end < 0 ? path : path.slice(0, end);
}
