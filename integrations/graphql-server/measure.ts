import {
  Kind,
  type DocumentNode,
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

const NOTHING: Measure = { depth: 0, aliases: 0, directives: 0, fields: 0, rootFields: 0, selections: 0, breadth: 0 };
const TOO_DEEP: Measure = { ...NOTHING, depth: Infinity };

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
    const own = [directives, ...(variableDefinitions ?? []).map((each) => each.directives)];
    return beside(directed(own.reduce((sum, each) => sum + (each?.length ?? 0), 0)), this.#set(selectionSet, 1));
  }

  /** A fragment that nothing measured so far uses; undefined for others. */
  unused({ name: { value: name } }: FragmentDefinitionNode): Measure | undefined {
    return this.#known.has(name) ? undefined : this.#fragment(name, 1);
  }

  #set({ selections }: SelectionSetNode, level: number): Measure {
    if (level > MAX_LEVELS) return TOO_DEEP;
    return selections.reduce((sum, each) => beside(sum, this.#selection(each, level)), NOTHING);
  }

  #selection(node: SelectionNode, level: number): Measure {
    this.visited += 1;
    const directives = node.directives?.length ?? 0;
    if (node.kind === Kind.FRAGMENT_SPREAD) {
      return beside({ ...directed(directives), fields: 1, selections: 1, breadth: 1 }, this.#fragment(node.name.value, level + 1));
    }
    const inside = node.selectionSet ? this.#set(node.selectionSet, level + 1) : NOTHING;
    if (node.kind === Kind.INLINE_FRAGMENT) return beside(directed(directives), inside);
    return {
      // Introspection has a depth rule of its own in graphql-js.
      depth: node.name.value.startsWith('__') && Number.isFinite(inside.depth) ? 0 : inside.depth + 1,
      aliases: inside.aliases + (node.alias ? 1 : 0),
      directives: inside.directives + directives,
      fields: inside.fields + 1,
      rootFields: 1,
      selections: 1,
      breadth: Math.max(1, inside.breadth),
    };
  }

  /** A cycle measures as nothing here; another rule refuses it. */
  #fragment(name: string, level: number): Measure {
    const known = this.#known.get(name);
    if (known) return known;
    this.#known.set(name, NOTHING);
    const definition = this.#fragments.get(name);
    const measure = definition
      ? beside(directed(definition.directives?.length ?? 0), this.#set(definition.selectionSet, level))
      : NOTHING;
    this.#known.set(name, measure);
    return measure;
  }
}

const directed = (directives: number): Measure => (directives === 0 ? NOTHING : { ...NOTHING, directives });

/** Two selections of one set. */
function beside(left: Measure, right: Measure): Measure {
  if (left === NOTHING) return right;
  if (right === NOTHING) return left;
  const selections = left.selections + right.selections;
  return {
    depth: Math.max(left.depth, right.depth),
    aliases: left.aliases + right.aliases,
    directives: left.directives + right.directives,
    fields: left.fields + right.fields,
    rootFields: left.rootFields + right.rootFields,
    selections,
    breadth: Math.max(left.breadth, right.breadth, selections),
  };
}
