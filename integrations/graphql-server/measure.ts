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
  /** Fields of its first level. */
  readonly fields: number;
}

const NOTHING: Measure = { depth: 0, aliases: 0, directives: 0, fields: 0 };
const TOO_DEEP: Measure = { ...NOTHING, depth: Infinity };

/** Levels that are walked at all, fragments in fragments included: the call stack bears no more than some thousands. */
const MAX_LEVELS = 500;

/** Measures the operations of a document; each fragment once, so that the cost stays linear however often it is spread. */
export class Meter {
  readonly #fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly #known = new Map<string, Measure>();

  constructor({ definitions }: DocumentNode) {
    const fragments = definitions.filter((each) => each.kind === Kind.FRAGMENT_DEFINITION);
    this.#fragments = new Map(fragments.map((each) => [each.name.value, each]));
  }

  operation({ selectionSet, directives, variableDefinitions }: OperationDefinitionNode): Measure {
    const own = [directives, ...(variableDefinitions ?? []).map((each) => each.directives)];
    return beside({ ...NOTHING, directives: own.reduce((sum, each) => sum + (each?.length ?? 0), 0) }, this.#set(selectionSet, 1));
  }

  #set({ selections }: SelectionSetNode, level: number): Measure {
    if (level > MAX_LEVELS) return TOO_DEEP;
    return selections.map((each) => this.#selection(each, level)).reduce(beside, NOTHING);
  }

  #selection(node: SelectionNode, level: number): Measure {
    const own = { ...NOTHING, directives: node.directives?.length ?? 0 };
    if (node.kind === Kind.FRAGMENT_SPREAD) return beside(own, this.#fragment(node.name.value, level + 1));
    const inside = node.selectionSet ? this.#set(node.selectionSet, level + 1) : NOTHING;
    if (node.kind === Kind.INLINE_FRAGMENT) return beside(own, inside);
    // Introspection has a depth rule of its own in graphql-js.
    const depth = node.name.value.startsWith('__') && Number.isFinite(inside.depth) ? 0 : inside.depth + 1;
    return { depth, aliases: inside.aliases + (node.alias ? 1 : 0), directives: inside.directives + own.directives, fields: 1 };
  }

  /** A cycle measures as nothing here; another rule refuses it. */
  #fragment(name: string, level: number): Measure {
    const known = this.#known.get(name);
    if (known) return known;
    this.#known.set(name, NOTHING);
    const definition = this.#fragments.get(name);
    const own = { ...NOTHING, directives: definition?.directives?.length ?? 0 };
    const measure = definition ? beside(own, this.#set(definition.selectionSet, level)) : NOTHING;
    this.#known.set(name, measure);
    return measure;
  }
}

function beside(left: Measure, right: Measure): Measure {
  return {
    depth: Math.max(left.depth, right.depth),
    aliases: left.aliases + right.aliases,
    directives: left.directives + right.directives,
    fields: left.fields + right.fields,
  };
}
