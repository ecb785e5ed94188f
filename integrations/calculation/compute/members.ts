import { Bucket, type ManagerTarget } from '../../../lib/index.js';
import { checkedValue, isKept, keyText, managerOf, NotFound, ownCopy, selectionOf, type ComputeContext } from '../../../lib/plugin.js';
import type { ManagerPlace } from '../compile/bound.js';
import type { CompiledMember } from '../compile/compiled.js';
import { keyObject, keyOf, type Candidate } from '../read/candidate.js';
import { callerOf, nameOf, type ReadTools } from '../read/tools.js';
import { NeedsLoader, type Needed } from './needs-loader.js';
import type { MemberSight, Outcome } from './member-work.js';
import { sightOf } from './sight.js';

/** Computations that are under way at once; in somebody's transaction there is one. */
const AT_ONCE = 8;

/** What a member needs of each input, by its name. */
type NeededOf = ReadonlyMap<string, { readonly place: ManagerPlace; readonly needed: Needed }>;

/** Computes members of candidates, each once; what fails is an error in the place of the value. */
export class Members {
  readonly #tools: ReadTools;
  /** What clients get to see of what fails, by member: one fault is logged once, however many objects have it. */
  readonly #failures: Map<string, Error>;

  constructor(tools: ReadTools, failures = new Map<string, Error>()) {
    this.#tools = tools;
    this.#failures = failures;
  }

