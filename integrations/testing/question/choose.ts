import type { Random } from '../random.js';
import type { Door } from '../report.js';
import type { Question } from './question.js';

/** The questions that are asked: the lowest ranks first, and within a rank a seeded choice. */
export function choose(questions: Iterable<Question>, most: number, random: Random): Choice {
  const seen = new Set<string>();
  const ordered: { readonly question: Question; readonly order: number }[] = [];
  for (const question of questions) {
    const id = `${question.text}\n${JSON.stringify(question.variables)}`;
    if (seen.has(id)) continue;
    seen.add(id);
    ordered.push({ question, order: question.rank + random.next() });
  }
  ordered.sort((left, right) => left.order - right.order);
  const chosen = ordered.slice(0, most).map(({ question }) => question);
  return { chosen, omitted: ordered.length - chosen.length, doors: new Set(ordered.map(({ question }) => question.door)) };
}

/** What is asked, and what there would have been. */
export interface Choice {
  readonly chosen: readonly Question[];
  readonly omitted: number;
  readonly doors: ReadonlySet<Door>;
}
