import { printSchema } from 'graphql';
import type { Actor, ManagerModel } from '../../lib/plugin.js';
import { HiddenChanges } from './change/change-hidden.js';
import { Sandbox } from './change/sandbox.js';
import { Asker, type Answer } from './check/asker.js';
import { differenceOf, differenceText, doorOf, fieldAt, typeAt } from './check/difference.js';
import { Search } from './check/search.js';
import { Transports } from './check/transports.js';
import { typescriptAsks, type Ask } from './check/typescript.js';
import type { ExaminedApplication, Settings } from './options.js';
import type { Catalogue } from './question/catalogue.js';
import { choose } from './question/choose.js';
import { questionText, type Question } from './question/question.js';
import { QuestionWriter } from './question/questions.js';
import { Samples } from './question/samples.js';
import { Random } from './random.js';
import type { HiddenReport, Leak } from './report.js';
import type { Tally } from './tally.js';
import { secretsOf } from './world/secrets.js';
import { WorldReader, type World } from './world/world.js';

/** Values of one round are put at one end of their order, in the next at the other. */
const ROUNDS = 2;
const OVER_HTTP = 60;

/** What the examination of one actor gives, besides what is in the tally. */
export interface ActorReport {
  readonly questions: number;
  readonly omitted: number;
  readonly unstable: readonly string[];
  readonly refused: readonly string[];
  readonly hidden: readonly HiddenReport[];
}

/** Who is examined, and how much. */
export interface Examinee {
  readonly name: string;
  readonly actor: Actor;
  /** Questions at most. */
  readonly most: number;
}

/** Examines what one actor can find out. */
export class Examination {
  readonly #application: ExaminedApplication;
  readonly #settings: Settings;
  readonly #catalogue: Catalogue;
  readonly #tally: Tally;
  readonly #examinee: Examinee;
  readonly #asker: Asker;

  constructor(application: ExaminedApplication, settings: Settings, catalogue: Catalogue, tally: Tally, examinee: Examinee) {
    this.#application = application;
    this.#settings = settings;
    this.#catalogue = catalogue;
    this.#tally = tally;
    this.#examinee = examinee;
    this.#asker = new Asker(application, examinee.actor, settings.context);
  }

