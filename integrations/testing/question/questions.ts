import { getNamedType, isInputObjectType, isListType, isNonNullType, type GraphQLArgument, type GraphQLInputObjectType } from 'graphql';
import type { ManagerModel } from '../../../lib/plugin.js';
import type { Random } from '../random.js';
import type { Door } from '../report.js';
import { ArgumentValues } from './arguments.js';
import type { Catalogue } from './catalogue.js';
import { FilterProbes, GROUPS, type Probe } from './filter-probes.js';
import { queryText, type Arguments, type Question } from './question.js';
import type { Samples } from './samples.js';
import { COUNT, flagsText, needsArguments, SelectionWriter } from './selection.js';
import { sitesOf, type Site } from './site.js';
import { SortProbes } from './sort-probes.js';

/** What is asked first; the rest as far as there is room. */
const RANK = Object.freeze({ whole: 0, key: 1, page: 2, argument: 5, sort: 10, filter: 10, composed: 30 });
/** What is asked sooner for each thing that makes a leak more likely, or later. */
const TOUCHES = -4;
const NESTED = 6;
const HOP = 4;
const CLOSED = 7;

const RELATIONS = 1;
const DEPTH = 1;
const KEYS = 5;
const LARGEST = 50;

/** Questions about everything that a schema can be asked. */
export class QuestionWriter {
  readonly #samples: Samples;
  readonly #random: Random;
  readonly #selections: SelectionWriter;
  readonly #filters: FilterProbes;
  readonly #sorts: SortProbes;
  readonly #arguments: ArgumentValues;
  readonly #sites: readonly Site[];
  readonly #inputs = new Map<string, ManagerModel>();

  constructor(catalogue: Catalogue, samples: Samples, secrets: readonly string[], random: Random) {
    this.#samples = samples;
    this.#random = random;
    this.#selections = new SelectionWriter(catalogue);
    this.#filters = new FilterProbes(catalogue, samples);
    this.#sorts = new SortProbes(catalogue, samples);
    this.#arguments = new ArgumentValues(catalogue, samples, secrets);
    this.#sites = sitesOf(catalogue);
    // Pages tell which manager a filter and a sort are about; other fields may take the same.
    for (const { field, manager, isPage } of this.#sites) {
      for (const arg of field.args) if (isPage && manager) this.#inputs.set(getNamedType(arg.type).name, manager);
    }
  }

  *all(): Generator<Question> {
    for (const site of this.#sites) {
      if (!needsArguments(site.field)) yield* this.#whole(site);
      for (const arg of site.field.args) yield* this.#argument(site, arg);
      if (site.isPage && site.root === undefined) yield* this.#pages(site);
    }
  }

  *#whole(site: Site): Generator<Question> {
    const door: Door = site.root === undefined ? rootDoor(site) : nestedDoor(site);
    if (site.summary && site.type) {
      for (const [index, selection] of this.#selections.measures(site.type).entries())
        yield this.#question(site, { door, args: {}, selection, rank: RANK.whole + index });
      return;
    }
    const selection = site.type ? this.#selections.whole(site.type, DEPTH) : '';
    yield this.#question(site, { door, args: {}, selection, rank: RANK.whole });
  }

