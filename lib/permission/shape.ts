import type { ApplicationModel, ManagerModel } from '../model/model.js';
import type { Condition } from '../plan/condition.js';
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
    this.#probes = [...allow, ...deny, ...require].flatMap((condition) => probesOf(model, condition));
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

function probesOf(model: ApplicationModel, condition: Condition): readonly Probe[] {
  switch (condition.kind) {
    case 'true':
    case 'false':
    case 'unknown':
    case 'type':
    case 'changed':
      return [];
    case 'image':
    case 'check':
      // What only code decides is asked of no source; what implies it is.
      return condition.where ? probesOf(model, condition.where) : [];
    case 'actor': {
      const { rule } = condition;
      return [(actor) => letter(actorTruth(rule, actor))];
    }
    case 'and':
      return condition.all.flatMap((each) => probesOf(model, each));
    case 'or':
      return condition.any.flatMap((each) => probesOf(model, each));
    case 'not':
    case 'is':
      return probesOf(model, condition.of);
    case 'compare': {
      const { value, operator, path } = condition;
      const place = { manager: path.manager, path: namesOf(path), field: path.field };
      return containsReference(value) ? [(actor) => known(operandOf(model, place, operator, valueOf(value, actor)))] : [];
    }
    case 'relation':
      return probesOf(model, condition.where);
    case 'predicate': {
      const { args } = condition;
      if (!args.some(containsReference)) return [];
      return [(actor) => known(args.some((each) => argumentOf(each, actor) === MISSING) ? MISSING : args)];
    }
    case 'key':
      return condition.keys.flatMap((key) => keyProbes(model, condition.manager, key));
  }
}

function keyProbes(model: ApplicationModel, manager: ManagerModel, key: readonly unknown[]): readonly Probe[] {
  return keyColumns(model, manager).flatMap((column, index): readonly Probe[] => {
    const { [index]: value } = key;
    return isActorReference(value) ? [(actor) => known(operandOf(model, { manager, ...column }, 'eq', valueOf(value, actor)))] : [];
  });
}

const letter = (truth: boolean | undefined): string => (truth === undefined ? 'u' : truth ? 't' : 'f');

/** Missing, an empty list, or a value. */
const known = (value: unknown): string => (value === MISSING ? 'm' : Array.isArray(value) && value.length === 0 ? 'e' : 'v');
