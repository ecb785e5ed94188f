import {
  bind,
  containsReference,
  isActorReference,
  valueText,
  type Actor,
  type ApplicationModel,
  type Comparison,
  type Condition,
  type KeyCondition,
  type PredicateCondition,
  type ValueField,
} from '../../../lib/plugin.js';

const PATTERNS: readonly string[] = ['contains', 'startsWith', 'endsWith', 'like', 'has'];
const LISTS: readonly string[] = ['in', 'notIn', 'hasSome', 'hasEvery'];

/** An operand that depends on the actor: what stands for it in the actor's setting, and its value once somebody acts. */
export class OpenOperand {
  /** The key in the setting, such as `id::int` or `teams::string[]`. */
  readonly name: string;
  /** The JavaScript value; undefined where the attribute is missing or fits not. */
  readonly resolve: (actor: Actor) => unknown;

  constructor(name: string, resolve: (actor: Actor) => unknown) {
    this.name = name;
    this.resolve = resolve;
  }
}

/** Puts an {@link OpenOperand} in place of every operand that has an attribute of the actor in it. */
export function openOperands(model: ApplicationModel, condition: Condition): Condition {
  const inner = (each: Condition): Condition => openOperands(model, each);
  switch (condition.kind) {
    case 'and':
      return { ...condition, all: condition.all.map(inner) };
    case 'or':
      return { ...condition, any: condition.any.map(inner) };
    case 'not':
    case 'is':
      return { ...condition, of: inner(condition.of) };
    case 'relation':
      return { ...condition, where: inner(condition.where) };
    case 'compare':
      return containsReference(condition.value) ? openComparison(model, condition) : condition;
    case 'key':
      return openKey(model, condition);
    case 'predicate':
      return openPredicate(model, condition);
    default:
      return condition;
  }
}

function openComparison(model: ApplicationModel, comparison: Comparison): Condition {
  const { path, operator, value } = comparison;
  if (operator === 'isNull' || operator === 'isEmpty') return openFlag(model, comparison);
  const suffix = PATTERNS.includes(operator) ? ` ${operator}` : LISTS.includes(operator) ? '[]' : '';
  const operand = new OpenOperand(`${operandText(value)}::${typeText(path.manager.name, path.field)}${suffix}`, (actor) => {
    const bound = bind(model, comparison, actor);
    // An empty list decides by itself, as it does in SQL.
    if (bound.kind === 'true' || bound.kind === 'false') return [];
    return bound.kind === 'compare' ? bound.value : undefined;
  });
  return { ...comparison, value: operand };
}

/** A flag of the actor asks one question or its opposite. */
function openFlag(model: ApplicationModel, comparison: Comparison): Condition {
  const operand = new OpenOperand(`${operandText(comparison.value)}::boolean`, (actor) => {
    const bound = bind(model, comparison, actor);
    return bound.kind === 'compare' ? bound.value : undefined;
  });
  const flag: Condition = { kind: 'predicate', manager: comparison.path.manager, predicate: FLAG, args: [operand] };
  const asked = (value: boolean): Condition => ({ ...comparison, value });
  return {
    kind: 'or',
    any: [
      { kind: 'and', all: [flag, asked(true)] },
      { kind: 'and', all: [{ kind: 'not', of: flag }, asked(false)] },
    ],
  };
}

/** An attribute of the actor that is a condition by itself. */
export const FLAG: PredicateCondition['predicate'] = Object.freeze({
  name: 'flag',
  fields: Object.freeze([]),
  args: Object.freeze(['boolean']),
  sql: (_fields: unknown, [flag]: readonly string[]) => flag ?? 'null::boolean',
  test: (_fields: unknown, [flag]: readonly unknown[]) => (typeof flag === 'boolean' ? flag : undefined),
});

function openKey(model: ApplicationModel, condition: KeyCondition): Condition {
  const keys = condition.keys.map((key, row) =>
    key.map((part, column) => {
      if (!isActorReference(part)) return part;
      const name = `${part.path}::key ${condition.manager.name}${column > 0 ? ` ${column}` : ''}`;
      return new OpenOperand(name, (actor) => {
        const bound = bind(model, condition, actor);
        return bound.kind === 'key' ? bound.keys[row]?.[column] : undefined;
      });
    }),
  );
  return { ...condition, keys };
}

function openPredicate(model: ApplicationModel, condition: PredicateCondition): Condition {
  const args = condition.args.map((arg, index) => {
    if (!containsReference(arg)) return arg;
    return new OpenOperand(`${operandText(arg)}::${condition.predicate.args[index] ?? 'text'} argument`, (actor) => {
      const bound = bind(model, { ...condition, args: [arg] }, actor);
      return bound.kind === 'predicate' ? bound.args[0] : undefined;
    });
  });
  return { ...condition, args };
}

const operandText = (operand: unknown): string => (isActorReference(operand) ? operand.path : valueText(operand));

/** Attributes are read by the rules of the field's type: only where these are the same, the key may be. */
function typeText(manager: string, field: ValueField): string {
  if (field.kind === 'enum') return field.enum;
  return field.type === 'custom' ? `${manager}.${field.name}` : field.type;
}
