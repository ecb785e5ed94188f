import {
  Kind,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';

/** The size of a selection, fragments included at each use. */
export interface Measure {
  readonly depth: number;
  readonly aliases: number;
  readonly directives: number;
  /** Fields and spreads. */
  readonly fields: number;
  /** Fields of its first level. */
  readonly rootFields: number;
  /** Fields and spreads of its first level. */
  readonly selections: number;
  /** Fields and spreads of the broadest of its levels. */
  readonly breadth: number;
}

type Sum = { -readonly [K in keyof Measure]: Measure[K] };

const nothing = (): Sum => ({ depth: 0, aliases: 0, directives: 0, fields: 0, rootFields: 0, selections: 0, breadth: 0 });

const NOTHING: Measure = Object.freeze(nothing());

/** Levels that are walked at all, fragments in fragments included: the call stack bears no more than some thousands. */
const MAX_LEVELS = 500;

/** The fragments of a document, by name. */
export type Fragments = ReadonlyMap<string, FragmentDefinitionNode>;

export function fragmentsOf({ definitions }: DocumentNode): Fragments {
  const fragments = definitions.filter((each) => each.kind === Kind.FRAGMENT_DEFINITION);
  return new Map(fragments.map((each) => [each.name.value, each]));
}

/** Measures operations and fragments; each fragment once, so that the cost stays linear however often it is spread. */
export class Meter {
  /** Selections that were walked. */
  visited = 0;
  readonly #fragments: Fragments;
  readonly #known = new Map<string, Measure>();

  constructor(fragments: Fragments) {
    this.#fragments = fragments;
  }

  operation({ selectionSet, directives, variableDefinitions }: OperationDefinitionNode): Measure {
    const sum = nothing();
    sum.directives = [directives, ...(variableDefinitions ?? []).map((each) => each.directives)].reduce(
      (all, each) => all + count(each),
      0,
    );
    return this.#addSet(sum, selectionSet, 1);
  }

  /** A fragment that nothing measured so far uses; undefined for others. */
  unused({ name: { value: name } }: FragmentDefinitionNode): Measure | undefined {
    return this.#known.has(name) ? undefined : this.#fragment(name, 1);
  }

  #addSet(sum: Sum, { selections }: SelectionSetNode, level: number): Measure {
    if (level > MAX_LEVELS) sum.depth = Infinity;
    else for (const node of selections) this.#add(sum, node, level);
    sum.breadth = Math.max(sum.breadth, sum.selections);
    return sum;
  }

  #add(sum: Sum, node: SelectionNode, level: number): void {
    this.visited += 1;
    sum.directives += count(node.directives);
    if (node.kind === Kind.INLINE_FRAGMENT) return void this.#addSet(sum, node.selectionSet, level + 1);
    sum.fields += 1;
    sum.selections += 1;
    if (node.kind === Kind.FRAGMENT_SPREAD) addBeside(sum, this.#fragment(node.name.value, level + 1));
    else this.#addField(sum, node, level);
  }

  #addField(sum: Sum, { name: { value: name }, alias, selectionSet }: FieldNode, level: number): void {
    const inside = selectionSet ? this.#addSet(nothing(), selectionSet, level + 1) : NOTHING;
    // Introspection has a depth rule of its own in graphql-js.
    const depth = name.startsWith('__') && Number.isFinite(inside.depth) ? 0 : inside.depth + 1;
    sum.depth = Math.max(sum.depth, depth);
    sum.breadth = Math.max(sum.breadth, inside.breadth);
    sum.aliases += inside.aliases + (alias ? 1 : 0);
    sum.directives += inside.directives;
    sum.fields += inside.fields;
    sum.rootFields += 1;
  }

  /** A cycle measures as nothing here; another rule refuses it. */
  #fragment(name: string, level: number): Measure {
    const known = this.#known.get(name);
    if (known) return known;
    this.#known.set(name, NOTHING);
    const definition = this.#fragments.get(name);
    if (!definition) return NOTHING;
    const sum = nothing();
    sum.directives = count(definition.directives);
    const measure = this.#addSet(sum, definition.selectionSet, level);
    this.#known.set(name, measure);
    return measure;
  }
}

const count = (nodes: readonly unknown[] | undefined): number => nodes?.length ?? 0;

/** Adds what a fragment brings into the set that it is spread in. */
function addBeside(sum: Sum, { depth, aliases, directives, fields, rootFields, selections, breadth }: Measure): void {
  sum.depth = Math.max(sum.depth, depth);
  sum.breadth = Math.max(sum.breadth, breadth);
  sum.aliases += aliases;
  sum.directives += directives;
  sum.fields += fields;
  sum.rootFields += rootFields;
  sum.selections += selections;
}