  *#pages(site: Site): Generator<Question> {
    const names = new Set(site.field.args.map(({ name }) => name));
    const pages: readonly Arguments[] = [{ first: 1 }, { last: 1 }, { first: 1, offset: 1 }, { offset: 3 }];
    for (const args of pages.filter((each) => Object.keys(each).every((name) => names.has(name))))
      yield this.#question(site, { door: 'page', args, rank: RANK.page });
    // A page of just what the actor sees: whether there is another one must not depend on what is hidden.
    const seen = site.manager ? this.#samples.keys(site.manager, false).length : 0;
    for (const name of seen > 0 && seen <= LARGEST ? ['first', 'last'] : [])
      if (names.has(name)) yield this.#question(site, { door: 'page', args: { [name]: seen }, rank: RANK.page });
    if (names.has('after') && names.has('first')) {
      const question = this.#question(site, { door: 'cursor', args: { first: 2, after: null }, rank: RANK.page });
      yield { ...question, follow: site.field.name };
    }
  }

  *#argument(site: Site, arg: GraphQLArgument): Generator<Question> {
    const named = getNamedType(arg.type);
    if (isGroupInput(site, arg) && site.manager && isInputObjectType(named)) {
      yield* arg.name === 'groupBy' ? this.#groupings(site, arg, named) : this.#groups(site, arg, named, site.manager);
      return;
    }
    const manager = this.#inputs.get(named.name);
    if (isInputObjectType(named) && manager) {
      if (GROUPS.every((name) => name in named.getFields())) yield* this.#filter(site, arg, named, manager);
      else if (isListType(arg.type)) yield* this.#sort(site, arg, named, manager);
      return;
    }
    if (site.isPage && PAGE_ARGUMENTS.includes(arg.name)) return;
    if (site.manager && isKey(site, arg)) yield* this.#keys(site, arg, site.manager);
    else yield* this.#values(site, arg);
  }

  /** All that is told of groups, by each key. */
  *#groupings(site: Site, arg: GraphQLArgument, type: GraphQLInputObjectType): Generator<Question> {
    for (const [index, key] of flags(type, RELATIONS).entries()) {
      const asked = { door: 'group', args: { [arg.name]: [key] }, rank: RANK.argument + index } as const;
      for (const selection of site.type ? this.#selections.measures(site.type) : []) yield this.#question(site, { ...asked, selection });
    }
  }

  /** Which groups there are, and their order, by each measure. */
  *#groups(site: Site, arg: GraphQLArgument, type: GraphQLInputObjectType, manager: ManagerModel): Generator<Question> {
    const isOrder = arg.name === 'sort';
    for (const probe of (isOrder ? this.#sorts : this.#filters).measures(type, manager)) {
      const question = this.#probe(site, arg, 'group', probe, { value: isOrder ? [probe.value] : probe.value, rank: RANK.sort });
      if (question) yield question;
    }
  }

  *#filter(site: Site, arg: GraphQLArgument, type: GraphQLInputObjectType, manager: ManagerModel): Generator<Question> {
    const earlier: unknown[] = [];
    for (const probe of this.#filters.of(type, manager, site.root === undefined ? RELATIONS : 0)) {
      const written = this.#probe(site, arg, site.summary ?? 'filter', probe, { value: probe.value, rank: RANK.filter });
      if (!written) continue;
      yield written;
      if (probe.hops > 0 || site.root !== undefined || site.summary) continue;
      const other = this.#random.pick(earlier) ?? probe.value;
      const composed = this.#random.pick([{ not: probe.value }, { or: [probe.value, other] }, { and: [{ not: other }, probe.value] }]);
      const again = this.#probe(site, arg, 'filter', probe, { value: composed, rank: RANK.composed });
      if (again) yield again;
      earlier.push(probe.value);
    }
  }

  *#sort(site: Site, arg: GraphQLArgument, type: GraphQLInputObjectType, manager: ManagerModel): Generator<Question> {
    for (const probe of this.#sorts.of(type, manager, site.root === undefined ? RELATIONS : 0)) {
      const question = this.#probe(site, arg, 'sort', probe, { value: [probe.value], rank: RANK.sort });
      if (!question) continue;
      yield question;
      if (site.root !== undefined || !probe.touches || !site.field.args.some(({ name }) => name === 'after')) continue;
      // The cursor of a page holds what was sorted by.
      const page = this.#probe(site, arg, 'cursor', probe, { value: [probe.value], rank: RANK.sort, more: { first: 1, after: null } });
      if (page) yield { ...page, follow: site.field.name };
    }
  }

  *#keys(site: Site, arg: GraphQLArgument, manager: ManagerModel): Generator<Question> {
    const ask = (key: unknown, whole: boolean): Question | undefined => {
      const value = this.#arguments.key(arg, manager, key);
      const args = value === undefined ? undefined : this.#complete(site, { [arg.name]: value });
      if (!args) return undefined;
      const selection = whole && site.type ? this.#selections.whole(site.type, 1) : undefined;
      return this.#question(site, { door: 'detail', args, rank: RANK.key, ...(selection !== undefined && { selection }) });
    };
    const odd = getNamedType(arg.type).name === 'ID' ? this.#complete(site, { [arg.name]: 'no key of anything' }) : undefined;
    if (odd) yield this.#question(site, { door: 'error', args: odd, rank: RANK.key });
    const missing = ask(this.#samples.missingKey(manager), true);
    const hidden = this.#samples.keys(manager, true).slice(0, KEYS);
    for (const question of hidden.map((key) => ask(key, true))) if (question) yield { ...question, ...(missing && { like: missing }) };
    for (const question of this.#samples
      .keys(manager, false)
      .slice(0, 2)
      .map((key) => ask(key, true)))
      if (question) yield question;
  }

  *#values(site: Site, arg: GraphQLArgument): Generator<Question> {
    for (const value of this.#arguments.of(arg.type, site.manager)) {
      const args = this.#complete(site, { [arg.name]: value });
      const selection = site.type && !site.summary ? this.#selections.whole(site.type, 1) : undefined;
      if (args)
        yield this.#question(site, { door: argumentDoor(site), args, rank: RANK.argument, ...(selection !== undefined && { selection }) });
    }
  }

  #probe(site: Site, arg: GraphQLArgument, door: Door, { manager, field, touches, hops }: Probe, how: How): Question | undefined {
    const args = this.#complete(site, { ...how.more, [arg.name]: how.value });
    // Numbers take the filters that lists take.
    const again = site.summary && door === site.summary && arg.name === 'filter' ? NESTED : 0;
    const rank =
      again + how.rank + (touches ? TOUCHES : 0) + hops * HOP + (site.manager && this.#samples.isClosed(site.manager) ? CLOSED : 0);
    // Which objects are counted is asked: what else is told of them would be told of each condition again.
    const selection = site.summary && COUNT;
    return args && { ...this.#question(site, { door, args, rank, ...(selection && { selection }) }), manager: manager.name, field };
  }

  /** Adds the other arguments that are required; undefined where there is no value for one. */
  #complete({ field, manager }: Site, given: Arguments): Arguments | undefined {
    const missing = field.args.filter(
      ({ name, type, defaultValue }) => !(name in given) && isNonNullType(type) && defaultValue === undefined,
    );
    const added = missing.map((arg): [string, unknown] => [arg.name, this.#arguments.of(arg.type, manager)[0]]);
    return added.some(([, value]) => value === undefined) ? undefined : { ...Object.fromEntries(added), ...given };
  }

  #question(site: Site, { door, args, rank, selection }: Asked): Question {
    const told = selection ?? (site.summary ? COUNT : site.type ? this.#selections.keys(site.type) : '');
    // Other keys than those that are grouped by are refused.
    const keys = site.summary === 'group' ? ` key { ${[args['groupBy']].flat().map(flagsText).join(' ')} }` : '';
    const text = queryText(site, args, told + keys);
    const manager = site.manager?.name ?? site.owner.name;
    const nested = site.root === undefined ? 0 : NESTED;
    return { door, manager, field: site.field.name, text, variables: args, rank: rank + nested };
  }
}

/** Each flag of an object, also inside of others, on its own. */
function flags(type: GraphQLInputObjectType, levels: number): readonly unknown[] {
  return Object.values(type.getFields()).flatMap(({ name, type: of }) => {
    const named = getNamedType(of);
    if (isInputObjectType(named)) return levels === 0 ? [] : flags(named, levels - 1).map((value) => ({ [name]: value }));
    return named.name === 'Boolean' ? [{ [name]: true }] : [];
  });
}

interface How {
  readonly value: unknown;
  readonly rank: number;
  readonly more?: Arguments;
}

interface Asked {
  readonly door: Door;
  readonly args: Arguments;
  readonly rank: number;
  readonly selection?: string;
}

const PAGE_ARGUMENTS: readonly string[] = ['first', 'last', 'after', 'before', 'offset'];

/** What says of groups which there are, and in which order. */
const isGroupInput = ({ summary }: Site, { name }: GraphQLArgument): boolean =>
  summary === 'group' && ['groupBy', 'having', 'sort'].includes(name);

/** What tells one object from all others. */
const isKey = ({ isPage }: Site, { name, type }: GraphQLArgument): boolean =>
  !isPage && isNonNullType(type) && (name === 'id' || name === 'key');

/** The door of a place that has one of its own. */
const ownDoor = ({ summary, field }: Site): Door | undefined => summary ?? (/^capabilit/i.test(field.name) ? 'capability' : undefined);
const rootDoor = (site: Site): Door => (site.isPage ? 'list' : (ownDoor(site) ?? 'custom'));
const nestedDoor = (site: Site): Door => ownDoor(site) ?? 'nested';
const argumentDoor = (site: Site): Door => ownDoor(site) ?? 'argument';
