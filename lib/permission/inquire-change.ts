import type { FieldModel } from '../model/field.js';
import type { ApplicationModel, ManagerModel } from '../model/model.js';
import { allOfConditions, TRUE, type Condition } from '../plan/condition.js';
import { askable, isKnown } from './askable.js';
import type { Change } from './change.js';
import { checkTruth } from './check.js';
import { compositeTruth, isComposite, partsOf } from './composite.js';
import { allowed, type CompiledPolicy } from './compile-rule.js';
import { decideChange, IMAGES, type ChangeDecision, type WriteOperation } from './decide.js';
import { Evaluator } from './evaluate.js';
import type { ObjectReader } from './object-reader.js';
import type { Truth } from './truth.js';

/** A policy for one actor: that of a manager, or of a field of it. */
export interface BoundPolicy {
  readonly of: ManagerModel;
  readonly field?: FieldModel;
  readonly policy: CompiledPolicy;
}

type Image = 'before' | 'after';

/** What is known of one change when it is decided about. */
export interface ChangeAnswers {
  /** What the source said to the questions about the object as it was, and as it has become. */
  readonly before: readonly Truth[];
  readonly after: readonly Truth[];
  /** Its states in memory, for what only these tell. */
  readonly change: Change;
  /** The manager of the object's own class. */
  readonly type: ManagerModel;
  /** Names of the fields that the change is about. */
  readonly named: ReadonlySet<string>;
}

/**
 * What decides about a kind of change for one actor, taken apart: questions that the source of the objects is asked before and after the
 * change, and what is decided in memory ({@link check}, {@link changed}). The same inquiry serves any number of objects.
 */
export class ChangeInquiry {
  /** What is asked about the object as it was, and as it has become. */
  readonly before: readonly Condition[];
  readonly after: readonly Condition[];
  readonly #manager: ManagerModel;
  readonly #operation: WriteOperation;
  readonly #policies: readonly BoundPolicy[];
  readonly #evaluator: Evaluator;
  readonly #watched = new Set<string>();
  readonly #questions: Readonly<Record<Image, Map<Condition, number>>> = { before: new Map(), after: new Map() };

