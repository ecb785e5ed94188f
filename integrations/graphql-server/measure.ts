import {
  Kind,
  type DirectiveNode,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type FragmentSpreadNode,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import { QueryTooDeep, TooBroad, TooManyAliases, TooManyDirectives, TooManyFields, TooManyInputs, TooManyRootFields } from './errors.js';
import { inputsOfArguments, inputsOfVariables } from './inputs.js';
import { cyclicFragment, repeatedFragment } from './invalid-fragments.js';
import type { ServerLimits } from './limits.js';

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
}

type Sum = { -readonly [K in keyof Measure]: Measure[K] };

const nothing = (): Sum => ({ depth: 0, aliases: 0, directives: 0, fields: 0, rootFields: 0, selections: 0 });

const NOTHING: Measure = Object.freeze(nothing());

/** Levels that are walked at all, fragments in fragments included: the call stack bears no more than some thousands. */
const MAX_LEVELS = 500;

/** Levels below a field of introspection, whatever the depth is limited to: tools ask for fifteen. */
const INTROSPECTION_DEPTH = 20;

/** The fragments of a document, by name. */
export type Fragments = ReadonlyMap<string, FragmentDefinitionNode>;

/** @throws a GraphQLError where two have one name */
export function fragmentsOf({ definitions }: DocumentNode): Fragments {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const each of definitions) {
    if (each.kind !== Kind.FRAGMENT_DEFINITION) continue;
    if (fragments.has(each.name.value)) throw repeatedFragment(each);
    fragments.set(each.name.value, each);
  }
  return fragments;
}

/**
 * Measures operations with their fragments; each fragment once, so that the cost stays linear however often it is spread. Stops where
 * a limit is passed, so that what is refused is not walked to its end.
 *
 * @throws GM_LIMIT_QUERY_DEPTH, GM_LIMIT_ALIASES, GM_LIMIT_DIRECTIVES, GM_LIMIT_ROOT_FIELDS, GM_LIMIT_FIELDS, GM_LIMIT_BREADTH,
 * GM_LIMIT_INPUTS; a GraphQLError where a fragment contains itself
 */
export class Meter {
  /** Selections that were walked. */
  visited = 0;
  readonly #fragments: Fragments;
  readonly #limits: ServerLimits;
  /** Undefined for those that are being measured. */
  readonly #known = new Map<string, Measure | undefined>();
  /** The spreads that the walk is in. */
  readonly #open: FragmentSpreadNode[] = [];
  /** The first that was met; to throw it from deep inside would cost more than to go on. */
  #cycle: readonly FragmentSpreadNode[] | undefined;
  #fields = 0;
  #inputs = 0;

  constructor(fragments: Fragments, limits: ServerLimits) {
    this.#fragments = fragments;
    this.#limits = limits;
  }

