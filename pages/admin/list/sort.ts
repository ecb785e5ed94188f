/** A sort as it stands in the URL, a field with `-` before it for the other direction, as the API takes it. */
export function sortInput(sort: string | undefined): readonly object[] | undefined {
  if (sort === undefined) return undefined;
  return sort.startsWith('-') ? [{ [sort.slice(1)]: 'DESC' }] : [{ [sort]: 'ASC' }];
}
