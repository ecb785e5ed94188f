import { leadsAcross, matchedConditions } from '../plan/across.js';
import { conditionText } from '../permission/condition-text.js';
import type { Condition } from '../plan/condition.js';
import { ownPlan } from '../plan/own-plan.js';
import type { Inputs } from '../plan/parameter.js';
import type { OpenPlan, ReadPlan } from '../plan/read-plan.js';
import type { ReadContext } from '../interface/interface-adapter.js';
import type { ManagerModel } from '../model/model.js';
import type { ApplicationCache } from './application-cache.js';
import type { Dependency } from './change-log.js';
import { closePlan } from './close-plan.js';
import type { Examined } from './examine.js';
import { PlanWalk, type Looked } from './plan-walk.js';
import { scopeOf, type TextQuestion } from './read-cache.js';
import { scopeName } from './scope.js';
import { isTracked } from './tells-changes.js';

/** Objects of which a read depends, in words. */
export interface DependencyDescription {
  readonly manager: string;
  /** The tables of the objects, and of the links that were followed; empty for sources that have none. */
  readonly tables: readonly string[];
  /** Which objects matter: `true` for all. Attributes of the actor by their names, never their values. */
  readonly objects: string;
  /** The fields whose change matters; absent where any does. */
  readonly fields?: readonly string[];
}

/** What the cache makes of a read, in words: holds rules, and is for developers. */
export interface CacheExplanation {
  readonly scope: ReturnType<typeof scopeName>;
  /** Of a timeout. */
  readonly timeoutMs?: number;
  /** What the key is made of; values of the actor and of variables only by their names. */
  readonly key: readonly string[];
  readonly dependencies: readonly DependencyDescription[];
  /** Why nobody can tell when the answer is no longer right; absent where its sources can. */
  readonly untold?: string;
  /** How it is with the answer of this very question. */
  readonly entry: EntryDescription;
}

/** Whether an answer is there, and why it would not be given. */
export interface EntryDescription {
  readonly state: Examined['state'] | 'unkept' | 'unkeyed';
  /** What has changed, or was written. */
  readonly since?: readonly string[];
}

/** A read of which is asked what the cache makes of it. */
export interface ExplainedRead {
  readonly plan: OpenPlan;
  /** Of the statement, in words. */
  readonly parameters: readonly string[];
  readonly inputs: Inputs;
  readonly context: ReadContext;
  /** Where the source writes the response as text. */
  readonly text?: Pick<TextQuestion, 'statement' | 'values' | 'hasCursors'>;
}

/** Tells what a read would depend on and be kept by, and looks whether an answer is there. */
export async function explainRead(cache: ApplicationCache, read: ExplainedRead): Promise<CacheExplanation> {
  const { plan, context } = read;
  const scope = scopeOf(plan.manager, context);
  const walk = new PlanWalk();
  // Values that are open are named, not looked at.
  walk.plan(plan as ReadPlan);
  const untold = whyUntold(walk);
  return {
    scope: scopeName(scope),
    ...(typeof scope === 'object' && { timeoutMs: scope.timeoutMs }),
    key: keyText(read),
    dependencies: merged(walk.looked),
    ...(untold !== undefined && { untold }),
    entry: await entryOf(cache, read),
  };
}

function whyUntold({ isOpaque, looked }: PlanWalk): string | undefined {
  if (isOpaque) return 'predicates or checks of the application take part, of which nobody knows what they look at';
  const silent = new Set(looked.filter(({ manager }) => !isTracked(manager)).map(({ manager }) => manager.name));
  return silent.size === 0 ? undefined : `no changes are told of ${[...silent].join(', ')}`;
}

function keyText({ plan, parameters, context, text }: ExplainedRead): readonly string[] {
  const { adapter } = plan.manager;
  return [
    'the model, and the version of the application',
    text ? 'the statement, with the rules of everything that it reads' : 'the plan, with the rules of everything that it reads',
    ...(text ? ['the form of the response'] : []),
    ...parameters,
    ...(context.deleted ? ['deleted objects as well'] : []),
    ...(text?.hasCursors ? ['all of the actor, whose cursors are in the answer'] : []),
    ...(adapter.ignoresCallers ? [] : ['all of the actor, since the source may look at it']),
  ];
}

/** The same objects once, in words. */
function merged(looked: readonly Looked[]): readonly DependencyDescription[] {
  const found = new Map<string, { readonly manager: ManagerModel; readonly objects: string; readonly fields: Set<string>; any: boolean }>();
  for (const { manager, where, fields, any } of looked) {
    if (where.kind === 'false' || where.kind === 'unknown') continue;
    const objects = conditionText(where);
    const id = `${manager.name} ${objects}`;
    const known = found.get(id) ?? { manager, objects, fields: new Set(), any: false };
    for (const field of fields) known.fields.add(field);
    known.any ||= any;
    found.set(id, known);
  }
  return [...found.values()].map(({ manager, objects, fields, any }) => {
    const names = any ? undefined : [...fields];
    return { manager: manager.name, tables: manager.adapter.storedIn?.(manager, names) ?? [], objects, ...(names && { fields: names }) };
  });
}

async function entryOf(cache: ApplicationCache, { plan, inputs, context, text }: ExplainedRead): Promise<EntryDescription> {
  const { manager } = plan;
  const scope = scopeOf(manager, context);
  if (scope === 'none' || scope === 'request' || !cache.isKeeping) return { state: 'unkept' };
  // What filters ask of other sources is part of the plan, and known when these have been read.
  if (!text && matchedConditions(plan).length > 0) return { state: 'unkeyed' };
  const caller = { actor: inputs.actor };
  const key = text
    ? cache.reads.keyOfText({ manager, plan, inputs, context, caller, ...text })
    : cache.reads.keyOfRows({ plan: closed(cache, plan, inputs), context, caller });
  return key === undefined ? { state: 'unkeyed' } : describe(await cache.examine(key));
}

const closed = (cache: ApplicationCache, plan: OpenPlan, inputs: Inputs): ReadPlan => {
  const whole = closePlan(plan, inputs, (each) => cache.reads.isOfModel(each));
  return leadsAcross(whole) ? ownPlan(whole) : whole;
};

function describe(found: Examined): EntryDescription {
  switch (found.state) {
    case 'written':
      return { state: found.state, since: found.managers };
    case 'changed':
      return { state: found.state, since: found.dependencies.map(changeText) };
    default:
      return { state: found.state };
  }
}

/** Of an entry everything is known: values in its conditions are left out. */
const changeText = ({ manager, where, fields }: Dependency): string =>
  `${manager.name} where ${conditionText(withoutValues(where))}${fields ? ` (${fields.join(', ')})` : ''}`;

/** A condition that compares with no value. */
function withoutValues(condition: Condition): Condition {
  switch (condition.kind) {
    case 'and':
      return { ...condition, all: condition.all.map(withoutValues) };
    case 'or':
      return { ...condition, any: condition.any.map(withoutValues) };
    case 'not':
    case 'is':
      return { ...condition, of: withoutValues(condition.of) };
    case 'compare':
      return { ...condition, value: '…' };
    case 'key':
      return { ...condition, keys: [['…']] };
    default:
      return condition;
  }
}

/** What stands for a placeholder, in words. */
export const parameterText = ({ kind, text }: { readonly kind: string; readonly text: string }): string =>
  kind === 'literal' ? `the value ${text}` : `the value of ${text}`;
