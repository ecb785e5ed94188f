import type { Condition } from '../../../lib/plugin.js';
import type { Members } from '../compute/members.js';
import { TooManyComputed } from '../errors.js';
import { conjuncts } from '../plan/conditions.js';
import { namesIn } from '../plan/looks-at.js';
import type { Candidate } from './candidate.js';
import { nameOf, type ReadTools } from './tools.js';

/** Conditions that all have to be true: those that inputs tell, and those for which something has to be computed. */
interface Parts {
  readonly ofInputs: readonly Condition[];
  readonly ofMembers: readonly Condition[];
}

/** Decides which candidates a plan reads: by everything that inputs tell first; then, of what is left, by what is computed of it. */
export class Decider {
  readonly #tools: ReadTools;
  readonly #members: Members;

  constructor(tools: ReadTools, members: Members) {
    this.#tools = tools;
    this.#members = members;
  }

  async decide(candidates: readonly Candidate[], policy: Condition, where: Condition): Promise<readonly Candidate[]> {
    const [seen, asked] = [this.#split(policy), this.#split(where)];
    const ofInputs = [...seen.ofInputs, ...asked.ofInputs];
    const told = candidates.filter((candidate) => ofInputs.every((each) => this.truth(each, candidate)));
    // Of what fails to be computed nobody knows who may see it.
    const visible = await this.#computed(told, seen.ofMembers, (condition, candidate) => this.holds(condition, candidate));
    return this.#computed(visible, asked.ofMembers, (condition, candidate) => this.truth(condition, candidate));
  }

  /** Computes what is looked at of all candidates. */
  async compute(candidates: readonly Candidate[], names: readonly string[]): Promise<void> {
    const { members, limits } = this.#tools.bound.calculation;
    const computed = names.filter((name) => members.has(name));
    if (computed.length === 0) return;
    if (candidates.length > limits.computed) throw TooManyComputed.create({ calculation: nameOf(this.#tools), max: limits.computed });
    await this.#members.ensure(computed, candidates);
  }

  /** @throws what a member failed with that the condition looks at */
  truth(condition: Condition, { object }: Candidate): boolean {
    return this.#tools.executor.evaluator.truth(condition, object) === true;
  }

  /** Whether a condition is true, and nothing failed that it looks at. */
  holds(condition: Condition, { object }: Candidate): boolean {
    const failed = namesIn(condition).some((name) => object[name] instanceof Error);
    return !failed && this.#tools.executor.evaluator.truth(condition, object) === true;
  }

  #split(condition: Condition): Parts {
    const { members } = this.#tools.bound.calculation;
    const parts = conjuncts(condition);
    const isComputed = (part: Condition): boolean => namesIn(part).some((name) => members.has(name));
    return { ofInputs: parts.filter((part) => !isComputed(part)), ofMembers: parts.filter(isComputed) };
  }

  async #computed(
    candidates: readonly Candidate[],
    conditions: readonly Condition[],
    holds: (condition: Condition, candidate: Candidate) => boolean,
  ): Promise<readonly Candidate[]> {
    await this.compute(
      candidates,
      conditions.flatMap((each) => namesIn(each)),
    );
    return candidates.filter((candidate) => conditions.every((each) => holds(each, candidate)));
  }
}
