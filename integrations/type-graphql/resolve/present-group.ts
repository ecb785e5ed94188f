import {
  embeddableNamed,
  type ApplicationModel,
  type FieldModel,
  type Group,
  type ValuePath,
  type WriteGroups,
} from '../../../lib/plugin.js';
import { isIdentifier } from '../emit/value-types.js';
import { CountTooLarge } from '../errors.js';
import { identifierText } from './identifier-text.js';

interface Tree {
  [name: string]: unknown;
}

/** GraphQL's Int ends here. */
const MAX_INT = 2 ** 31 - 1;

/** What a list of measures has of objects that the actor may not see. */
export const NO_MEASURES = Object.freeze({ count: 0 });

/**
 * Gives the groups of a page as the types of the API have them, under public names.
 *
 * @throws GM_GQL_COUNT_TOO_LARGE
 */
export function presentGroups(model: ApplicationModel, { plan, groups = [] }: Parameters<WriteGroups>[0]): readonly Tree[] {
  const { groupBy = [], measures = [] } = plan.aggregation ?? {};
  const keys = groupBy.map(({ path }) => ({ names: ['key', ...publicNames(model, path)], path }));
  const values = measures.map((measure) => {
    return measure.kind === 'count'
      ? { names: ['count'] }
      : { names: [measure.kind, ...publicNames(model, measure.path)], path: measure.path };
  });
  return groups.map((group) => {
    const tree: Tree = {};
    fill(tree, keys, group.key);
    fill(tree, values, group.measures);
    return tree;
  });
}

interface Place {
  readonly names: readonly string[];
  readonly path?: ValuePath;
}

function fill(tree: Tree, places: readonly Place[], values: Group['key']): void {
  places.forEach(({ names, path }, index) => {
    const [kind] = names;
    const value = values[index];
    const isCount = kind === 'count' || kind === 'countDistinct';
    if (isCount && Number(value) > MAX_INT) throw CountTooLarge.create({});
    put(tree, names, !isCount && path && isIdentifier(path.field) ? identifierText(value) : value);
  });
}

function put(tree: Tree, [name = '', ...rest]: readonly string[], value: unknown): void {
  if (rest.length === 0) {
    tree[name] = value;
    return;
  }
  const inner = (tree[name] ??= {}) as Tree;
  put(inner, rest, value);
}

function publicNames(model: ApplicationModel, { manager, hops, embedded, field }: ValuePath): readonly string[] {
  const holder = hops.at(-1)?.target ?? manager;
  let fields: readonly FieldModel[] = [...holder.fields.values()];
  const inside = embedded.map((name) => {
    const found = fields.find((each) => each.name === name);
    if (found?.kind === 'embedded') fields = embeddableNamed(model, found.embeddable).fields;
    return found?.publicName ?? name;
  });
  return [...hops.map((hop) => hop.field.publicName), ...inside, field.publicName];
}