  constructor(
    model: ApplicationModel,
    manager: ManagerModel,
    operation: WriteOperation,
    policies: readonly BoundPolicy[],
    read?: ObjectReader,
  ) {
    this.#manager = manager;
    this.#operation = operation;
    this.#policies = policies;
    this.#evaluator = new Evaluator(model, read);
    for (const { field } of policies) if (field) this.#watched.add(field.name);
    for (const image of IMAGES[operation]) {
      for (const { policy } of policies) {
        for (const condition of [...policy.allow, ...policy.deny, ...policy.require]) this.#collect(condition, image);
      }
    }
    this.before = [...this.#questions.before.keys()].map(askable);
    this.after = [...this.#questions.after.keys()].map(askable);
  }

  /**
   * What has to be true of a new object of this very class; undefined where not everything can be asked of its source, or where it depends on the
   * class of the object.
   */
  allowedAfter(named: ReadonlySet<string>): Condition | undefined {
    const concerned = this.#policies.filter(({ field }) => field === undefined || named.has(field.name));
    const all = allOfConditions(concerned.map(({ policy }) => allowed(policy)));
    return this.#manager.inheritance || !isKnown(all) ? undefined : all;
  }

  /** Names of the fields of which it counts whether they change. */
  get watched(): ReadonlySet<string> {
    return this.#watched;
  }

  /**
   * Decides before anything is changed, on the object as it is and on what is meant to become of it; undefined where it may be allowed.
   * What only the changed object tells is left for {@link decide}: without a state after the change, also whether anything changes.
   */
  refusal(answers: Omit<ChangeAnswers, 'after'>): ChangeDecision | undefined {
    if (!IMAGES[this.#operation].includes('before')) return undefined;
    const isOpen = answers.change.after === undefined ? isUnforeseen : isPending;
    const decision = this.#decide({ ...answers, after: [] }, ['before'], (policy) => decidable(policy, isOpen));
    return decision.allowed ? undefined : decision;
  }

  /** Decides when the object is as the change leaves it. */
  decide(answers: ChangeAnswers): ChangeDecision {
    return this.#decide(answers, IMAGES[this.#operation], (policy) => policy);
  }

  #decide(answers: ChangeAnswers, images: readonly Image[], asked: (policy: CompiledPolicy) => CompiledPolicy): ChangeDecision {
    for (const { of, field, policy } of this.#policies) {
      if (of !== this.#manager && of !== answers.type) continue;
      if (field && !this.#isConcerned(of, field, answers)) continue;
      const decision = decideChange((condition, image) => this.#truth(condition, image, answers), asked(policy), images);
      if (!decision.allowed) return field ? { ...decision, field: field.publicName } : decision;
    }
    return { allowed: true, by: 'allow' };
  }

  /** A field counts where the change names it, and, unless nobody can tell, gives it another value. */
  #isConcerned(manager: ManagerModel, field: FieldModel, { change, named }: ChangeAnswers): boolean {
    if (!named.has(field.name)) return false;
    if (this.#operation !== 'update' || (field.kind === 'relation' && field.cardinality === 'many')) return true;
    if (!change.before || !change.after) return true;
    return this.#evaluator.truth({ kind: 'changed', manager, fields: [field] }, change.after, change) !== false;
  }

  #collect(condition: Condition, image: Image): void {
    if (condition.kind === 'image') return this.#collect(condition.where, condition.image);
    if (condition.kind === 'changed') for (const { name } of condition.fields) this.#watched.add(name);
    if (isDecidedHere(condition)) return;
    if (!isKnown(condition) && isComposite(condition)) return partsOf(condition).forEach((each) => this.#collect(each, image));
    const questions = this.#questions[image];
    if (!questions.has(condition)) questions.set(condition, questions.size);
  }

  #truth(condition: Condition, image: Image, answers: ChangeAnswers): Truth {
    const place = this.#questions[image].get(condition);
    if (place !== undefined) return answers[image][place];
    switch (condition.kind) {
      case 'true':
        return true;
      case 'false':
        return false;
      case 'and':
      case 'or':
      case 'not':
      case 'is':
        return compositeTruth(condition, (each) => this.#truth(each, image, answers));
      case 'image':
        return this.#truth(condition.where, condition.image, answers);
      case 'check': {
        const { [image]: object } = answers.change;
        return object && checkTruth(condition.check, object, condition.actor ?? null);
      }
      case 'changed': {
        const { before, after } = answers.change;
        return before && after && this.#evaluator.truth(condition, after, answers.change);
      }
      default:
        return undefined;
    }
  }
}

/** Whether no source has to be asked. */
const isDecidedHere = ({ kind }: Condition): boolean => ['true', 'false', 'unknown', 'check', 'changed'].includes(kind);

type Asks = (condition: Condition) => boolean;

/** What of a policy can be decided before the change, of which some conditions still ask for something. */
function decidable({ allow, deny, require }: CompiledPolicy, isOpen: Asks): CompiledPolicy {
  const known = (conditions: readonly Condition[]): readonly Condition[] => conditions.filter((each) => !isOpen(each));
  return { allow: allow.some(isOpen) ? [TRUE] : allow, deny: known(deny), require: known(require) };
}

/** Whether a condition asks for the object as it will be. */
function isPending(condition: Condition): boolean {
  if (condition.kind === 'image') return condition.image === 'after';
  return isComposite(condition) && partsOf(condition).some(isPending);
}

/** Whether a condition asks for anything of a change of which nothing is known yet. */
function isUnforeseen(condition: Condition): boolean {
  return condition.kind === 'changed' || isPending(condition) || (isComposite(condition) && partsOf(condition).some(isUnforeseen));
}
