import type { GraphQLResolveInfo } from 'graphql';
import { RowBudget } from '../../../lib/plugin.js';

/** One budget of rows for each execution of an operation, so that its fields count together. */
export class RowBudgets {
  /** By the variables: of what resolvers are told, only these are made anew for every execution. */
  readonly #budgets = new WeakMap<object, RowBudget>();

  of({ variableValues }: GraphQLResolveInfo): RowBudget {
    const budget = this.#budgets.get(variableValues) ?? new RowBudget();
    this.#budgets.set(variableValues, budget);
    return budget;
  }
}
