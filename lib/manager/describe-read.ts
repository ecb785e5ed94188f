import { explainRead, parameterText, type CacheExplanation } from '../cache/explain-read.js';
import { isGeneralManagerError, type GeneralManagerError } from '../error/define-error.js';
import { Forbidden, NoPolicy } from '../error/permission-errors.js';
import type { ReadContext } from '../interface/interface-adapter.js';
import type { SourceStatement } from '../interface/text-statement.js';
import { policyText } from '../model/introspect.js';
import type { ManagerModel } from '../model/model.js';
import { conditionText, valueText } from '../permission/condition-text.js';
import type { Access } from '../permission/access.js';
import type { Decision } from '../permission/policy.js';
import { refusalText } from '../permission/refusal.js';
import { leadsAcross, matchedConditions } from '../plan/across.js';
import { describePlan, type PlanDescription } from '../plan/describe-plan.js';
import { estimateRows } from '../plan/estimate-rows.js';
import { isParameter, type Inputs, type ParameterOrigin } from '../plan/parameter.js';
import type { OpenPlan } from '../plan/read-plan.js';
import { ownPlan } from '../plan/own-plan.js';
import { RowBudget } from '../plan/row-budget.js';
import type { PipelineOptions } from './pipeline-options.js';
import type { TextRequest } from './prepared-read.js';
import { ReadCompiler, toldApart } from './read-compiler.js';

/** A read of which is asked how it would run; without a response, as rows for resolvers. */
export type DescribedRequest = Omit<TextRequest, 'response'> & Partial<Pick<TextRequest, 'response'>>;

/** What was decided about one manager on the way. */
export interface DecisionDescription {
  readonly manager: string;
  readonly allowed: boolean;
  readonly by: Decision['by'];
  /** The whole policy in words, as it is declared. */
  readonly policy: string;
  /** What is left of it for this actor: which objects it may read. */
  readonly where: string;
  /** Which rules refuse it, where it may read none. */
  readonly refusal?: string;
}

/** What stands for a placeholder: a variable, an attribute of the actor, a position in a cursor, or a value of the document or a rule. */
export interface ParameterDescription {
  readonly placeholder: string;
  readonly kind: ParameterOrigin['kind'] | 'literal';
  readonly text: string;
}

/** How a read would run. Holds rules and statements: for developers, not for clients. */
export interface ReadDescription {
  readonly manager: string;
  readonly decisions: readonly DecisionDescription[];
  /** Why it would not run: what its caller would be told. */
  readonly problem?: { readonly code: string; readonly message: string; readonly fix: string };
  readonly plan?: PlanDescription;
  /** How many rows it may give at most, related ones included. */
  readonly rows?: number;
  /** Absent where the source has no statements. */
  readonly statement?: { readonly text: string; readonly parameters: readonly ParameterDescription[] };
  /** Whether the statement gives the text of the response; otherwise rows, which resolvers make it of. */
  readonly writesText: boolean;
  /** What the cache makes of it, where that was asked. */
  readonly cache?: CacheExplanation;
  /** What the source says of how it would carry out the statement, where that was asked. */
  readonly explained?: readonly string[];
}

/** How a description is made. */
export interface DescribeOptions {
  /** Shared by the reads of one operation. Default: its own. */
  readonly budget?: RowBudget;
  /** Asks the source how it would carry out the statement, with the values of this run. Default: false. */
  readonly explain?: boolean;
  /** Tells what it would depend on and be kept by, and whether an answer is there. Default: false. */
  readonly cache?: boolean;
  readonly context?: ReadContext;
}

