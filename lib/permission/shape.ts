import type { ApplicationModel } from '../model/model.js';
import type { Comparison, Condition, KeyCondition, PredicateCondition } from '../plan/condition.js';
import { keyColumns } from '../model/key.js';
import type { Actor } from './actor.js';
import { containsReference, isActorReference } from './actor-reference.js';
import { actorTruth } from './actor-rule.js';
import { argumentOf, MISSING, operandOf, valueOf } from './bind.js';
import { namesOf } from './stored-form.js';
import type { CompiledPolicy } from './compile-rule.js';

/** Tells what an actor makes of one part of a rule: one letter. */
type Probe = (actor: Actor) => string;

/**
 * What a compiled policy looks at of actors, so that actors for whom it comes to the same conditions (with other values in them) can
 * be told from those for whom it does not.
 */
export class PolicyShape {
  readonly #probes: readonly Probe[];

  constructor(model: ApplicationModel, { allow, deny, require }: CompiledPolicy) {
    const probes: Probe[] = [];
    for (const condition of [...allow, ...deny, ...require]) collect(model, condition, probes);
    this.#probes = probes;
  }

  /** Whether the policy is the same for all actors. */
  get isConstant(): boolean {
    return this.#probes.length === 0;
  }

  /** The same text for two actors: the policy binds to the same conditions, except for values. */
  of(actor: Actor): string {
    let text = '';
    for (const probe of this.#probes) text += probe(actor);
    return text;
  }
}

function collect(model: ApplicationModel, condition: Condition, probes: Probe[]): void {
  switch (condition.kind) {
    case 'true':
    case 'false':
    case 'unknown':
    case 'type':
    case 'changed':
      return;
    case 'image':
      collect(model, condition.where, probes);
      return;
    case 'check':
      // What only code decides is asked of no source; what implies it is.
      if (condition.where) collect(model, condition.where, probes);
      return;
    case 'actor': {
      const { rule } = condition;
      probes.push((actor) => letter(actorTruth(rule, actor)));
      return;
    }
    case 'and':
      for (const each of condition.all) collect(model, each, probes);
      return;
    case 'or':
      for (const each of condition.any) collect(model, each, probes);
      return;
    case 'not':
    case 'is':
      collect(model, condition.of, probes);
      return;
    case 'compare':
      probes.push(...comparisonProbes(model, condition));
      return;
    case 'relation':
      collect(model, condition.where, probes);
      return;
    case 'predicate':
      probes.push(...predicateProbes(condition));
      return;
    case 'key':
      probes.push(...keyProbes(model, condition));
  }
}

function comparisonProbes(model: ApplicationModel, { value, operator, path }: Comparison): readonly Probe[] {
  if (!containsReference(value)) return [];
  const place = { manager: path.manager, path: namesOf(path), field: path.field };
  return [(actor) => known(parsed(valueOf(value, actor), (each) => operandOf(model, place, operator, each)))];
}

function predicateProbes({ args }: PredicateCondition): readonly Probe[] {
  if (!args.some(containsReference)) return [];
  return [(actor) => (args.some((each) => argumentOf(each, actor) === MISSING) ? known(MISSING) : known(args))];
}

function keyProbes(model: ApplicationModel, { manager, keys }: KeyCondition): readonly Probe[] {
  const columns = keyColumns(model, manager);
  return keys.flatMap((key) =>
    key.flatMap((value, index): readonly Probe[] => {
      const column = columns[index];
      if (!isActorReference(value) || !column) return [];
      return [(actor) => known(parsed(valueOf(value, actor), (each) => operandOf(model, { manager, ...column }, 'eq', each)))];
    }),
  );
}

const letter = (truth: boolean | undefined): string => (truth === undefined ? 'u' : truth ? 't' : 'f');

const parsed = (value: unknown, parse: (value: unknown) => unknown): unknown => (value === MISSING ? MISSING : parse(value));

/** Missing, an empty list, or a value. */
const known = (value: unknown): string => (value === MISSING ? 'm' : Array.isArray(value) && value.length === 0 ? 'e' : 'v');
