import { GraphQLError } from 'graphql';
import { Arg, Ctx, Field, FieldResolver, ID, Int, ObjectType, Query, Resolver, Root } from 'type-graphql';
import { definePlugin, type BootstrapOptions, type HookMap } from 'general-manager';
import type { Condition, Measure, PageResult, ReadPlan, ValuePath } from 'general-manager/plugin';
import type { Door } from 'general-manager/testing';
import { Note, Team, type Context } from './support.js';

// Applications that tell what they must not, each through one door.

@Resolver()
export class CountsEverything {
  @Query(() => Int)
  async noteCount(@Ctx() { session }: Context): Promise<number> {
    return session.count(Note);
  }
}

@Resolver()
export class ReadsTheNewest {
  @Query(() => String)
  async lastTitle(@Ctx() { session }: Context): Promise<string> {
    const [last] = await session.find(Note, {}, { orderBy: { id: 'desc' }, limit: 1 });
    return last?.title ?? '';
  }
}

@Resolver()
export class GivesObjects {
  @Query(() => [Note])
  async allNotes(@Ctx() { session }: Context): Promise<readonly Note[]> {
    return session.find(Note, {});
  }
}

@Resolver(() => Team)
export class TellsOfTeams {
  @FieldResolver(() => String)
  async longest(@Root() team: Team, @Ctx() { session }: Context): Promise<string> {
    const notes = await session.find(Note, { team: team.id });
    return notes.map(({ title }) => title).toSorted()[0] ?? '';
  }
}

@Resolver()
export class ExplainsTooMuch {
  @Query(() => Note, { nullable: true })
  async ownNote(@Arg('note', () => ID) note: string, @Ctx() { session }: Context): Promise<Note | null> {
    const found = await session.findOne(Note, Number(note));
    if (found) throw new GraphQLError(`Note ${found.id} belongs to ${found.owner}.`);
    return null;
  }
}

@Resolver()
export class Searches {
  @Query(() => Boolean)
  async hasTitle(@Arg('text', () => String) text: string, @Ctx() { session }: Context): Promise<boolean> {
    return (await session.count(Note, { title: text })) > 0;
  }
}

@ObjectType()
class DiaryPageInfo {
  @Field(() => String, { nullable: true })
  endCursor!: string | null;
}

@ObjectType()
class Diary {
  @Field(() => [Note])
  nodes!: readonly Note[];

  @Field(() => DiaryPageInfo)
  pageInfo!: DiaryPageInfo;
}

/** Everybody gets notes of their own, but the cursors are everybody's. */
@Resolver()
export class PagesByKey {
  @Query(() => Diary)
  async diary(
    @Ctx() { session, actor }: Context,
    @Arg('first', () => Int, { defaultValue: 3 }) first: number,
    @Arg('after', () => String, { nullable: true }) after?: string,
  ): Promise<Diary> {
    const last = after === undefined ? 0 : Number(Buffer.from(after ?? '', 'base64').toString()) || 0;
    const nodes = await session.find(Note, { owner: actor?.id ?? 0, id: { $gt: last } }, { orderBy: { id: 'asc' }, limit: first });
    const end = nodes.at(-1)?.id;
    return { nodes, pageInfo: { endCursor: end === undefined ? null : Buffer.from(String(end)).toString('base64') } };
  }
}

type Read = (plan: ReadPlan) => Promise<PageResult>;

/** Does something to reads behind the permissions. */
export function leaky(change: (plan: ReadPlan, read: Read) => Promise<PageResult>): Partial<BootstrapOptions> {
  const wrapOperation: HookMap['wrapOperation'] =
    ({ next }) =>
    async (args) =>
      args.operation === 'read' ? change(args.plan, async (plan) => (await next({ ...args, plan })) as PageResult) : next(args);
  return { plugins: [definePlugin({ name: 'leaky', description: 'Forgets something.', hooks: { wrapOperation } })] };
}

const TRUE: Condition = { kind: 'true' };

