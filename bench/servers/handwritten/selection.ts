import { Kind, type GraphQLResolveInfo, type SelectionSetNode } from 'graphql';

/** Fields that are made of a relation. */
const RELATIONS: Readonly<Record<string, string>> = {
  albums: 'albums',
  firstAlbums: 'albums',
  tracks: 'tracks',
  longestTracks: 'tracks',
  genre: 'genre',
};

/** What a tuned resolver tells MikroORM of the selection: the relations and columns that are asked for, and no more. */
export function tunedOptions({ fieldNodes }: GraphQLResolveInfo): object {
  const fields: string[] = [];
  const populate: string[] = [];
  const visit = (set: SelectionSetNode | undefined, path: string): void => {
    for (const selection of set?.selections ?? []) {
      if (selection.kind !== Kind.FIELD) continue;
      const { value: name } = selection.name;
      const relation = RELATIONS[name];
      // A page has its objects one level further down.
      if (name === 'nodes') visit(selection.selectionSet, path);
      else if (relation === undefined && name !== 'totalCount') fields.push(path + name);
      else if (relation !== undefined) {
        populate.push(path + relation);
        visit(selection.selectionSet, `${path}${relation}.`);
      }
    }
  };
  for (const { selectionSet } of fieldNodes) visit(selectionSet, '');
  return { fields, populate, strategy: 'select-in', disableIdentityMap: true };
}
