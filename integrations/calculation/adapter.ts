import {
  Deadline,
  LocalExecutor,
  NoExplanation,
  type ApplicationModel,
  type Caller,
  type Condition,
  type Declaration,
  type DescriptionOf,
  type FieldModel,
  type InterfaceAdapter,
  type InterfaceDescription,
  type Judgement,
  type ManagerModel,
  type PageResult,
  type ReadContext,
  type ReadPlan,
  type Runtime,
} from '../../lib/plugin.js';
import { bindCalculation, type BoundCalculation } from './compile/bound.js';
import { compileCalculation } from './compile/compile-calculation.js';
import type { Calculation } from './compile/compiled.js';
import { complete } from './compile/complete.js';
import { describe } from './compile/describe.js';
import { keptMembers } from './compute/member-work.js';
import { judge } from './read/judge.js';
import { readCalculation } from './read/read-calculation.js';
import type { ReadTools } from './read/tools.js';

/** The interface of calculations: one for all of an application. */
export class CalculationAdapter implements InterfaceAdapter {
  readonly name = 'calculation';
  readonly readsPartitions = true;
  /** What it computes from, it reads through the application, so that caches see it. */
  readonly derives = true;
  readonly #described = new Map<InterfaceDescription, Calculation>();
  readonly #calculations = new Map<object, Calculation>();
  readonly #bound = new Map<ManagerModel, BoundCalculation>();
  #executor: LocalExecutor | undefined;
  #runtime: Runtime | undefined;

  /** Calculations are listed in `managers`. */
  discover(): readonly object[] {
    return [];
  }

  owns(): boolean {
    return true;
  }

  describe(target: object, declaration: Declaration): InterfaceDescription {
    const { name } = target as { readonly name: string };
    const { calculation, problems } = compileCalculation(target, name, declaration.interface?.options ?? {});
    this.#calculations.set(target, calculation);
    const description = describe(calculation, problems);
    this.#described.set(description, calculation);
    return description;
  }

  complete(description: InterfaceDescription, described: DescriptionOf): InterfaceDescription {
    const calculation = this.#described.get(description);
    return calculation ? complete(calculation, description, described) : description;
  }

  attach(managers: ReadonlyMap<string, ManagerModel>, model: ApplicationModel): void {
    this.#executor = new LocalExecutor(model, readKnown);
    for (const manager of managers.values()) {
      const calculation = this.#calculations.get(manager.target);
      // What cannot be bound is a problem of the boot already.
      if (calculation && isWhole(calculation, manager)) this.#bound.set(manager, bindCalculation(calculation, manager, model));
    }
  }

  connect(runtime: Runtime): void {
    this.#runtime = runtime;
  }

  async read(plan: ReadPlan, context: ReadContext, caller: Caller): Promise<PageResult> {
    return readCalculation(this.#tools(plan.manager, context, caller), plan);
  }

  async judge(manager: ManagerModel, key: readonly unknown[], conditions: readonly Condition[]): Promise<readonly Judgement[] | undefined> {
    return judge(this.#tools(manager, {}, { system: 'explain' }), key, conditions);
  }

  #tools(manager: ManagerModel, context: ReadContext, caller: Caller): ReadTools {
    const bound = this.#bound.get(manager);
    if (!bound || !this.#executor || !this.#runtime) throw NoExplanation.create({ manager: manager.name });
    return {
      bound,
      runtime: this.#runtime,
      executor: this.#executor,
      computeMembers: keptMembers(this.#runtime.cache),
      caller,
      context,
      deadline: new Deadline(context),
    };
  }
}

/** Whether every input can be evaluated, and leads to a manager that has a key. */
const isWhole = ({ inputs, evaluated }: Calculation, { key }: ManagerModel): boolean =>
  inputs.length === evaluated.length &&
  key?.parts.length === inputs.length &&
  inputs.every((input, index) => (input.kind === 'manager') === (key.parts[index]?.kind === 'relation'));

/** Gets at what is known of a candidate; what failed to be computed decides nothing. */
function readKnown(object: object, _manager: ManagerModel, { name }: FieldModel): unknown {
  const value: unknown = Reflect.get(object, name);
  if (value === undefined) throw new TypeError(`a candidate lacks ${name}`);
  if (value instanceof Error) throw value;
  return value;
}