const isByKey = ({ where }: ReadPlan): boolean => where.kind === 'key';

/** A plan in which nobody asks who may see its objects. */
export const unguarded = (plan: ReadPlan): ReadPlan => ({ ...plan, policy: TRUE });

const withoutGuard = ({ guard: _guard, ...path }: ValuePath): ValuePath => path;

function withoutGuards(condition: Condition): Condition {
  if (condition.kind === 'compare') return { ...condition, path: withoutGuard(condition.path) };
  if (condition.kind === 'and') return { ...condition, all: condition.all.map(withoutGuards) };
  return condition;
}

function withoutPolicies(condition: Condition): Condition {
  return condition.kind === 'relation' ? { ...condition, policy: TRUE } : condition;
}

const ofEverything = (path: ValuePath): ValuePath => (path.measure ? { ...path, measure: { ...path.measure, policy: TRUE } } : path);

const unguardedMeasure = (measure: Measure): Measure =>
  measure.kind === 'count' ? measure : { ...measure, path: withoutGuard(measure.path) };

/** A plan in which what may be done with an object depends on the notes of others that lead to it. */
function tellingCapabilities(plan: ReadPlan): ReadPlan {
  const notes = plan.selection.relations.find(({ plan: { manager } }) => manager.name === 'Note');
  const owner = notes?.plan.manager.fields.get('owner');
  if (!notes || owner?.kind !== 'scalar') return plan;
  const target = notes.plan.manager;
  const where: Condition = { kind: 'compare', path: { manager: target, hops: [], embedded: [], field: owner }, operator: 'ne', value: 1 };
  const some: Condition = { kind: 'relation', manager: plan.manager, field: notes.field, target, quantifier: 'some', where, policy: TRUE };
  const capabilities = plan.selection.capabilities.map((each) => ({
    ...each,
    operations: new Map([...each.operations.keys()].map((name) => [name, some])),
  }));
  return { ...plan, selection: { ...plan.selection, capabilities } };
}

