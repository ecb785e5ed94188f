import {
  containsReference,
  RuleCompiler,
  type ApplicationModel,
  type Comparison,
  type Condition,
  type ManagerModel,
  type Operator,
  type RelationCondition,
  type RelationField,
} from '../../../lib/plugin.js';
import { relationOf } from '../drift/relation-of.js';
import type { Entities } from '../sql/entities.js';
import { pathValue } from '../sql/value.js';
import { indexOfRelation } from './index-of-relation.js';
import type { WantedIndex } from './wanted-index.js';

/** How an index answers an operator; the others it does not. */
const BY: Readonly<Partial<Record<Operator, WantedIndex['by']>>> = Object.freeze({
  eq: 'equal',
  in: 'equal',
  gt: 'range',
  gte: 'range',
  lt: 'range',
  lte: 'range',
  has: 'items',
  hasSome: 'items',
  hasEvery: 'items',
});

/**
 * The indexes by which the read policy of a manager finds the objects that an actor may see.
 *
 * Only what is compared with the actor counts: constants part a table into few large pieces, which no index makes smaller. So does
 * only what selects: an index does not find what is not equal, or has no related object.
 */
export function indexesOfPolicy(entities: Entities, model: ApplicationModel, manager: ManagerModel): readonly WantedIndex[] {
  const { allow, require } = new RuleCompiler(model).policy(manager, 'read', manager.policy.read);
  const finder = new PolicyIndexes(entities, manager.name);
  return [...allow, ...require].flatMap((condition) => finder.of(condition));
}

class PolicyIndexes {
  readonly #entities: Entities;
  readonly #compares: string;
  readonly #follows: string;

  constructor(entities: Entities, manager: string) {
    this.#entities = entities;
    this.#compares = `the policy of ${manager} compares it with the actor`;
    this.#follows = `the policy of ${manager} leads along it`;
  }

  of(condition: Condition): readonly WantedIndex[] {
    switch (condition.kind) {
      case 'and':
        return condition.all.flatMap((each) => this.of(each));
      case 'or':
        return condition.any.flatMap((each) => this.of(each));
      case 'is':
        return condition.truth ? this.of(condition.of) : [];
      case 'compare':
        return this.#compared(condition);
      case 'relation':
        return this.#related(condition);
      default:
        return [];
    }
  }

  #related({ quantifier, where, manager, field }: RelationCondition): readonly WantedIndex[] {
    if (quantifier !== 'some') return [];
    if (comparesKey(where)) return this.#link(manager, field, this.#compares);
    const inner = this.of(where);
    return inner.length === 0 ? [] : [...this.#link(manager, field, this.#follows), ...inner];
  }

  #compared({ path, operator, value, milliseconds }: Comparison): readonly WantedIndex[] {
    const by = BY[operator];
    const manager = path.hops.at(-1)?.target ?? path.manager;
    // Values within documents have no column, and truths divide a table in two.
    const isColumn = path.json === undefined && !(path.field.kind === 'scalar' && path.field.type === 'boolean');
    if (!by || !isColumn || milliseconds || !containsReference(value)) return [];
    const { expression, codec } = pathValue(this.#entities, path, ALIAS);
    const name = columnIn(codec.compared(expression));
    if (name === undefined) return [];
    const links = path.hops.flatMap(({ field }, index) => this.#link(path.hops[index - 1]?.target ?? path.manager, field, this.#follows));
    const table = relationOf(this.#entities.orm, this.#entities.meta(manager));
    return [...links, { table, columns: [name], by, why: this.#compares }];
  }

  #link(manager: ManagerModel, field: RelationField, why: string): readonly WantedIndex[] {
    const link = indexOfRelation(this.#entities, manager, field);
    return link ? [{ ...link, why }] : [];
  }
}

/** A key is found by its own index; what leads to it may not be. */
function comparesKey(condition: Condition): boolean {
  if (condition.kind === 'and') return condition.all.some(comparesKey);
  if (condition.kind === 'or') return condition.any.some(comparesKey);
  return condition.kind === 'key' && condition.keys.some((key) => containsReference(key));
}

const ALIAS = 't';

/** The column that an expression is; undefined for one that only an index of its own would answer. */
const columnIn = (expression: string): string | undefined => /^t\."((?:[^"]|"")+)"$/.exec(expression)?.[1]?.replaceAll('""', '"');
