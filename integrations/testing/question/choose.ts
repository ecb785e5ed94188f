import type { Random } from '../random.js';
import type { Door } from '../report.js';
import type { Question } from './question.js';

/** The part of the questions that doors share alike, so that each is asked about. */
const SHARED = 0.5;

/** How much later each further question about the same field of the same place is asked. */
const REPEATED = 1;

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
  const varied = vary(ordered);
  const doors = new Set(varied.map(({ question }) => question.door));
  const share = Math.floor((most * SHARED) / doors.size);
  const first = [...doors].flatMap((door) => varied.filter(({ question }) => question.door === door).slice(0, share));
  const isFirst = new Set(first);
  const rest = varied.filter((each) => !isFirst.has(each)).slice(0, most - first.length);
  const chosen = [...first, ...rest].toSorted(byOrder).map(({ question }) => question);
  return { chosen, omitted: ordered.length - chosen.length, doors };
}

/** Puts off what asks about a field again, so that each field gets its turn. */
function vary(questions: readonly Ordered[]): readonly Ordered[] {
  const asked = new Map<string, number>();
  const varied = questions.toSorted(byOrder).map(({ question, order }): Ordered => {
    const place = `${question.text} ${question.manager}.${question.field}`;
    const before = asked.get(place) ?? 0;
    asked.set(place, before + 1);
    return { question, order: order + before * REPEATED };
  });
  return varied.toSorted(byOrder);
}

const byOrder = (left: Ordered, right: Ordered): number => left.order - right.order;

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
