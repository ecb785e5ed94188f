import { endsTransactions, targetsOf, unquoted } from './written-tables.js';
import type { Reference } from './read-catalog.js';

/** A function or procedure of the application's own, with what it runs. */
interface Routine {
  readonly name: string;
  readonly language: string;
  readonly body: string;
}

/** What writes where the text of a statement does not say so; tables by schema and name. */
export interface IndirectCatalog {
  readonly routines: readonly Routine[];
  /** Functions that run when a table or view is written. */
  readonly triggers: readonly (readonly [relation: string, routine: string])[];
  /** What views are made of, and what else is written where a table or view is: rules that make other statements of one. */
  readonly rules: readonly (readonly [relation: string, written: string, rewrites: boolean])[];
}

/** What something may write: some tables, or any. */
interface Effects {
  readonly tables: Set<string>;
  readonly routines: Set<string>;
  readonly any: boolean;
  /** Whether it ends transactions by itself. */
  readonly commits: boolean;
}

type Written = ReadonlySet<string> | 'any';

const WORD = /[\p{L}_][\p{L}\p{N}_$]*/gu;

/** Texts stay: dynamic statements are in them. */
const COMMENTS = /((?<![\p{L}\p{N}_$])[eE]'(?:[^'\\]|\\.|'')*'|'(?:[^']|'')*')|--[^\n]*|\/\*(?:[^*]|\*(?!\/))*\*\//gsu;

const WRITES = /(?<![\p{L}\p{N}_$])(?:insert|update|delete|merge|truncate|copy)(?![\p{L}\p{N}_$])/iu;

/** In PL/pgSQL: a dynamic statement, and whether it begins as a text. */
const EXECUTE = /(?<![\p{L}\p{N}_$])execute\s+(?!function\b|procedure\b|on\b)(?:format\s*\(\s*)?(?<literal>[eE]?'|\$)?/giu;

/** A text that ends, or has a place for something, where a table is named that is written. */
const NO_TARGET = /(?:into|update|from|only|truncate|table|copy)\s*"?(?:%|\$?\{|['"`]\s*(?:\|\||\+|\.|,|%))/iu;

/** Tells what is written besides what a statement names: by triggers, rules, views, and functions that it calls, as far as their texts say it. */
export class IndirectWrites {
  readonly #effects = new Map<string, Effects>();
  readonly #triggers = new Map<string, string[]>();
  readonly #rules = new Map<string, string[]>();
  readonly #rewritten: ReadonlySet<string>;
  readonly #references = new Map<string, string[]>();
  readonly #byName = new Map<string, string[]>();
  readonly #known = new Map<string, Written>();
  readonly #calls: RegExp | undefined;

  constructor({ routines, triggers, rules }: IndirectCatalog, references: readonly Reference[], relations: Iterable<string>) {
    for (const [relation, routine] of triggers) append(this.#triggers, relation, routine);
    for (const [relation, written] of rules) append(this.#rules, relation, written);
    this.#rewritten = new Set(rules.flatMap(([relation, , rewrites]) => (rewrites ? [relation] : [])));
    for (const { from, to, onDelete, onUpdate } of references) if (acts(onDelete) || acts(onUpdate)) append(this.#references, to, from);
    const all = new Set([
      ...relations,
      ...triggers.map(([relation]) => relation),
      ...rules.flatMap(([relation, written]) => [relation, written]),
      ...references.flatMap(({ from, to }) => [from, to]),
    ]);
    for (const relation of all) append(this.#byName, bare(relation), relation);
    const names = new Set(routines.map(({ name }) => name));
    for (const routine of routines) this.#effects.set(routine.name, merged(this.#effects.get(routine.name), effectsOf(routine, names)));
    const writing = [...names].filter((name) => isSomething(this.ofRoutine(name)) && !this.#commits(name));
    this.#calls = writing.length === 0 ? undefined : callsOf(writing);
  }

  /** Tables with something that is written where they are. */
  get sources(): ReadonlySet<string> {
    return new Set([...this.#triggers.keys(), ...this.#rules.keys(), ...this.#references.keys()]);
  }

  /** Whether several statements are made of one that writes a table; such a one can have no expressions with it. */
  isRewritten(relation: string): boolean {
    return this.#rewritten.has(relation);
  }

  /** What is written by itself where a table or view is. */
  of(relation: string): Written {
    return this.#once(`table ${relation}`, (walk) => walk.relation(relation));
  }

  /** What a function or procedure may write. */
  ofRoutine(name: string): Written {
    return this.#once(`routine ${name}`, (walk) => walk.routine(name));
  }

  /** What a block of code may write that is run once. */
  ofBlock(code: string): Written {
    const { any, tables, routines } = effectsOf({ name: '', language: 'plpgsql', body: code }, new Set(this.#effects.keys()));
    const walk = this.#walk();
    for (const each of routines) walk.routine(each);
    walk.tables(tables);
    return any || walk.any ? 'any' : walk.written;
  }

  /** Names of the functions and procedures that write which a text may call; none that end transactions. */
  calledIn(text: string): readonly string[] {
    if (!this.#calls || text.search(this.#calls) < 0) return [];
    return [...new Set([...unquoted(text).matchAll(this.#calls)].map(([, name = '']) => this.#routineNamed(name)))];
  }

  #routineNamed(name: string): string {
    return this.#effects.has(name) ? name : name.toLowerCase();
  }

  #commits(name: string, seen = new Set<string>()): boolean {
    if (seen.has(name)) return false;
    seen.add(name);
    const { commits = false, routines = [] } = this.#effects.get(name) ?? {};
    return commits || [...routines].some((each) => this.#commits(each, seen));
  }

  #walk(): Walk {
    return new Walk(this.#effects, { triggers: this.#triggers, rules: this.#rules, references: this.#references }, this.#byName);
  }

  #once(key: string, start: (walk: Walk) => void): Written {
    const known = this.#known.get(key);
    if (known) return known;
    const walk = this.#walk();
    start(walk);
    const found = walk.any ? 'any' : walk.written;
    this.#known.set(key, found);
    return found;
  }
}

interface Edges {
  readonly triggers: ReadonlyMap<string, readonly string[]>;
  readonly rules: ReadonlyMap<string, readonly string[]>;
  readonly references: ReadonlyMap<string, readonly string[]>;
}

/** Follows what is written from one thing to the next. */
class Walk {
  readonly written = new Set<string>();
  any = false;
  readonly #effects: ReadonlyMap<string, Effects>;
  readonly #edges: Edges;
  readonly #byName: ReadonlyMap<string, readonly string[]>;
  readonly #seen = new Set<string>();

  constructor(effects: ReadonlyMap<string, Effects>, edges: Edges, byName: ReadonlyMap<string, readonly string[]>) {
    this.#effects = effects;
    this.#edges = edges;
    this.#byName = byName;
  }

  /** What follows from a write to a table, that write itself and what refers to its rows left out. */
  relation(relation: string): void {
    for (const routine of this.#edges.triggers.get(relation) ?? []) this.routine(routine);
    for (const written of this.#edges.rules.get(relation) ?? []) this.#writes(written);
  }

  routine(name: string): void {
    if (this.#seen.has(name)) return;
    this.#seen.add(name);
    const { tables = [], routines = [], any = false } = this.#effects.get(name) ?? {};
    this.any ||= any;
    for (const each of routines) this.routine(each);
    this.tables(tables);
  }

  tables(names: Iterable<string>): void {
    for (const name of names) for (const relation of this.#byName.get(name) ?? []) this.#writes(relation);
  }

  #writes(relation: string): void {
    if (this.written.has(relation)) return;
    this.written.add(relation);
    this.relation(relation);
    for (const from of this.#edges.references.get(relation) ?? []) this.#writes(from);
  }
}

/** What a routine says of what it does. */
function effectsOf({ language, body }: Routine, routines: ReadonlySet<string>): Effects {
  const code = unquoted(body);
  const isStatic = language === 'sql' || (language === 'plpgsql' && code.search(EXECUTE) < 0);
  const text = isStatic ? code : body.replace(COMMENTS, (_found, literal: string | undefined) => literal ?? ' ');
  const words = new Set(text.match(WORD)?.flatMap((word) => [word, word.toLowerCase()]));
  const called = new Set([...routines].filter((name) => words.has(name)));
  const isWriting = WRITES.test(text);
  return {
    tables: new Set(isWriting ? targetsOf(text) : []),
    routines: called,
    any: isWriting && !isStatic && isDynamic(language, text),
    commits: endsTransactions(text),
  };
}

/** Whether a body runs statements of which its text does not say what they write. */
function isDynamic(language: string, text: string): boolean {
  const executed = language === 'plpgsql' ? [...text.matchAll(EXECUTE)] : [];
  return executed.some(({ groups }) => groups?.['literal'] === undefined) || NO_TARGET.test(text);
}

function callsOf(names: readonly string[]): RegExp {
  const escaped = names.toSorted((one, other) => other.length - one.length).map((name) => name.replaceAll(/[\\^$.*+?()[\]{}|/]/g, '\\$&'));
  return new RegExp(`(?<![\\p{L}\\p{N}_$])"?(${escaped.join('|')})"?\\s*\\(`, 'giu');
}

const merged = (known: Effects | undefined, read: Effects): Effects =>
  known
    ? {
        tables: new Set([...known.tables, ...read.tables]),
        routines: new Set([...known.routines, ...read.routines]),
        any: known.any || read.any,
        commits: known.commits || read.commits,
      }
    : read;

const isSomething = (found: Written): boolean => found === 'any' || found.size > 0;

const acts = (action: Reference['onDelete']): boolean => action !== 'a' && action !== 'r';

const bare = (relation: string): string => relation.slice(relation.indexOf('.') + 1);

function append<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  map.set(key, [...(map.get(key) ?? []), value]);
}