  operation({ selectionSet, directives, variableDefinitions = [] }: OperationDefinitionNode): Measure {
    const sum = nothing();
    this.#addDirectives(sum, directives);
    for (const each of variableDefinitions) this.#addDirectives(sum, each.directives);
    this.#addInputs(inputsOfVariables(variableDefinitions));
    this.#addSet(sum, selectionSet, this.#limits.maxDepth, 1);
    if (this.#cycle) throw cyclicFragment(this.#cycle);
    if (sum.rootFields > this.#limits.maxRootFields) throw TooManyRootFields.create({ max: this.#limits.maxRootFields });
    return this.#counted(sum);
  }

  /** Whether an operation that was measured uses a fragment. */
  uses(definition: FragmentDefinitionNode): boolean {
    return this.#known.has(definition.name.value);
  }

  #counted(measure: Measure): Measure {
    this.#fields += measure.fields;
    if (this.#fields > this.#limits.maxFields) throw TooManyFields.create({ max: this.#limits.maxFields });
    return measure;
  }

  /** `left` is how many levels of fields may still follow, `level` how many of whatever kind the walk has gone down. */
  #addSet(sum: Sum, { selections }: SelectionSetNode, left: number, level: number): void {
    if (level > MAX_LEVELS) throw this.#tooDeep();
    for (const node of selections) this.#add(sum, node, left, level);
  }

  #add(sum: Sum, node: SelectionNode, left: number, level: number): void {
    this.visited += 1;
    if (node.directives && node.directives.length > 0) this.#addDirectives(sum, node.directives);
    if (node.kind === Kind.INLINE_FRAGMENT) return this.#addSet(sum, node.selectionSet, left, level + 1);
    sum.fields += 1;
    sum.selections += 1;
    if (node.kind === Kind.FIELD) this.#addField(sum, node, left, level);
    else addBeside(sum, this.#spread(node, left, level));
    this.#refuse(sum);
  }

  #addField(sum: Sum, node: FieldNode, left: number, level: number): void {
    sum.rootFields += 1;
    if (node.alias) sum.aliases += 1;
    if (node.arguments && node.arguments.length > 0) this.#addInputs(inputsOfArguments(node.arguments));
    const isIntrospection = node.name.value.startsWith('__');
    if (left < 1 && !isIntrospection) throw this.#tooDeep();
    const inside = node.selectionSet ? this.#set(node.selectionSet, isIntrospection ? INTROSPECTION_DEPTH : left - 1, level + 1) : NOTHING;
    if (!isIntrospection) sum.depth = Math.max(sum.depth, inside.depth + 1);
    sum.aliases += inside.aliases;
    sum.directives += inside.directives;
    sum.fields += inside.fields;
  }

  #set(set: SelectionSetNode, left: number, level: number): Measure {
    const sum = nothing();
    this.#addSet(sum, set, left, level);
    return sum;
  }

  #spread(node: FragmentSpreadNode, left: number, level: number): Measure {
    const name = node.name.value;
    this.#open.push(node);
    const definition = this.#fragments.get(name);
    const isKnown = !definition || this.#known.has(name);
    const measure = isKnown ? this.#known.get(name) : this.#fragment(definition, left, level + 1);
    if (definition && !measure) this.#cycle ??= [...this.#open];
    this.#open.pop();
    if (measure && measure.depth > left) throw this.#tooDeep();
    return measure ?? NOTHING;
  }

  #fragment({ name, directives, selectionSet }: FragmentDefinitionNode, left: number, level: number): Measure {
    this.#known.set(name.value, undefined);
    const sum = nothing();
    this.#addDirectives(sum, directives);
    this.#addSet(sum, selectionSet, left, level);
    this.#known.set(name.value, sum);
    return sum;
  }

  #addDirectives(sum: Sum, directives: readonly DirectiveNode[] = []): void {
    sum.directives += directives.length;
    this.#refuse(sum);
    for (const each of directives) this.#addInputs(inputsOfArguments(each.arguments ?? []));
  }

  #addInputs(count: number): void {
    this.#inputs += count;
    if (this.#inputs > this.#limits.maxInputs) throw TooManyInputs.create({ max: this.#limits.maxInputs });
  }

  #refuse({ aliases, directives, fields, selections }: Measure): void {
    const { maxAliases, maxDirectives, maxFields, maxBreadth } = this.#limits;
    if (aliases > maxAliases) throw TooManyAliases.create({ max: maxAliases });
    if (directives > maxDirectives) throw TooManyDirectives.create({ max: maxDirectives });
    if (selections > maxBreadth) throw TooBroad.create({ max: maxBreadth });
    if (fields > maxFields) throw TooManyFields.create({ max: maxFields });
  }

  #tooDeep(): Error {
    return QueryTooDeep.create({ max: this.#limits.maxDepth });
  }
}

/** Adds what a fragment brings into the set that it is spread in. */
function addBeside(sum: Sum, { depth, aliases, directives, fields, rootFields, selections }: Measure): void {
  sum.depth = Math.max(sum.depth, depth);
  sum.aliases += aliases;
  sum.directives += directives;
  sum.fields += fields;
  sum.rootFields += rootFields;
  sum.selections += selections;
}