  async run(): Promise<ActorReport> {
    const { runtime, model, schema } = this.#application;
    const { name, actor, most } = this.#examinee;
    const world = await new WorldReader(runtime, this.#settings.rows).read(actor);
    const found = this.#isWhole(world) ? secretsOf(world, printSchema(schema)) : [];
    const secrets = [...(this.#settings.markers[name] ?? []), ...found];
    const random = new Random(this.#settings.seed);
    const writer = new QuestionWriter(this.#catalogue, new Samples(world), secrets, random);
    const { chosen, omitted, doors } = choose(writer.all(), most, random);
    this.#tally.offer(doors);
    const ofSchema = chosen
      .filter((question) => this.#asker.isValid(question))
      .map((question): Ask => ({ question, in: async (session) => this.#asker.ask(question, session) }));
    const refused = chosen.filter((question) => !this.#asker.isValid(question)).map(questionText);
    const changes = new HiddenChanges(model, world, async (manager, key, session) => {
      const select = { fields: [], relations: [] };
      const read = runtime.readOne(manager, key, { select }, { actor }, { session });
      return read.then(
        (row) => row !== null,
        () => false,
      );
    });
    return Sandbox.run(this.#settings.orm, async (sandbox) => {
      await sandbox.mark();
      const direct = await this.#direct(sandbox, ofSchema);
      const asks = [...ofSchema, ...direct, ...this.#typescript()];
      const before = await this.#ask(sandbox, asks);
      this.#compareRoutes(asks, before);
      await this.#search(sandbox, new Search(this.#catalogue, world, secrets), asks, before);
      const { unstable, counts } = await this.#interfere(sandbox, changes, asks, before);
      await this.#transports(sandbox, ofSchema, before);
      return { questions: asks.length, omitted, unstable, refused, hidden: this.#hidden(world, counts) };
    });
  }

  /** Only who knows all that may be read can say that a text is in nothing of it. */
  #isWhole(world: World): boolean {
    const objects = [...world.values()];
    return objects.length === this.#application.model.managers.size && objects.every(({ size }) => size < this.#settings.rows);
  }

  #typescript(): readonly Ask[] {
    const { runtime } = this.#application;
    return typescriptAsks(runtime, this.#examinee.actor).filter(({ question }) => !this.#settings.released.includes(question.manager));
  }

  /** The same questions, asked of the route that needs no resolvers; those to which it has an answer. */
  async #direct(sandbox: Sandbox, asks: readonly Ask[]): Promise<readonly Ask[]> {
    const direct: Ask[] = [];
    for (const { question } of asks) {
      const { isDirect } = await sandbox.guarded(async (session) => {
        return { isDirect: await this.#asker.isDirect(question, session), failed: true };
      });
      if (isDirect)
        direct.push({ question: { ...question, door: 'direct' }, in: async (session) => this.#asker.ask(question, session, 'direct') });
    }
    return direct;
  }

  /** Both routes have to give the same answers. */
  #compareRoutes(asks: readonly Ask[], answers: readonly Answer[]): void {
    const bodies = new Map(
      asks.map(({ question }, index) => [`${question.door === 'direct'} ${questionText(question)}`, answers[index]?.body ?? '']),
    );
    for (const { question } of asks.filter(({ question: { door } }) => door === 'direct')) {
      const [own, direct] = [false, true].map((isDirect) => bodies.get(`${isDirect} ${questionText(question)}`) ?? '') as [string, string];
      this.#tally.count('direct');
      if (own === direct) continue;
      const difference = differenceOf(own, direct);
      this.#tell(question, difference.path, differenceText(difference, 'of the direct route'));
    }
  }

  async #ask(sandbox: Sandbox, asks: readonly Ask[]): Promise<readonly Answer[]> {
    const answers: Answer[] = [];
    for (const ask of asks) answers.push(await sandbox.guarded(async (session) => ask.in(session)));
    return answers;
  }

  /** Hidden things in answers, and answers that tell hidden from missing. */
  async #search(sandbox: Sandbox, search: Search, asks: readonly Ask[], answers: readonly Answer[]): Promise<void> {
    for (const [index, { question }] of asks.entries()) {
      const body = answers[index]?.body ?? '';
      const found = search.in(body, questionText(question));
      if (found) this.#tell(question, found.path, found.evidence, found.manager);
      const { like } = question;
      if (!like) continue;
      const missing = await sandbox.guarded(async (session) => this.#asker.ask(like, session));
      this.#tally.check(question, missing);
      if (missing.body === body) continue;
      const difference = differenceOf(missing.body, body);
      this.#tell(question, difference.path, differenceText(difference, 'for a hidden object'));
    }
  }

  /** Asks again after each round of changes to what is hidden. */
  async #interfere(
    sandbox: Sandbox,
    changes: HiddenChanges,
    asks: readonly Ask[],
    before: readonly Answer[],
  ): Promise<{ readonly unstable: readonly string[]; readonly counts: ReadonlyMap<string, number> }> {
    const suspects = new Map<number, Answer>();
    const counts = new Map<string, number>();
    for (let round = 0; round < ROUNDS; round += 1) {
      await sandbox.undone(async () => {
        for (const [name, count] of await changes.apply(sandbox, round)) counts.set(name, (counts.get(name) ?? 0) + count);
        await this.#settings.mutate?.(sandbox.session(), this.#examinee.name);
        await sandbox.mark();
        const after = await this.#ask(sandbox, asks);
        for (const [index, answer] of after.entries()) {
          this.#tally.check((asks[index] as Ask).question, answer);
          if (answer.body !== before[index]?.body && !suspects.has(index)) suspects.set(index, answer);
        }
      });
    }
    const unstable: string[] = [];
    for (const [index, answer] of suspects) {
      const ask = asks[index] as Ask;
      const again = await sandbox.guarded(async (session) => ask.in(session));
      if (again.body !== before[index]?.body) unstable.push(questionText(ask.question));
      else this.#report(ask.question, again, answer);
    }
    return { unstable, counts };
  }

  #report(question: Question, before: Answer, after: Answer): void {
    const difference = differenceOf(before.body, after.body);
    const asked = ['filter', 'sort', 'typescript'].includes(question.door);
    const ownerOf = (name: string): string | undefined => this.#catalogue.toldBy({ name })?.name;
    const type = asked ? undefined : typeAt(before.body, difference.path, (name) => ownerOf(name) !== undefined);
    const owner = type === undefined ? undefined : ownerOf(type);
    this.#tell(question, difference.path, differenceText(difference, 'after a change to hidden data'), owner);
  }

  #tell(question: Question, path: readonly string[], evidence: string, manager = question.manager): void {
    const door = doorOf(path, question.door);
    const isAsked = door === 'error' || ['filter', 'sort', 'typescript'].includes(question.door);
    const field = isAsked ? question.field : (fieldAt(path) ?? question.field);
    const leak: Leak = { door, manager, field, actor: this.#examinee.name, query: questionText(question), evidence };
    this.#tally.leak(leak);
  }

  async #transports(sandbox: Sandbox, asks: readonly Ask[], answers: readonly Answer[]): Promise<void> {
    const { handler } = this.#settings;
    if (!handler) return;
    const transports = new Transports(handler);
    const step = Math.max(1, Math.floor(asks.length / OVER_HTTP));
    for (let index = 0; index < asks.length; index += step) {
      const { question } = asks[index] as Ask;
      const answer = answers[index] as Answer;
      const { told } = await sandbox.guarded(async (session) => {
        const told = await transports.difference(question, answer, this.#asker.contextOf(session));
        return { told, failed: answer.failed };
      });
      this.#tally.count('transport');
      if (told !== undefined) this.#tell({ ...question, door: 'transport' }, [], told);
    }
  }

  #hidden(world: World, counts: ReadonlyMap<string, number>): readonly HiddenReport[] {
    return [...this.#application.model.managers.values()].map(({ name: manager }: ManagerModel): HiddenReport => {
      const objects = [...(world.get(manager)?.values() ?? [])];
      return {
        actor: this.#examinee.name,
        manager,
        objects: objects.filter(({ hidden }) => hidden).length,
        values: objects.reduce((sum, { fields }) => sum + fields.size, 0),
        changes: counts.get(manager) ?? 0,
      };
    });
  }
}
