import type { GraphQLSchema } from 'graphql';
import type { Actor } from '../../lib/plugin.js';
import { Sandbox } from './change/sandbox.js';
import { Asker } from './check/asker.js';
import { differenceOf, differenceText } from './check/difference.js';
import type { Settings } from './options.js';
import type { Catalogue } from './question/catalogue.js';
import { questionText, queryText, type Question } from './question/question.js';
import { sitesOf, type Site } from './question/site.js';
import type { Tally } from './tally.js';

/** No cursor of anybody. */
const FORGED = 'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA';

/** A cursor of somebody else has to be as good as a forged one: it holds the place of an object that one may not read. */
export async function tryForeignCursors(schema: GraphQLSchema, settings: Settings, catalogue: Catalogue, tally: Tally): Promise<void> {
  const lists = sitesOf(catalogue).filter(
    ({ root, isPage, field }) =>
      isPage && root === undefined && ['first', 'after'].every((name) => field.args.some((arg) => arg.name === name)),
  );
  const actors = Object.entries(settings.actors);
  await Sandbox.run(settings.orm, async (sandbox) => {
    await sandbox.mark();
    const ask: AskAs = async (question, actor) => {
      const asker = new Asker({ schema }, actor, settings.context);
      return (await sandbox.guarded(async (session) => asker.ask(question, session))).body;
    };
    for (const list of lists) {
      for (const owner of actors) {
        const cursor = cursorIn(await ask(questionOf(list, null), owner[1]));
        const others = cursor === undefined ? [] : actors.filter(([, actor]) => !isSame(actor, owner[1]));
        for (const other of others)
          await tryCursor(ask, tally, { list, cursor: cursor ?? '', owner: owner[0], name: other[0], actor: other[1] });
      }
    }
  });
}

type AskAs = (question: Question, actor: Actor) => Promise<string>;

interface Attempt {
  readonly list: Site;
  readonly cursor: string;
  /** Whose cursor it is. */
  readonly owner: string;
  /** Who uses it. */
  readonly name: string;
  readonly actor: Actor;
}

async function tryCursor(ask: AskAs, tally: Tally, { list, cursor, owner, name, actor }: Attempt): Promise<void> {
  const question = questionOf(list, cursor);
  const [foreign, forged] = [await ask(question, actor), await ask(questionOf(list, FORGED), actor)];
  tally.count('cursor');
  if (foreign === forged) return;
  const evidence = `with a cursor of ${owner}, ${differenceText(differenceOf(forged, foreign), 'instead of the answer to a forged one')}`;
  tally.leak({ door: 'cursor', manager: question.manager, field: 'after', actor: name, query: questionText(question), evidence });
}

function questionOf(site: Site, after: string | null): Question {
  const variables = { first: 1, after };
  const text = queryText(site, variables, 'pageInfo { endCursor }');
  return { door: 'cursor', manager: site.manager?.name ?? site.field.name, field: 'after', text, variables, rank: 0 };
}

const cursorIn = (body: string): string | undefined => /"endCursor":"([^"]+)"/.exec(body)?.[1];

/** Cursors belong to whoever has the same id. */
const isSame = (one: Actor, other: Actor): boolean => JSON.stringify(idOf(one)) === JSON.stringify(idOf(other));

const idOf = (actor: Actor): unknown => (actor && 'id' in actor && actor.id !== undefined ? actor.id : actor);