/** Plans and compiles a read as it would be for whoever acts, and tells what came of it; reads no objects. */
export async function describeRead(
  options: PipelineOptions,
  request: DescribedRequest,
  inputs: Inputs,
  asked: DescribeOptions = {},
): Promise<ReadDescription> {
  const compiler = new ReadCompiler(options, inputs, request);
  const { manager } = request;
  const told: { -readonly [K in keyof ReadDescription]: ReadDescription[K] } = { manager: manager.name, decisions: [], writesText: false };
  try {
    const plan = compiler.plan(request);
    if (!plan) return { ...told, decisions: decisionsOf(options, compiler, inputs), ...problemOf(refused(compiler, manager)) };
    told.plan = describePlan(plan);
    told.rows = estimateRows(plan);
    (asked.budget ?? new RowBudget()).spend(told.rows, options.limits.maxRows);
    const text = textOf(plan, request);
    told.writesText = text !== undefined;
    const statement = text ?? rowsOf(plan, request);
    if (statement) {
      told.statement = { text: statement.text, parameters: statement.parameters.map(parameterOf) };
      // Every value is looked at in every run, also those that the statement does without.
      for (const parameter of compiler.unused(statement.parameters)) parameter.resolve(inputs);
      const values = valuesOf(statement, inputs);
      if (asked.explain) {
        const run = { caller: { actor: inputs.actor }, context: { timeoutMs: options.limits.timeoutMs, ...asked.context } };
        told.explained = (await manager.adapter.explainStatement?.(statement, values, run)) ?? [];
      }
    }
    if (asked.cache) told.cache = await cacheOf(options, { request, plan, statement, isText: text !== undefined, inputs, asked });
  } catch (error) {
    if (!isGeneralManagerError(error)) throw error;
    Object.assign(told, problemOf(error));
  }
  return { ...told, decisions: decisionsOf(options, compiler, inputs) };
}

interface CacheQuestion {
  readonly request: DescribedRequest;
  readonly plan: OpenPlan;
  /** Absent where the source has none. */
  readonly statement: SourceStatement | undefined;
  readonly isText: boolean;
  readonly inputs: Inputs;
  readonly asked: DescribeOptions;
}

async function cacheOf({ cache }: PipelineOptions, asked: CacheQuestion): Promise<CacheExplanation> {
  const { request, plan, statement, isText, inputs } = asked;
  return explainRead(cache, {
    plan,
    parameters: (statement?.parameters ?? []).map(parameterOf).map(parameterText),
    inputs,
    context: { ...asked.asked.context, ...(request.deleted && { deleted: true }) },
    ...(statement && isText && { text: { ...toldApart(plan, statement, request.form), values: valuesOf(statement, inputs) } }),
  });
}

const valuesOf = ({ parameters }: SourceStatement, inputs: Inputs): readonly unknown[] =>
  parameters.map((each) => (isParameter(each) ? each.resolve(inputs) : each));

function textOf(plan: OpenPlan, { manager: { adapter }, response }: DescribedRequest): SourceStatement | undefined {
  if (leadsAcross(plan)) return undefined;
  return response && adapter.compileText && attempted(() => adapter.compileText?.(plan, response));
}

const rowsOf = (plan: OpenPlan, { manager: { adapter } }: DescribedRequest): SourceStatement | undefined =>
  // What filters find elsewhere is not known before it is read.
  matchedConditions(plan).length > 0 ? undefined : attempted(() => adapter.compileRows?.(ownPlan(plan)));

/** A source may need to know values to write a statement. */
function attempted(compile: () => SourceStatement | undefined): SourceStatement | undefined {
  try {
    return compile();
  } catch (error) {
    if (isGeneralManagerError(error)) throw error;
    return undefined;
  }
}

function parameterOf(value: unknown, index: number): ParameterDescription {
  const kind = isParameter(value) ? (value.origins[0]?.kind ?? 'variable') : 'literal';
  return { placeholder: `$${index + 1}`, kind, text: valueText(value) };
}

const refused = ({ decided }: ReadCompiler, manager: ManagerModel): GeneralManagerError => {
  const made = decided.get(manager)?.decision.by === 'no-policy' ? NoPolicy : Forbidden;
  return made.create({ manager: manager.name, operation: 'read' });
};

const problemOf = ({ code, message, fix }: GeneralManagerError): Pick<ReadDescription, 'problem'> => ({ problem: { code, message, fix } });

function decisionsOf({ model }: PipelineOptions, { decided }: ReadCompiler, { actor }: Inputs): readonly DecisionDescription[] {
  return [...decided].map(([manager, { where, decision }]: readonly [ManagerModel, Access]): DecisionDescription => {
    const refusal = refusalText(model, manager, decision, actor);
    return {
      manager: manager.name,
      ...decision,
      policy: policyText(manager.policy.read),
      where: conditionText(where),
      ...(refusal !== undefined && { refusal }),
    };
  });
}
