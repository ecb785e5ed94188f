import { keyColumns } from '../../model/key.js';
import { targetOf } from '../../model/lookup.js';
import type { RelationField } from '../../model/field.js';
import type { ManagerModel } from '../../model/model.js';
import type { Operator } from '../../model/scalar.js';
import { Evaluator } from '../../permission/evaluate.js';
import { namesOf, storedFormAt } from '../../permission/stored-form.js';
import type { Truth } from '../../permission/truth.js';
import type { Condition, RelationMeasure, ValuePath } from '../../plan/condition.js';
import { compareLocally } from './compare-locally.js';
import { measureOf } from './measure.js';

/** Decides conditions of whole plans on objects in memory, and finds values under the policies on the way to them. */
export class LocalEvaluator extends Evaluator {
  protected override compare(path: ValuePath, operator: Operator, found: unknown, operand: unknown): Truth {
    return compareLocally(path, operator, found, operand, storedFormAt(this.model, path.manager, namesOf(path), path.field));
  }

  /** The value at a path; null where it, or an object on the way, may not be seen or is not there. */
  override value(path: ValuePath, object: object): unknown {
    const { hops, ...rest } = path;
    const [hop, ...further] = hops;
    if (hop) {
      const [next] = this.related(path.manager, hop, object);
      if (next) return this.value({ ...rest, manager: hop.target, hops: further }, next);
      // Of nothing there are none.
      return path.measure ? measureOf(this, path.measure.measure, []) : null;
    }
    if (path.keyColumn !== undefined) return this.#keyColumn(path.manager, path.keyColumn, object);
    return path.measure ? this.#measure(path.manager, path.measure, object) : (super.value(path, object) ?? null);
  }

  /** What a relation of an object leads to, as far as it may be seen. */
  related(
    manager: ManagerModel,
    { field, guard, policy }: { readonly field: RelationField; readonly guard?: Condition | undefined; readonly policy: Condition },
    object: object,
  ): readonly object[] {
    if (guard && this.truth(guard, object) !== true) return [];
    const found = [this.read(object, manager, field)].flat() as readonly (object | null)[];
    return found.filter((each) => each !== null).filter((each) => this.truth(policy, each) === true);
  }

  #measure(manager: ManagerModel, { relation, policy, guard, measure }: RelationMeasure, object: object): unknown {
    return measureOf(this, measure, this.related(manager, { field: relation, guard, policy }, object));
  }

  #keyColumn(manager: ManagerModel, index: number, object: object): unknown {
    const { path = [] } = keyColumns(this.model, manager)[index] ?? {};
    let holder: unknown = object;
    let owner = manager;
    for (const name of path) {
      const field = owner.fields.get(name);
      if (!field || typeof holder !== 'object' || holder === null) return null;
      holder = this.read(holder, owner, field);
      if (field.kind === 'relation') owner = targetOf(this.model, field);
    }
    return holder ?? null;
  }
}
