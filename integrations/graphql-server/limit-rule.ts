import { Kind, type DocumentNode, type FragmentDefinitionNode, type SelectionNode, type SelectionSetNode, type ValidationRule } from 'graphql';
import type { DefinedError } from '../../lib/plugin.js';
import { QueryTooDeep, TooManyAliases, TooManyDirectives, TooManyRootFields } from './errors.js';
import type { ServerLimits } from './limits.js';
import { clientError } from './present-error.js';

/** The size of a selection, fragments included at each use. */
interface Measure {
  readonly depth: number;
  readonly aliases: number;
  readonly directives: number;
  readonly fields: number;
}

const NOTHING: Measure = { depth: 0, aliases: 0, directives: 0, fields: 0 };

/** Measures selections; each fragment once, so that the cost stays linear however often it is spread. */
class Meter {
  readonly #fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly #known = new Map<string, Measure>();

  constructor(document: DocumentNode) {
    const fragments = document.definitions.filter((each) => each.kind === Kind.FRAGMENT_DEFINITION);
    this.#fragments = new Map(fragments.map((each) => [each.name.value, each]));
  }

  selectionSet({ selections }: SelectionSetNode): Measure {
    return selections.map((each) => this.#selection(each)).reduce(beside, NOTHING);
  }

  #selection(node: SelectionNode): Measure {
    const own = { ...NOTHING, directives: node.directives?.length ?? 0 };
    if (node.kind === Kind.FRAGMENT_SPREAD) return beside(own, this.#fragment(node.name.value));
    const inside = node.selectionSet ? this.selectionSet(node.selectionSet) : NOTHING;
    if (node.kind === Kind.INLINE_FRAGMENT) return beside(own, inside);
    // Introspection has a depth rule of its own in graphql-js.
    const depth = node.name.value.startsWith('__') ? 0 : inside.depth + 1;
    return { depth, aliases: inside.aliases + (node.alias ? 1 : 0), directives: inside.directives + own.directives, fields: 1 };
  }

  /** A cycle measures as nothing here; another rule refuses it. */
  #fragment(name: string): Measure {
    const known = this.#known.get(name);
    if (known) return known;
    this.#known.set(name, NOTHING);
    const definition = this.#fragments.get(name);
    const measure = definition ? this.selectionSet(definition.selectionSet) : NOTHING;
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

/** A validation rule that refuses operations beyond the limits. */
export function limitRule(limits: ServerLimits): ValidationRule {
  return (context) => {
    const meter = new Meter(context.getDocument());
    return {
      OperationDefinition(node) {
        const { depth, aliases, directives, fields } = meter.selectionSet(node.selectionSet);
        const check = (size: number, max: number, error: DefinedError<{ max: number }>): void => {
          if (size > max) context.reportError(clientError(error.create({ max })));
        };
        check(depth, limits.maxDepth, QueryTooDeep);
        check(aliases, limits.maxAliases, TooManyAliases);
        check(directives + (node.directives?.length ?? 0), limits.maxDirectives, TooManyDirectives);
        check(fields, limits.maxRootFields, TooManyRootFields);
      },
    };
  };
}