/** What can be forgotten in a pipeline like this one, and the doors that tell. */
export const FORGOTTEN: readonly {
  readonly what: string;
  readonly door: Door;
  readonly manager: string;
  readonly field?: string;
  readonly options: Partial<BootstrapOptions>;
}[] = [
  {
    what: 'the policy of a field in a sort',
    door: 'sort',
    manager: 'Note',
    field: 'mood',
    options: leaky(async (plan, read) => read({ ...plan, order: plan.order.map((term) => ({ ...term, path: withoutGuard(term.path) })) })),
  },
  {
    what: 'the policy of a field in a filter',
    door: 'filter',
    manager: 'Note',
    field: 'mood',
    options: leaky(async (plan, read) => read({ ...plan, where: withoutGuards(plan.where) })),
  },
  {
    what: 'the policy of related objects in a filter',
    door: 'filter',
    manager: 'Note',
    options: leaky(async (plan, read) => read({ ...plan, where: withoutPolicies(plan.where) })),
  },
  {
    what: 'the policy in a count',
    door: 'count',
    manager: 'Note',
    field: 'totalCount',
    options: leaky(async (plan, read) => {
      const result = await read(plan);
      const total = plan.total ? (await read(unguarded(plan))).total : undefined;
      return { ...result, ...(total !== undefined && { total }) };
    }),
  },
  {
    what: 'the policy in what is said of the next page',
    door: 'connection',
    manager: 'Note',
    field: 'hasNextPage',
    options: leaky(async (plan, read) => ({ ...(await read(plan)), hasNext: (await read(unguarded(plan))).hasNext })),
  },
  {
    what: 'the policy in the place that a cursor holds',
    door: 'cursor',
    manager: 'Note',
    options: leaky(async (plan, read) => {
      const result = await read(plan);
      if (!plan.positions || plan.manager.name !== 'Note' || isByKey(plan) || result.positions.length === 0) return result;
      const end = (await read(unguarded(plan))).positions.at(-1) ?? [];
      return { ...result, positions: [...result.positions.slice(0, -1), end] };
    }),
  },
  {
    what: 'the policy of related objects',
    door: 'nested',
    manager: 'Note',
    options: leaky(async (plan, read) => {
      const relations = plan.selection.relations.map((each) => ({ ...each, plan: unguarded(each.plan) }));
      return read({ ...plan, selection: { ...plan.selection, relations } });
    }),
  },
  {
    what: 'the policy where an object is read by its key',
    door: 'detail',
    manager: 'Note',
    options: leaky(async (plan, read) => read(isByKey(plan) && plan.page.limit <= 2 ? unguarded(plan) : plan)),
  },
  {
    what: 'the policy of a list',
    door: 'list',
    manager: 'Note',
    options: leaky(async (plan, read) => read(isByKey(plan) ? plan : unguarded(plan))),
  },
  {
    what: 'the policy in what is computed of everything',
    door: 'aggregate',
    manager: 'Note',
    options: leaky(async (plan, read) => read(plan.aggregation?.groupBy.length === 0 ? unguarded(plan) : plan)),
  },
  {
    what: 'the policy of related objects in what is computed of them',
    door: 'aggregate',
    manager: 'Note',
    options: leaky(async (plan, read) => {
      const relations = plan.selection.relations.map((each) => (each.plan.aggregation ? { ...each, plan: unguarded(each.plan) } : each));
      return read({ ...plan, selection: { ...plan.selection, relations } });
    }),
  },
  {
    what: 'the policy of a field in the measures of groups',
    door: 'group',
    manager: 'Note',
    field: 'mood',
    options: leaky(async (plan, read) => {
      const { aggregation } = plan;
      return read(
        aggregation && aggregation.groupBy.length > 0
          ? { ...plan, aggregation: { ...aggregation, measures: aggregation.measures.map(unguardedMeasure) } }
          : plan,
      );
    }),
  },
  {
    what: 'the policy of related objects in a filter by their measures',
    door: 'filter',
    manager: 'Note',
    options: leaky(async (plan, read) =>
      read(plan.where.kind === 'compare' ? { ...plan, where: { ...plan.where, path: ofEverything(plan.where.path) } } : plan),
    ),
  },
  {
    what: 'the policy of related objects in a sort by their measures',
    door: 'sort',
    manager: 'Note',
    options: leaky(async (plan, read) => read({ ...plan, order: plan.order.map((term) => ({ ...term, path: ofEverything(term.path) })) })),
  },
  {
    what: 'hidden objects in what may be done with those that are seen',
    door: 'capability',
    manager: 'Team',
    options: leaky(async (plan, read) => read(tellingCapabilities(plan))),
  },
  { what: 'every policy', door: 'list', manager: 'Note', options: leaky(async (plan, read) => read(unguarded(plan))) },
  {
    what: 'the policy of a field in a list',
    door: 'list',
    manager: 'Note',
    field: 'mood',
    options: leaky(async (plan, read) =>
      read(isByKey(plan) ? plan : { ...plan, selection: { ...plan.selection, guards: new Map<string, Condition>() } }),
    ),
  },
];

/** Hand-written code that tells, and what of it is found. */
export const HANDWRITTEN: readonly {
  readonly resolver: Function;
  readonly door: Door;
  readonly manager: string;
  readonly field: string;
}[] = [
  { resolver: CountsEverything, door: 'custom', manager: 'Query', field: 'noteCount' },
  { resolver: ReadsTheNewest, door: 'custom', manager: 'Query', field: 'lastTitle' },
  { resolver: GivesObjects, door: 'custom', manager: 'Note', field: 'allNotes' },
  { resolver: TellsOfTeams, door: 'list', manager: 'Team', field: 'longest' },
  { resolver: ExplainsTooMuch, door: 'error', manager: 'Note', field: 'ownNote' },
  { resolver: Searches, door: 'argument', manager: 'Query', field: 'hasTitle' },
  { resolver: PagesByKey, door: 'cursor', manager: 'Note', field: 'after' },
];
