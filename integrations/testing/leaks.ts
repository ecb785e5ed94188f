import { LeaksFound, NoActors, NothingHidden, UnknownName } from './errors.js';
import { Examination, type ActorReport } from './examination.js';
import { tryForeignCursors } from './foreign-cursors.js';
import { settingsOf, type ExaminedApplication, type LeakOptions, type Settings } from './options.js';
import { Catalogue } from './question/catalogue.js';
import { leakText, type LeakReport } from './report.js';
import { Tally } from './tally.js';

/**
 * Looks for answers that depend on data which the actor may not read.
 *
 * Questions are made from the model and the schema: every field and relation, every operator of every filter, every sort, pages, cursors,
 * counts, keys, arguments of hand-written fields. Each is asked, hidden data is changed in a transaction, and each is asked again: the
 * answers have to be the same to the byte, and hold nothing that is hidden. The transaction is rolled back.
 *
 * @throws GM_TEST_NO_ACTORS, GM_TEST_UNKNOWN_NAME
 * @example
 * const report = await leaks(gm, { orm, actors: { ada, bob, anonymous: null } });
 * console.log(report.leaks, report.doors);
 */
export async function leaks(application: ExaminedApplication, options: LeakOptions): Promise<LeakReport> {
  const settings = settingsOf(options);
  const catalogue = new Catalogue(application.schema, application.model, settings.released);
  refuse(settings, catalogue);
  const actors = Object.entries(settings.actors);
  const tally = new Tally();
  const reports: ActorReport[] = [];
  for (const [name, actor] of actors) {
    const examinee = { name, actor, most: Math.ceil(settings.questions / actors.length) };
    reports.push(await new Examination(application, settings, catalogue, tally, examinee).run());
  }
  await tryForeignCursors(application.schema, settings, catalogue, tally);
  const sum = (count: (report: ActorReport) => number): number => reports.reduce((total, report) => total + count(report), 0);
  return {
    checks: tally.total,
    questions: sum(({ questions }) => questions),
    omitted: sum(({ omitted }) => omitted),
    seed: settings.seed,
    doors: tally.doors(application, settings.handler !== undefined),
    hidden: reports.flatMap(({ hidden }) => hidden),
    unstable: reports.flatMap(({ unstable }) => unstable),
    refused: reports.flatMap(({ refused }) => refused),
    leaks: tally.leaks,
  };
}

/**
 * Does what `leaks` does, and throws one error with all that it found; works in every test runner.
 *
 * @throws GM_TEST_LEAKS, GM_TEST_NOTHING_HIDDEN where no actor has anything to find, and what `leaks` throws
 * @example
 * it('keeps what is hidden', async () => expectNoLeaks(gm, { orm, actors: { ada, bob } }));
 */
export async function expectNoLeaks(application: ExaminedApplication, options: LeakOptions): Promise<LeakReport> {
  const report = await leaks(application, options);
  const { leaks: found, hidden } = report;
  if (found.length > 0) throw LeaksFound.create({ count: found.length, leaks: found.map(leakText).join('\n') });
  const isNothing = hidden.every(({ objects, values }) => objects + values === 0);
  if (isNothing) throw NothingHidden.create({ actors: Object.keys(options.actors).join(', ') });
  return report;
}

function refuse({ actors, markers }: Settings, catalogue: Catalogue): void {
  if (Object.keys(actors).length === 0) throw NoActors.create({});
  const [stranger] = Object.keys(markers).filter((name) => !(name in actors));
  if (stranger !== undefined) throw UnknownName.create({ option: 'markers', name: stranger });
  const [released] = catalogue.unknownReleases();
  if (released !== undefined) throw UnknownName.create({ option: 'released', name: released });
}
