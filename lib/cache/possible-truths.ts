import { NotLoaded } from '../error/permission-errors.js';
import { keyColumns } from '../model/key.js';
import type { ApplicationModel } from '../model/model.js';
import { Evaluator } from '../permission/evaluate.js';
import { exactOperators } from '../permission/exact-operators.js';
import { namesOf, storedFormAt } from '../permission/stored-form.js';
import { and, negate, or, type Truth } from '../permission/truth.js';
import type { Comparison, Condition, KeyCondition } from '../plan/condition.js';

/** What is known of an object, by field name; related objects by what is known of their keys. What is absent is not known, null is null. */
export type Image = Readonly<Record<string, unknown>>;

const TRUTHS: readonly Truth[] = [true, false, undefined];
const ALL: ReadonlySet<Truth> = new Set(TRUTHS);

/** Tells which truths a condition can have of an object of which only something is known. */
export class PossibleTruths {
  readonly #model: ApplicationModel;
  readonly #evaluator: Evaluator;

  constructor(model: ApplicationModel) {
    this.#model = model;
    this.#evaluator = new Evaluator(model, (object, manager, { name }) => {
      const value: unknown = Reflect.get(object, name);
      if (value === undefined) throw NotLoaded.create({ manager: manager.name, field: name });
      return value;
    });
  }

  /** Whether the condition can be true. */
  canHold(condition: Condition, image: Image): boolean {
    return this.#of(condition, image).has(true);
  }

  #of(condition: Condition, image: Image): ReadonlySet<Truth> {
    switch (condition.kind) {
      case 'and':
        return combined(
          condition.all.map((each) => this.#of(each, image)),
          and,
        );
      case 'or':
        return combined(
          condition.any.map((each) => this.#of(each, image)),
          or,
        );
      case 'not':
        return mapped(this.#of(condition.of, image), negate);
      case 'is':
        return mapped(this.#of(condition.of, image), (truth) => truth === condition.truth);
      case 'compare':
        return this.#isExact(condition) ? this.#decided(condition, image) : ALL;
      case 'key':
        return this.#hasExactKey(condition) ? this.#decided(condition, image) : ALL;
      case 'true':
      case 'false':
      case 'unknown':
        return this.#decided(condition, image);
      default:
        return ALL;
    }
  }

  /** Whether the source and the evaluation in memory decide it alike. */
  #isExact({ path, operator }: Comparison): boolean {
    const stored = storedFormAt(this.#model, path.manager, namesOf(path), path.field);
    return exactOperators(path.field, stored !== undefined).includes(operator);
  }

  #hasExactKey({ manager }: KeyCondition): boolean {
    const columns = keyColumns(this.#model, manager);
    return columns.length > 0 && columns.every(({ field }) => exactOperators(field, false).includes('eq'));
  }

  #decided(condition: Condition, image: Image): ReadonlySet<Truth> {
    try {
      return new Set([this.#evaluator.truth(condition, image)]);
    } catch {
      // Whatever it lacks to decide, or cannot compare.
      return ALL;
    }
  }
}

const mapped = (truths: ReadonlySet<Truth>, map: (truth: Truth) => Truth): ReadonlySet<Truth> => new Set([...truths].map(map));

function combined(parts: readonly ReadonlySet<Truth>[], combine: (truths: readonly Truth[]) => Truth): ReadonlySet<Truth> {
  return parts.reduce((left, right) => new Set([...left].flatMap((one) => [...right].map((other) => combine([one, other])))));
}
