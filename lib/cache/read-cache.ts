import type { ReadContext } from '../interface/interface-adapter.js';
import type { JsonText } from '../interface/json-text.js';
import { CONCRETE, READ, type PageResult } from '../interface/result.js';
import type { Caller } from '../manager/runtime.js';
import type { ManagerModel } from '../model/model.js';
import type { Inputs } from '../plan/parameter.js';
import type { OpenPlan, ReadPlan } from '../plan/read-plan.js';
import type { CacheKit } from './cache-kit.js';
import { NotPlain, type CanonicalHash } from './canonical-hash.js';
import { closePlan } from './close-plan.js';
import { plansIn, readsInstances } from './plans-in.js';
import type { CacheScope } from './scope.js';
import type { Answer } from './scoped-cache.js';
import { tellsChanges } from './tells-changes.js';
import { readValue, writeValue, type KnownParts } from './value-text.js';

/** A read of rows on its way to its source. */
export interface RowsRead {
  readonly plan: ReadPlan;
  readonly context: ReadContext;
  readonly caller: Caller;
}

/** A read of text on its way to its source. */
export interface TextQuestion {
  readonly manager: ManagerModel;
  readonly plan: OpenPlan;
  readonly inputs: Inputs;
  readonly context: ReadContext;
  readonly caller: Caller;
  /** What the statement and the form of the response are told apart by. */
  readonly statement: string;
  readonly values: readonly unknown[];
  /** Whether the text has cursors in it, which are those of the caller. */
  readonly hasCursors: boolean;
  /** Told until when a text may be given that was kept before. */
  readonly kept?: (until: number) => void;
}

const SYMBOLS = { concrete: CONCRETE, read: READ };

/** Puts the cache in front of the reads of sources, and notes what reads depend on for whatever is being computed around them. */
export class ReadCache {
  readonly #kit: CacheKit;

  constructor(kit: CacheKit) {
    this.#kit = kit;
  }

  async rows({ plan, context, caller }: RowsRead, read: () => Promise<PageResult>): Promise<PageResult> {
    const { manager } = plan;
    const scope = scopeOf(manager, context);
    const noted = async (): Promise<PageResult> => {
      await this.#note(plan, context);
      return read();
    };
    if (scope === 'none') return noted();
    const key = this.keyOfRows({ plan, context, caller });
    const known: KnownParts = { symbols: SYMBOLS, objects: plansIn(plan) };
    const answer: Answer<PageResult> = {
      compute: noted,
      encode: (page) => writeValue(page, known),
      decode: (body) => readValue(body, known) as PageResult,
    };
    return this.#kit.scoped.get({ key, scope, subject: { manager }, signal: context.signal }, answer);
  }

  /** The text of a response; undefined where the source cannot give it, which is not kept. */
  text(question: TextQuestion, read: () => Promise<JsonText | undefined>): Promise<JsonText | undefined> {
    const scope = scopeOf(question.manager, question.context);
    return scope === 'none' && !this.#kit.recordings.current ? read() : this.#text(question, scope, read);
  }

  async #text(
    question: TextQuestion,
    scope: ReturnType<typeof scopeOf>,
    read: () => Promise<JsonText | undefined>,
  ): Promise<JsonText | undefined> {
    const { manager, context } = question;
    const { recordings } = this.#kit;
    const noted = async (): Promise<JsonText | undefined> => {
      if (recordings.current)
        await this.#note(
          closePlan(question.plan, question.inputs, (each) => this.isOfModel(each)),
          context,
        );
      return read();
    };
    if (scope === 'none') return noted();
    const key = this.keyOfText(question);
    const answer: Answer<JsonText | undefined> = { compute: noted, encode: (text) => text?.toString(), decode: (body) => body };
    return this.#kit.scoped.get({ key, scope, subject: { manager }, kept: question.kept, signal: context.signal }, answer);
  }

  /** What rows are kept by; undefined where they are not. */
  keyOfRows({ plan, context, caller }: RowsRead): string | undefined {
    return this.#key(context, caller, plan.manager, (hash) => {
      if (plan.history || readsInstances(plan)) throw new NotPlain('an instance');
      hash.add('rows').add(plan);
    });
  }

  /** What the text of a response is kept by; undefined where it is not. */
  keyOfText({ manager, statement, values, hasCursors, context, caller }: TextQuestion): string | undefined {
    return this.#key(context, caller, manager, (hash) => {
      hash.add('text').add(statement).add(values);
      if (hasCursors) hash.add(caller);
    });
  }

  /** Whether something belongs to the model, so that plans name it. */
  isOfModel(value: object): boolean {
    return this.#kit.references.of(value) !== undefined;
  }

  /** Undefined where the answer is nobody else's, or nobody can tell whose: it is computed then. */
  #key(context: ReadContext, caller: Caller, manager: ManagerModel, add: (hash: CanonicalHash) => void): string | undefined {
    if (context.session || context.asOf) return undefined;
    try {
      const hash = this.#kit.hash();
      add(hash);
      hash.add(context.deleted === true);
      // The plan has in it what the policies look at of the actor; sources that look at actors themselves may look at everything.
      if (!manager.adapter.ignoresCallers) hash.add(caller);
      return `manager:${manager.name}:${hash.end()}`;
    } catch (error) {
      if (error instanceof NotPlain) return undefined;
      throw error;
    }
  }

  /** Tells whatever is being computed what a read depends on, before it begins. */
  async #note(plan: ReadPlan, context: ReadContext): Promise<void> {
    const recording = this.#kit.recordings.current;
    const { adapter } = plan.manager;
    // What it reads, it reads through the pipeline.
    if (!recording || adapter.derives) return;
    // Not even for a time: it may have been another one who saw it.
    if (adapter.decidesUnseen) recording.expire(0);
    if (context.session || context.asOf || plan.history) return recording.refuse('a read in a transaction, or of the past');
    if (!adapter.changes) {
      const names = [...new Set(plansIn(plan).map(({ manager }) => manager.name))];
      await this.#kit.epochs.refresh(names);
      for (const name of names) recording.noteEpoch(name, this.#kit.epochs.of(name));
      return recording.refuse(`the source of ${plan.manager.name} tells no changes`);
    }
    const dependencies = this.#kit.dependenciesOf(plan);
    if (!dependencies?.every(({ manager }) => adapter.changes?.tracks(manager)))
      return recording.refuse(`what ${plan.manager.name} depends on cannot be told`);
    try {
      recording.note(await recording.fence(adapter.changes, context.signal), dependencies);
    } catch {
      recording.refuse('the source did not answer');
    }
  }
}

/** What was said for this read, where the source can do it; else what the manager says. */
export function scopeOf({ cache = 'none', adapter }: ManagerModel, { cache: asked = cache }: ReadContext): CacheScope {
  if (adapter.decidesUnseen) return 'none';
  return asked === 'dependency' && !tellsChanges(adapter) ? cache : asked;
}
