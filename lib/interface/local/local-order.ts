import type { ValueField } from '../../model/field.js';
import type { OrderTerm } from '../../plan/read-plan.js';
import type { Position } from '../result.js';
import type { LocalEvaluator } from './local-evaluator.js';
import { orderValues } from './order-values.js';
import { textOf, valueOfText } from './value-text.js';

/** The values of an object's order terms. */
type Values = readonly unknown[];

/** An object with its place in an order. */
export interface Placed {
  readonly object: object;
  readonly values: Values;
}

/** A field, and how its values are placed. */
interface PlacedField extends Pick<OrderTerm, 'direction' | 'nulls'> {
  readonly field: ValueField;
}

/** The order of a plan over objects in memory. */
export class LocalOrder {
  readonly #terms: readonly OrderTerm[];
  readonly #evaluator: LocalEvaluator;

  constructor(evaluator: LocalEvaluator, terms: readonly OrderTerm[]) {
    this.#terms = terms;
    this.#evaluator = evaluator;
  }

  /** The objects in order; what is equal stays as it came. */
  sort(objects: readonly object[]): readonly Placed[] {
    const placed = objects.map((object) => ({ object, values: this.#terms.map(({ path }) => this.#evaluator.value(path, object)) }));
    return placed.sort((left, right) => this.#compare(left.values, right.values));
  }

  position({ values }: Placed): Position {
    return this.#terms.map(({ path }, index) => (values[index] === null ? null : textOf(path.field, values[index])));
  }

  /** Whether an object comes behind a position, or ahead of it. */
  isBeyond({ values }: Placed, position: Position, side: 'after' | 'before'): boolean {
    const place = this.#terms.map(({ path }, index) => {
      const text = position[index] ?? null;
      return text === null ? null : valueOfText(path.field, text);
    });
    const order = this.#compare(values, place);
    return side === 'after' ? order > 0 : order < 0;
  }

  #compare(left: Values, right: Values): number {
    for (const [index, term] of this.#terms.entries()) {
      const order = compareTerm({ ...term, field: term.path.field }, left[index] ?? null, right[index] ?? null);
      if (order !== 0) return order;
    }
    return 0;
  }
}

/** How two values follow each other, nulls where they are placed. */
export function compareTerm({ field, direction, nulls }: PlacedField, left: unknown, right: unknown): number {
  if (left === null || right === null) {
    const order = Number(right === null) - Number(left === null);
    return nulls === 'first' ? order : -order;
  }
  const order = orderValues(field, left, right);
  return direction === 'asc' ? order : -order;
}