  /** Puts members into candidates that do not have them yet. Names that are no members are left aside. */
  async ensure(names: readonly string[], candidates: readonly Candidate[]): Promise<void> {
    if (candidates.length === 0) return;
    const wanted = this.#closure(names);
    const loader = new NeedsLoader(this.#tools);
    const needs = new Map(wanted.filter((member) => !isKept(member)).map((member) => [member, this.#needsOf(member, loader)]));
    const done = new Map<string, Promise<void>>();
    for (const member of wanted) {
      const before = member.members.flatMap((name) => done.get(name) ?? []);
      const run = async (): Promise<void> => {
        await Promise.all(before);
        await this.#member(member, needs.get(member) ?? new Map(), candidates);
      };
      done.set(member.field.name, run());
    }
    await this.#tools.deadline.within(Promise.all(done.values()));
  }

  /** Members with those that they need, each behind them. Those that are kept compute for themselves what they need. */
  #closure(names: readonly string[]): readonly CompiledMember[] {
    const { members } = this.#tools.bound.calculation;
    const wanted = new Set<string>();
    const add = (name: string): void => {
      if (wanted.has(name) || !members.has(name)) return;
      wanted.add(name);
      const member = members.get(name);
      // What is kept is kept together with what it is made of.
      if (member && !isKept(member)) member.members.forEach(add);
    };
    names.forEach(add);
    return [...members.values()].filter(({ field }) => wanted.has(field.name));
  }

  #needsOf({ inputs, declaration }: CompiledMember, loader: NeedsLoader): NeededOf {
    const { bound } = this.#tools;
    const needed = Object.entries(inputs).flatMap(([name, select]) => {
      const place = bound.places.get(name);
      if (place?.kind !== 'manager') return [];
      return [[name, { place, needed: loader.need(place, selectionOf(bound.model, place.target, select), declaration.system) }] as const];
    });
    return new Map(needed);
  }

  async #member(member: CompiledMember, needs: NeededOf, all: readonly Candidate[]): Promise<void> {
    const { bound, context, computeMembers } = this.#tools;
    const { name } = member.field;
    const candidates = all.filter(({ object }) => !Object.hasOwn(object, name));
    if (candidates.length === 0) return;
    const keys = candidates.map((candidate) => keyOf(bound, candidate));
    const compute = async (places: readonly number[]): Promise<readonly Outcome[]> => {
      const some = places.flatMap((place) => candidates[place] ?? []);
      return isKept(member) ? this.#apart(member, some) : this.#compute(member, needs, some);
    };
    const looksAt = (): MemberSight => sightOf(this.#tools, member);
    const outcomes = await computeMembers({ manager: bound.manager, member, context, keys, looksAt, compute });
    candidates.forEach(({ object }, index) => {
      const outcome = outcomes[index];
      if (!outcome) throw new TypeError('fewer members were computed than were asked for');
      object[name] = 'error' in outcome ? outcome.error : outcome.value;
    });
  }

  /** Computes a member of candidates that know nothing but their inputs, so that everything it is made of is read for it. */
  async #apart(member: CompiledMember, candidates: readonly Candidate[]): Promise<readonly Outcome[]> {
    const { members } = this.#tools.bound.calculation;
    const bare = candidates.map(({ object, keys }): Candidate => {
      const known = Object.entries(object).filter(([name]) => !members.has(name));
      return { object: Object.fromEntries(known), keys };
    });
    const own = new Members(this.#tools, this.#failures);
    await own.ensure(member.members, bare);
    return own.#compute(member, own.#needsOf(member, new NeedsLoader(this.#tools)), bare);
  }

  async #compute(member: CompiledMember, needs: NeededOf, candidates: readonly Candidate[]): Promise<readonly Outcome[]> {
    const loaded = new Map<string, ReadonlyMap<string, object>>();
    // All of them ask before the first one waits, so that one read serves them.
    await Promise.all(
      [...needs].map(async ([name, { needed }]) => {
        const keys = candidates.map(({ keys: each }) => each[name] ?? []);
        loaded.set(name, await needed.load([...new Map(keys.map((key) => [keyText(key), key])).values()]));
      }),
    );
    // Code that takes no context of which values are kept gets none: keys say that it reads nothing.
    const context = isKept(member) && !member.declaration.takesContext ? undefined : this.#contextOf(member);
    const outcomes: Outcome[] = [];
    const size = this.#tools.context.session ? 1 : AT_ONCE;
    for (let start = 0; start < candidates.length; start += size) {
      this.#tools.deadline.check();
      const some = candidates.slice(start, start + size);
      outcomes.push(...(await Promise.all(some.map(async (candidate) => this.#outcome(member, candidate, loaded, context)))));
    }
    return outcomes;
  }

  async #outcome(
    member: CompiledMember,
    candidate: Candidate,
    loaded: ReadonlyMap<string, ReadonlyMap<string, object>>,
    context: ComputeContext | undefined,
  ): Promise<Outcome> {
    const { bound } = this.#tools;
    const failed = member.members.map((name) => candidate.object[name]).find((value) => value instanceof Error);
    if (failed) return { error: failed };
    try {
      const object = this.#objectOf(member, candidate, loaded);
      const value = await member.declaration.compute?.(object, context as ComputeContext);
      return { value: checkedValue(bound.model, nameOf(this.#tools), member.field, value) };
    } catch (error) {
      return { error: this.#failure(member, error) };
    }
  }

  #failure({ field }: CompiledMember, error: unknown): Error {
    const known = this.#failures.get(field.name) ?? this.#tools.runtime.mask(error);
    this.#failures.set(field.name, known);
    return known;
  }

  /** What a computation gets: an instance of the class with its inputs, and with what the member needs. */
  #objectOf({ members }: CompiledMember, { object, keys }: Candidate, loaded: ReadonlyMap<string, ReadonlyMap<string, object>>): object {
    const { calculation, places } = this.#tools.bound;
    const inputs = [...places].map(([name, place]): readonly [string, unknown] => {
      if (place.kind === 'value') return [name, object[name]];
      const key = keys[name] ?? [];
      const found = loaded.get(name)?.get(keyText(key));
      // It has gone since its inputs were read.
      if (loaded.has(name) && !found) throw NotFound.create({ manager: place.target.name });
      return [name, { ...keyObject(place, key), ...found }];
    });
    const values = [...inputs, ...members.map((name): readonly [string, unknown] => [name, object[name]])];
    const own = values.map(([name, value]) => [name, { value: ownCopy(value), enumerable: true, writable: true, configurable: true }]);
    // Made by its constructor, so that it has what is private.
    const made = new (calculation.target as new () => object)();
    return Object.defineProperties(made, Object.fromEntries(own) as PropertyDescriptorMap);
  }

  #contextOf({ declaration }: CompiledMember): ComputeContext {
    const { runtime, context, deadline } = this.#tools;
    const caller = callerOf(this.#tools, declaration.system);
    return {
      signal: context.signal,
      manager: <Other extends object>(target: ManagerTarget<Other> | string): Bucket<Other> =>
        new Bucket<Other>(runtime, managerOf(runtime.model, target), caller).using(deadline.left(context)),
    };
  }
}
