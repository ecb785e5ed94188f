import { createHash } from 'node:crypto';
import { plansIn } from '../cache/plans-in.js';
import { sharedForMs } from '../cache/shareable.js';
import type { TextQuestion } from '../cache/read-cache.js';
import type { Position } from '../interface/result.js';
import type { TextStatement } from '../interface/text-statement.js';
import type { ManagerModel } from '../model/model.js';
import { ActorPolicies } from '../permission/actor-policies.js';
import { Capabilities } from '../permission/capabilities.js';
import { valueText } from '../permission/condition-text.js';
import type { Decision } from '../permission/policy.js';
import type { Access } from '../permission/access.js';
import type { PolicyShape } from '../permission/shape.js';
import { leadsAcross } from '../plan/across.js';
import { buildPlan, type BuildContext } from '../plan/build-plan.js';
import { TRUE, type Condition } from '../plan/condition.js';
import { estimateRows } from '../plan/estimate-rows.js';
import { isParameter, Parameter, resolveValue, unusedParameters, type Inputs } from '../plan/parameter.js';
import { RowBudget } from '../plan/row-budget.js';
import { parseKey } from '../plan/parse-key.js';
import type { OpenPlan, OpenPosition, ReadPlan } from '../plan/read-plan.js';
import { cursorScope } from './actor-key.js';
import { OpenedCursor } from './opened-cursor.js';
import type { PipelineOptions } from './pipeline-options.js';
import type { TextReadOptions, TextRequest } from './prepared-read.js';

/** A compiled statement for actors of one shape, and what was decided about them. */
export interface Variant {
  readonly plan: OpenPlan;
  readonly statement: TextStatement;
  readonly toldApart: Pick<TextQuestion, 'statement' | 'hasCursors'>;
  /** For how long an answer may be given to anybody; undefined where it may not. */
  readonly sharedForMs: number | undefined;
  /** How many rows it may give. */
  readonly rows: number;
  /** Open values that the statement does without; they may be at fault all the same. */
  readonly unused: readonly Parameter[];
  readonly decisions: readonly (readonly [ManagerModel, Decision])[];
}

/** One compilation: builds the plan for one actor, with all values open, and notes what that depended on. */
export class ReadCompiler {
  readonly cursors: OpenedCursor[] = [];
  readonly #options: PipelineOptions;
  readonly #policies: ActorPolicies;
  readonly #inputs: Inputs;
  readonly #deleted: boolean;
  readonly #decided = new Map<ManagerModel, Access>();
  readonly #noted: Parameter[] = [];

  constructor(options: PipelineOptions, inputs: Inputs, { deleted = false }: Pick<TextRequest, 'deleted'>) {
    this.#options = options;
    this.#deleted = deleted;
    this.#policies = new ActorPolicies(options.policies, inputs.actor, true);
    this.#inputs = inputs;
  }

  compile({ request, adapter }: TextReadOptions): Variant | undefined {
    const plan = this.plan(request);
    // No source writes what others have.
    if (!plan || leadsAcross(plan)) return undefined;
    const decisions = [...this.#decided].map(([each, { decision }]) => [each, decision] as const);
    const statement = adapter.compileText(plan, request.response);
    const told = toldApart(plan, statement, request.form);
    return {
      plan,
      statement,
      toldApart: told,
      sharedForMs: sharedForMs({
        plan,
        parameters: statement.parameters,
        shapes: this.shapes,
        decided: this.#decided.keys(),
        hasCursors: told.hasCursors,
        deleted: this.#deleted,
      }),
      rows: estimateRows(plan),
      unused: this.unused(statement.parameters),
      decisions,
    };
  }

  /** The plan of a request; undefined where the actor is refused. */
  plan({ manager, key, request }: Omit<TextRequest, 'response'>): OpenPlan | undefined {
    const { model } = this.#options;
    if (!this.#access(manager).decision.allowed) return undefined;
    const parsed = key && parseKey(model, manager, key.value);
    const where: Condition = parsed ? { kind: 'key', manager, keys: [parsed] } : TRUE;
    this.#noted.push(...(parsed ?? []).filter(isParameter));
    return buildPlan(this.#context(), manager, key ? { ...request, page: { first: 1 } } : request, where);
  }

  /** Open values of the request that a statement with these parameters does without. */
  unused(parameters: readonly unknown[]): readonly Parameter[] {
    return unusedParameters(this.#noted, parameters);
  }

  /** What was decided about each manager on the way. */
  get decided(): ReadonlyMap<ManagerModel, Access> {
    return this.#decided;
  }

  /** What the policies that were asked look at of actors. */
  get shapes(): readonly PolicyShape[] {
    return this.#policies.shapes;
  }

  #context(): BuildContext {
    const { limits, model } = this.#options;
    const { mayChange, mayUpdateField, mayDo } = new Capabilities(model, this.#policies);
    const context: BuildContext = {
      model,
      limits,
      budget: new RowBudget(),
      mayChange,
      mayUpdateField,
      mayDo,
      policyOf: (manager) => this.#access(manager).where,
      guardOf: (manager, field) => this.#policies.guard(manager, field),
      note: (parameter) => void this.#noted.push(parameter),
      asSystem: () => ({
        ...context,
        hidden: true,
        policyOf: (manager) => this.#options.policies.systemAccess(manager, { deleted: this.#deleted }).where,
        guardOf: () => undefined,
      }),
      openCursor: (cursor, manager, scope) => this.#openCursor(cursor, manager, scope),
    };
    return context;
  }

  #access(manager: ManagerModel): Access {
    const known = this.#decided.get(manager) ?? this.#policies.access(manager, 'read', { deleted: this.#deleted });
    this.#decided.set(manager, known);
    return known;
  }

  /** Who acts and what is filtered by differs from run to run, so even a cursor in the document is opened at each. */
  #openCursor(cursor: unknown, manager: ManagerModel, scope: string | Parameter): OpenPosition {
    const open = (inputs: Inputs): Position | undefined => {
      const text = resolveValue(cursor, inputs);
      const within = cursorScope(manager, String(resolveValue(scope, inputs)), { actor: inputs.actor });
      return typeof text === 'string' ? this.#options.cursors.open(text, within) : undefined;
    };
    const opened = new OpenedCursor(open);
    this.cursors.push(opened);
    const origin = {
      kind: 'cursor',
      text: isParameter(cursor) ? `the position in ${valueText(cursor)}` : 'the position in a cursor of the document',
    } as const;
    return opened
      .position(this.#inputs)
      .map((value, index) => (value === null ? null : new Parameter((inputs) => opened.position(inputs)[index] ?? null, [], origin)));
  }
}

/** What tells a statement, and the form of the response, from others; and whether the text has cursors in it. */
export const toldApart = (
  plan: OpenPlan,
  { text }: Pick<TextStatement, 'text'>,
  form: string | undefined,
): Pick<TextQuestion, 'statement' | 'hasCursors'> => ({
  statement: createHash('sha256')
    .update(JSON.stringify([form, text]))
    .digest('base64url'),
  hasCursors: plansIn(plan as ReadPlan).some(({ positions }) => positions),
});
