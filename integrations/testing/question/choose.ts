import type { Random } from '../random.js';
import type { Door } from '../report.js';
import type { Question } from './question.js';

/** The part of the questions that doors share alike, so that each is asked about. */
const SHARED = 0.5;

/** The questions that are asked: the lowest ranks first, and within a rank a seeded choice; some for each door in any case. */
export function choose(questions: Iterable<Question>, most: number, random: Random): Choice {
  const seen = new Set<string>();
  const ordered: Ordered[] = [];
  for (const question of questions) {
    const id = `${question.text}\n${JSON.stringify(question.variables)}`;
    if (seen.has(id)) continue;
    seen.add(id);
    ordered.push({ question, order: question.rank + random.next() });
  }
  ordered.sort((left, right) => left.order - right.order);
  const doors = new Set(ordered.map(({ question }) => question.door));
  const share = Math.floor((most * SHARED) / doors.size);
  const first = [...doors].flatMap((door) => ordered.filter(({ question }) => question.door === door).slice(0, share));
  const isFirst = new Set(first);
  const rest = ordered.filter((each) => !isFirst.has(each)).slice(0, most - first.length);
  const chosen = [...first, ...rest].toSorted((left, right) => left.order - right.order).map(({ question }) => question);
  return { chosen, omitted: ordered.length - chosen.length, doors };
}

interface Ordered {
  readonly question: Question;
  readonly order: number;
}

/** What is asked, and what there would have been. */
export interface Choice {
  readonly chosen: readonly Question[];
  readonly omitted: number;
  readonly doors: ReadonlySet<Door>;
}
